"""A county's month: which municipalities are expected to be checked in on, and how far that has come.

Everything is read in a few queries, however many municipalities and months there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.utils import timezone
from django.utils.functional import cached_property

from calendars.months import month_of, months_between
from followups.models import CheckIn, CheckInVersion
from followups.statuses import Status, Told, status_of
from municipalities.models import CountyBoard, Municipality
from programmes.calendar import due_of, expected_of, locks_again_on, locks_on
from programmes.models import Cohort, Participation
from programmes.models.cohort import ParticipationQuerySet

# What lists say of a version.
LISTED = ("steps", "progress", "next_step", "next_step_on", "check_in__month")


def is_locked(check_in: CheckIn | Told | None, *, month: date, on: date) -> bool:
    """Whether the month may no longer be changed. What staff unlock stays open for a while."""
    if on < locks_on(month):
        return False
    if check_in is None or check_in.unlocked_at is None:
        return True
    return on >= locks_again_on(timezone.localtime(check_in.unlocked_at).date())


def is_open(month: date, *, on: date) -> bool:
    """Whether the month has begun; what lies ahead cannot be reported on."""
    return month <= month_of(on)


@dataclass(frozen=True)
class Row:
    """One municipality in one month; ``told`` says how all its months stand.

    The texts are there for this month and for what was last marked done before it, if they were asked for;
    ``latest`` is the newest version of all, with what a list says of it.
    """

    participation: Participation
    month: date
    on: date
    expected: list[date]
    told: dict[date, Told]
    check_in: CheckIn | None = None
    version: CheckInVersion | None = None
    previous: CheckInVersion | None = None
    latest: CheckInVersion | None = None

    @property
    def municipality(self) -> Municipality:
        return self.participation.municipality

    @property
    def slug(self) -> str:
        return self.municipality.slug

    def was_done_in(self, month: date) -> bool:
        """Whether the month was ever marked done."""
        return month in self.told and bool(self.told[month].progress)

    def last_done_before(self, month: date) -> date | None:
        """The latest month before that one that was ever marked done."""
        return max((each for each in self.told if each < month and self.was_done_in(each)), default=None)

    @property
    def last_done(self) -> date | None:
        """The latest month that was ever marked done, this one among them."""
        return self.month if self.was_done_in(self.month) else self.last_done_before(self.month)

    def check_in_in(self, month: date | None) -> int:
        """The key of a month's check-in; 0 when there is none."""
        return self.told[month].check_in if month in self.told else 0

    @property
    def is_expected(self) -> bool:
        return self.month in self.expected

    @property
    def is_done(self) -> bool:
        return self.month in self.told and self.told[self.month].is_done

    @property
    def is_draft(self) -> bool:
        return self.month in self.told and not self.told[self.month].is_done

    @property
    def is_locked(self) -> bool:
        return is_locked(self.told.get(self.month), month=self.month, on=self.on)

    @property
    def is_writable(self) -> bool:
        """Whether a coordinator may write: expected, begun, not locked."""
        return self.is_expected and is_open(self.month, on=self.on) and not self.is_locked

    @property
    def is_undone(self) -> bool:
        """Whether a coordinator has something to do here."""
        return self.is_writable and not self.is_done

    def is_late_in(self, month: date) -> bool:
        """Whether a check-in of that month, if it is not done, comes too late."""
        return due_of(self.participation, month) < self.on

    def status_in(self, month: date) -> Status:
        """Another month's status; the row knows all of them."""
        due = due_of(self.participation, month)
        return status_of(self.told.get(month), due_on=due, on=self.on)

    @property
    def status(self) -> Status:
        return self.status_in(self.month)

    @cached_property
    def missing(self) -> list[date]:
        """Earlier months that were due and never marked done, while the municipality takes part."""
        if self.participation.ended_on is not None:
            return []
        return [
            month
            for month in self.expected
            if month < self.month and not self.was_done_in(month) and self.is_late_in(month)
        ]


@dataclass(frozen=True)
class CountyMonth:
    """One county board's month: its rows in order, and what is left."""

    board: CountyBoard
    month: date
    on: date
    participations: list[Row]

    @cached_property
    def rows(self) -> list[Row]:
        """The municipalities that are expected this month, or were checked in on all the same."""
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
        """Those that a coordinator can do something about."""
        return [row for row in self.rows if row.is_undone]

    @property
    def missing(self) -> list[Row]:
        """The municipalities that lack an earlier month."""
        return [row for row in self.participations if row.missing]

    @property
    def due_on(self) -> date:
        return self.board.due_on(self.month)

    @property
    def is_open(self) -> bool:
        return is_open(self.month, on=self.on)

    @property
    def is_off(self) -> bool:
        """Whether nobody is expected this month, say in July."""
        return not self.rows

    @property
    def meter(self) -> list[str]:
        """One css word per municipality: done first, then drafts, then the rest."""
        rest = len(self.left) - len(self.drafts)
        return ["on"] * len(self.done) + ["half"] * len(self.drafts) + [""] * rest


