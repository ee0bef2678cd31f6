"""The amounts of the country and how they are spread. Pure arithmetic, without random numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

from calendars.months import month_of, previous_month

JULY = 7
SESSION_EVERY = timedelta(weeks=10)
# The size of the first cohort of these counties, for measurements that need a known number of people.
KNOWN_SIZES = {"22": 40, "09": 25}


@dataclass(frozen=True)
class Scale:
    """The amounts to build; ``counties`` are codes, empty for all."""

    cohorts: int
    enrolments: int
    months: int
    submissions: int
    counties: tuple[str, ...] = ()


NATIONAL = Scale(cohorts=60, enrolments=4_000, months=18, submissions=30_000)


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Divide a total by weight into whole numbers that add up; each is at least one."""
    left, upto = total - len(weights), [0, *accumulate(weights)]
    given = [left * weight // upto[-1] for weight in upto]
    return [1 + end - begin for begin, end in pairwise(given)]


def is_kept(place: int, *, keep: int, of: int) -> bool:
    """Say whether the item at that place is kept when ``keep`` of the items are kept, evenly spread."""
    return (place + 1) * keep // of > place * keep // of


def kick_off_month(today: date, *, months: int) -> date:
    """Return the month of the first session that makes ``months`` check-ins expected by today."""
    month, left = month_of(today), months
    while left:
        left -= month.month != JULY
        month = previous_month(month)
    return month
