"""The country's people. Names and addresses follow a rule, so that nobody is taken for a real person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import slugify

from accounts.models import User
from audit.models import AuditEvent
from demo import people
from demo.national_plan import KNOWN_SIZES, Scale, spread
from municipalities.models import Coordinator, CountyBoard
from participants.models import Enrolment
from programmes.models import Cohort, Homework, Participation, Session

FIRST_NAMES = (
    "Ada", "Ali", "Asta", "Bo", "Cleo", "Dag", "Ebbe", "Edit", "Elis", "Emin", "Fatima", "Folke", "Gun",
    "Hanna", "Henry", "Ida", "Ines", "Ivar", "Jens", "Jon", "Karin", "Leo", "Lo", "Lukas", "Maja",
    "Malik", "Moa", "Nadja", "Nora", "Olle", "Otto", "Pia", "Rut", "Sami", "Signe", "Sixten",
    "Tova", "Ulla", "Viggo", "Zara",
)  # fmt: skip
STEMS = (
    "Påhitt", "Exempel", "Test", "Sago", "Låtsas", "Prov", "Fiktiv", "Demo", "Fabel", "Mall", "Dikt",
    "Fantasi",
)  # fmt: skip
ENDINGS = ("sson", "gren", "berg", "lund", "mark", "dal", "ström", "qvist", "holm", "vall")
TITLES = ("folkhälsostrateg", "rektor", "enhetschef", "kurator", "fritidsledare", "säkerhetssamordnare")
DEPARTMENTS = ("Kommunledningskontoret", "Utbildning", "Socialtjänsten", "Elevhälsan", "Fritid", "Kultur")
BATCH = 2_000
FEWEST_FOR_STEERING_GROUP = 3


@dataclass
class Country:
    """The country as built so far."""

    today: date
    scale: Scale
    password: str = field(default_factory=lambda: make_password(people.PASSWORD))
    named: int = 0
    staff: list[User] = field(default_factory=list)
    coordinators: dict[int, User] = field(default_factory=dict)
    cohorts: list[Cohort] = field(default_factory=list)
    groups: dict[int, list[Participation]] = field(default_factory=dict)
    members: dict[int, list[Enrolment]] = field(default_factory=dict)
    sessions: dict[int, list[Session]] = field(default_factory=dict)
    homework: dict[int, list[Homework]] = field(default_factory=dict)

    def boards(self) -> list[CountyBoard]:
        """Return the county boards within the scale, in order of their codes."""
        boards = CountyBoard.objects.order_by("code").prefetch_related("municipalities")
        return [board for board in boards if not self.scale.counties or board.code in self.scale.counties]

    def new_user(self, *, domain: str, title: str = "", is_staff: bool = False) -> User:
        """Return a person with the next invented name, not stored."""
        number, self.named = self.named, self.named + 1
        first = FIRST_NAMES[number % 40]
        last = STEMS[number // 40 % 12] + ENDINGS[number // 480 % 10]
        return User(
            email=f"{slugify(first)}.{slugify(last)}.{number + 1}@{domain}",
            password=self.password,
            first_name=first,
            last_name=last,
            title=title or TITLES[number % len(TITLES)],
            phone=f"070-174 06 {number % 95 + 5:02}",
            is_staff=is_staff,
        )


def store_people(users: Iterable[User]) -> list[User]:
    """Store people together with their login addresses."""
    stored = User.objects.bulk_create(users, batch_size=BATCH)
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in stored),
        batch_size=BATCH,
    )
    return stored


def add_trail(rows: Iterable[tuple[User, str, models.Model, datetime]]) -> None:
    """Add rows to the audit trail: actor, verb, target, moment."""
    types: dict[type, ContentType] = {}
    events = []
    for actor, verb, target, when in rows:
        kind = types.setdefault(type(target), ContentType.objects.get_for_model(target))
        event = AuditEvent(actor=actor, verb=verb, content_type=kind, object_id=str(target.pk), at=when)
        events.append(event)
    AuditEvent.objects.bulk_create(events, batch_size=BATCH)


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
        Coordinator(
            user=user, county_board=boards[place // 2], starts_on=since, is_stand_in=bool(place % 2)
        )
        for place, user in enumerate(stored)
    )  # fmt: skip


def add_enrolments(country: Country) -> None:
    """Enrol a group from each municipality: a process leader, members, one person of the steering group."""
    plan = _sizes(country)
    users = [
        country.new_user(domain=f"{participation.municipality.slug}.example")
        for cohort in country.cohorts
        for participation in country.groups[cohort.pk]
        for _ in range(plan[participation.pk])
    ]
    stored = iter(store_people(users))
    for cohort in country.cohorts:
        country.members[cohort.pk] = [
            _enrolment(cohort, participation, next(stored), place, of=plan[participation.pk])
            for participation in country.groups[cohort.pk]
            for place in range(plan[participation.pk])
        ]
    everybody = [each for members in country.members.values() for each in members]
    Enrolment.objects.bulk_create(everybody, batch_size=BATCH)


def _sizes(country: Country) -> dict[int, int]:
    """Return the number of people from each municipality, by the id of its participation."""
    sizes: dict[int, int] = {}
    known, rest = set(KNOWN_SIZES), []
    for cohort in country.cohorts:
        group = country.groups[cohort.pk]
        code = group[0].municipality.code[:2]
        if code in known:
            known.remove(code)
            shares = spread(KNOWN_SIZES[code], [1] * len(group))
            sizes |= {each.pk: share for each, share in zip(group, shares, strict=True)}
        else:
            rest += group
    shares = spread(country.scale.enrolments - sum(sizes.values()), [1] * len(rest))
    return sizes | {each.pk: share for each, share in zip(rest, shares, strict=True)}


def _enrolment(cohort: Cohort, participation: Participation, user: User, place: int, *, of: int) -> Enrolment:
    starts_on = cohort.published_at.date() if cohort.published_at else user.date_joined.date()
    role = people.LEADER if place == 0 else people.MEMBER
    if place == of - 1 and of >= FEWEST_FOR_STEERING_GROUP:
        role = people.STEERING
    return Enrolment(
        cohort=cohort,
        kind=cohort.kind,
        user=user,
        municipality=participation.municipality,
        participation=participation,
        role=role,
        department=DEPARTMENTS[place % len(DEPARTMENTS)],
        state=Enrolment.State.ACTIVE,
        starts_on=starts_on,
    )
