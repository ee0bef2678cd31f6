"""The actions of who reads a hand-in: begin, write, decide, undo; and what becomes of a decision."""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.actions import locked, record, store
from calendars.months import day_of
from notifications.actions.queueing import Mail, queue_many
from participants.models import Feedback, Review, Submission, SubmissionVersion
from ui.conflicts import ConflictError
from ui.dates import moment_in_words

CHANGED = gettext_lazy("%(name)s changed the feedback on %(date)s at %(time)s.")
TOO_LATE = gettext_lazy("The feedback is visible to its receivers, so it can no longer be undone.")
logger = logging.getLogger("portal.feedback")


@transaction.atomic
def begin_reading(submission: Submission, *, version_number: int, actor: User, at: datetime) -> Submission:
    """Begin to read the version that the reader saw: from now on its authors cannot change it.

    Others leave it to the reader for an hour, and are told who it is; beginning again prolongs the hour.
    """
    submission = locked(submission)
    _unanswered_version(submission, version_number)
    _refuse_another_reader(submission, actor=actor, at=at)
    is_new = submission.reading_began_at is None or submission.reader != actor
    _read_by(submission, actor=actor, at=at)
    if is_new:
        return store(submission, actor=actor, verb="submission.reading_began", at=at, version=version_number)
    submission.save(update_fields=["reader_until"])
    return submission


def _read_by(submission: Submission, *, actor: User, at: datetime) -> None:
    submission.reading_began_at = submission.reading_began_at or at
    submission.reader, submission.reader_until = actor, at + Submission.READING


def _refuse_another_reader(submission: Submission, *, actor: User, at: datetime) -> None:
    reader = submission.read_by(at=at)
    if reader is not None and reader != actor and submission.reader_until is not None:
        words = {"name": reader.shown_name, "moment": moment_in_words(submission.reader_until, on=day_of(at))}
        raise ValidationError(_("%(name)s is reading this hand-in, until %(moment)s at the latest.") % words)


@transaction.atomic
def save_review(
    submission: Submission,
    *,
    version_number: int,
    text: str,
    revise_by: date | None,
    number: int,
    actor: User,
    at: datetime,
) -> Review:
    """Save what the reader has written, for readers alone; who began from an older text is told."""
    submission = locked(submission)
    _unanswered_version(submission, version_number)
    _refuse_another_reader(submission, actor=actor, at=at)
    return _written(submission, text, revise_by, number=number, actor=actor, at=at)


def _written(
    submission: Submission, text: str, revise_by: date | None, *, number: int, actor: User, at: datetime
) -> Review:
    review = Review.objects.filter(submission=submission).first() or Review(submission=submission)
    if (review.text, review.revise_by) == (text, revise_by) and review.pk:
        return review
    if review.number != number:
        raise ConflictError(CHANGED, review, by=review.written_by.shown_name, at=review.written_at)
    review.text, review.revise_by, review.number = text, revise_by, number + 1
    review.written_by, review.written_at = actor, at
    review.full_clean()
    review.save()
    return review


@transaction.atomic
def give_feedback(
    submission: Submission,
    *,
    version_number: int,
    outcome: str,
    text: str,
    revise_by: date | None,
    actor: User,
    at: datetime,
    number: int = 0,
) -> Review:
    """Decide, once, on the version that the reader saw. Its authors are told when it becomes visible.

    Until then it can be undone, and everybody but the readers sees the hand-in as it was.
    """
    submission = locked(submission)
    version = _unanswered_version(submission, version_number)
    _refuse_another_reader(submission, actor=actor, at=at)
    if outcome == Feedback.Outcome.NEEDS_REVISION:
        if not submission.homework.cohort.is_open:
            raise ValidationError(_("The cohort is finished, so nobody can hand in again."))
        if revise_by and revise_by <= day_of(at):
            raise ValidationError(_("The day to revise by must lie ahead."))
    review = _written(submission, text.strip(), revise_by, number=number, actor=actor, at=at)
    review.version, review.outcome = version, outcome
    review.decided_by, review.decided_at, review.visible_at = actor, at, at + Review.TO_UNDO
    submission.move(to=outcome)  # refuses what could not become of it; stored when it is visible
    _feedback_of(review).full_clean()
    review.full_clean()
    review.save()
    if submission.reading_began_at is None:
        _read_by(submission, actor=actor, at=at)
        submission.save(update_fields=["reader", "reading_began_at", "reader_until"])
    facts = {"outcome": outcome, "version": version.number}
    record(actor=actor, verb="feedback.given", target=submission, at=at, **facts)
    return review


