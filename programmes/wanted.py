"""The months in which a check-in is wanted of a municipality. A pure function of days."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from calendars.months import month_of, months_between, next_month


class Pause(Protocol):
    """A time in which no check-in is wanted of a municipality."""

    def covers(self, day: date) -> bool:
        """Say whether the day lies in it."""


def wanted_months(
    first_on: date | None,
    last_on: date | None,
    *,
    pauses: Collection[Pause],
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
