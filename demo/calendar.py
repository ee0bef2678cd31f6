"""Dates of the demo: written for one day, moved by whole weeks to another, and off the holidays."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from babel.dates import format_date

from calendars.working_days import ONE_DAY, STOCKHOLM, add_working_days, is_working_day

WRITTEN_FOR = date(2026, 11, 22)
PLACEHOLDER = re.compile(r"\{(day|week):\+(\d+)\}")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment on that day, in Swedish local time."""
    return datetime.combine(day, time(hour, minute), tzinfo=STOCKHOLM)


def working_day_until(day: date) -> date:
    """Return the day itself, or the last working day before it."""
    return add_working_days(day + ONE_DAY, -1)


def working_day_from(day: date) -> date:
    """Return the day itself, or the first working day after it."""
    return add_working_days(day - ONE_DAY, 1)


def filled(text: str, *, written: date) -> str:
    """Return a text with its dates ("9 mars") and week numbers, counted from the day it was written."""

    def date_or_week(match: re.Match[str]) -> str:
        day = written + timedelta(days=int(match[2]))
        return format_date(day, "d MMMM", locale="sv") if match[1] == "day" else str(day.isocalendar().week)

    return PLACEHOLDER.sub(date_or_week, text)


@dataclass(frozen=True)
class DemoCalendar:
    """Moves dates that were written for ``WRITTEN_FOR`` so that they fit ``today``."""

    today: date

    def moved(self, written: date) -> date:
        """Return the same weekday, moved by the whole weeks between ``WRITTEN_FOR`` and today."""
        return written + timedelta(weeks=(self.today - WRITTEN_FOR).days // 7)

    def session_day(self, written: date, *, days: int = 1) -> date:
        """Return the moved first day of a session, in the nearest week where all its days are working days.

        A session that was over stays over, and one ahead stays ahead.
        """
        moved, length = self.moved(written), timedelta(days=days - 1)
        near = (moved + timedelta(weeks=sign * weeks) for weeks in count() for sign in (1, -1))
        return next(
            day
            for day in near
            if (day + length < self.today) == (moved < self.today)
            and all(is_working_day(day + timedelta(days=extra)) for extra in range(days))
        )

    def due_day(self, written: date) -> date:
        """Return the moved day of a deadline, or the working day before it."""
        return working_day_until(self.moved(written))
