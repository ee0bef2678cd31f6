"""A county's month: the expected check-ins of its municipalities, and their standing.

Everything is read in a few queries, however many municipalities and months there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Max, Min, Q
from django.utils.functional import cached_property

from calendars.months import month_of, months_between
from followups.models import CheckIn, CheckInVersion, Month, MunicipalReply
from followups.models.month import MonthQuerySet
from followups.statuses import READ, Status, Told
from municipalities.models import AskedMonth, CountyBoard, Municipality
from programmes.calendar import locks_on
from programmes.models import Cohort, ExpectedCheckIn, Participation
from programmes.models.cohort import ParticipationQuerySet

# The fields of a version that lists show.
LISTED = ("steps", "progress", "check_in__expected__month")


def is_open(month: date, *, on: date) -> bool:
    """Return whether the month has begun; a later month cannot be reported on."""
    return month <= month_of(on)


@dataclass(frozen=True)
class Row:
    """One municipality in one month; ``months`` are all its months with their standing, in order.

    Only where texts were asked for there are ``stored``, the row's own month, with its ``check_in``, the
    municipality's own ``reply``, and ``version``, the newest; ``previous`` is the last version before it.
    ``latest`` is the newest version of all, with the fields that lists show.
    """

    participation: Participation
    month: date
    on: date
    months: dict[date, Told]
    stored: ExpectedCheckIn | None = None
    check_in: CheckIn | None = None
    reply: MunicipalReply | None = None
    version: CheckInVersion | None = None
    previous: CheckInVersion | None = None
    latest: CheckInVersion | None = None

    @property
    def municipality(self) -> Municipality:
        return self.participation.municipality

    @property
    def slug(self) -> str:
        return self.municipality.slug

    @cached_property
    def expected(self) -> list[date]:
        """Expected months, in order."""
        return [month for month, told in self.months.items() if told.is_expected]

    @cached_property
    def told(self) -> dict[date, Told]:
        """Months with a check-in, whether a draft or done."""
        return {month: told for month, told in self.months.items() if told.check_in}

    @property
    def now(self) -> Told | None:
        """Standing of the row's own month; None where it was never expected."""
        return self.months.get(self.month)

    def progress_in(self, month: date) -> str:
        """Return the progress of the month's newest version; empty before the first one."""
        return self.months[month].progress or "" if month in self.months else ""

    def was_done_in(self, month: date) -> bool:
        """Return whether the month was ever marked as done."""
        return bool(self.progress_in(month))

    def last_done_before(self, month: date) -> date | None:
        """Return the latest earlier month that was ever marked as done."""
        return next((each for each in reversed(self.told) if each < month and self.was_done_in(each)), None)

    @cached_property
    def last_done(self) -> date | None:
        """Latest month that was ever marked as done, this one included."""
        return self.month if self.was_done_in(self.month) else self.last_done_before(self.month)

    @cached_property
    def step(self) -> int:
        """Number of the process step in the latest version; 0 before the first."""
        return self.months[self.last_done].step or 0 if self.last_done else 0

    def check_in_in(self, month: date | None) -> int:
        """Return the key of a month's check-in; 0 when there is none."""
        return self.told[month].check_in or 0 if month in self.told else 0

    @property
    def is_expected(self) -> bool:
        return self.now is not None and self.now.is_expected

    @property
    def is_done(self) -> bool:
        return self.now is not None and self.now.is_done

    @property
    def is_draft(self) -> bool:
        return self.month in self.told and not self.told[self.month].is_done

    @property
    def is_locked(self) -> bool:
        return self.on >= (self.now.locks_on if self.now else locks_on(self.month))

    @property
    def is_writable(self) -> bool:
        """True when a coordinator may write: expected, begun, not locked."""
        return self.is_expected and is_open(self.month, on=self.on) and not self.is_locked

    @property
    def is_undone(self) -> bool:
        """True when a coordinator has something to do here."""
        return self.now is not None and self.now.is_undone

    @property
    def status(self) -> Status:
        return self.now.status if self.now else Status.TO_DO

    @property
    def due_on(self) -> date | None:
        return self.now.due_on if self.now else None

    @cached_property
    def late(self) -> list[date]:
        """Late months, the oldest first."""
        return [month for month, told in self.months.items() if told.is_late]

    @property
    def missing(self) -> list[date]:
        """Late months before this one."""
        return [month for month in self.late if month < self.month]


@dataclass(frozen=True)
class CountyMonth:
    """One county board's month: its rows in order, and what is left to do."""

    board: CountyBoard
    month: date
    on: date
    participations: list[Row]

    @cached_property
    def rows(self) -> list[Row]:
        """Municipalities with an expected or a written check-in this month."""
        return [row for row in self.participations if row.is_expected or row.was_done_in(row.month)]

    @property
    def done(self) -> list[Row]:
        return [row for row in self.rows if row.is_done]

    @property
    def drafts(self) -> list[Row]:
        return [row for row in self.rows if row.is_draft]

    @property
    def left(self) -> list[Row]:
        return [row for row in self.rows if not row.is_done]

    @property
    def undone(self) -> list[Row]:
        """Rows in which a coordinator has something to do."""
        return [row for row in self.rows if row.is_undone]

    @property
    def missing(self) -> list[Row]:
        """Municipalities that lack an earlier month."""
        return [row for row in self.participations if row.missing]

    @cached_property
    def due_on(self) -> date:
        """Due day of the month's check-ins, the same for the whole county."""
        days = (row.now.due_on for row in self.participations if row.now)
        return next(days, None) or AskedMonth.objects.by_board([self.board], self.month)[self.board.pk].due_on

    @property
    def is_open(self) -> bool:
        return is_open(self.month, on=self.on)

    @property
    def is_off(self) -> bool:
        """True when no check-in is expected this month, as in July."""
        return not self.rows

    @property
    def meter(self) -> list[str]:
        """CSS class per municipality: done first, then drafts, then the rest."""
        rest = len(self.left) - len(self.drafts)
        return ["on"] * len(self.done) + ["half"] * len(self.drafts) + [""] * rest


