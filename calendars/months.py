"""Months, and the day on which a month's check-ins are due. Pure functions of dates."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import overload

from django.utils import timezone

from calendars.working_days import add_working_days, is_working_day, last_working_day

DECEMBER = 12
DECEMBER_DUE_DAY = 10
LATEST_DUE_DAY = 28


@overload
def day_of(moment: datetime) -> date: ...
@overload
def day_of(moment: datetime | None) -> date | None: ...
def day_of(moment: datetime | None) -> date | None:
    """Return the Swedish date of a moment."""
    return timezone.localtime(moment).date() if moment else None


def month_of(day: date) -> date:
    """Return the month of a day, given by its first day."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the next month."""
    return month_of(month + timedelta(days=31))


def previous_month(month: date) -> date:
    """Return the first day of the previous month."""
    return month_of(month - timedelta(days=1))


def months_between(first: date, last: date) -> Iterator[date]:
    """Yield every month from ``first`` to ``last``, both included."""
    month = month_of(first)
    while month <= last:
        yield month
        month = next_month(month)


@lru_cache(maxsize=1024)
def due_on(month: date, *, due_day: int | None = None) -> date:
    """Return the day on which a month's check-in is due: its last working day, or the board's ``due_day``.

    In December it is the 10th at the latest. A ``due_day`` that is no working day moves to the working day
    before it, or to the month's first working day when none comes before.
    """
    if due_day is None and month.month != DECEMBER:
        return last_working_day(month.year, month.month)
    number = min(due_day or DECEMBER_DUE_DAY, DECEMBER_DUE_DAY if month.month == DECEMBER else LATEST_DUE_DAY)
    day = month.replace(day=number)
    before = day if is_working_day(day) else add_working_days(day, -1)
    return max(before, add_working_days(month - timedelta(days=1), 1))
