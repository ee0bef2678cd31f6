"""A session gets another time, or is called off; those it concerns are told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from notifications import kinds
from notifications.actions.queueing import queue
from notifications.models import Message
from participants.actions.knowing import old_starts
from participants.actions.scheduling import cancel_session, move_session
from participants.models import Enrolment
from participants.reminders import queue_session_reminders
from programmes.models import Cohort, Session
from tests.factories import (
    AT,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_participation,
    make_session,
    make_staff,
)

pytestmark = pytest.mark.django_db

THIRD = datetime(2026, 12, 3, 8, tzinfo=UTC)
TENTH = datetime(2026, 12, 10, 8, tzinfo=UTC)
SEVENTEENTH = datetime(2026, 12, 17, 8, tzinfo=UTC)
THREE_HOURS, MINUTE, DAY = timedelta(hours=3), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def staff():
    return make_staff()


@pytest.fixture
def session():
    """Session 1 on Thursday 3 December, 9–12; one participant, one who has left, one coordinator."""
    participation = make_participation(make_cohort(name="Västernorrland 2026"))
    make_enrolment(participation)
    make_enrolment(participation, state=Enrolment.State.LEFT)
    make_coordinator(county_board=participation.cohort.county_board)
    return make_session(participation.cohort, starts_at=THIRD)


def move(session, to, actor, at=AT):
    return move_session(session, starts_at=to, ends_at=to + THREE_HOURS, actor=actor, at=at)


def test_moving_tells_old_and_new_time(session, staff):
    move(session, TENTH, staff)
    session.refresh_from_db()
    assert session.starts_at == TENTH
    message = Message.objects.filter(recipient=Enrolment.objects.get(state="active").user).get()
    assert message.subject == "Ny tid för tillfälle 1: torsdag 10 december"
    assert "Ny tid: torsdag 10 december 2026 kl. 9.00–12.00" in message.text
    assert "Den gamla tiden gäller inte längre: torsdag 3 december 2026 kl. 9.00–12.00" in message.text
    assert {(m.kind, m.urgent) for m in Message.objects.all()} == {("session_moved", False)}
    assert Message.objects.count() == 2
    assert [event.verb for event in AuditEvent.objects.about(session)] == ["session.moved"]


def test_moving_to_the_same_time_is_refused(session, staff):
    move(session, TENTH, staff)
    with pytest.raises(ValidationError, match="har redan den tiden"):
        move(session, TENTH, staff)
    assert Message.objects.count() == 2


def left(**which):
    """Let the queued mails leave, a minute after they were queued."""
    for message in Message.objects.filter(state="queued", **which):
        message.state, message.sent_at = "sent", message.queued_at + MINUTE
        message.save()


def participant():
    return Enrolment.objects.get(state="active").user


def test_moving_back_before_a_mail_has_left_tells_nobody_and_drops_the_older_mail(session, staff):
    move(session, TENTH, staff)
    session = move(session, THIRD, staff, at=AT + 5 * MINUTE)
    assert session.moved_from is None
    still_due = kinds.get("session_moved").still_due
    assert [still_due(each, at=AT) for each in Message.objects.all()] == [False, False]


def test_moving_back_tells_those_whose_mail_has_left_the_time_of_that_mail(session, staff):
    move(session, TENTH, staff)
    left(recipient=participant())
    session = move(session, THIRD, staff, at=AT + 5 * MINUTE)
    newer = Message.objects.get(queued_at=AT + 5 * MINUTE)
    assert newer.recipient == participant()
    assert "Ny tid: torsdag 3 december 2026 kl. 9.00–12.00" in newer.text
    assert "Den gamla tiden gäller inte längre: torsdag 10 december 2026 kl. 9.00–12.00" in newer.text
    assert old_starts([session], participant()) == {session.pk: TENTH}
    assert old_starts([session], staff) == {}


def test_the_old_time_is_the_one_that_this_person_was_last_told(session, staff):
    move(session, TENTH, staff)
    left(recipient=participant())
    session = move(session, SEVENTEENTH, staff, at=AT + 5 * MINUTE)
    texts = {each.recipient: each.text for each in Message.objects.filter(queued_at=AT + 5 * MINUTE)}
    told = texts.pop(participant())
    assert "gäller inte längre: torsdag 10 december 2026 kl. 9.00–12.00" in told
    ((coordinator, other),) = texts.items()
    assert "gäller inte längre: torsdag 3 december 2026 kl. 9.00–12.00" in other
    assert old_starts([session], participant()) == {session.pk: TENTH}
    assert old_starts([session], coordinator) == {session.pk: THIRD}


def test_a_reminder_tells_a_time_too(session, staff):
    queue_session_reminders(on=THIRD.date() - 5 * DAY, at=AT)
    left(recipient=participant())
    session = move(session, TENTH, staff, at=AT + 5 * MINUTE)
    session = move(session, THIRD, staff, at=AT + 6 * MINUTE)
    assert not Message.objects.filter(queued_at=AT + 6 * MINUTE).exists()


def test_who_joined_after_a_move_was_never_told_the_time_before(session, staff):
    session = move(session, TENTH, staff)
    joined = make_enrolment(session.cohort.participations.get()).user
    invited = {
        "kind": "enrolment_invited",
        "key": "x",
        "recipient": joined,
        "context": {"cohort": session.cohort},
    }
    queue(**invited, facts={"cohort": session.cohort_id}, at=AT + MINUTE)
    left(recipient=joined)
    assert old_starts([session], joined) == {}
    assert old_starts([session], participant_besides(joined)) == {session.pk: THIRD}
    move(session, SEVENTEENTH, staff, at=AT + 5 * MINUTE)
    mail = Message.objects.get(recipient=joined, kind="session_moved")
    assert "gäller inte längre: torsdag 10 december" in mail.text


def participant_besides(joined):
    return Enrolment.objects.filter(state="active").exclude(user=joined).get().user


def test_a_new_end_alone_is_told(session, staff):
    longer = {"starts_at": THIRD, "ends_at": THIRD + 2 * THREE_HOURS}
    move_session(session, **longer, actor=staff, at=AT)
    assert "kl. 9.00–15.00" in Message.objects.get(recipient=participant()).text


def test_cancelling_names_the_time_that_was_last_told(session, staff):
    session = move(session, TENTH, staff)
    cancel_session(session, actor=staff, at=AT + 5 * MINUTE)
    subjects = Message.objects.filter(kind="session_cancelled").values_list("subject", flat=True)
    assert set(subjects) == {"Inställt: tillfälle 1 den 3 december"}


@pytest.mark.parametrize("hours", [71, 72])
def test_within_72_hours_the_mail_leaves_at_once(session, staff, hours):
    move(session, TENTH, staff, at=THIRD - timedelta(hours=hours))
    assert {(m.kind, m.urgent) for m in Message.objects.all()} == {("session_moved_soon", True)}


def test_moving_closer_is_urgent_too(session, staff):
    move(session, AT + timedelta(hours=24), staff)
    assert {message.urgent for message in Message.objects.all()} == {True}


def test_the_new_time_lies_ahead(session, staff):
    with pytest.raises(ValidationError, match="måste ligga framåt"):
        move(session, AT, staff)


def test_the_end_comes_after_the_start(session, staff):
    with pytest.raises(ValidationError, match="måste sluta efter"):
        move_session(session, starts_at=TENTH, ends_at=TENTH, actor=staff, at=AT)


def test_a_session_that_has_begun_stays(session, staff):
    with pytest.raises(ValidationError, match="har redan börjat"):
        move(session, TENTH, staff, at=THIRD)


def test_a_draft_cohort_is_moved_in_silence(session, staff):
    Cohort.objects.update(state=Cohort.State.DRAFT, published_at=None)
    move(session, TENTH, staff)
    session.refresh_from_db()
    assert (session.starts_at, Message.objects.count()) == (TENTH, 0)


def test_a_finished_cohort_is_left_alone(session, staff):
    Cohort.objects.update(state=Cohort.State.FINISHED)
    with pytest.raises(ValidationError, match="Omgången är avslutad"):
        move(session, TENTH, staff)


@pytest.mark.postgres
def test_a_session_is_locked_after_its_cohort(session, staff):
    """Publishing holds the cohort: nobody is told of a time that moves at the same moment."""
    with CaptureQueriesContext(connection) as asked:
        move(session, TENTH, staff)
    locks = [query["sql"].split('"')[1] for query in asked if " FOR UPDATE" in query["sql"]]
    assert locks == ["programmes_cohort", "programmes_session"]


def test_cancelling_tells_everybody_once(session, staff):
    cancel_session(session, actor=staff, at=AT)
    session.refresh_from_db()
    assert session.is_cancelled
    assert {(m.kind, m.subject) for m in Message.objects.all()} == {
        ("session_cancelled", "Inställt: tillfälle 1 den 3 december")
    }
    with pytest.raises(ValidationError, match="redan inställt"):
        cancel_session(session, actor=staff, at=AT)
    assert (Message.objects.count(), AuditEvent.objects.about(session).count()) == (2, 1)


def test_cancelling_within_72_hours_is_urgent(session, staff):
    cancel_session(session, actor=staff, at=THIRD - timedelta(hours=5))
    assert {(m.kind, m.urgent) for m in Message.objects.all()} == {("session_cancelled_soon", True)}
    still_due = kinds.get("session_cancelled_soon").still_due
    assert {still_due(message, at=AT) for message in Message.objects.all()} == {True}
    Session.objects.update(state=Session.State.PLANNED)
    assert {still_due(message, at=AT) for message in Message.objects.all()} == {False}


def test_a_cancelled_session_cannot_be_moved(session, staff):
    cancel_session(session, actor=staff, at=AT)
    with pytest.raises(ValidationError, match="redan inställt"):
        move(session, TENTH, staff)
