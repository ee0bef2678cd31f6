"""Saving a draft and handing in: done, refused, done twice, and two at once."""

import threading
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from audit.models import AuditEvent
from notifications.models import Message
from participants.actions.submitting import HandedInMeanwhileError, hand_in, save_draft
from participants.models import Enrolment, Feedback, StoredFile, Submission, SubmissionVersion
from programmes.models import Cohort, TrainingKind
from tests.factories import (
    AT,
    make_cohort,
    make_enrolment,
    make_feedback,
    make_homework,
    make_participation,
    make_submission,
    make_user,
    make_version,
)
from tests.made_files import content_for
from ui.conflicts import ConflictError

pytestmark = pytest.mark.django_db


def upload(name="karta.pdf", content=None):
    return SimpleUploadedFile(name, content_for(name) if content is None else content)


def files_on_disk():
    return {path for path in Path(settings.PRIVATE_FILES).rglob("*") if path.is_file()}


@pytest.fixture
def group():
    """Two people of one municipality and a joint homework."""
    participation = make_participation()
    first, second = make_enrolment(participation), make_enrolment(participation)
    return participation, first.user, second.user, make_homework(participation.cohort)


def write(homework, author, actor, **fields):
    fields = {"text": "Våra svar", "added": [], "removed": [], "number": 0, "at": AT} | fields
    return {"homework": homework, "author": author, "actor": actor} | fields


def save(homework, author, actor, **fields):
    fields = write(homework, author, actor, **fields)
    return save_draft(fields.pop("homework"), **fields)


def deliver(homework, author, actor, **fields):
    fields = write(homework, author, actor, **fields)
    return hand_in(fields.pop("homework"), **fields)


def test_save_draft_keeps_text_and_files(group):
    participation, user, _other, homework = group
    submission = save(homework, participation, user, added=[upload()])
    stored = submission.draft_files.get()
    assert (submission.draft_text, submission.draft_number, submission.drafted_by) == ("Våra svar", 1, user)
    assert (submission.state, submission.drafted_at) == (Submission.State.DRAFT, AT)
    assert (stored.name, stored.size, len(stored.sha256)) == ("karta.pdf", len(content_for("karta.pdf")), 64)
    assert "karta" not in stored.file.name
    assert (Message.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_save_draft_removes_and_adds(group):
    participation, user, _other, homework = group
    first = save(homework, participation, user, added=[upload("ett.pdf"), upload("tva.pdf")])
    gone = first.draft_files.get(name="ett.pdf")
    second = save(homework, participation, user, number=1, removed=[gone.pk], added=[upload("tre.pdf")])
    assert {file.name for file in second.draft_files.all()} == {"tva.pdf", "tre.pdf"}


def test_save_draft_from_an_older_draft_overwrites_nothing(group):
    participation, user, other, homework = group
    save(homework, participation, user, text="Först")
    with pytest.raises(ConflictError) as refusal:
        save(homework, participation, other, text="Sedan")
    assert refusal.value.stored.draft_text == "Först"
    assert Submission.objects.get().draft_text == "Först"


def test_save_draft_keeps_the_files_of_the_slower_writer(group):
    participation, user, other, homework = group
    save(homework, participation, user, text="Först")
    with pytest.raises(ConflictError):
        save(homework, participation, other, text="Sedan", added=[upload()])
    submission = Submission.objects.get()
    assert [file.name for file in submission.draft_files.all()] == ["karta.pdf"]
    assert (submission.draft_text, submission.drafted_by, submission.draft_number) == ("Först", user, 2)
    assert submission.draft_files.get().file.storage.exists(submission.draft_files.get().file.name)


def test_save_draft_refuses_a_sixth_file_and_leaves_nothing_behind(group):
    participation, user, _other, homework = group
    before = files_on_disk()
    with pytest.raises(ValidationError, match="högst 5 filer"):
        save(homework, participation, user, added=[upload(f"{n}.pdf") for n in range(6)])
    assert (StoredFile.objects.count(), Submission.objects.count(), files_on_disk()) == (0, 0, before)


def test_save_draft_takes_good_files_off_the_disk_when_one_is_refused(group):
    participation, user, _other, homework = group
    before = files_on_disk()
    with pytest.raises(ValidationError, match=r"\.pages"):
        save(homework, participation, user, added=[upload(), upload("plan.pages")])
    assert (StoredFile.objects.count(), files_on_disk()) == (0, before)


@pytest.mark.parametrize("name", ["640823-3234.pdf", "Anna 6408233234.docx"])
def test_save_draft_refuses_a_file_named_by_a_personal_number(group, name):
    participation, user, _other, homework = group
    with pytest.raises(ValidationError, match="personnummer"):
        save(homework, participation, user, added=[upload(name)])


def test_save_draft_refuses_a_personal_number(group):
    participation, user, _other, homework = group
    with pytest.raises(ValidationError, match="personnummer"):
        save(homework, participation, user, text="Han är född 640823-3234.")


def test_save_draft_refuses_an_author_of_another_cohort(group):
    _participation, user, _other, homework = group
    elsewhere = make_participation(municipality="timra")
    with pytest.raises(ValidationError, match="annan omgång"):
        save(homework, elsewhere, user)


def test_hand_in_freezes_a_version_and_sends_receipts(group):
    participation, user, other, homework = group
    version = deliver(homework, participation, user, added=[upload()])
    submission = Submission.objects.get()
    assert (version.number, version.text, version.submitted_by) == (1, "Våra svar", user)
    assert (version.submitted_at, version.is_late) == (AT, False)
    assert [file.name for file in version.files.all()] == ["karta.pdf"]
    assert (submission.state, submission.submitted_at) == (Submission.State.SUBMITTED, AT)
    mails = Message.objects.filter(kind__startswith="submission_received")
    assert {(mail.recipient, mail.urgent) for mail in mails} == {(user, True), (other, False)}
    assert all("Våra svar" not in mail.text for mail in mails)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.object_id) == ("submission.handed_in", user, str(submission.pk))
    assert event.data == {"number": 1, "late": False, "files": 1}


