"""Storing the months in which a check-in is expected of each municipality, and the nightly check of them.

Every action that moves a month calls ``expect_check_ins`` in its own transaction. Everything is read after
the locks, which are always taken in one order: cohort, county board, participations by their keys, month.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model, QuerySet

from accounts.models import User
from audit.actions import hold
from calendars.months import day_of, month_of
from municipalities.actions import RULE, ask_months, change_county_board_settings, differing_months
from municipalities.models import AskedMonth, CountyBoard
from programmes.calendar import locks_on, wanted_months
from programmes.models import Cohort, ExpectedCheckIn, Participation, ParticipationPause

DueDays = dict[int, dict[date, date]]
Spans = dict[int, tuple[date, date]]
FACTS = ("due_on", "locks_on", "is_expected")

logger = logging.getLogger(__name__)


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


def hold_county(county_board: CountyBoard) -> CountyBoard:
    """Lock a county board with all that its settings move, and read it anew."""
    hold_months(Participation.objects.filter(cohort__county_board=county_board))
    return hold(county_board)


def hold_participation(participation: Participation) -> Participation:
    """Lock a municipality's part in a cohort with all that its pauses move, and read it anew."""
    hold_months(Participation.objects.filter(pk=participation.pk))
    return hold(participation)


@transaction.atomic
def expect_check_ins(participations: QuerySet[Participation], *, on: date) -> int:
    """Store the months in which a check-in is expected; return the number of rows written.

    A month whose due day has passed never changes, whether it is stored or not: a municipality that joins
    late, or a cohort that is published late, is asked from then on. The number of queries is constant.
    """
    held = followed(Participation.objects.filter(pk__in=hold_months(participations)))
    spans = spans_of(held)
    boards = list(CountyBoard.objects.filter(pk__in={each.board for each in held}))
    first = min((first_on for first_on, _last in spans.values()), default=None)
    last = max((last_on for _first, last_on in spans.values()), default=None)
    ask_months(boards, on=on, since=first, until=last, only_missing=True)
    months = differing_check_ins(held, spans, on=on)
    ExpectedCheckIn.objects.bulk_create(
        months, update_conflicts=True, unique_fields=["participation", "month"], update_fields=FACTS
    )
    return len(months)


@transaction.atomic
def change_check_in_rule(
    county_board: CountyBoard, *, actor: User, at: datetime, **settings: Any
) -> CountyBoard:
    """Change a county board's settings, with its asked months and its municipalities' expected check-ins.

    All participations in the county are locked first, so that nobody joins, pauses or moves a session under
    the old settings meanwhile. Settings that move no month lock none.
    """
    own = Participation.objects.filter(cohort__county_board=county_board)
    moves_months = not settings.keys().isdisjoint(RULE)
    if moves_months:
        hold_months(own)
    stored = change_county_board_settings(county_board, actor=actor, at=at, **settings)
    if moves_months:
        expect_check_ins(own, on=day_of(at))
    return stored


def spans_of(participations: Sequence[Followed]) -> Spans:
    """Return the days of each cohort's first and last session. A draft has none, as nothing is expected."""
    cohorts = Cohort.objects.published().filter(pk__in={each.cohort for each in participations})
    spans = {each.pk: (each.first_on, each.last_on) for each in cohorts.with_span().only("pk")}
    return {pk: (first_on, last_on) for pk, (first_on, last_on) in spans.items() if first_on and last_on}


def differing_check_ins(
    participations: Sequence[Followed], spans: Spans, *, on: date
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
            *spans.get(each.cohort, (None, None)),
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


def _lock(model: type[Model], keys: set[int]) -> None:
    rows = model._default_manager.select_for_update(no_key=True).filter(pk__in=keys)
    list(rows.order_by("pk").values_list("pk"))


def heal_months(*, on: date) -> int:
    """Store the months that are missing or differ; return the number of rows written.

    Everything is compared in bulk without a lock; only what differs is locked, compared again and written.
    Each night adds a month at the horizon, and new holidays move days. Anything else is a fault, an action
    that does not store the calendar, and is logged.
    """
    return _heal_asked(on=on) + heal_expected(on=on)


def _heal_asked(*, on: date) -> int:
    boards = {board.pk: board for board in CountyBoard.objects.all()}
    written = 0
    differing = differing_months(list(boards.values()), on=on)
    for pk in sorted({month.county_board_id for month in differing}):
        months = {month.month: month.is_asked for month in differing if month.county_board_id == pk}
        held = AskedMonth.objects.of_boards([pk]).filter(month__in=months)
        _report("asked", boards[pk], [each.month for each in held if each.is_asked != months[each.month]])
        with transaction.atomic():
            board = CountyBoard.objects.select_for_update(no_key=True).get(pk=pk)
            written += ask_months([board], on=on)
    return written


def heal_expected(*, on: date) -> int:
    """Store the expected check-ins that are missing or differ; return the number of rows written."""
    found = followed(Participation.objects.with_months_ahead(on=on))
    cohorts = {each.pk: each.cohort for each in found}
    differing = differing_check_ins(found, spans_of(found), on=on)
    held = {
        (each.participation_id, each.month): each.is_expected
        for each in ExpectedCheckIn.objects.of({month.participation_id for month in differing})
    }
    written = 0
    for cohort in sorted({cohorts[month.participation_id] for month in differing}):
        months = [month for month in differing if cohorts[month.participation_id] == cohort]
        wrong = {
            month.month
            for month in months
            if held.get((month.participation_id, month.month), False) != month.is_expected
        }
        _report("expected", cohort, sorted(wrong))
        written += expect_check_ins(Participation.objects.filter(cohort=cohort), on=on)
    return written


def _report(what: str, whose: object, months: list[date]) -> None:
    if months:
        names = ", ".join(f"{month:%Y-%m}" for month in months)
        logger.error("Healed %s months of %s that no deed had written: %s", what, whose, names)