def _feedback_of(review: Review) -> Feedback:
    """Return the feedback, with a day to revise by only where a revision is asked for."""
    feedback = review.feedback()
    if feedback.outcome != Feedback.Outcome.NEEDS_REVISION:
        feedback.revise_by = None
    return feedback


def _unanswered_version(submission: Submission, version_number: int) -> SubmissionVersion:
    version = submission.versions.order_by("-number").first()
    if version is None:
        raise ValidationError(_("Nothing is handed in yet."))
    if version.number != version_number:
        raise ValidationError(_("A newer version was handed in meanwhile. Read it before you answer."))
    if version.taken_back_at:
        raise ValidationError(_("The hand-in was taken back. It comes here when it is handed in again."))
    is_decided = Review.objects.decided().filter(submission=submission).exists()
    if is_decided or Feedback.objects.filter(version=version).exists():
        raise ValidationError(_("This version has its feedback already. Open the page again to read it."))
    return version


@transaction.atomic
def undo_feedback(submission: Submission, *, actor: User, at: datetime) -> Submission:
    """Undo a decision that is not visible yet; undoing it again is a no-op.

    The hand-in waits as before, with the same reader; what was written is the reader's draft again.
    """
    submission = locked(submission)
    review = Review.objects.filter(submission=submission).first()
    if review is None or not review.is_decided:
        if submission.state != Submission.State.SUBMITTED:
            raise ValidationError(TOO_LATE)
        return submission
    if not review.can_be_undone(at=at):
        raise ValidationError(TOO_LATE)
    assert review.version is not None
    facts = {"outcome": review.outcome, "version": review.version.number}
    review.withdraw()
    review.number += 1
    review.full_clean()
    review.save()
    record(actor=actor, verb="feedback.undone", target=submission, at=at, **facts)
    return submission


def publish_decisions(*, at: datetime) -> int:
    """Let the decisions be seen whose time has come, on the pages and by mail; return how many there were."""
    shown = 0
    for review in Review.objects.due(at):
        try:
            shown += _published(review, at=at)
        except ValidationError:
            logger.exception("A decision about a hand-in could not be shown: %s", review.submission_id)
    return shown


@transaction.atomic
def _published(review: Review, *, at: datetime) -> bool:
    submission = locked(review.submission)
    found = Review.objects.due(at).filter(pk=review.pk).first()
    if found is None:  # another worker was faster, or it was undone
        return False
    feedback = _feedback_of(found)
    feedback.full_clean()
    feedback.save()
    submission.move(to=feedback.outcome)
    store(submission, actor=None, verb="feedback.visible", at=at, version=feedback.version.number)
    found.delete()
    queue_many(mails_about(feedback, at=at), at=at)
    return True


def mails_about(feedback: Feedback, *, at: datetime) -> Iterable[Mail]:
    """Return the mails to the authors; they read the feedback itself in the portal."""
    version = feedback.version
    submission = version.submission
    about: dict[str, Any] = {
        "homework": submission.homework,
        "approved": feedback.outcome == Feedback.Outcome.APPROVED,
        "revise_by": feedback.revise_by,
        "has_text": bool(feedback.text),
    }
    authors = submission.authors().current(on=day_of(at)).with_names().in_order()
    return [
        Mail(
            kind="feedback_given",
            key=f"feedback-given/{version.pk}/{enrolment.user_id}",
            recipient=enrolment.user,
            context=about,
            facts={"version": version.pk},
        )
        for enrolment in authors
    ]
