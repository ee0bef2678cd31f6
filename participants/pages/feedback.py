"""The pages of who reads what was handed in: the queue, and one hand-in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from calendars.months import day_of
from participants.models import Feedback, Review, Submission, SubmissionVersion
from participants.pages.answer import Conflict
from programmes.models import Homework
from ui.dates import distance, moment_in_words, time_in_words
from ui.keys import key_of


@dataclass(frozen=True)
class VersionRead:
    """A frozen version as its reader sees it."""

    version: SubmissionVersion
    submitted: str
    feedback: Feedback | None

    @property
    def outcome(self) -> str:
        """The outcome in words."""
        return _outcome(self.feedback.outcome) if self.feedback else ""


def _outcome(outcome: str) -> str:
    return _("Approved") if outcome == Feedback.Outcome.APPROVED else _("A revision was asked for")


class Decision(NamedTuple):
    """A decision that its receivers do not see yet, and until when it can be undone."""

    review: Review
    outcome: str
    until: str
    can_be_undone: bool


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
    review: Review | None
    decision: Decision | None
    written: str

    @property
    def can_write(self) -> bool:
        """True when the reader may write and decide."""
        return self.is_mine

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


def homework_asked(key: str) -> Homework | None:
    """Return the homework that the address asks for; None for no or an unknown one."""
    asked = key_of(key)
    return Homework.objects.filter(pk=asked).select_related("cohort").first() if asked else None


def queue_rows(*, homework: Homework | None = None, on: date, at: datetime) -> list[QueueRow]:
    """Return everything that waits for feedback, or that of one homework, the oldest first."""
    waiting = Submission.objects.awaiting_feedback()
    if homework:
        waiting = waiting.filter(homework=homework)
    return [
        QueueRow(
            submission=submission,
            submitted=moment_in_words(submission.submitted_at, on=on),
            waited=distance(day_of(submission.submitted_at), on=on),
            reader=submission.read_by(at=at),
        )
        for submission in waiting.with_authors().select_related("reader")
        if submission.submitted_at
    ]


def decisions(*, at: datetime) -> list[Decision]:
    """Return what is decided and can still be undone, the earliest first."""
    found = Review.objects.decided().select_related(
        "decided_by",
        "submission__homework__cohort",
        "submission__participation__municipality",
        "submission__enrolment__user",
        "submission__enrolment__municipality",
    )
    return [_decision(review, at=at) for review in found if review.can_be_undone(at=at)]


def _decision(review: Review, *, at: datetime) -> Decision:
    assert review.visible_at is not None
    until = time_in_words(review.visible_at)
    return Decision(review, _outcome(review.outcome), until, review.can_be_undone(at=at))


def _written(review: Review | None, *, on: date) -> str:
    if review is None or review.is_decided:
        return ""
    words = {"name": review.written_by.shown_name, "moment": moment_in_words(review.written_at, on=on)}
    return _("Last changed by %(name)s %(moment)s.") % words


def conflict_of(review: Review, *, mine: str, on: date) -> Conflict:
    """Return what is stored beside what this reader wrote from an older text."""
    words = {"name": review.written_by.shown_name, "moment": moment_in_words(review.written_at, on=on)}
    sentence = _("%(name)s changed the feedback %(moment)s. Choose which text to use.") % words
    return Conflict(sentence, review.text, mine, _("Keep the text that is saved"))


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
    found = Review.objects.filter(submission=submission).select_related("written_by", "decided_by")
    review = found.first()
    others = waiting if place is None else waiting[place + 1 :] + waiting[:place]
    return FeedbackPage(
        newest=versions[0],
        earlier=versions[1:],
        position=None if place is None else place + 1,
        total=len(waiting),
        following=others[0] if others else None,
        homework=submission.homework,
        reader=reader,
        is_mine=place is not None and reader == user,
        until=time_in_words(submission.reader_until) if reader and submission.reader_until else "",
        review=review,
        decision=_decision(review, at=at) if review and review.is_decided else None,
        written=_written(review, on=on),
    )
