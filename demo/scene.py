"""What every part of the scenario stands on: its day, its people, its cohorts."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.models import User
from demo import people
from demo.calendar import DemoCalendar
from municipalities.models import Municipality


@dataclass
class Scene:
    """What has been built so far, by the keys that the texts use."""

    calendar: DemoCalendar
    users: dict[str, User] = field(default_factory=dict)
    municipalities: dict[str, Municipality] = field(default_factory=dict)

    @property
    def staff(self) -> User:
        """Robin, who set everything up."""
        return self.users[people.STAFF[0].email]