def test_hand_in_receipt_says_who_handed_in(group):
    participation, user, other, homework = group
    deliver(homework, participation, user)
    own, others = Message.objects.get(recipient=user), Message.objects.get(recipient=other)
    assert "Du har lämnat in" in own.text
    assert f"{user.get_full_name()} har lämnat in" in others.text
    assert own.subject == "Inlämnad: Kartlägg våldet"


def test_hand_in_receipt_hides_a_protected_name(group):
    participation, _user, other, homework = group
    hidden = make_enrolment(participation, make_user(first_name="Hemlig", protected_identity=True)).user
    deliver(homework, participation, hidden)
    assert "Hemlig" not in Message.objects.get(recipient=other).text


def test_hand_in_twice_gives_the_same_version(group):
    participation, user, _other, homework = group
    first = deliver(homework, participation, user, added=[upload()])
    again = deliver(homework, participation, user, added=[upload()], at=AT + timedelta(seconds=2))
    assert (again, SubmissionVersion.objects.count(), StoredFile.objects.count()) == (first, 1, 1)
    assert Message.objects.count() == 2


def test_hand_in_after_a_colleague_shows_both_texts(group):
    participation, user, other, homework = group
    deliver(homework, participation, user, text="Vårt")
    with pytest.raises(ConflictError) as refusal:
        deliver(homework, participation, other, text="Mitt")
    assert isinstance(refusal.value, HandedInMeanwhileError)
    assert (Submission.objects.get().draft_text, SubmissionVersion.objects.get().text) == ("Mitt", "Vårt")


def test_hand_in_from_an_older_draft_hands_in_nothing(group):
    participation, user, other, homework = group
    save(homework, participation, user, text="Först")
    with pytest.raises(ConflictError):
        deliver(homework, participation, other, text="Sedan", added=[upload()])
    assert SubmissionVersion.objects.count() == 0
    assert Submission.objects.get().draft_files.count() == 1


@pytest.mark.parametrize("text", ["", "  \n"])
def test_hand_in_refuses_nothing_at_all(group, text):
    participation, user, _other, homework = group
    with pytest.raises(ValidationError, match="Skriv ditt svar eller bifoga en fil"):
        deliver(homework, participation, user, text=text)
    assert (SubmissionVersion.objects.count(), Message.objects.count()) == (0, 0)


def test_hand_in_takes_a_file_without_text(group):
    participation, user, _other, homework = group
    assert deliver(homework, participation, user, text="", added=[upload()]).files.count() == 1


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_hand_in_is_late_the_day_after(group, days, late):
    participation, user, _other, homework = group
    homework.due_on = date(2026, 11, 22) + timedelta(days=days)
    homework.save()
    version = deliver(homework, participation, user)
    assert (version.is_late, version.submission.was_in_time) == (late, not late)


