"""The demo's people, cohorts, sessions and material."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.utils.text import slugify

from accounts.models import User
from audit.actions import record
from demo import people, texts
from demo.calendar import DemoCalendar, at
from demo.files import small_pdf
from demo.mandate import add_decisions
from demo.people import Person
from demo.scene import Scene
from municipalities.models import Coordinator, CountyBoard, Municipality
from participants.models import Attendance, Enrolment
from programmes.models import (
    Cohort,
    Homework,
    Lecturer,
    Material,
    Participation,
    ProcessStep,
    Programme,
    Session,
    TrainingKind,
)


def add_people(scene: Scene) -> None:
    """Add everybody who may log in; the password is hashed once, because hashing is slow."""
    password = make_password(people.PASSWORD)
    staff = set(people.STAFF)
    everybody: Iterable[Person] = (
        *people.STAFF, people.ALVA, people.TURE, people.EBBA,
        *people.VASTERNORRLAND, *people.PROCESS_LEADERS, *people.KALMAR, *people.NEXT_COHORT,
    )  # fmt: skip
    for number, person in enumerate(everybody):
        scene.users[person.email] = User.objects.create(
            email=person.email,
            password=password,
            first_name=person.first_name,
            last_name=person.last_name,
            title=person.title,
            phone=f"070-174 06 {number + 5:02}",
            is_staff=person in staff,
        )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in scene.users.values()
    )
    scene.municipalities = {municipality.code: municipality for municipality in Municipality.objects.all()}


def add_coordinators(scene: Scene) -> None:
    """Add Alva for Västernorrland with Ture as her present stand-in, and Ebba for Kalmar county."""
    since, today = scene.calendar.moved(date(2024, 1, 8)), scene.calendar.today
    for person, code, starts_on, ends_on in (
        (people.ALVA, "22", since, None),
        (people.TURE, "22", today - timedelta(weeks=2), today + timedelta(weeks=6)),
        (people.EBBA, "08", since, None),
    ):
        Coordinator.objects.create(
            user=scene.users[person.email],
            county_board=CountyBoard.objects.get(code=code),
            starts_on=starts_on,
            ends_on=ends_on,
            is_stand_in=ends_on is not None,
        )


def add_cohort(
    scene: Scene, *, name: str, kind: TrainingKind, state: str, county: str = "", published_on: date
) -> Cohort:
    """Add a cohort."""
    cohort = Cohort.objects.create(
        programme=Programme.objects.get(kind=kind),
        kind=kind,
        name=name,
        slug=slugify(name.replace("–", "-").replace("ä", "a").replace("ö", "o")),
        county_board=CountyBoard.objects.get(code=county) if county else None,
        state=state,
        contact=scene.users[people.STAFF[1].email],
        sessions_required=9 if county else 4,
        published_at=at(published_on, 9) if state != Cohort.State.DRAFT else None,
    )
    if cohort.published_at:
        record(actor=scene.staff, verb="cohort.published", target=cohort, at=cohort.published_at)
    return cohort


def add_participations(
    scene: Scene, cohort: Cohort, codes: Sequence[str], *, decided_on: date, ended_on: date | None = None
) -> dict[str, Participation]:
    """Add the municipalities that take part, each with its decision."""
    participations = {
        code: Participation.objects.create(
            cohort=cohort,
            municipality=scene.municipalities[code],
            ended_on=ended_on,
            registry_number=f"KS {decided_on.year}/{number:04}",
        )
        for number, code in enumerate(codes, start=118)
    }
    add_decisions(scene, participations, decided_on=decided_on)
    return participations


def enrol_people(
    scene: Scene,
    cohort: Cohort,
    group: Iterable[Person],
    *,
    participations: dict[str, Participation],
    state: str,
    starts_on: date,
) -> list[Enrolment]:
    """Enrol a group of people from their municipalities."""
    return [
        Enrolment.objects.create(
            cohort=cohort,
            kind=cohort.kind,
            user=scene.users[person.email],
            municipality=scene.municipalities[person.municipality],
            participation=participations.get(person.municipality),
            role=person.role,
            department=person.department,
            state=state,
            starts_on=starts_on,
        )
        for person in group
    ]


def add_sessions(cohort: Cohort, calendar: DemoCalendar, *, weeks: int = 0) -> list[Session]:
    """Add the eleven sessions of a process training, ``weeks`` later than they are written."""
    steps = {step.number: step for step in ProcessStep.objects.all()}
    sessions = []
    for number, text in enumerate(texts.SESSIONS, start=1):
        day = calendar.session_day(text.day + timedelta(weeks=weeks), days=text.days)
        from_hour, from_minute, to_hour, to_minute = text.hours
        place = texts.PLACES.get(text.place, "") if cohort.county_board_id and text.place else ""
        sessions.append(
            Session.objects.create(
                cohort=cohort,
                number=number,
                theme=text.theme,
                starts_at=at(day, from_hour, from_minute),
                ends_at=at(day + timedelta(days=text.days - 1), to_hour, to_minute),
                mode=Session.Mode.ON_SITE if place else Session.Mode.ONLINE,
                venue=place,
                join_url="" if place else f"https://mote.example.org/tillfalle-{number}",
                step=steps.get(text.step or 0),
                preparation="Läs igenom er senaste hemuppgift tillsammans (cirka 25 minuter).",
                agenda="Inledning och laget runt\nTemat för dagen\nArbete i kommungrupper\nNästa steg",
            )
        )
    return sessions


def add_online_sessions(cohort: Cohort, calendar: DemoCalendar, *, first: date) -> list[Session]:
    """Add the sessions of a process-leader training, all online."""
    sessions = []
    for number, (days, theme) in enumerate(texts.LEADER_SESSIONS, start=1):
        day = calendar.session_day(first + timedelta(days=days))
        sessions.append(
            Session.objects.create(
                cohort=cohort,
                number=number,
                theme=theme,
                starts_at=at(day, 13),
                ends_at=at(day, 15, 30),
                mode=Session.Mode.ONLINE,
                join_url=f"https://mote.example.org/processledare-{number}",
                agenda="Inledning\nTemat för dagen\nSamtal i mindre grupper",
            )
        )
    return sessions


def add_homework(
    cohort: Cohort, sessions: list[Session], calendar: DemoCalendar, *, weeks: int = 0
) -> list[Homework]:
    """Add the twelve joint homework tasks of a process training."""
    found = [
        joint_homework(cohort, number, sessions, due_on=calendar.due_day(text.due + timedelta(weeks=weeks)))
        for number, text in enumerate(texts.HOMEWORK, start=1)
    ]
    for homework in found:
        homework.save()
    return found


def joint_homework(cohort: Cohort, number: int, sessions: list[Session], *, due_on: date) -> Homework:
    """Return one of the twelve joint tasks, not stored."""
    text = texts.HOMEWORK[number - 1]
    return Homework(
        cohort=cohort,
        kind=cohort.kind,
        session=sessions[text.session - 1] if text.session else None,
        number=number,
        title=text.title,
        instructions=text.instructions,
        scope=Homework.Scope.MUNICIPALITY,
        due_on=due_on,
        minutes=90,
    )


def add_personal_homework(
    cohort: Cohort, sessions: list[Session], calendar: DemoCalendar, *, first: date
) -> list[Homework]:
    """Add the personal homework of a process-leader training."""
    return [
        Homework.objects.create(
            cohort=cohort,
            kind=cohort.kind,
            session=sessions[session - 1],
            number=number,
            title=title,
            instructions=instructions,
            scope=Homework.Scope.PERSON,
            due_on=calendar.due_day(first + timedelta(days=days)),
            minutes=45,
        )
        for number, (session, days, title, instructions) in enumerate(texts.LEADER_HOMEWORK, start=1)
    ]


def add_material(sessions: list[Session]) -> None:
    """Give each session a pdf to download."""
    for session in sessions:
        title = f"Arbetsblad till tillfälle {session.number}"
        name = f"arbetsblad-{session.number}.pdf"
        material = Material(cohort=session.cohort, session=session, title=title, file_name=name)
        material.file.save(name, ContentFile(small_pdf(title, session.theme)), save=False)
        material.save()


def add_lecturer(session: Session) -> None:
    """Add the invented lecturer to a session."""
    name, topic, email = people.LECTURER
    session.lecturers.add(Lecturer.objects.create(name=name, topic=topic, email=email))


def note_attendance(sessions: Iterable[Session], enrolments: list[Enrolment]) -> None:
    """Add attendance: nearly everybody is present, now and then somebody is absent or excused."""
    present = [Attendance.Status.PRESENT] * 5
    pattern = [
        *present,
        Attendance.Status.PARTLY,
        *present,
        Attendance.Status.EXCUSED,
        *present,
        Attendance.Status.ABSENT,
    ]
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            enrolment=enrolment,
            status=pattern[(session.number * 5 + place * 7) % len(pattern)],
        )
        for session in sessions
        for place, enrolment in enumerate(enrolments)
    )
