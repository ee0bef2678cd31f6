"""The calendar of the monthly check-ins: in which months one is wanted, and when each is locked.

Working days and holidays come from ``calendars.working_days``. All functions depend on their arguments alone;
what pages ask often is cached.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import lru_cache

from calendars.months import month_of, months_between, next_month
from calendars.working_days import add_working_days
from programmes.models import ParticipationPause

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


def wanted_months(
    first_on: date | None,
    last_on: date | None,
    *,
    pauses: Collection[ParticipationPause],
    ended_on: date | None,
    asked: Mapping[date, date],
) -> list[date]:
    """Return the months from the one after kick-off to that of the last session, in order.

    ``asked`` maps the months in which the county board asks to their due days. Left out are months whose due
    day lies in a pause or after the municipality has left. One that took part to the last session has not
    left: the last month is wanted, even if the cohort was finished before it was due.
    """
    if first_on is None or last_on is None:
        return []
    if ended_on and ended_on >= last_on:
        ended_on = None
    return [
        month
        for month in months_between(next_month(month_of(first_on)), last_on)
        if (due_on := asked.get(month))
        and (ended_on is None or due_on <= ended_on)
        and not any(pause.covers(due_on) for pause in pauses)
    ]