def county_months(
    boards: Iterable[CountyBoard], month: date, *, on: date, with_texts: bool = True, with_others: bool = True
) -> list[CountyMonth]:
    """Return the month of each county board, in the given order; five queries in all, three without texts.

    ``with_others`` reads also the municipalities that the month is not about: those that still take part, or
    have a check-in that was opened again.
    """
    boards = list(boards)
    months = Month.objects.of_boards(boards)
    shown = Q(pk__in=months.filter(month=month).listed().values("participation"))
    if with_others:
        reopened = months.filter(check_in__state=CheckIn.State.REOPENED).values("participation")
        shown |= Q(ended_on=None) | Q(ended_on__gt=on) | Q(pk__in=reopened)
    found = Participation.objects.of_boards(boards).filter(shown)
    rows = read_rows(found, month, on=on, with_texts=with_texts)
    by_board: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        by_board[row.participation.cohort.county_board_id].append(row)
    return [CountyMonth(board, month, on, by_board[board.pk]) for board in boards]


def read_rows(
    participations: ParticipationQuerySet,
    month: date,
    *,
    on: date,
    with_texts: bool = True,
    cohorts: Mapping[int, Cohort] | None = None,
) -> list[Row]:
    """Return one row per participation, A–Ö, with its months up to that one and to that of the day.

    Only pages that show written texts need ``with_texts``. ``cohorts`` are the participations' cohorts by
    key, with their county boards, where the page has read them already.
    """
    read = ["municipality"] if cohorts else ["municipality", "cohort__county_board"]
    found = list(participations.with_pause(on=on).select_related(*read).in_order())
    if cohorts:
        for each in found:
            each.cohort = cohorts[each.cohort_id]
    months = _months_of(found, until=max(month, month_of(on)), on=on)
    rows = [Row(each, month, on, months[each.pk]) for each in found]
    return read_texts(rows) if with_texts else rows


def _months_of(
    participations: Collection[Participation], *, until: date, on: date
) -> dict[int, dict[date, Told]]:
    """Read the standing of each municipality's months, in order."""
    months = Month.objects.of([each.pk for each in participations]).filter(month__lte=until)
    found: dict[int, dict[date, Told]] = defaultdict(dict)
    rows = months.with_standing(on=on).order_by("month")
    for participation, *facts in rows.values_list("participation", *READ):
        told = Told(*facts)
        found[participation][told.month] = told
    return found


def read_month(months: MonthQuerySet, *, on: date) -> list[Row]:
    """Return a row for each of these months by itself, with what was written in it; one query."""
    told = _with_texts(months).with_standing(on=on)
    found = told.select_related("participation__municipality", "participation__cohort__county_board")
    found = found.order_by("participation__municipality__name", "participation")
    return [
        Row(each.participation, each.month, on, {each.month: Told.of(each)}, **_written_in(each))
        for each in found
    ]


def _with_texts(months: MonthQuerySet) -> MonthQuerySet:
    check_in = ("check_in__saved_by", "check_in__need_area", "check_in__need_offer")
    return months.select_related(*check_in, "reply__saved_by")


def _written_in(month: ExpectedCheckIn | None) -> dict[str, Any]:
    return {"stored": month} | {name: getattr(month, name, None) for name in ("check_in", "reply")}


def read_texts(rows: list[Row]) -> list[Row]:
    """Return the same rows with the texts of their month and of the last version before it."""
    stored = _with_texts(Month.objects.all()).in_bulk([row.now.pk for row in rows if row.now])
    then = [row.check_in_in(row.last_done_before(row.month)) for row in rows]
    found = CheckInVersion.objects.filter(check_in__in=[*then, *(row.check_in_in(row.month) for row in rows)])
    versions = {
        version.check_in_id: version for version in found.newest().select_related("check_in__expected")
    }
    return [
        replace(
            row,
            **_written_in(stored.get(row.now.pk) if row.now else None),
            version=versions.get(row.check_in_in(row.month)),
            previous=versions.get(before),
        )
        for row, before in zip(rows, then, strict=True)
    ]


def read_latest(rows: list[Row]) -> list[Row]:
    """Return the same rows with the newest version, of this month or before, in one narrow query."""
    keys = [row.check_in_in(row.last_done) for row in rows]
    newest = CheckInVersion.objects.filter(check_in__in=keys).newest().select_related("check_in__expected")
    latest = {version.check_in_id: version for version in newest.only(*LISTED)}
    return [replace(row, latest=latest.get(key)) for row, key in zip(rows, keys, strict=True)]


def span_of(boards: Iterable[CountyBoard], *, on: date) -> list[date]:
    """Return the months that have a page: from the first expected one to the last, today's among them."""
    months = Month.objects.of_boards(boards).expected().aggregate(first=Min("month"), last=Max("month"))
    month = month_of(on)
    return list(months_between(min(months["first"] or month, month), max(months["last"] or month, month)))
