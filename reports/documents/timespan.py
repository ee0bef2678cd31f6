"""The time span of a period report."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from calendars.months import months_between, next_month
from followups.matrix import Line
from followups.models import CheckInVersion
from followups.months import Row, read_rows
from municipalities.models import CountyBoard
from programmes.models import ProcessStep
from reports.scope import Scope
from support.models import SupportCase


@dataclass(frozen=True)
class Period:
    """One county from one month to another, both included."""

    board: CountyBoard
    first: date
    last: date
    scope: Scope

    @cached_property
    def months(self) -> list[date]:
        return list(months_between(self.first, self.last))

    @property
    def ends_before(self) -> date:
        return next_month(self.last)

    @cached_property
    def rows(self) -> list[Row]:
        """Municipalities with a check-in in the period, expected or made."""
        found = self.scope.participations.filter(cohort__county_board=self.board)
        rows = read_rows(found, self.last, on=self.scope.on, with_texts=False)
        return [row for row in rows if set(self.months) & {*row.expected, *row.told}]

    @cached_property
    def steps(self) -> dict[int, str]:
        return dict(ProcessStep.objects.order_by("number").values_list("number", "title"))

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(row, self.months) for row in self.rows]

    @cached_property
    def cases(self) -> list[SupportCase]:
        """Needs raised or answered with support in the period, or still open when it began."""
        found = self.scope.cases([row.participation for row in self.rows])
        return [case for case in found if self._concerns(case)]

    def _concerns(self, case: SupportCase) -> bool:
        raised = timezone.localtime(case.raised_at).date()
        return raised < self.ends_before and (case.ended_on is None or case.ended_on >= self.first)

    @cached_property
    def _versions(self) -> dict[int, dict[date, CheckInVersion]]:
        return self.scope.newest([row.participation for row in self.rows])

    def before(self, row: Row) -> list[CheckInVersion]:
        """Return the newest versions of the check-ins before the period, in order."""
        told = self._versions[row.participation.pk]
        return [version for month, version in told.items() if month < self.first]

    def within(self, row: Row) -> list[CheckInVersion]:
        """Return the newest versions of the period's check-ins, in order."""
        told = self._versions[row.participation.pk]
        return [version for month, version in told.items() if self.first <= month <= self.last]
