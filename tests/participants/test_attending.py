"""MÄN notes who was at a session."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from participants.actions.scheduling import record_attendance
from participants.models import Attendance, Enrolment
from programmes.models import Session
from tests.factories import (
    AT,
    ON,
    make_attendance,
    make_enrolment,
    make_participation,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

Status = Attendance.Status


@pytest.fixture
def session():
    """A session that began an hour ago, with two people expected."""
    participation = make_participation()
    make_enrolment(participation)
    make_enrolment(participation)
    return make_session(participation.cohort, starts_at=AT - timedelta(hours=1))


def note(session, *statuses, at=AT):
    people = list(Enrolment.objects.order_by("pk"))
    chosen = {enrolment.pk: status for enrolment, status in zip(people, statuses, strict=False)}
    return record_attendance(session, statuses=chosen, actor=make_user(is_staff=True), at=at)


def noted():
    return list(Attendance.objects.order_by("enrolment").values_list("status", flat=True))


def test_attendance_is_noted_with_one_audit_row(session):
    assert note(session, Status.PRESENT, Status.EXCUSED) == 2
    assert noted() == [Status.PRESENT, Status.EXCUSED]
    assert AuditEvent.objects.about(session).get().data == {"new": 2, "changed": 0}


def test_saving_again_writes_only_what_differs(session):
    note(session, Status.PRESENT, Status.EXCUSED)
    assert note(session, Status.PRESENT, Status.ABSENT, at=AT + timedelta(hours=1)) == 1
    assert noted() == [Status.PRESENT, Status.ABSENT]
    assert AuditEvent.objects.about(session).first().data == {"new": 0, "changed": 1}


def test_saving_the_same_twice_leaves_no_trace(session):
    note(session, Status.PRESENT, Status.EXCUSED)
    assert note(session, Status.PRESENT, Status.EXCUSED, at=AT + timedelta(hours=1)) == 0
    assert AuditEvent.objects.about(session).count() == 1


def test_attendance_is_refused_before_the_session_begins(session):
    with pytest.raises(ValidationError, match="har inte börjat"):
        note(session, Status.PRESENT, at=session.starts_at - timedelta(seconds=1))
    assert note(session, Status.PRESENT, at=session.starts_at) == 1


def test_attendance_is_refused_at_a_cancelled_session(session):
    Session.objects.update(state=Session.State.CANCELLED)
    with pytest.raises(ValidationError, match="är inställt"):
        note(session, Status.PRESENT)
    assert noted() == []


def test_attendance_is_refused_for_people_of_another_cohort(session):
    stranger = make_enrolment(make_participation(municipality="timra"))
    with pytest.raises(ValidationError, match="Listan med deltagare har ändrats"):
        record_attendance(session, statuses={stranger.pk: Status.PRESENT}, actor=make_user(), at=AT)


def test_an_unknown_status_is_refused(session):
    with pytest.raises(ValidationError, match="Listan med deltagare har ändrats"):
        note(session, "asleep")


def test_expected_are_those_in_the_cohort_on_the_day():
    participation = make_participation()
    session = make_session(participation.cohort, starts_at=AT)
    day = timedelta(days=1)
    there = make_enrolment(participation)
    left_the_same_day = make_enrolment(participation, state=Enrolment.State.LEFT, ends_on=ON)
    make_enrolment(participation, state=Enrolment.State.LEFT, ends_on=ON - day)
    make_enrolment(participation, starts_on=ON + day)
    make_enrolment(participation, state=Enrolment.State.PAUSED)
    paused_but_noted = make_enrolment(participation, state=Enrolment.State.PAUSED)
    make_attendance(session, paused_but_noted)
    assert set(Enrolment.objects.expected_at(session)) == {there, left_the_same_day, paused_but_noted}
