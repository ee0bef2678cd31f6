"""The coordinator's home: how the month stands and what there is to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.models import SupportCase
from followups.months import CountyMonth, Row, county_months, is_locked
from followups.statuses import Status
from followups.summaries import month_name, month_sentence
from municipalities.models import CountyBoard
from participants.summaries.sessions import SessionCard, session_card
from programmes.calendar import month_of
from programmes.models import Enquiry, Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from accounts.models import User

DAYS_WITHOUT_OFFER = 14
MOST_SESSIONS = 3
MOST_ENQUIRIES = 5


@dataclass(frozen=True)
class ToDo:
    """One thing to do: where, what, why, and its tag."""

    url: str
    text: str
    hint: str
    status: Status


@dataclass(frozen=True)
class CountySection:
    """One county board's part of the home page."""

    user: User
    county: CountyMonth
    waiting: list[SupportCase]
    at: datetime

    @property
    def sentence(self) -> str:
        return month_sentence(self.county)

    @cached_property
    def to_do(self) -> list[ToDo]:
        """Everything that waits for the coordinator: late first, then this month's, then needs."""
        return [*self._late(), *self._reopened(), *self._left(), *self._needs()]

    @property
    def first_undone(self) -> Row | None:
        return self.county.undone[0] if self.county.undone else None

    def _late(self) -> Iterator[ToDo]:
        for row in self.county.missing:
            for month in row.missing:
                yield self._to_do(row, month, self._late_hint(row, month), Status.LATE)

    def _late_hint(self, row: Row, month: date) -> str:
        if is_locked(row.told.get(month), month=month, on=self.county.on):
            return _("The month is locked. Ask MÄN to unlock it.")
        return _("No contact with the municipality? Choose No contact.")

    def _reopened(self) -> Iterator[ToDo]:
        for row in self.county.participations:
            for month, told in sorted(row.told.items()):
                if told.is_reopened and month < self.county.month:
                    yield self._to_do(row, month, _("Changed since it was done"), Status.DRAFT)

    def _left(self) -> Iterator[ToDo]:
        for row in self.county.undone:
            yield self._to_do(row, self.county.month, "", row.status)

    def _to_do(self, row: Row, month: date, hint: str, status: Status) -> ToDo:
        url = reverse("followups:check_in_edit", args=[month, row.slug])
        text = _("%(municipality)s: check-in for %(month)s") % {
            "municipality": row.municipality,
            "month": month_name(month),
        }
        return ToDo(url, text, hint, status)

    def _needs(self) -> Iterator[ToDo]:
        """Needs without an offer are answered in the month's check-in."""
        rows = {row.participation.pk: row for row in self.county.undone + self.county.done if row.is_writable}
        for case in self.waiting:
            row = rows.get(case.participation_id)
            if row is None:
                continue
            days = (self.county.on - timezone.localtime(case.raised_at).date()).days
            hint = ngettext("Waiting for %(count)s day", "Waiting for %(count)s days", days) % {"count": days}
            text = _("%(municipality)s needs support: %(area)s") % {
                "municipality": row.municipality,
                "area": case.area,
            }
            url = reverse("followups:check_in_edit", args=[self.county.month, row.slug])
            yield ToDo(f"{url}#need", text, hint, Status.NEEDS_SUPPORT)

    @cached_property
    def sessions(self) -> list[SessionCard]:
        """The nearest sessions in the county, with their time in words."""
        sessions = Session.objects.visible_to(self.user, on=self.county.on)
        mine = sessions.filter(cohort__county_board=self.county.board).upcoming(at=self.at)
        nearest = mine.select_related("cohort")[:MOST_SESSIONS]
        return [session_card(session, on=self.county.on, at=self.at) for session in nearest]

    @cached_property
    def enquiries(self) -> list[Enquiry]:
        """Municipalities of the county that have asked and wait for an answer."""
        enquiries = Enquiry.objects.visible_to(self.user, on=self.county.on).waiting()
        mine = enquiries.filter(municipality__county_board=self.county.board)
        return list(mine.select_related("municipality", "programme")[:MOST_ENQUIRIES])


def county_sections(user: User, *, on: date, at: datetime) -> list[CountySection]:
    """One section per county board that the person coordinates.

    Raises:
        Http404: the person coordinates no county board.
    """
    boards = list(CountyBoard.objects.coordinated_by(user, on=on))
    if not boards:
        raise Http404
    waiting = SupportCase.objects.filter(participation__cohort__county_board__in=boards).without_offer()
    late = list(waiting.filter(raised_at__lte=at - timedelta(days=DAYS_WITHOUT_OFFER)).select_related("area"))
    counties = county_months(boards, month_of(on), on=on)
    return [
        CountySection(user, county, [case for case in late if _lies_in(case, county)], at)
        for county in counties
    ]


def _lies_in(case: SupportCase, county: CountyMonth) -> bool:
    return case.participation_id in {row.participation.pk for row in county.participations}
