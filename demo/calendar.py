"""Dates of the demo: written for one day, moved by whole weeks to another, and off the holidays."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from calendars.working_days import add_working_days, is_working_day

WRITTEN_FOR = date(2026, 11, 22)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment on that day, in Swedish local time."""
    return datetime.combine(day, time(hour, minute), tzinfo=STOCKHOLM)


def spoken(day: date) -> str:
    """Return a date as people write it in a text: "9 mars"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


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
        moved = self.moved(written)
        over = moved < self.today
        for weeks in count():
            for sign in (1, -1):
                day = moved + timedelta(weeks=sign * weeks)
                free = all(is_working_day(day + timedelta(days=extra)) for extra in range(days))
                if free and (day + timedelta(days=days - 1) < self.today) == over:
                    return day
        raise AssertionError  # count() does not end

    def due_day(self, written: date) -> date:
        """Return the moved day of a deadline, or the working day before it."""
        moved = self.moved(written)
        return moved if is_working_day(moved) else add_working_days(moved, -1)

    def is_past(self, day: date) -> bool:
        """Say whether a day lies before today."""
        return day < self.today
