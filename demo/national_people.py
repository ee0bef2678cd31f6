"""The country's people. Names and addresses follow a rule, so that nobody is taken for a real person."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts.models import User
from demo import people
from demo.national_plan import KNOWN_SIZES, Scale, spread
from demo.rows import store, store_people
from demo.texts import read
from municipalities.models import Coordinator, CountyBoard
from participants.models import Enrolment
from programmes.models import Cohort, Homework, Participation, Session

NAMES = read("country")
FEWEST_FOR_STEERING_GROUP = 3
PUBLISHED_BEFORE = timedelta(weeks=6)


@dataclass
class Group:
    """A cohort of the country as built so far."""

    cohort: Cohort
    first_on: date
    participations: list[Participation]
    members: list[Enrolment] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    homework: list[Homework] = field(default_factory=list)


@dataclass
class Country:
    """The country as built so far."""

    today: date
    scale: Scale
    password: str = field(default_factory=lambda: make_password(people.PASSWORD))
    named: int = 0
    staff: list[User] = field(default_factory=list)
    coordinators: dict[int, User] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)

    def boards(self) -> list[CountyBoard]:
        """Return the county boards within the scale, in order of their codes."""
        boards = CountyBoard.objects.order_by("code").prefetch_related("municipalities")
        return [board for board in boards if not self.scale.counties or board.code in self.scale.counties]

    def new_user(self, *, domain: str, title: str = "", is_staff: bool = False) -> User:
        """Return a person with the next invented name, not stored."""
        number, self.named = self.named, self.named + 1
        first = NAMES["first_names"][number % 40]
        last = NAMES["stems"][number // 40 % 12] + NAMES["endings"][number // 480 % 10]
        return User(
            email=f"{slugify(first)}.{slugify(last)}.{number + 1}@{domain}",
            password=self.password,
            first_name=first,
            last_name=last,
            title=title or NAMES["titles"][number % len(NAMES["titles"])],
            phone=f"070-174 06 {number % 95 + 5:02}",
            is_staff=is_staff,
        )


def add_staff(country: Country) -> None:
    """Add three people at MÄN."""
    staff = [country.new_user(domain="example.org", title="processtöd", is_staff=True) for _ in range(3)]
    country.staff = store_people(staff)


def add_coordinators(country: Country) -> None:
    """Add a coordinator and a stand-in for each county."""
    boards, domain = country.boards(), "lansstyrelsen.example"
    users = [country.new_user(domain=domain, title="särskild sakkunnig") for _ in range(2 * len(boards))]
    stored = store_people(users)
    country.coordinators = {board.pk: stored[2 * place] for place, board in enumerate(boards)}
    since = country.today - timedelta(weeks=150)
    Coordinator.objects.bulk_create(
        Coordinator(user=user, county_board=boards[place // 2], starts_on=since, is_stand_in=place % 2 == 1)
        for place, user in enumerate(stored)
    )


def add_enrolments(country: Country) -> None:
    """Enrol a group from each municipality: a process leader, members, one person of the steering group."""
    sizes = _sizes(country)
    for group in country.groups:
        for participation in group.participations:
            size, domain = sizes[participation.pk], f"{participation.municipality.slug}.example"
            users = store_people(country.new_user(domain=domain) for _ in range(size))
            group.members += [
                _enrolment(group, participation, user, place, of=size) for place, user in enumerate(users)
            ]
    store(each for group in country.groups for each in group.members)


def _sizes(country: Country) -> dict[int, int]:
    """Return the number of people from each municipality, by the id of its participation."""
    sizes: dict[int, int] = {}
    known, rest = dict(KNOWN_SIZES), []
    for group in country.groups:
        if size := known.pop(group.participations[0].municipality.code[:2], 0):
            sizes |= _shared(size, group.participations)
        else:
            rest += group.participations
    return sizes | _shared(country.scale.enrolments - sum(sizes.values()), rest)


def _shared(people: int, participations: list[Participation]) -> dict[int, int]:
    shares = spread(people, [1] * len(participations))
    return {each.pk: share for each, share in zip(participations, shares, strict=True)}


def _enrolment(group: Group, participation: Participation, user: User, place: int, *, of: int) -> Enrolment:
    role = people.LEADER if place == 0 else people.MEMBER
    if place == of - 1 and of >= FEWEST_FOR_STEERING_GROUP:
        role = people.STEERING
    return Enrolment(
        cohort=group.cohort,
        kind=group.cohort.kind,
        user=user,
        municipality=participation.municipality,
        participation=participation,
        role=role,
        department=NAMES["departments"][place % len(NAMES["departments"])],
        state=Enrolment.State.ACTIVE,
        starts_on=group.first_on - PUBLISHED_BEFORE,
    )
