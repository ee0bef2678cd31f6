"""Build the whole demo scenario around a day."""

from datetime import date, timedelta

from django.db import transaction

from demo import people
from demo.calendar import DemoCalendar, at
from demo.check_ins import add_check_ins
from demo.cohorts import (
    add_cohort,
    add_coordinators,
    add_homework,
    add_lecturer,
    add_material,
    add_online_sessions,
    add_participations,
    add_people,
    add_personal_homework,
    add_sessions,
    enrol_people,
    note_attendance,
)
from demo.commitments import add_commitments
from demo.county_board import add_contact
from demo.exports import add_exports
from demo.hand_ins import add_joint_hand_ins, add_personal_hand_ins
from demo.mandate import add_mandates
from demo.quiet import add_traces
from demo.replies import add_replies
from demo.scene import Scene
from demo.silence import silence_administration
from demo.support import add_offers, add_support
from demo.unlocking import add_unlock_request
from municipalities.models import Municipality
from participants.models import Enrolment
from programmes.actions.expecting import expect_check_ins
from programmes.models import Cohort, Enquiry, Programme, TrainingKind

VASTERNORRLAND_CODES = ("2280", "2282", "2281", "2262", "2260")
LEADERS_FIRST = date(2026, 8, 27)
KALMAR_WEEKS = -104
NEXT_WEEKS = 62


@transaction.atomic
def build(*, today: date) -> None:
    """Build everything or nothing, in an empty database with the reference data."""
    scene = Scene(calendar=DemoCalendar(today))
    add_people(scene)
    add_coordinators(scene)
    add_contact(scene)
    add_offers()
    _vasternorrland(scene)
    _process_leaders(scene)
    _kalmar(scene)
    _next_cohort(scene)
    _enquiries(scene)
    add_exports(scene)


def _years(first: date, last: date) -> str:
    return f"{first.year}–{last.year}" if first.year != last.year else f"{first.year}"


def _vasternorrland(scene: Scene) -> None:
    calendar = scene.calendar
    first, last = calendar.moved(date(2026, 2, 11)), calendar.moved(date(2027, 4, 21))
    cohort = add_cohort(
        scene,
        name=f"Västernorrland {_years(first, last)}",
        kind=TrainingKind.PROCESS_TRAINING,
        state=Cohort.State.RUNNING,
        county="22",
        published_on=first - timedelta(weeks=6),
    )
    participations = add_participations(
        scene, cohort, VASTERNORRLAND_CODES, decided_on=first - timedelta(weeks=12)
    )
    add_mandates(scene, participations, decided_on=first - timedelta(weeks=12))
    enrolments = enrol_people(
        scene, cohort, people.VASTERNORRLAND, participations=participations,
        state=Enrolment.State.ACTIVE, starts_on=first - timedelta(weeks=6),
    )  # fmt: skip
    sessions = add_sessions(cohort, calendar)
    expect_check_ins(cohort.participations.all(), on=first)
    homework = add_homework(cohort, sessions, calendar)
    held = [session for session in sessions if session.ends_on < calendar.today]
    note_attendance(held[:-1], enrolments)  # the newest session still lacks its attendance
    silence_administration(held[:-1], participations)
    add_material(sessions[: len(held) + 1])
    add_lecturer(sessions[7])
    add_joint_hand_ins(scene, homework, participations)
    add_check_ins(scene, cohort, coordinator=scene.users[people.ALVA.email])
    add_replies(scene, cohort)
    add_support(scene, participations)
    add_traces(scene, participations)
    add_commitments(scene, participations)
    add_unlock_request(scene, participations)


