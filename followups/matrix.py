"""One municipality over several months. Pure functions: no query, no clock."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from calendars.months import previous_month
from followups.months import Row
from followups.statuses import Status

FEW_MONTHS, MANY_MONTHS = 6, 12  # months shown at first, and on demand
LONG_NEED = 3
SAYS_HOW_IT_GOES = (Status.ON_TRACK, Status.NEEDS_SUPPORT, Status.STUCK, Status.NO_CONTACT)
WORST_FIRST = (Status.LATE, Status.STUCK, Status.NEEDS_SUPPORT, Status.NO_CONTACT)


def last_months(count: int, *, until: date) -> list[date]:
    """Return that many months in order, ending with ``until``."""
    months = [until]
    while len(months) < count:
        months.append(previous_month(months[-1]))
    return months[::-1]


@dataclass(frozen=True)
class Line:
    """One municipality over the given months; ``row`` is its last month's."""

    row: Row
    months: list[date]

    @property
    def name(self) -> str:
        return str(self.row.municipality)

    @property
    def on(self) -> date:
        return self.row.on

    @cached_property
    def statuses(self) -> dict[date, Status | None]:
        """Status of each month; None without an expected or written check-in."""
        return {month: self._status_in(month) for month in self.months}

    def _status_in(self, month: date) -> Status | None:
        row = self.row
        told = row.months.get(month)
        if told is None or not (told.is_expected or told.progress):
            return None
        return None if told.status is Status.LATE and not told.is_late else told.status

    @property
    def has_check_ins(self) -> bool:
        """True when any of the months has a check-in."""
        return any(self.statuses.values())

    @cached_property
    def missing(self) -> list[date]:
        """Late months up to the last one, in order, also those before the months shown."""
        return [month for month in self.row.late if month <= self.months[-1]]

    @cached_property
    def told_in(self) -> date | None:
        """Latest month with a version."""
        told = [month for month, status in self.statuses.items() if status in SAYS_HOW_IT_GOES]
        return told[-1] if told else None

    @property
    def progress(self) -> Status | None:
        """Progress in that month."""
        return self.statuses[self.told_in] if self.told_in else None

    @property
    def is_paused(self) -> bool:
        return self.row.participation.is_paused

    @property
    def standing(self) -> Status | None:
        """Most important status: late, if any month is, or else the latest progress."""
        if self.missing:
            return Status.LATE
        return None if self.is_paused else self.progress

    @property
    def urgency(self) -> int:
        """Rank of the standing, the worst first; all calm ones share a rank."""
        standing = self.standing
        return WORST_FIRST.index(standing) if standing in WORST_FIRST else len(WORST_FIRST)

    @property
    def is_stuck(self) -> bool:
        return self.progress is Status.STUCK and not self.is_paused

    def is_found_by(self, status: Status) -> bool:
        """Return whether a filter on the status finds this municipality: late, latest, or this month's."""
        found = {self.progress, self.statuses[self.months[-1]]}
        return status in found or (status is Status.LATE and bool(self.missing))

    @cached_property
    def support_months(self) -> list[date]:
        """Newest check-ins in a row that said that support is needed, the newest first."""
        row, found = self.row, []
        told = sorted({*row.expected, *row.told}, reverse=True)
        for month in told:
            if self.told_in is None or month > self.told_in:
                continue
            if row.progress_in(month) != Status.NEEDS_SUPPORT.name.lower():
                break
            found.append(month)
        return found

    @property
    def has_long_need(self) -> bool:
        return self.standing is Status.NEEDS_SUPPORT and len(self.support_months) >= LONG_NEED

    @cached_property
    def step(self) -> int:
        """Number of the process step that the municipality has come to; 0 before the first."""
        return self.row.step
