"""Taking back a hand-in that nobody has begun to read."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, store
from calendars.months import day_of
from notifications.actions.queueing import Mail, queue_many
from participants.models import Submission, SubmissionVersion


@transaction.atomic
def take_back(submission: Submission, *, actor: User, at: datetime) -> Submission:
    """Take back what waits to be read, and tell the other authors; taking it back again is a no-op.

    Its versions stay, marked. The draft is as it was, with what anybody has written meanwhile, and the
    hand-in is again what it was before: asked to be revised, or not handed in.
    """
    submission = locked(submission)
    newest = submission.versions.first()
    if newest is not None and newest.taken_back_at:
        return submission
    refuse_when_read(submission)
    if not submission.homework.cohort.is_open:
        raise ValidationError(_("The cohort is finished. Write to MÄN if you still want to hand in."))
    if newest is None or not submission.can_be_taken_back:
        raise ValidationError(_("Nothing waits to be read, so there is nothing to take back."))
    newest.taken_back_at = at
    submission.versions.standing().filter(feedback=None).update(taken_back_at=at)
    before = submission.versions.standing().order_by("number")
    first, last = before.first(), before.last()
    submission.move(to=Submission.State.NEEDS_REVISION if last else Submission.State.TAKEN_BACK)
    submission.submitted_at = last.submitted_at if last else None
    submission.was_in_time = first is not None and not first.is_late
    store(submission, actor=actor, verb="submission.taken_back", at=at, version=newest.number)
    _tell_the_others(newest, actor=actor, at=at)
    return submission


def refuse_when_read(submission: Submission) -> None:
    """Refuse a change of what somebody has begun to read, or has answered."""
    if submission.state == Submission.State.APPROVED:
        raise ValidationError(_("The homework is approved, so it can no longer be changed."))
    if submission.reading_began_at and submission.state == Submission.State.SUBMITTED:
        raise ValidationError(
            _("%(name)s at MÄN has begun to read, so the hand-in can no longer be changed.")
            % {"name": submission.reader.shown_name if submission.reader else _("Somebody")}
        )


def _tell_the_others(version: SubmissionVersion, *, actor: User, at: datetime) -> None:
    submission = version.submission
    others = submission.authors().current(on=day_of(at)).besides(actor)
    mails = [
        Mail(
            kind="submission_taken_back",
            key=f"submission-taken-back/{version.pk}/{enrolment.user_id}",
            recipient=enrolment.user,
            context={
                "homework": submission.homework,
                "version": version,
                "municipality": submission.municipality,
                "by": actor.shown_name,
            },
            facts={"version": version.pk},
        )
        for enrolment in others.with_names().in_order()
    ]
    queue_many(mails, at=at)
