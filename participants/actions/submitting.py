"""Actions on homework: save a shared draft without overwriting others' changes, and hand in versions."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.actions import store
from calendars.months import day_of
from notifications.actions.queueing import Mail, queue_many
from participants.actions.storing import NotStoredError, add_file, no_orphans, sha256_of
from participants.actions.taking_back import refuse_when_read
from participants.models import Enrolment, Feedback, StoredFile, Submission, SubmissionVersion
from programmes.models import Homework, Participation
from ui.conflicts import ConflictError
from ui.files import MAX_FILES
from ui.personal_numbers import refuse_personal_numbers
from ui.uploads.receiving import received

Author = Participation | Enrolment
CHANGED = gettext_lazy("Somebody else has changed the draft since you opened the page.")


class HandedInMeanwhileError(ConflictError):
    """A colleague handed in while this writer wrote; what was written is the draft now."""

    def __init__(self, stored: Submission) -> None:
        super().__init__(CHANGED, stored)


def save_draft(
    homework: Homework,
    *,
    author: Author,
    text: str | None,
    added: Sequence[UploadedFile],
    removed: Sequence[int],
    number: int,
    actor: User,
    at: datetime,
) -> Submission:
    """Save the draft, which only its authors can read. Without a text the one that is there stays.

    A writer who started from an older draft gets ``ConflictError``, and nothing is overwritten;
    new files are added to the draft as long as there is room. Where a file cannot be stored, the rest is.
    The same text once more is a no-op. What comes after a colleague's hand-in is the new draft.
    """
    added = [received(one) for one in added]  # before the row is held
    with no_orphans() as stored:
        with transaction.atomic():
            submission = _locked(homework, author)
            _refuse_when_closed(submission, at=at)
            stale = submission.draft_number != number
            if stale and not added and submission.draft_text == text:
                return submission
            refusal: ValidationError | None = _conflict(submission)
            if stale and not _is_handed_in_as_it_is(submission, submission.versions.first()):
                _keep_files(submission, stored, added, actor=actor, at=at)
            else:
                refusal = _write(submission, text, stored, added, removed, actor=actor, at=at)
            if refusal is None:
                return submission
        stored.clear()  # the draft has them now
        raise refusal


def hand_in(
    homework: Homework,
    *,
    author: Author,
    text: str,
    added: Sequence[UploadedFile],
    removed: Sequence[int],
    number: int,
    actor: User,
    at: datetime,
) -> SubmissionVersion:
    """Freeze text and files as a new version, and send all its authors a receipt.

    An identical hand-in (a double click, the back button) returns the existing version. What waits can be
    replaced until somebody begins to read it. What is refused because of a colleague's hand-in, or because
    it is being read, is kept as the draft.
    """
    added = [received(one) for one in added]  # before the row is held
    with no_orphans() as stored:
        with transaction.atomic():
            submission = _locked(homework, author)
            latest = submission.versions.first()
            stale = submission.draft_number != number
            if latest and _same(latest, submission, text, added, removed) and not latest.taken_back_at:
                if not submission.is_open:
                    return latest
                _refuse_unchanged(stale=stale)
            _refuse_when_closed(submission, at=at)
            refusal: ValidationError | None = _conflict(submission)
            if stale and not _is_handed_in_as_it_is(submission, latest):
                _keep_files(submission, stored, added, actor=actor, at=at)
            else:
                came = HandedInMeanwhileError(submission) if stale else None
                refusal = _write(submission, text, stored, added, removed, actor=actor, at=at) or came
            refusal = refusal or _why_kept(submission)
            if refusal is None:
                return _freeze(submission, latest, actor=actor, at=at)
        stored.clear()  # the draft has them now
        raise refusal


def _locked(homework: Homework, author: Author) -> Submission:
    """Return the authors' only submission, locked, and create it when it is missing."""
    mine: dict[str, Any] = {"homework": homework, "participation": None, "enrolment": None}
    mine["participation" if isinstance(author, Participation) else "enrolment"] = author
    locked = Submission.objects.select_for_update(of=("self",)).select_related(
        "homework__cohort", "homework__session", "drafted_by", "reader"
    )
    with suppress(Submission.DoesNotExist):
        return locked.get(**mine)
    Submission(**mine).full_clean(validate_constraints=False)
    Submission.objects.bulk_create(
        [Submission(**mine)], ignore_conflicts=True
    )  # a colleague's, made just now, too
    return locked.get(**mine)


def _refuse_when_closed(submission: Submission, *, at: datetime) -> None:
    homework = submission.homework
    if not homework.cohort.is_open:
        raise ValidationError(_("The cohort is finished. Write to MÄN if you still want to hand in."))
    if not homework.has_opened(at=at) and not submission.draft_number:
        raise ValidationError(_("The homework has not opened yet."))


def _is_handed_in_as_it_is(submission: Submission, latest: SubmissionVersion | None) -> bool:
    """Say whether the draft is the newest version, so that whoever writes over it takes nothing away."""
    return latest is not None and _same(latest, submission, submission.draft_text, (), ())


