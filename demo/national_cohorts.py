"""The country's cohorts with their municipalities, sessions, homework and attendance."""

from datetime import date, timedelta

from django.utils.text import slugify

from demo import texts
from demo.calendar import at
from demo.cohorts import joint_homework, note_attendance
from demo.national_people import Country
from demo.national_plan import SESSION_EVERY, kick_off_month, session_day, spread, working_day
from municipalities.models import CountyBoard, Municipality
from participants.models import MandateEntry
from programmes.actions.expecting import expect_check_ins
from programmes.models import Cohort, Homework, Participation, ProcessStep, Programme, Session, TrainingKind

PERSONAL_TASKS = 8
PERSONAL_INSTRUCTIONS = (
    "Skriv några rader om vad du tar med dig till ditt eget arbete. Inga uppgifter om enskilda."
)
DUE_BEFORE_NEXT = timedelta(weeks=2)
PERSONAL_DUE_BEFORE_NEXT = timedelta(weeks=4)


def first_day(country: Country, place: int) -> date:
    """Return the day of the kick-off of a cohort, by its place: all in one month, on different days."""
    month = kick_off_month(country.today, months=country.scale.months)
    return working_day(month.replace(day=10 + place % 10))


def add_cohorts(country: Country) -> None:
    """Divide each county's municipalities among its cohorts, all of which are running."""
    boards = country.boards()
    municipalities = [list(board.municipalities.all()) for board in boards]
    shares = spread(country.scale.cohorts, [len(those) - 1 for those in municipalities])
    programme = Programme.objects.get(kind=TrainingKind.PROCESS_TRAINING)
    for board, those, share in zip(boards, municipalities, shares, strict=True):
        ordered = iter(sorted(those, key=lambda municipality: municipality.code))
        for number, size in enumerate(spread(len(those), [1] * share), start=1):
            cohort = _cohort(country, programme, board, number)
            country.cohorts.append(cohort)
            country.groups[cohort.pk] = _group(cohort, [next(ordered) for _ in range(size)])


def _cohort(country: Country, programme: Programme, board: CountyBoard, number: int) -> Cohort:
    published_on = first_day(country, len(country.cohorts)) - timedelta(weeks=6)
    return Cohort.objects.create(
        programme=programme,
        kind=programme.kind,
        name=f"{board.county_name}, omgång {number}",
        slug=slugify(f"{board.slug} omgang {number}"),
        county_board=board,
        state=Cohort.State.RUNNING,
        contact=country.staff[number % len(country.staff)],
        sessions_required=9,
        published_at=at(published_on, 9),
    )


def _group(cohort: Cohort, municipalities: list[Municipality]) -> list[Participation]:
    assert cohort.published_at is not None
    decided_on = cohort.published_at.date() - timedelta(weeks=6)
    group = Participation.objects.bulk_create(
        Participation(
            cohort=cohort,
            municipality=municipality,
            registry_number=f"KS {decided_on:%Y}/{municipality.code}",
        )
        for municipality in municipalities
    )
    MandateEntry.objects.bulk_create(
        MandateEntry(
            participation=participation,
            kind=MandateEntry.Kind.DECISION,
            decided_on=decided_on,
            decided_by="Kommunstyrelsen",
            recorded_at=at(decided_on, 10),
        )
        for participation in group
    )
    return group


def add_sessions(country: Country) -> None:
    """Add eleven sessions to each cohort, ten weeks apart."""
    steps = {step.number: step for step in ProcessStep.objects.all()}
    for place, cohort in enumerate(country.cohorts):
        first = first_day(country, place)
        country.sessions[cohort.pk] = Session.objects.bulk_create(
            _session(cohort, number, session_day(first, number - 1), steps)
            for number in range(1, len(texts.SESSIONS) + 1)
        )
    kick_off = first_day(country, 0).replace(day=1)
    expect_check_ins(Participation.objects.filter(cohort__in=country.cohorts), on=kick_off)


def _session(cohort: Cohort, number: int, day: date, steps: dict[int, ProcessStep]) -> Session:
    text = texts.SESSIONS[number - 1]
    return Session(
        cohort=cohort,
        number=number,
        theme=text.theme,
        starts_at=at(day, 9),
        ends_at=at(day, 15, 30),
        mode=Session.Mode.ONLINE,
        join_url=f"https://mote.example.org/{cohort.slug}-{number}",
        step=steps.get(text.step or 0),
        agenda="Inledning och laget runt\nTemat för dagen\nArbete i kommungrupper\nNästa steg",
    )


def add_homework(country: Country) -> None:
    """Add twelve joint tasks and eight personal ones to each cohort."""
    for place, cohort in enumerate(country.cohorts):
        first, sessions = first_day(country, place), country.sessions[cohort.pk]
        joint = [_joint(cohort, number, first, sessions) for number in range(1, len(texts.HOMEWORK) + 1)]
        personal = [_personal(cohort, number, first, sessions) for number in range(1, PERSONAL_TASKS + 1)]
        country.homework[cohort.pk] = Homework.objects.bulk_create([*joint, *personal])


def _joint(cohort: Cohort, number: int, first: date, sessions: list[Session]) -> Homework:
    after = texts.HOMEWORK[number - 1].session * SESSION_EVERY
    due_on = working_day(first + after - DUE_BEFORE_NEXT)
    return joint_homework(cohort, number, sessions, due_on=due_on)


def _personal(cohort: Cohort, number: int, first: date, sessions: list[Session]) -> Homework:
    return Homework(
        cohort=cohort,
        kind=cohort.kind,
        session=sessions[number - 1],
        number=len(texts.HOMEWORK) + number,
        title=f"Egen reflektion efter tillfälle {number}",
        instructions=PERSONAL_INSTRUCTIONS,
        scope=Homework.Scope.PERSON,
        due_on=working_day(first + number * SESSION_EVERY - PERSONAL_DUE_BEFORE_NEXT),
        minutes=30,
    )


def add_attendance(country: Country) -> None:
    """Add attendance at every past session; one cohort in seven lacks that of the newest."""
    for place, cohort in enumerate(country.cohorts):
        held = [session for session in country.sessions[cohort.pk] if session.ends_on < country.today]
        noted = held[:-1] if place % 7 == 3 else held
        note_attendance(noted, country.members[cohort.pk])
