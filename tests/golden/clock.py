"""The clock of a golden run: it stands at ten in the morning of a day until it is set to another."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock:
    """The time as Django reads it. Install it before Django loads any model."""

    def __init__(self, day: date) -> None:
        self.set(day)
        timezone.now = lambda: self.at

    def set(self, day: date) -> None:
        """Stand still on another day."""
        self.day = day
        self.at = datetime.combine(day, time(10), tzinfo=STOCKHOLM).astimezone(UTC)
