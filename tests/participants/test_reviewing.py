"""MÄN answers what was handed in, once per version."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from notifications import kinds
from notifications.models import Message
from participants.actions.reviewing import give_feedback, publish_decisions
from participants.models import Enrolment, Feedback, Submission
from programmes.models import Cohort, TrainingKind
from tests.factories import (
    AT,
    ON,
    make_cohort,
    make_enrolment,
    make_homework,
    make_participation,
    make_submission,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db

APPROVED, REVISION = Feedback.Outcome.APPROVED, Feedback.Outcome.NEEDS_REVISION
SECRET = "Kanarietext om våldet i Härnösand"


def joint(people=2):
    """Add a joint hand-in of a municipality with so many people."""
    participation = make_participation()
    for _number in range(people):
        make_enrolment(participation)
    submission = make_submission(make_homework(participation.cohort), participation)
    make_version(submission)
    return submission


def answer(submission, **fields):
    fields = {"version_number": 1, "outcome": APPROVED, "text": SECRET, "revise_by": None, "at": AT} | fields
    review = give_feedback(submission, actor=make_user(is_staff=True), **fields)
    publish_decisions(at=review.visible_at)
    return Feedback.objects.get(version=review.version)


def test_approving_moves_the_submission_and_tells_the_whole_group():
    submission = joint(people=2)
    make_enrolment(submission.participation, state=Enrolment.State.LEFT)
    feedback = answer(submission)
    submission.refresh_from_db()
    assert (submission.state, feedback.outcome, feedback.text) == (
        Submission.State.APPROVED,
        APPROVED,
        SECRET,
    )
    told = Enrolment.objects.filter(state=Enrolment.State.ACTIVE)
    assert set(Message.objects.values_list("kind", "recipient")) == {
        ("feedback_given", enrolment.user_id) for enrolment in told
    }
    assert {message.subject for message in Message.objects.all()} == {"Återkoppling på din hemuppgift"}
    assert AuditEvent.objects.about(submission).get(verb="feedback.given").data == {
        "outcome": "approved",
        "version": 1,
    }


def test_the_text_is_in_no_mail_and_in_no_trail():
    answer(joint())
    assert [m for m in Message.objects.all() if SECRET in m.text or SECRET in m.html] == []
    assert [event for event in AuditEvent.objects.all() if SECRET in str(event.data)] == []


def test_approving_without_a_text_promises_none():
    submission = joint(people=1)
    answer(submission, text="")
    message = Message.objects.get()
    assert message.subject == "Din hemuppgift är klar"
    assert "återkoppling" not in message.text


def test_asking_for_a_revision_names_the_day():
    submission = joint(people=1)
    answer(submission, outcome=REVISION, revise_by=ON + timedelta(days=17))
    submission.refresh_from_db()
    assert submission.state == Submission.State.NEEDS_REVISION
    assert Message.objects.get().subject == "Komplettera din hemuppgift senast den 9 december"


def test_a_personal_hand_in_tells_only_its_author():
    cohort = make_cohort(kind=TrainingKind.PROCESS_LEADER_TRAINING)
    author = make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort)
    submission = make_submission(make_homework(cohort), author)
    make_version(submission)
    answer(submission)
    assert Message.objects.get().recipient == author.user


def test_a_draft_cohort_gets_no_mail():
    submission = joint()
    Cohort.objects.update(state=Cohort.State.DRAFT, published_at=None)
    answer(submission)
    assert not Message.objects.exists()


@pytest.mark.parametrize("state", [Cohort.State.FINISHED, Cohort.State.ARCHIVED])
def test_nobody_is_asked_to_revise_what_cannot_be_handed_in_again(state):
    submission = joint(people=1)
    Cohort.objects.update(state=state)
    with pytest.raises(ValidationError, match="Omgången är avslutad, så ingen kan lämna in igen"):
        answer(submission, outcome=REVISION, revise_by=ON + timedelta(days=17))
    assert not Message.objects.exists()
    assert answer(submission).outcome == APPROVED


def test_a_revision_needs_a_text():
    submission = joint()
    with pytest.raises(ValidationError, match="Skriv vad som behöver kompletteras"):
        answer(submission, outcome=REVISION, text="  ")
    submission.refresh_from_db()
    assert (submission.state, Message.objects.count()) == (Submission.State.SUBMITTED, 0)


def test_the_day_to_revise_by_lies_ahead():
    with pytest.raises(ValidationError, match="måste ligga framåt"):
        answer(joint(), outcome=REVISION, revise_by=ON)


def test_a_newer_version_is_read_first():
    submission = joint()
    make_version(submission)
    with pytest.raises(ValidationError, match="En nyare version"):
        answer(submission, version_number=1)
    assert answer(submission, version_number=2).version.number == 2


def test_feedback_twice_is_refused():
    submission = joint()
    answer(submission)
    with pytest.raises(ValidationError, match="har redan fått återkoppling"):
        answer(submission)
    assert Feedback.objects.count() == 1
    assert Message.objects.count() == 2


def test_a_draft_cannot_be_answered():
    participation = make_participation()
    submission = make_submission(make_homework(participation.cohort), participation)
    with pytest.raises(ValidationError, match="Inget är inlämnat än"):
        answer(submission)


def test_an_unknown_outcome_is_refused():
    with pytest.raises(ValidationError, match="väntar inte på återkoppling"):
        answer(joint(), outcome="draft")


def test_the_mail_is_dropped_when_the_group_has_handed_in_again():
    submission = joint(people=1)
    answer(submission, outcome=REVISION)
    still_due = kinds.get("feedback_given").still_due
    assert still_due(Message.objects.get(), at=AT)
    make_version(submission)
    submission.refresh_from_db()
    assert not still_due(Message.objects.get(), at=AT)