def test_hand_in_again_after_a_revision_was_asked_for(group):
    participation, user, _other, homework = group
    first = deliver(homework, participation, user)
    make_feedback(first, Feedback.Outcome.NEEDS_REVISION, text="Mer om skolan", revise_by=date(2026, 12, 1))
    homework.due_on = date(2026, 11, 1)
    homework.save()
    second = deliver(homework, participation, user, text="Mer", number=1)
    assert (second.number, second.is_late, second.submission.state) == (2, False, "submitted")
    assert second.submission.was_in_time  # as the first version was, whatever came later
    assert [version.text for version in second.submission.versions.all()] == ["Mer", "Våra svar"]


def test_hand_in_again_refuses_the_very_same(group):
    participation, user, _other, homework = group
    first = deliver(homework, participation, user)
    make_feedback(first, Feedback.Outcome.NEEDS_REVISION)
    with pytest.raises(ValidationError, match="inte ändrat något"):
        deliver(homework, participation, user, number=1)
    assert SubmissionVersion.objects.count() == 1


def test_hand_in_of_the_old_version_while_a_colleague_revises_is_no_receipt(group):
    participation, user, other, homework = group
    make_feedback(deliver(homework, participation, user), Feedback.Outcome.NEEDS_REVISION)
    save(homework, participation, other, text="Kompletterat", number=1)
    with pytest.raises(ConflictError) as refusal:
        deliver(homework, participation, user, number=1)
    assert refusal.value.stored.draft_text == "Kompletterat"
    assert SubmissionVersion.objects.count() == 1


@pytest.mark.parametrize("act", [save, deliver])
def test_what_is_written_once_it_is_approved_stays_a_draft(group, act):
    participation, user, _other, homework = group
    make_feedback(deliver(homework, participation, user))
    with suppress(ValidationError) if act is save else pytest.raises(ValidationError, match="är godkänd"):
        act(homework, participation, user, text="Mer", number=1)
    submission = Submission.objects.get()
    assert (submission.draft_text, submission.state) == ("Mer", Submission.State.APPROVED)
    assert [version.text for version in submission.versions.all()] == ["Våra svar"]


@pytest.mark.parametrize("act", [save, deliver])
def test_nothing_changes_in_a_finished_cohort(group, act):
    participation, user, _other, homework = group
    Cohort.objects.update(state=Cohort.State.FINISHED)
    with pytest.raises(ValidationError, match="Omgången är avslutad"):
        act(homework, participation, user)
    assert Submission.objects.count() == 0


def test_personal_homework_sends_one_receipt():
    enrolment = make_enrolment(cohort=make_cohort(TrainingKind.PROCESS_LEADER_TRAINING))
    make_enrolment(cohort=enrolment.cohort)
    version = deliver(make_homework(enrolment.cohort), enrolment, enrolment.user)
    assert version.submission.enrolment == enrolment
    assert [mail.recipient for mail in Message.objects.all()] == [enrolment.user]


def test_who_has_left_gets_no_receipt(group):
    participation, user, other, homework = group
    Enrolment.objects.filter(user=other).update(state=Enrolment.State.LEFT)
    deliver(homework, participation, user)
    assert [mail.recipient for mail in Message.objects.all()] == [user]


def test_a_state_moves_only_along_its_table(group):
    participation, _user, _other, homework = group
    submission = make_submission(homework, participation, state=Submission.State.APPROVED)
    with pytest.raises(ValidationError, match="redan inlämnad"):
        submission.move(to=Submission.State.SUBMITTED)


def test_draft_that_a_factory_made_can_be_handed_in(group):
    participation, user, _other, homework = group
    make_submission(homework, participation)
    assert deliver(homework, participation, user, number=1).number == 1
    assert make_version(Submission.objects.get()).number == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twenty_hand_ins_at_once_make_one_version(group):
    participation, user, _other, homework = group
    start, outcomes = threading.Barrier(20), []

    def press():
        try:
            start.wait()
            outcomes.append(deliver(homework, participation, user, added=[upload()]).pk)
        finally:
            connection.close()

    before = files_on_disk()
    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert outcomes == [SubmissionVersion.objects.get().pk] * 20
    assert (Message.objects.count(), AuditEvent.objects.count()) == (2, 1)
    assert len(files_on_disk() - before) == StoredFile.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twenty_writers_at_once_lose_nothing(group):
    participation, user, _other, homework = group
    start, saved, told = threading.Barrier(20), [], []

    def write_one(number):
        try:
            start.wait()
            saved.append(save(homework, participation, user, text=f"Text {number}").draft_text)
        except ConflictError as refusal:
            told.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=write_one, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(saved), len(told)) == (1, 19)
    assert Submission.objects.get().draft_text == saved[0]
