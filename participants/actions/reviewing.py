"""The actions of who reads a hand-in: begin, and give feedback."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, store
from calendars.months import day_of
from notifications.actions.queueing import Mail, queue_many
from participants.models import Feedback, Submission, SubmissionVersion
from ui.dates import moment_in_words


@transaction.atomic
def begin_reading(submission: Submission, *, version_number: int, actor: User, at: datetime) -> Submission:
    """Begin to read the version that the reader saw: from now on its authors cannot change it.

    Others leave it to the reader for an hour, and are told who it is; beginning again prolongs the hour.
    """
    submission = locked(submission)
    _unanswered_version(submission, version_number)
    _refuse_another_reader(submission, actor=actor, at=at)
    is_new = submission.reading_began_at is None or submission.reader != actor
    submission.reading_began_at = submission.reading_began_at or at
    submission.reader, submission.reader_until = actor, at + Submission.READING
    if is_new:
        return store(submission, actor=actor, verb="submission.reading_began", at=at, version=version_number)
    submission.save(update_fields=["reader_until"])
    return submission


def _refuse_another_reader(submission: Submission, *, actor: User, at: datetime) -> None:
    reader = submission.read_by(at=at)
    if reader is not None and reader != actor and submission.reader_until is not None:
        words = {"name": reader.shown_name, "moment": moment_in_words(submission.reader_until, on=day_of(at))}
        raise ValidationError(_("%(name)s is reading this hand-in, until %(moment)s at the latest.") % words)


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
) -> Feedback:
    """Give feedback, once, on the version that the reader saw, and tell its authors.

    The feedback itself is read in the portal; the mail only says that there is one.
    """
    submission = locked(submission)
    version = _unanswered_version(submission, version_number)
    _refuse_another_reader(submission, actor=actor, at=at)
    submission.move(to=outcome)
    feedback = Feedback(version=version, outcome=outcome, text=text.strip(), given_by=actor, given_at=at)
    if outcome == Feedback.Outcome.NEEDS_REVISION:
        if not submission.homework.cohort.is_open:
            raise ValidationError(_("The cohort is finished, so nobody can hand in again."))
        if revise_by and revise_by <= day_of(at):
            raise ValidationError(_("The day to revise by must lie ahead."))
        feedback.revise_by = revise_by
    feedback.full_clean()
    feedback.save()
    store(submission, actor=actor, verb="feedback.given", at=at, outcome=outcome, version=version.number)
    _tell_authors(submission, feedback, at=at)
    return feedback


def _unanswered_version(submission: Submission, version_number: int) -> SubmissionVersion:
    version = submission.versions.order_by("-number").first()
    if version is None:
        raise ValidationError(_("Nothing is handed in yet."))
    if version.number != version_number:
        raise ValidationError(_("A newer version was handed in meanwhile. Read it before you answer."))
    if version.taken_back_at:
        raise ValidationError(_("The hand-in was taken back. It comes here when it is handed in again."))
    if Feedback.objects.filter(version=version).exists():
        raise ValidationError(_("This version has its feedback already. Open the page again to read it."))
    return version


def _tell_authors(submission: Submission, feedback: Feedback, *, at: datetime) -> None:
    authors = submission.authors().current(on=day_of(at))
    mails = [
        Mail(
            kind="feedback_given",
            key=f"feedback-given/{feedback.pk}/{enrolment.user_id}",
            recipient=enrolment.user,
            context={
                "homework": submission.homework,
                "approved": feedback.outcome == Feedback.Outcome.APPROVED,
                "revise_by": feedback.revise_by,
                "has_text": bool(feedback.text),
            },
            facts={"submission": submission.pk, "feedback": feedback.pk},
        )
        for enrolment in authors.with_names().in_order()
    ]
    queue_many(mails, at=at)
