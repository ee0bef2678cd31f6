"""The pages of who reads what was handed in: the queue, and one hand-in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from calendars.months import day_of
from participants.models import Feedback, Submission, SubmissionVersion
from programmes.models import Homework
from ui.dates import distance, moment_in_words, time_in_words


@dataclass(frozen=True)
class VersionRead:
    """A frozen version as its reader sees it."""

    version: SubmissionVersion
    submitted: str
    feedback: Feedback | None

    @property
    def outcome(self) -> str:
        """The outcome in words."""
        if self.feedback is None:
            return ""
        is_approved = self.feedback.outcome == Feedback.Outcome.APPROVED
        return _("Approved") if is_approved else _("A revision was asked for")


@dataclass(frozen=True)
class FeedbackPage:
    """One hand-in, its newest version first, and its place in the queue."""

    newest: VersionRead
    earlier: list[VersionRead]
    position: int | None
    total: int
    following: int | None
    homework: Homework
    reader: User | None
    is_mine: bool
    until: str

    @property
    def can_begin(self) -> bool:
        """True when the version waits and nobody reads it."""
        return self.position is not None and self.reader is None


class QueueRow(NamedTuple):
    """A hand-in that waits for feedback, and since when."""

    submission: Submission
    submitted: str
    waited: str
    reader: User | None


def queue_rows(*, on: date, at: datetime) -> list[QueueRow]:
    """Return everything that waits for feedback, the oldest first."""
    return [
        QueueRow(
            submission=submission,
            submitted=moment_in_words(submission.submitted_at, on=on),
            waited=distance(day_of(submission.submitted_at), on=on),
            reader=submission.read_by(at=at),
        )
        for submission in Submission.objects.awaiting_feedback().with_authors().select_related("reader")
        if submission.submitted_at
    ]


def feedback_page(submission: Submission, *, user: User, on: date, at: datetime) -> FeedbackPage:
    """Return the page; ``following`` is the next hand-in in the queue, after the last again the first."""
    versions = [
        VersionRead(
            version=version,
            submitted=moment_in_words(version.submitted_at, on=on),
            feedback=getattr(version, "feedback", None),
        )
        for version in submission.versions.select_related(
            "submitted_by", "feedback__given_by"
        ).prefetch_related("files")
    ]
    waiting = list(Submission.objects.awaiting_feedback().values_list("pk", flat=True))
    place = waiting.index(submission.pk) if submission.pk in waiting else None
    reader = submission.read_by(at=at)
    others = waiting if place is None else waiting[place + 1 :] + waiting[:place]
    return FeedbackPage(
        newest=versions[0],
        earlier=versions[1:],
        position=None if place is None else place + 1,
        total=len(waiting),
        following=others[0] if others else None,
        homework=submission.homework,
        reader=reader,
        is_mine=reader == user,
        until=time_in_words(submission.reader_until) if reader and submission.reader_until else "",
    )
