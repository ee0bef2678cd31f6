"""Taking back a hand-in, handing in anew, and beginning to read: done, refused, done twice."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from notifications import kinds
from notifications.models import Message
from participants.actions.reviewing import begin_reading, give_feedback
from participants.actions.submitting import HandedInMeanwhileError, hand_in, save_draft
from participants.actions.taking_back import take_back
from participants.models import Enrolment, Feedback, Submission, SubmissionVersion
from programmes.models import Cohort
from tests.factories import (
    AT,
    make_enrolment,
    make_feedback,
    make_homework,
    make_participation,
    make_staff,
    make_stored_file,
    make_submission,
    make_version,
)

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
State = Submission.State


@pytest.fixture
def group():
    """Two people of one municipality and a joint homework."""
    participation = make_participation()
    first, second = make_enrolment(participation), make_enrolment(participation)
    return participation, first.user, second.user, make_homework(participation.cohort)


def deliver(group, *, actor=None, text="Våra svar", number=0, at=AT):
    participation, user, _other, homework = group
    fields = {"text": text, "added": [], "removed": [], "number": number}
    return hand_in(homework, author=participation, actor=actor or user, at=at, **fields)


def save(group, *, actor=None, text="Mer", number=0, at=AT):
    participation, user, _other, homework = group
    fields = {"text": text, "added": [], "removed": [], "number": number}
    return save_draft(homework, author=participation, actor=actor or user, at=at, **fields)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_take_back_keeps_the_version_and_makes_it_a_draft_again(group):
    _participation, user, other, _homework = group
    version = deliver(group)
    submission = take_back(version.submission, actor=user, at=AT + HOUR)
    version.refresh_from_db()
    assert (submission.state, submission.submitted_at, submission.was_in_time) == (
        State.TAKEN_BACK,
        None,
        False,
    )
    assert (version.taken_back_at, version.text, submission.draft_text) == (
        AT + HOUR,
        "Våra svar",
        "Våra svar",
    )
    assert not Submission.objects.handed_in().exists()
    assert not Submission.objects.awaiting_feedback().exists()
    event = AuditEvent.objects.get(verb="submission.taken_back")
    assert (event.actor, event.data) == (user, {"version": 1})
    mail = Message.objects.get(kind="submission_taken_back")
    assert (mail.recipient, mail.urgent) == (other, False)
    assert f"{user.get_full_name()} tog tillbaka ”Kartlägg våldet” för Härnösand" in mail.text


def test_take_back_twice_is_done_once(group):
    _participation, user, other, _homework = group
    submission = deliver(group).submission
    take_back(submission, actor=user, at=AT + MINUTE)
    again = take_back(submission, actor=other, at=AT + 2 * MINUTE)
    assert again.state == State.TAKEN_BACK
    assert SubmissionVersion.objects.get().taken_back_at == AT + MINUTE
    assert verbs().count("submission.taken_back") == 1
    assert Message.objects.filter(kind="submission_taken_back").count() == 1


def test_take_back_drops_the_receipts_that_have_not_left(group):
    _participation, user, _other, _homework = group
    submission = deliver(group).submission
    receipts = Message.objects.filter(kind__startswith="submission_received")
    assert all(kinds.get(mail.kind).still_due(mail, at=AT) for mail in receipts)
    take_back(submission, actor=user, at=AT + MINUTE)
    assert not any(kinds.get(mail.kind).still_due(mail, at=AT) for mail in receipts)


def test_take_back_is_no_news_once_it_is_handed_in_again(group):
    _participation, user, _other, _homework = group
    take_back(deliver(group).submission, actor=user, at=AT + MINUTE)
    mail = Message.objects.get(kind="submission_taken_back")
    assert kinds.get(mail.kind).still_due(mail, at=AT)
    deliver(group, number=1, at=AT + HOUR)
    assert not kinds.get(mail.kind).still_due(mail, at=AT)


def test_take_back_is_refused_once_somebody_has_begun_to_read(group):
    _participation, user, _other, _homework = group
    submission = deliver(group).submission
    begin_reading(submission, version_number=1, actor=make_staff(), at=AT + MINUTE)
    for at in (AT + HOUR, AT + 9 * HOUR):  # also when the hour has lapsed
        with pytest.raises(ValidationError, match="Lena Ek på MÄN har börjat läsa"):
            take_back(submission, actor=user, at=at)
    assert SubmissionVersion.objects.get().taken_back_at is None


def test_take_back_of_a_revision_leads_back_to_what_was_asked(group):
    _participation, user, _other, _homework = group
    first = deliver(group)
    make_feedback(first, Feedback.Outcome.NEEDS_REVISION, revise_by=date(2026, 12, 9))
    second = deliver(group, text="Mer om skolan", number=1, at=AT + HOUR)
    submission = take_back(second.submission, actor=user, at=AT + 2 * HOUR)
    assert (submission.state, submission.submitted_at) == (State.NEEDS_REVISION, AT)
    assert submission.was_in_time
    assert take_back(submission, actor=user, at=AT + 3 * HOUR).state == State.NEEDS_REVISION
    third = deliver(group, text="Mer om skolan", number=2, at=AT + 4 * HOUR)
    assert (third.number, third.submission.state) == (3, State.SUBMITTED)


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.DRAFT, "Inget väntar"), (State.NEEDS_REVISION, "Inget väntar"), (State.APPROVED, "är godkänd")],
)
def test_take_back_is_refused_where_nothing_waits(group, state, words):
    participation, user, _other, homework = group
    submission = make_submission(homework, participation)
    if state != State.DRAFT:
        make_feedback(make_version(submission), state)
    with pytest.raises(ValidationError, match=words):
        take_back(submission, actor=user, at=AT)


def test_take_back_is_refused_in_a_finished_cohort(group):
    submission = deliver(group).submission
    Cohort.objects.update(state=Cohort.State.FINISHED)
    with pytest.raises(ValidationError, match="Omgången är avslutad"):
        take_back(submission, actor=group[1], at=AT)


def test_what_was_taken_back_can_be_handed_in_again_as_it_is_and_late(group):
    _participation, user, _other, homework = group
    take_back(deliver(group).submission, actor=user, at=AT + MINUTE)
    assert homework.due_on == date(2026, 11, 25)
    again = deliver(group, number=1, at=AT + timedelta(days=4))
    assert (again.number, again.is_late, again.submission.was_in_time) == (2, True, False)
    assert Enrolment.objects.missing_hand_in(homework, on=AT.date()).count() == 0


def test_reminders_count_what_was_taken_back_as_missing(group):
    _participation, user, _other, homework = group
    take_back(deliver(group).submission, actor=user, at=AT + MINUTE)
    assert Enrolment.objects.missing_hand_in(homework, on=AT.date()).count() == 2


def test_files_that_were_taken_back_are_not_listed_as_handed_in(group):
    participation, user, _other, _homework = group
    version = deliver(group)
    file = make_stored_file()
    version.files.add(file)
    listed = type(file).objects.handed_in_by(participation.pk)
    assert list(listed) == [file]
    take_back(version.submission, actor=user, at=AT + MINUTE)
    assert list(listed.all()) == []


def test_hand_in_anew_replaces_what_nobody_has_begun_to_read(group):
    _participation, _user, other, _homework = group
    first = deliver(group)
    second = deliver(group, actor=other, text="Bättre", number=1, at=AT + HOUR)
    assert (second.number, second.submission.state, second.submission.submitted_at) == (
        2,
        "submitted",
        AT + HOUR,
    )
    first.refresh_from_db()
    assert (first.text, first.taken_back_at) == ("Våra svar", None)
    assert verbs() == ["submission.handed_in", "submission.handed_in"]


def test_hand_in_anew_while_somebody_reads_is_kept_as_a_draft(group):
    submission = deliver(group).submission
    begin_reading(submission, version_number=1, actor=make_staff(), at=AT + MINUTE)
    with pytest.raises(ValidationError, match=r"har börjat läsa.*Det du har skrivit är sparat som utkast"):
        deliver(group, text="Bättre", number=1, at=AT + HOUR)
    stored = Submission.objects.get()
    assert (stored.draft_text, stored.state, stored.versions.count()) == ("Bättre", State.SUBMITTED, 1)


def test_a_late_draft_after_a_colleagues_hand_in_is_kept(group):
    _participation, _user, other, _homework = group
    deliver(group)
    stored = save(group, actor=other, text="Omars text", number=0)
    assert (stored.draft_text, stored.drafted_by, stored.state) == ("Omars text", other, State.SUBMITTED)
    assert SubmissionVersion.objects.get().text == "Våra svar"


def test_a_late_hand_in_after_a_colleagues_is_kept_and_told(group):
    _participation, _user, other, _homework = group
    deliver(group)
    with pytest.raises(HandedInMeanwhileError):
        deliver(group, actor=other, text="Omars text", number=0)
    assert Submission.objects.get().draft_text == "Omars text"
    assert deliver(group, actor=other, text="Ihop", number=2).number == 2


def test_begin_reading_says_who_reads_and_closes_the_hand_in(group):
    reader = make_staff()
    submission = begin_reading(deliver(group).submission, version_number=1, actor=reader, at=AT + MINUTE)
    assert (submission.reader, submission.reading_began_at) == (reader, AT + MINUTE)
    assert submission.reader_until == AT + MINUTE + HOUR
    assert not submission.can_be_changed
    event = AuditEvent.objects.get(verb="submission.reading_began")
    assert (event.actor, event.data) == (reader, {"version": 1})


def test_begin_reading_twice_prolongs_the_hour_and_keeps_the_start(group):
    reader, submission = make_staff(), deliver(group).submission
    begin_reading(submission, version_number=1, actor=reader, at=AT)
    again = begin_reading(submission, version_number=1, actor=reader, at=AT + 30 * MINUTE)
    assert (again.reading_began_at, again.reader_until) == (AT, AT + 90 * MINUTE)
    assert verbs().count("submission.reading_began") == 1


def test_two_readers_never_begin_the_same_one(group):
    first, second, submission = make_staff(), make_staff(email="b@example.org"), deliver(group).submission
    begin_reading(submission, version_number=1, actor=first, at=AT)
    with pytest.raises(ValidationError, match="Lena Ek läser den här inlämningen"):
        begin_reading(submission, version_number=1, actor=second, at=AT + 59 * MINUTE)
    with pytest.raises(ValidationError, match="Lena Ek läser den här inlämningen"):
        answer(submission, actor=second, at=AT + 59 * MINUTE)
    taken_over = begin_reading(submission, version_number=1, actor=second, at=AT + HOUR)
    assert (taken_over.reader, taken_over.reading_began_at) == (second, AT)
    assert answer(submission, actor=second, at=AT + HOUR).outcome == "approved"


def answer(submission, *, actor, at):
    fields = {"version_number": 1, "outcome": "approved", "text": "Bra.", "revise_by": None}
    return give_feedback(submission, actor=actor, at=at, **fields)


def test_begin_reading_refuses_what_was_taken_back_replaced_or_answered(group):
    _participation, user, _other, _homework = group
    submission, reader = deliver(group).submission, make_staff()
    deliver(group, text="Bättre", number=1)
    with pytest.raises(ValidationError, match="En nyare version"):
        begin_reading(submission, version_number=1, actor=reader, at=AT)
    take_back(submission, actor=user, at=AT)
    with pytest.raises(ValidationError, match="tillbakadragen"):
        begin_reading(submission, version_number=2, actor=reader, at=AT)
    make_feedback(deliver(group, text="Klart", number=2))
    with pytest.raises(ValidationError, match="redan fått återkoppling"):
        begin_reading(submission, version_number=3, actor=reader, at=AT)


def test_a_new_round_begins_unread(group):
    _participation, user, _other, _homework = group
    submission = begin_reading(deliver(group).submission, version_number=1, actor=make_staff(), at=AT)
    make_feedback(SubmissionVersion.objects.get(), Feedback.Outcome.NEEDS_REVISION)
    submission = deliver(group, text="Mer", number=1, at=AT + HOUR).submission
    assert (submission.reader, submission.reading_began_at, submission.reader_until) == (None, None, None)
    assert take_back(submission, actor=user, at=AT + HOUR).state == State.NEEDS_REVISION
