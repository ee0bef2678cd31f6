"""The demo as built so far: its day, its people, its municipalities."""

from dataclasses import dataclass, field

from accounts.models import User
from demo import people
from demo.calendar import DemoCalendar
from municipalities.models import Municipality
from programmes.models import Participation


@dataclass
class Scene:
    """The objects built so far, by the keys that the texts use."""

    calendar: DemoCalendar
    users: dict[str, User] = field(default_factory=dict)
    municipalities: dict[str, Municipality] = field(default_factory=dict)
    # Those of the cohort that is running.
    participations: dict[str, Participation] = field(default_factory=dict)

    @property
    def staff(self) -> User:
        """Robin, who does what staff do in the demo."""
        return self.users[people.STAFF[0].email]

    @property
    def alva(self) -> User:
        """Västernorrland's coordinator."""
        return self.users[people.ALVA.email]

    def leader(self, code: str) -> User:
        """Return the process leader of a municipality."""
        found = (each for each in people.EVERYBODY if (each.municipality, each.role) == (code, people.LEADER))
        return self.users[next(found).email]