def _process_leaders(scene: Scene) -> None:
    calendar = scene.calendar
    first = calendar.moved(LEADERS_FIRST)
    cohort = add_cohort(
        scene,
        name=f"Processledare {first.year}",
        kind=TrainingKind.PROCESS_LEADER_TRAINING,
        state=Cohort.State.RUNNING,
        published_on=first - timedelta(weeks=4),
    )
    enrolments = enrol_people(
        scene, cohort, people.PROCESS_LEADERS, participations={},
        state=Enrolment.State.ACTIVE, starts_on=first - timedelta(weeks=4),
    )  # fmt: skip
    sessions = add_online_sessions(cohort, calendar, first=LEADERS_FIRST)
    homework = add_personal_homework(cohort, sessions, calendar, first=LEADERS_FIRST)
    held = [session for session in sessions if session.ends_on < calendar.today]
    note_attendance(held, enrolments)
    add_material(sessions)
    add_personal_hand_ins(scene, homework, enrolments)


def _kalmar(scene: Scene) -> None:
    calendar = scene.calendar
    first = calendar.moved(date(2026, 2, 11) + timedelta(weeks=KALMAR_WEEKS))
    last = calendar.moved(date(2027, 4, 21) + timedelta(weeks=KALMAR_WEEKS))
    cohort = add_cohort(
        scene,
        name=f"Kalmar län {_years(first, last)}",
        kind=TrainingKind.PROCESS_TRAINING,
        state=Cohort.State.ARCHIVED,
        county="08",
        published_on=first - timedelta(weeks=6),
    )
    participations = add_participations(
        scene, cohort, ("0862", "0860", "0881"), decided_on=first - timedelta(weeks=12),
        ended_on=last + timedelta(weeks=4),
    )  # fmt: skip
    enrolments = enrol_people(
        scene, cohort, people.KALMAR, participations=participations,
        state=Enrolment.State.COMPLETED, starts_on=first - timedelta(weeks=6),
    )  # fmt: skip
    sessions = add_sessions(cohort, calendar, weeks=KALMAR_WEEKS)
    expect_check_ins(cohort.participations.all(), on=first)
    homework = add_homework(cohort, sessions, calendar, weeks=KALMAR_WEEKS)
    note_attendance(sessions, enrolments)
    add_joint_hand_ins(scene, homework, participations, all_done=True)
    add_check_ins(scene, cohort, coordinator=scene.users[people.EBBA.email], all_done=True)


def _next_cohort(scene: Scene) -> None:
    """Add a draft that staff can publish."""
    calendar = scene.calendar
    first = calendar.moved(date(2026, 2, 11) + timedelta(weeks=NEXT_WEEKS))
    last = calendar.moved(date(2027, 4, 21) + timedelta(weeks=NEXT_WEEKS))
    cohort = add_cohort(
        scene,
        name=f"Västernorrland {_years(first, last)}",
        kind=TrainingKind.PROCESS_TRAINING,
        state=Cohort.State.DRAFT,
        county="22",
        published_on=calendar.today,
    )
    participations = add_participations(scene, cohort, ("2283", "2284"), decided_on=calendar.today)
    enrol_people(
        scene, cohort, people.NEXT_COHORT, participations=participations,
        state=Enrolment.State.INVITED, starts_on=calendar.today,
    )  # fmt: skip
    sessions = add_sessions(cohort, calendar, weeks=NEXT_WEEKS)
    add_homework(cohort, sessions, calendar, weeks=NEXT_WEEKS)


def _enquiries(scene: Scene) -> None:
    programme = Programme.objects.get(kind=TrainingKind.PROCESS_TRAINING)
    for days, person in zip((3, 9), people.NEXT_COHORT, strict=True):
        Enquiry.objects.create(
            programme=programme,
            municipality=Municipality.objects.get(code=person.municipality),
            name=f"{person.first_name} {person.last_name}",
            email=person.email,
            organisation=f"{scene.municipalities[person.municipality].full_name}",
            message="Vi vill gärna vara med i nästa omgång. Vad behöver vi besluta innan dess?",
            received_at=at(scene.calendar.today - timedelta(days=days), 13, 15),
        )
