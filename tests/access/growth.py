"""More of everything that a page lists, to show that its number of queries does not grow."""

from datetime import timedelta

from calendars.months import month_of, previous_month
from followups.models import CheckIn
from participants.models import Enrolment, MandateEntry
from programmes.actions.enquiries import receive_enquiry
from programmes.models import Cohort, Homework, Programme, TrainingKind
from support.models import CaseEntry, SupportCase, SupportOffer
from tests.factories import (
    make_attendance,
    make_check_in,
    make_check_in_version,
    make_cohort,
    make_commitment,
    make_coordinator,
    make_county_board,
    make_enrolment,
    make_export,
    make_feedback,
    make_homework,
    make_material,
    make_municipality,
    make_participation,
    make_session,
    make_stored_file,
    make_submission,
    make_unlock_request,
    make_user,
    make_version,
)

MORE = ("ange", "solleftea")  # two more municipalities of the county


def grow(scene):
    """Add two more of each thing that stands in some list."""
    for number, slug in enumerate(MORE):
        group = make_participation(scene.cohort, slug)
        people = [make_enrolment(group), make_enrolment(scene.own_group), make_enrolment(scene.other_group)]
        make_enrolment(user=scene.people["member"], cohort=_another_cohort(scene))
        make_enrolment(scene.draft_group)
        make_enrolment(cohort=scene.leader_cohort, role=Enrolment.Role.MEMBER)
        make_coordinator(county_board=scene.own_board)
        make_user(date_joined=scene.now - timedelta(days=700))  # soon erased
        _sessions(scene, people, number)
        _homework(scene, group, people)
        _check_ins(scene, group, number)
        _county(scene, group, number)
        _another_county(scene, number)


def _another_cohort(scene):
    cohort = make_cohort(TrainingKind.PROCESS_LEADER_TRAINING)
    make_session(cohort, starts_at=scene.now + timedelta(days=9))
    homework = make_homework(cohort, due_on=scene.today + timedelta(days=2))
    make_version(make_submission(homework, make_enrolment(cohort=cohort)))
    make_cohort(county_board=scene.own_board, state=Cohort.State.DRAFT)
    return cohort


def _another_county(scene, number):
    cohort = make_cohort(county_board=make_county_board(("kalmar", "skane")[number]))
    make_session(cohort, starts_at=scene.now - timedelta(days=150))
    make_session(cohort, starts_at=scene.now + timedelta(days=160))
    make_participation(cohort, ("kalmar", "lund")[number])


def _sessions(scene, people, number):
    past = make_session(scene.cohort, starts_at=scene.now - timedelta(days=20 + number))
    make_material(make_session(scene.cohort, starts_at=scene.now + timedelta(days=40 + number)))
    make_material(scene.session)
    for enrolment in people:
        make_attendance(past, enrolment)


def _homework(scene, group, people):
    due_on = scene.today + timedelta(days=3)
    for homework in (scene.joint, make_homework(scene.cohort, due_on=due_on)):
        _answer(homework, group)
    late = make_homework(scene.cohort, scope=Homework.Scope.PERSON, due_on=scene.today - timedelta(days=3))
    for homework in (scene.personal, late):
        for enrolment in people:
            _answer(homework, enrolment)


def _answer(homework, author):
    submission = make_submission(homework, author)
    submission.draft_files.add(make_stored_file())
    first = make_version(submission)
    first.files.add(make_stored_file(), make_stored_file())
    make_feedback(first, "needs_revision", text="Mer")
    make_version(submission).files.add(make_stored_file())


def _check_ins(scene, group, number):
    month, user = previous_month(month_of(scene.today)), scene.people["coordinator"]
    done = make_check_in(group, month, user, state=CheckIn.State.DONE, number=1)
    make_check_in_version(done, user)
    make_check_in_version(done, user)
    earlier = previous_month(month) if number else previous_month(previous_month(month))
    again = make_check_in(scene.own_group, earlier, user, state=CheckIn.State.DONE, number=1)
    make_check_in_version(again, user)
    make_check_in(group, month_of(scene.today), user, number=1)
    make_unlock_request(group, month, state="declined", requested_by=user)
    for owner in ("municipality", "county_board", "man"):
        make_commitment(done, owner=owner, changed_by=user)
        make_commitment(again, owner=owner, changed_by=user, due_on=scene.today)
    session = group.cohort.sessions.first()
    make_commitment(group, session=session, is_shared=True, changed_by=user)


def _county(scene, group, number):
    area = scene.case.area
    offer = SupportOffer.objects.create(name=f"Stöd {number}", county_board=scene.own_board)
    offer.areas.add(area)
    for each in (group, scene.own_group):
        raised_at = scene.now - timedelta(days=20)
        case = {"participation": each, "area": area, "need": "Råd", "raised_at": raised_at}
        SupportCase.objects.create(**case)
        case |= {"offer": offer, "offered_at": raised_at, "answered_at": raised_at}
        CaseEntry.objects.create(case=scene.given_case, kind="need", said_on=scene.today, text="Mer")
        for state in ("offered", "declined", "in_progress", "done"):
            SupportCase.objects.create(state=state, delivered_on=scene.today, **case)
        case |= {"withdrawn_at": raised_at, "withdrawn_text": "Löst", "origin": "municipality"}
        SupportCase.objects.create(state="withdrawn", **case)
    entry = {"kind": "agreement", "decided_on": scene.today, "recorded_at": scene.now}
    MandateEntry.objects.create(participation=scene.own_group, file=make_stored_file(), **entry)
    make_export(county_board=scene.own_board, requested_at=scene.now)
    receive_enquiry(
        programme=Programme.objects.get(kind=TrainingKind.PROCESS_TRAINING),
        municipality=make_municipality("timra"),
        name=f"Ada {number}",
        email=f"{make_user().pk}@example.org",
        message="Vi vill veta mer.",
        at=scene.now,
    )
