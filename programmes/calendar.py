"""The calendar of the monthly check-ins: which months are expected, when each is due and locked.

Working days and holidays come from ``calendars.working_days``. All functions depend on their arguments alone;
what pages ask often is cached.
"""

from datetime import date, timedelta
from functools import lru_cache

from calendars.months import next_month
from calendars.working_days import add_working_days

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
