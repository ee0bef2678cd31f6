"""Sentences about a locked month, for its page and for each check-in's."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from calendars.months import day_of
from followups.models import UnlockRequest
from followups.months import Row
from programmes.calendar import locks_on, open_until
from ui.dates import month_name
from ui.words import listed


def locked_sentence(month: date, *, unlocked: Sequence[Row], on: date) -> str:
    """Return since when a month is read-only, and for which municipalities MÄN has unlocked it."""
    if unlocked:
        names = listed(str(row.municipality) for row in unlocked)
        sentence = _("%(month)s was locked on %(day)s. MÄN has unlocked it for %(names)s.")
        return sentence % (_values(month, on=on) | {"names": names})
    return _("%(month)s was locked on %(day)s and can only be read.") % _values(month, on=on)


def locked_advice(row: Row) -> str:
    """Return what a coordinator may do about a municipality's locked month."""
    if row.version is None:
        return _(
            "%(month)s was locked on %(day)s before the check-in was done. "
            "It is not too late: ask MÄN to unlock it."
        ) % _values(row.month, on=row.on)
    return _("%(month)s was locked on %(day)s. Does something need correcting? Ask MÄN to unlock it.") % (
        _values(row.month, on=row.on)
    )


def unlocked_sentence(unlocked_at: datetime) -> str:
    """Return until when the county board may write in a month that was unlocked."""
    day = open_until(day_of(unlocked_at))
    return _("The month is unlocked for the county board until %(day)s.") % {"day": date_format(day, "j F")}


def request_sentence(request: UnlockRequest, *, is_own: bool) -> str:
    """Return the request's state, for the person who asked or for everybody else."""
    values = {
        "name": request.requested_by.shown_name,
        "day": date_format(timezone.localtime(request.requested_at), "j F"),
    }
    if is_own and request.is_declined:
        return _("You asked MÄN to unlock the month on %(day)s. MÄN declined.") % values
    if is_own:
        return _("You asked MÄN to unlock the month on %(day)s and are waiting for an answer.") % values
    if request.is_declined:
        return _("%(name)s asked MÄN to unlock the month on %(day)s. MÄN declined.") % values
    return _("%(name)s asked MÄN to unlock the month on %(day)s and is waiting for an answer.") % values


def _values(month: date, *, on: date) -> dict[str, str]:
    return {"month": month_name(month, on=on).capitalize(), "day": date_format(locks_on(month), "j F")}