def county_months(
    boards: Iterable[CountyBoard], month: date, *, on: date, with_texts: bool = True
) -> list[CountyMonth]:
    """The month of each county board, in the order given; five queries in all, three without texts."""
    boards = list(boards)
    rows = rows_of(Participation.objects.of_boards(boards), month, on=on, with_texts=with_texts)
    by_board: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        by_board[row.participation.cohort.county_board_id].append(row)
    return [CountyMonth(board, month, on, by_board[board.pk]) for board in boards]


def rows_of(
    participations: ParticipationQuerySet,
    month: date,
    *,
    on: date,
    with_texts: bool = True,
    cohorts: Mapping[int, Cohort] | None = None,
) -> list[Row]:
    """One row per participation, A–Ö. Only pages that print what was written need ``with_texts``.

    ``cohorts`` are those of the participations by their keys, where the page has read them already with their
    county boards.
    """
    read = ["municipality"] if cohorts else ["municipality", "cohort__county_board"]
    found = list(participations.with_span().select_related(*read).prefetch_related("pauses").in_order())
    if cohorts:
        for each in found:
            each.cohort = cohorts[each.cohort_id]
    told, expected = _told_of(found), _expected_of(found)
    rows = [Row(each, month, on, expected[each.pk], told[each.pk]) for each in found]
    return read_texts(rows) if with_texts else rows


def _expected_of(participations: Iterable[Participation]) -> dict[int, list[date]]:
    """The expected months of each. Those of a cohort that neither pause nor have left share theirs."""
    shared: dict[object, list[date]] = {}
    found = {}
    for each in participations:
        is_plain = each.ended_on is None and not each.pauses.all()
        key = ("cohort", each.cohort_id) if is_plain else each.pk
        if key not in shared:
            shared[key] = expected_of(each)
        found[each.pk] = shared[key]
    return found


def _told_of(participations: Collection[Participation]) -> dict[int, dict[date, Told]]:
    """How each month stands. A check-in that is done says what its newest version says."""
    versions = CheckInVersion.objects.filter(check_in=OuterRef("pk")).order_by("-version")
    was = Case(
        When(state=CheckIn.State.DONE, then="progress"),
        When(state=CheckIn.State.REOPENED, then=Subquery(versions.values("progress")[:1])),
        default=Value(""),
    )
    check_ins = CheckIn.objects.filter(participation__in=participations).order_by()
    told: dict[int, dict[date, Told]] = defaultdict(dict)
    fields = "participation", "month", "pk", "state", was, "done_at", "unlocked_at"
    for participation, month, *facts in check_ins.values_list(*fields):
        told[participation][month] = Told(*facts)
    return told


def read_texts(rows: list[Row]) -> list[Row]:
    """The same rows with what was written in their month and the last time before it."""
    now = [row.check_in_in(row.month) for row in rows]
    then = [row.check_in_in(row.last_done_before(row.month)) for row in rows]
    drafts = CheckIn.objects.select_related("saved_by").in_bulk(now)
    found = CheckInVersion.objects.filter(check_in__in=[*now, *then]).newest()
    versions = {version.check_in_id: version for version in found.select_related("check_in", "done_by")}
    return [
        replace(
            row,
            check_in=drafts.get(key),
            version=versions.get(key),
            previous=versions.get(before),
            latest=versions.get(key) or versions.get(before),
        )
        for row, key, before in zip(rows, now, then, strict=True)
    ]


def read_latest(rows: list[Row]) -> list[Row]:
    """The same rows with what was last marked done, this month or before: one question, and narrow."""
    keys = [row.check_in_in(row.last_done) for row in rows]
    newest = (
        CheckInVersion.objects.filter(check_in__in=keys).newest().select_related("check_in").only(*LISTED)
    )
    latest = {version.check_in_id: version for version in newest}
    return [replace(row, latest=latest.get(key)) for row, key in zip(rows, keys, strict=True)]


def span_of(counties: Iterable[CountyMonth], *, on: date) -> list[date]:
    """The months that have a page: from the first expected one to the last, today's always among them."""
    months = {month for county in counties for row in county.participations for month in row.expected}
    months.add(month_of(on))
    return list(months_between(min(months), max(months)))
