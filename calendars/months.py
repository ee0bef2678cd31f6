"""Months, and the day when a month's check-ins are due. Pure functions of dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from calendars.working_days import add_working_days, is_working_day, last_working_day

DECEMBER = 12
DECEMBER_DUE_DAY = 10
LATEST_DUE_DAY = 28


def month_of(day: date) -> date:
    """The month that a day lies in, given by its first day."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The month after."""
    return month_of(month + timedelta(days=31))


def previous_month(month: date) -> date:
    """The month before."""
    return month_of(month - timedelta(days=1))


@lru_cache(maxsize=1024)
def due_on(month: date, *, due_day: int | None = None) -> date:
    """The last day of a month's check-in: its last working day, or the county board's own ``due_day``.

    In December at the latest the 10th. What is no working day means the working day before it, or the first
    of the month when there is none before.
    """
    if due_day is None and month.month != DECEMBER:
        return last_working_day(month.year, month.month)
    number = min(due_day or DECEMBER_DUE_DAY, DECEMBER_DUE_DAY if month.month == DECEMBER else LATEST_DUE_DAY)
    day = month.replace(day=number)
    before = day if is_working_day(day) else add_working_days(day, -1)
    return max(before, add_working_days(month - timedelta(days=1), 1))


def months_between(first: date, last: date) -> Iterator[date]:
    """Every month from ``first`` to ``last``, both included."""
    month = month_of(first)
    while month <= last:
        yield month
        month = next_month(month)
