"""The page for pausing a municipality, which shows beforehand the check-ins that are then not expected."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from municipalities.models import AskedMonth
from programmes.calendar import wanted_months
from programmes.models import Cohort, ExpectedCheckIn, Participation, ParticipationPause
from ui.words import listed

MOST_NAMED = 4


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
    def _expected(self) -> dict[date, date]:
        """The months that are expected today, with their last day."""
        months = ExpectedCheckIn.objects.of([self.participation]).expected()
        return dict(months.values_list("month", "due_on"))

    def consequence(self, starts_on: date, ends_on: date | None) -> str:
        """Return a sentence on the months that are not expected then, and on those that are due and stay."""
        pause = ParticipationPause(starts_on=starts_on, ends_on=ends_on)
        months = [month for month, day in self._expected.items() if pause.covers(day)]
        past = [month for month in months if self._expected[month] < self.on]
        return " ".join(filter(None, [_not_expected(months[len(past) :]), _stays(past)]))

    @cached_property
    def pauses(self) -> list[ListedPause]:
        """The present and coming pauses, in order."""
        found = self.participation.pauses_from(self.on)
        return [ListedPause(each, each.starts_on > self.on, self._if_resumed(each)) for each in found]

    @property
    def newest(self) -> ParticipationPause | None:
        """Of these, the one that was written down last."""
        return max((each.pause for each in self.pauses), key=lambda pause: pause.pk, default=None)

    @cached_property
    def _asked(self) -> tuple[Cohort, dict[date, date], list[ParticipationPause]]:
        """The cohort, the months that its county board still asks for, and all pauses."""
        cohort = Cohort.objects.with_span().get(pk=self.participation.cohort_id)
        asked = AskedMonth.objects.filter(county_board=cohort.county_board_id, is_asked=True)
        months = dict(asked.filter(due_on__gte=self.on).values_list("month", "due_on"))
        return cohort, months, list(self.participation.pauses.all())

    def _if_resumed(self, pause: ParticipationPause) -> str:
        """Return a sentence on the months that are expected again without the rest of the pause."""
        cohort, asked, pauses = self._asked
        wanted = wanted_months(
            cohort.first_on,
            cohort.last_on,
            pauses=[each for each in pauses if each != pause],
            ended_on=self.participation.ended_on,
            asked=asked,
        )
        months = [month for month in wanted if month not in self._expected]
        if not months:
            return _("No check-in is expected that was not expected before.")
        sentence = ngettext("%(months)s is expected again.", "%(months)s are expected again.", len(months))
        return _capital(sentence % {"months": _names(months)})


def _not_expected(months: list[date]) -> str:
    if not months:
        return _("All check-ins are expected as usual: none is due during the pause.")
    if len(months) > MOST_NAMED:
        words = {"count": len(months), "month": _names(months[:1]), "last": _names(months[-1:])}
        return _("%(count)s check-ins are not expected: from %(month)s to %(last)s.") % words
    sentence = ngettext("%(months)s is not expected.", "%(months)s are not expected.", len(months))
    return _capital(sentence % {"months": _names(months)})


def _stays(months: list[date]) -> str:
    if not months:
        return ""
    sentence = ngettext(
        "%(months)s was due before today and stays expected.",
        "%(months)s were due before today and stay expected.",
        len(months),
    )
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
    followed = Participation.objects.followed_by(user, on=on).of_slug(slug).open(on=on)
    participation = followed.with_names().prefetch_related("pauses").first()
    if participation is None:
        raise Http404
    return PausePage(participation, on)
