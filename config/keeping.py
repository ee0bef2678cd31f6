"""The promises of the page on personal data, written from what the models say, and every cookie."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.keep import HALF_A_YEAR, Data, Keep, keeps_of

DAYS_OF_A_MONTH = 30.4
Words = str | Lazy


@dataclass(frozen=True)
class Promise:
    """A line of the page: which data, how long, and what then."""

    what: str
    when: str
    then: str


@dataclass(frozen=True)
class Cookie:
    """A cookie that the portal sets: its name, what it is for and how long it stays."""

    name: str
    purpose: Words
    until: Words


def cookies() -> list[Cookie]:
    """Return every cookie."""
    return [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            _("Keeps you logged in, and holds what the next page tells you after a press."),
            _(
                "Until you log out, at the longest seven days, or 30 if you have asked for it (12 hours for "
                "coordinators and MÄN's staff)."
            ),
        ),
        Cookie(
            settings.KNOWN_BROWSER_COOKIE_NAME,
            _(
                "Lets us know that you have logged in from this browser, so that nobody else can use up your "
                "tries."
            ),
            _("90 days."),
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            _("Protects the forms, so that nobody else can send them in your name."),
            _("One year."),
        ),
        Cookie(
            "saved",
            _("Tells the page that a text has arrived, so that the copy on your device can be removed."),
            _("Until the next page is shown."),
        ),
    ]


def promises() -> list[Promise]:
    """Return a line for each class of data, in the order of the classes, none of them twice."""
    found = {promise_of(keep): None for data in Data for keep in _every_keep() if keep.data == data}
    return [promise for promise in found if promise.what]


def promise_of(keep: Keep) -> Promise:
    """Say in words how long the fields are kept."""
    return Promise(str(keep.data.label), f"{_period(keep.days)} {keep.counted}".strip(), str(keep.then.label))


def _every_keep() -> Iterator[Keep]:
    for model in apps.get_models():
        yield from keeps_of(model)


def _period(days: int | None) -> str:
    if not days:
        return ""
    if days < HALF_A_YEAR:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    months = round(days / DAYS_OF_A_MONTH)
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