def _why_kept(submission: Submission) -> ValidationError | None:
    """Return why what was written stays a draft: it is being read, or approved."""
    try:
        refuse_when_read(submission)
    except ValidationError as refusal:
        words = {"reason": " ".join(refusal.messages)}
        return ValidationError(_("%(reason)s What you wrote is saved as a draft.") % words, code="kept")
    return None


def _conflict(submission: Submission) -> ConflictError:
    name = submission.drafted_by.shown_name if submission.drafted_by else _("Somebody")
    return ConflictError(CHANGED, submission, by=name, at=submission.drafted_at)


def _refuse_unchanged(*, stale: bool) -> None:
    if not stale:
        raise ValidationError(_("You have not changed anything since you last handed in."), code="unchanged")


def _write(
    submission: Submission,
    text: str | None,
    stored: list[StoredFile],
    added: Sequence[UploadedFile],
    removed: Sequence[int],
    *,
    actor: User,
    at: datetime,
) -> ValidationError | None:
    """Write the draft; return a refusal for files that could not be stored, while all else is kept."""
    if text is not None:
        refuse_personal_numbers(text)
        submission.draft_text = text
    submission.draft_files.remove(*submission.draft_files.filter(pk__in=removed))
    submission.drafted_by, submission.drafted_at = actor, at
    return _attach(submission, stored, added, actor=actor, at=at)


def _keep_files(
    submission: Submission,
    stored: list[StoredFile],
    added: Sequence[UploadedFile],
    *,
    actor: User,
    at: datetime,
) -> None:
    """Add the files of the slower writer to the draft if there is room, as they overwrite nothing."""
    if added and submission.draft_files.count() + len(added) <= MAX_FILES:
        _attach(submission, stored, added, actor=actor, at=at)


def _attach(
    submission: Submission,
    stored: list[StoredFile],
    added: Sequence[UploadedFile],
    *,
    actor: User,
    at: datetime,
) -> ValidationError | None:
    if added and submission.draft_files.count() + len(added) > MAX_FILES:
        raise ValidationError(_("You can attach at most %(most)s files."), params={"most": MAX_FILES})
    taken = {one.name for one in submission.draft_files.all()} if added else set()
    refusal = None
    for upload in added:
        try:
            taken.add(add_file(stored, upload, actor=actor, at=at, taken=taken).name)
        except NotStoredError as fault:
            refusal = fault
    submission.draft_files.add(*stored)
    submission.draft_number += 1
    written = {"draft_text", "draft_number", "drafted_by", "drafted_at"}
    submission.clean_fields(exclude={field.name for field in submission._meta.fields} - {"draft_text"})
    submission.save(update_fields=written)
    return refusal


def _same(
    latest: SubmissionVersion,
    submission: Submission,
    text: str,
    added: Sequence[UploadedFile],
    removed: Sequence[int],
) -> bool:
    """Say whether the hand-in is identical to the newest version."""
    if latest.text != text:
        return False
    kept = submission.draft_files.exclude(pk__in=removed).values_list("sha256", flat=True)
    asked = {*kept, *(sha256_of(upload) for upload in added)}
    return asked == set(latest.files.values_list("sha256", flat=True))


def _freeze(
    submission: Submission, latest: SubmissionVersion | None, *, actor: User, at: datetime
) -> SubmissionVersion:
    files = list(submission.draft_files.all())
    if not submission.draft_text.strip() and not files:
        raise ValidationError(_("Write your answer or attach a file."), code="empty")
    version = SubmissionVersion(
        submission=submission,
        number=latest.number + 1 if latest else 1,
        text=submission.draft_text,
        submitted_by=actor,
        submitted_at=at,
        is_late=_due_on(submission) < day_of(at),
    )
    is_first = not submission.versions.standing().exists()
    version.full_clean()
    version.save()
    version.files.set(files)
    submission.move(to=Submission.State.SUBMITTED)
    submission.submitted_at = at
    submission.reader = submission.reading_began_at = submission.reader_until = None
    submission.was_in_time = not version.is_late if is_first else submission.was_in_time
    facts = {"number": version.number, "late": version.is_late, "files": len(files)}
    store(submission, actor=actor, verb="submission.handed_in", at=at, **facts)
    authors = submission.authors().current(on=day_of(at))
    queue_many([_receipt(version, each.user) for each in authors.with_names().in_order()], at=at)
    return version


def _due_on(submission: Submission) -> date:
    """Return the last day of this round: the homework's, or that of the requested revision."""
    feedback = Feedback.objects.filter(version__submission=submission).first()
    return (feedback and feedback.revise_by) or submission.homework.due_on


def _receipt(version: SubmissionVersion, person: User) -> Mail:
    submission = version.submission
    is_own = person == version.submitted_by
    return Mail(
        kind="submission_received" if is_own else "submission_received_by_group",
        key=f"submission-received/{version.pk}/{person.pk}",
        recipient=person,
        context={
            "homework": submission.homework,
            "version": version,
            "municipality": submission.participation.municipality if submission.participation else None,
            "is_own": is_own,
            "by": version.signer,
        },
        facts={"version": version.pk},
    )
