"""The page for pausing a municipality, which shows beforehand the check-ins that are then not expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from programmes.calendar import due_of, expected_of
from programmes.models import Participation, ParticipationPause
from ui.words import listed

MOST_NAMED = 4
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ListedPause:
    """A present or coming pause; ``consequence`` names the check-ins that ending it now would bring back."""

    pause: ParticipationPause
    is_ahead: bool
    consequence: str


@dataclass(frozen=True)
class PausePage:
    """A municipality that takes part, and its pauses."""

    participation: Participation
    on: date

    @cached_property
    def _expected(self) -> list[date]:
        return expected_of(self.participation)

    def consequence(self, starts_on: date, ends_on: date | None) -> str:
        """Return a sentence on the months that are not expected during such a pause."""
        due = {month: due_of(self.participation, month) for month in self._expected}
        months = [
            month for month, day in due.items() if starts_on <= day and (ends_on is None or day <= ends_on)
        ]
        if not months:
            return _("All check-ins are expected as usual: none is due during the pause.")
        if len(months) > MOST_NAMED:
            words = {"count": len(months), "month": _names(months[:1]), "last": _names(months[-1:])}
            return _("%(count)s check-ins are not expected: from %(month)s to %(last)s.") % words
        sentence = ngettext("%(months)s is not expected.", "%(months)s are not expected.", len(months))
        return _capital(sentence % {"months": _names(months)})

    @cached_property
    def pauses(self) -> list[ListedPause]:
        """The present and coming pauses, in order."""
        return [self._listed(each) for each in self.participation.pauses_from(self.on)]

    def _listed(self, pause: ParticipationPause) -> ListedPause:
        return ListedPause(pause, pause.starts_on > self.on, self._if_resumed(pause))

    def _if_resumed(self, pause: ParticipationPause) -> str:
        """Return a sentence on the months that are expected again without the rest of the pause."""
        now, kept = self._expected, pause.ends_on
        pause.ends_on = self.on - A_DAY  # the same object as in the participation's prefetched pauses
        months = [month for month in expected_of(self.participation) if month not in now]
        pause.ends_on = kept
        if not months:
            return _("No check-in is expected that was not expected before.")
        sentence = ngettext("%(months)s is expected again.", "%(months)s are expected again.", len(months))
        return _capital(sentence % {"months": _names(months)})


def _names(months: list[date]) -> str:
    return listed(date_format(month, "F Y") for month in months)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def pause_page(user: User, slug: str, *, on: date) -> PausePage:
    """Return the pauses of a municipality that takes part today and that the person follows.

    Raises:
        Http404: no such municipality.
    """
    followed = Participation.objects.followed_by(user, on=on).of_slug(slug).open()
    participation = followed.with_span().with_names().prefetch_related("pauses").first()
    if participation is None:
        raise Http404
    return PausePage(participation, on)
