"""The calendar of the monthly check-ins: which months are expected, when each is due and locked.

Rules from decisions, section 5. Working days and holidays come from ``notifications.working_days``, what a
county board has set itself for a month from ``CountyBoard.rule_in``.
Everything here is a pure function of dates; what a page of many municipalities asks for again is remembered.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from calendars.months import due_on, month_of, months_between, next_month
from calendars.working_days import add_working_days
from municipalities.models import CountyBoard
from programmes.models import Participation

LOCK_WORKING_DAY = 10
UNLOCKED_WORKING_DAYS = 10


@lru_cache(maxsize=1024)
def locks_on(month: date) -> date:
    """The day from which a month's check-in is read-only: the 10th working day of the following month."""
    return add_working_days(next_month(month) - timedelta(days=1), LOCK_WORKING_DAY)


@lru_cache(maxsize=1024)
def locks_again_on(unlocked_on: date) -> date:
    """The day from which a month that was unlocked is read-only again."""
    return add_working_days(unlocked_on, UNLOCKED_WORKING_DAYS)


def open_until(unlocked_on: date) -> date:
    """The last day on which one may write in a month that was unlocked."""
    return locks_again_on(unlocked_on) - timedelta(days=1)


def due_of(participation: Participation, month: date) -> date:
    """The last day of a participating municipality's check-in, as its county board has set it.

    Needs the cohort's county board selected.
    """
    board = participation.cohort.county_board
    return board.due_on(month) if board else due_on(month)


def expected_months(
    first_session_on: date | None, last_session_on: date | None, *, board: CountyBoard | None
) -> list[date]:
    """The months in which a check-in is expected, in order.

    From the month after kick-off to the month of the last session, without the county board's months off.
    """
    if first_session_on is None or last_session_on is None:
        return []
    months = months_between(next_month(month_of(first_session_on)), last_session_on)
    return [month for month in months if board is None or board.asks_in(month)]


def expected_of(participation: Participation) -> list[date]:
    """The expected months of a participating municipality, without those paused or after it left.

    One that took part to the last session has not left: the last month is expected, also where the cohort
    was finished before it was due. Needs ``with_span()``, the cohort's county board selected and ``pauses``
    prefetched.
    """
    board, last_on, left_on = participation.cohort.county_board, participation.last_on, participation.ended_on
    months = expected_months(participation.first_on, last_on, board=board)
    if left_on and last_on and left_on >= last_on:
        left_on = None
    pauses = list(participation.pauses.all())
    if left_on is None and not pauses:
        return months
    due = {month: due_of(participation, month) for month in months}
    return [
        month
        for month, day in due.items()
        if (left_on is None or day <= left_on) and not any(pause.covers(day) for pause in pauses)
    ]
