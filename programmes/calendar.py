"""The calendar of the monthly check-ins: which months are expected, when each is due and locked.

Working days and holidays come from ``calendars.working_days``, a county board's own settings for a month from
``CountyBoard.rule_in``. All functions depend on their arguments alone; what pages ask often is cached.
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
    """Return the day from which a month's check-in is read-only: the next month's 10th working day."""
    return add_working_days(next_month(month) - timedelta(days=1), LOCK_WORKING_DAY)


@lru_cache(maxsize=1024)
def locks_again_on(unlocked_on: date) -> date:
    """Return the day from which an unlocked month is read-only again."""
    return add_working_days(unlocked_on, UNLOCKED_WORKING_DAYS)


def open_until(unlocked_on: date) -> date:
    """Return the last day on which an unlocked month can be edited."""
    return locks_again_on(unlocked_on) - timedelta(days=1)


def due_of(participation: Participation, month: date) -> date:
    """Return the due day of a municipality's check-in, by its county board's settings.

    Reads the cohort's county board; select it.
    """
    board = participation.cohort.county_board
    return board.due_on(month) if board else due_on(month)


def expected_months(
    first_session_on: date | None, last_session_on: date | None, *, board: CountyBoard | None
) -> list[date]:
    """Return, in order, the months in which a check-in is expected.

    They run from the month after the kick-off to that of the last session, without the county board's months
    off.
    """
    if first_session_on is None or last_session_on is None:
        return []
    months = months_between(next_month(month_of(first_session_on)), last_session_on)
    return [month for month in months if board is None or board.asks_in(month)]


def expected_of(participation: Participation) -> list[date]:
    """Return a municipality's expected months, without those in which it is paused or has left.

    A municipality that took part to the last session has not left: the last month is expected even if the
    cohort was finished before it was due. Needs ``with_span()``, the cohort's county board selected and
    ``pauses`` prefetched.
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
