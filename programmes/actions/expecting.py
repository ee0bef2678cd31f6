"""Storing the months in which a check-in is expected of each municipality.

Every action that moves a month calls ``expect_check_ins`` in its own transaction. Everything is read after
the locks, which are always taken in one order: cohort, county board, participations by their keys, month.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model, QuerySet

from calendars.months import month_of
from municipalities.actions import ask_months
from municipalities.models import AskedMonth, CountyBoard
from programmes.calendar import locks_on
from programmes.models.cohort import Cohort, Participation, ParticipationPause
from programmes.models.expected import ExpectedCheckIn
from programmes.wanted import wanted_months

DueDays = dict[int, dict[date, date]]
FACTS = ("due_on", "locks_on", "is_expected")


class Followed(NamedTuple):
    """The fields of a participation that decide its months."""

    pk: int
    ended_on: date | None
    cohort: int
    board: int


class Month(NamedTuple):
    """The stored facts of a month."""

    due_on: date
    locks_on: date
    is_expected: bool


class Span(NamedTuple):
    """The days of a cohort's first and last session that are not cancelled."""

    first_on: date | None
    last_on: date | None


def followed(participations: QuerySet[Participation]) -> list[Followed]:
    """Return the participations, in the order of their keys."""
    fields = ("pk", "ended_on", "cohort", "cohort__county_board")
    return [Followed(*each) for each in participations.order_by("pk").values_list(*fields)]


def hold_months(participations: QuerySet[Participation]) -> list[int]:
    """Lock the cohorts, the county boards and the participations, in that order; return the latter's keys."""
    found = followed(participations)
    for model, keys in (
        (Cohort, {each.cohort for each in found}),
        (CountyBoard, {each.board for each in found}),
        (Participation, {each.pk for each in found}),
    ):
        _lock(model, keys)
    return [each.pk for each in found]


@transaction.atomic
def expect_check_ins(participations: QuerySet[Participation], *, on: date) -> int:
    """Store the months in which a check-in is expected; return the number of rows written.

    A month whose due day has passed never changes, whether it is stored or not: a municipality that joins
    late, or a cohort that is published late, is asked from then on. The number of queries is constant.
    """
    held = followed(Participation.objects.filter(pk__in=hold_months(participations)))
    spans = spans_of(held)
    boards = list(CountyBoard.objects.filter(pk__in={each.board for each in held}))
    ask_months(boards, on=on, since=_first(spans), until=_last(spans), only_missing=True)
    months = differing_check_ins(held, spans, on=on)
    ExpectedCheckIn.objects.bulk_create(
        months, update_conflicts=True, unique_fields=["participation", "month"], update_fields=FACTS
    )
    return len(months)


def spans_of(participations: Sequence[Followed]) -> dict[int, Span]:
    """Return each cohort's span. A draft has none, as nothing is expected in it."""
    cohorts = Cohort.objects.published().filter(pk__in={each.cohort for each in participations})
    return {each.pk: Span(each.first_on, each.last_on) for each in cohorts.with_span().only("pk")}


def differing_check_ins(
    participations: Sequence[Followed], spans: dict[int, Span], *, on: date
) -> list[ExpectedCheckIn]:
    """Return the rows that are missing or differ from the calendar."""
    keys, since = [each.pk for each in participations], month_of(on)
    due, asked = _due_days({each.board for each in participations}, on=on)
    pauses: dict[int, list[ParticipationPause]] = defaultdict(list)
    for pause in ParticipationPause.objects.filter(participation__in=keys):
        pauses[pause.participation_id].append(pause)
    written: dict[int, dict[date, Month]] = defaultdict(dict)
    rows = ExpectedCheckIn.objects.of(keys).since(since).order_by()
    for pk, month, *facts in rows.values_list("participation", "month", *FACTS):
        written[pk][month] = Month(*facts)
    found = []
    for each in participations:
        own, days = written[each.pk], due[each.board]
        wanted = wanted_months(
            *spans.get(each.cohort, Span(None, None)),
            pauses=pauses[each.pk],
            ended_on=each.ended_on,
            asked=asked[each.board],
        )
        for month in {*wanted, *(days.keys() & own.keys())}:
            new = Month(days[month], locks_on(month), month in wanted)
            if own.get(month) != new:
                facts = dict(zip(FACTS, new, strict=True))
                found.append(ExpectedCheckIn(participation_id=each.pk, month=month, **facts))
    return found


def _due_days(boards: Collection[int], *, on: date) -> tuple[DueDays, DueDays]:
    """Return the due days that can still change: of all months, and of those that are asked for."""
    due: DueDays = {board: {} for board in boards}
    asked: DueDays = {board: {} for board in boards}
    ahead = AskedMonth.objects.of_boards(boards).filter(due_on__gte=on)
    for board, month, day, is_asked in ahead.values_list("county_board", "month", "due_on", "is_asked"):
        due[board][month] = day
        if is_asked:
            asked[board][month] = day
    return due, asked


def _first(spans: dict[int, Span]) -> date | None:
    return min((span.first_on for span in spans.values() if span.first_on), default=None)


def _last(spans: dict[int, Span]) -> date | None:
    return max((span.last_on for span in spans.values() if span.last_on), default=None)


def _lock(model: type[Model], keys: set[int]) -> None:
    rows = model._default_manager.select_for_update(no_key=True).filter(pk__in=keys)
    list(rows.order_by("pk").values_list("pk"))
