"""The pages of one homework: for its authors, those who follow it, and those who give feedback."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from calendars.months import day_of
from participants.models import Enrolment, Feedback, Submission, SubmissionVersion
from participants.pages.homework import newest_feedback, status_of, tag_of_hand_in
from programmes.models import Homework, Participation
from ui.dates import day_in_words, distance, moment_in_words
from ui.tags import Tag

Author = Participation | Enrolment


class Facts(NamedTuple):
    """The head of a homework's page, for all its readers."""

    place: str
    due: str
    reader: str


@dataclass(frozen=True)
class AnswerPage:
    """The page of an answer's authors: its state, and what they may do."""

    homework: Homework
    enrolment: Enrolment
    author: Author
    submission: Submission | None
    facts: Facts
    tag: Tag
    how: str
    readers: str
    note: str
    can_write: bool
    feedback: Feedback | None
    versions: list[SubmissionVersion]
    written: str
    received: str

    @property
    def draft_url(self) -> str:
        """Address for automatic saving."""
        return reverse("participants:homework_draft", args=[self.homework.pk])


class Conflict(NamedTuple):
    """Two texts of which the writer must choose one."""

    sentence: str
    theirs: str
    mine: str


class FollowedAnswer(NamedTuple):
    """An answer as others see it: its state and versions, never the draft."""

    author: str
    tag: Tag
    submission: Submission | None
    versions: list[SubmissionVersion]


def homework_facts(homework: Homework, *, on: date, revise_by: date | None = None) -> Facts:
    """Return place, due day and reader of the homework; needs ``for_page()``.

    ``revise_by`` replaces the due day when a revision is asked for by another day.
    """
    contact = homework.cohort.contact
    words = {"number": homework.number, "all": homework.siblings}
    place = _("Homework %(number)d of %(all)d") % words
    if homework.session:
        place += " · " + _("follows session %(number)d") % {"number": homework.session.number}
    due_on = revise_by or homework.due_on
    due = {"day": day_in_words(due_on, on=on), "distance": distance(due_on, on=on)}
    reader = _("%(name)s at MÄN") % {"name": contact.shown_name} if contact else "MÄN"
    return Facts(place, _("%(day)s (%(distance)s)") % due, reader)


def answer_page(homework: Homework, enrolment: Enrolment, *, user: User, on: date) -> AnswerPage:
    """Return the page for an author of the answer, alone or with the group."""
    author: Author = (homework.is_joint and enrolment.participation) or enrolment
    found = Submission.objects.writable_by(user, on=on).of_homework(homework).with_versions()
    submission = next(iter(found.select_related("drafted_by").order_by()), None)
    is_open = submission is None or submission.is_open
    versions = list(submission.versions.all()) if submission else []
    feedback = newest_feedback(submission)
    revise_by = feedback.revise_by if feedback and is_open else None
    return AnswerPage(
        homework=homework,
        enrolment=enrolment,
        author=author,
        submission=submission,
        facts=homework_facts(homework, on=on, revise_by=revise_by),
        tag=status_of(homework, submission, on=on),
        how=_how(homework, enrolment),
        readers=_readers(homework),
        note=_note(homework, submission, is_open=is_open, on=on),
        can_write=is_open and homework.cohort.is_open,
        feedback=feedback,
        versions=versions,
        written=_written(submission, on=on) if is_open else "",
        received=_received(versions, user=user, on=on),
    )


def _how(homework: Homework, enrolment: Enrolment) -> str:
    if homework.is_joint:
        words = {"municipality": enrolment.municipality}
        return _("Handed in jointly for %(municipality)s. Everybody in your group can write.") % words
    if enrolment.participation_id is None or enrolment.is_process_leader:
        return _("Your colleagues do not see the answer.")
    return _(
        "Your colleagues do not see the answer. The process leader of your municipality sees it when you "
        "have handed in."
    )


def _readers(homework: Homework) -> str:
    board = homework.cohort.county_board
    if board is None:
        return _("MÄN, when you hand in. What you hand in can become a public document.")
    if homework.is_joint:
        return _(
            "your group at once; %(board)s and MÄN when you hand in. What you hand in can become a public "
            "document."
        ) % {"board": board}
    return _(
        "the process leader of your municipality, %(board)s and MÄN when you hand in. What you hand in can "
        "become a public document."
    ) % {"board": board}


def _note(homework: Homework, submission: Submission | None, *, is_open: bool, on: date) -> str:
    if not is_open:
        return ""
    if not homework.cohort.is_open:
        return _("The cohort is finished. Write to MÄN if you still want to hand in.")
    is_revision = submission is not None and submission.state == Submission.State.NEEDS_REVISION
    if homework.is_past_due(on=on) and not is_revision:
        return _("The date has passed. You can still hand in.")
    return ""


def _written(submission: Submission | None, *, on: date) -> str:
    if submission is None or submission.drafted_at is None:
        return ""
    words = {"moment": moment_in_words(submission.drafted_at, on=on)}
    if submission.participation_id is None or submission.drafted_by is None:
        return _("Draft saved %(moment)s.") % words
    words["name"] = submission.drafted_by.shown_name
    return _("Last written by %(name)s %(moment)s.") % words


def _received(versions: list[SubmissionVersion], *, user: User, on: date) -> str:
    if not versions:
        return ""
    words = {"moment": moment_in_words(versions[0].submitted_at, on=on)}
    if versions[0].submitted_by_id == user.pk:
        return _("You handed it in %(moment)s.") % words
    words["name"] = versions[0].submitted_by.shown_name
    return _("%(name)s handed it in %(moment)s.") % words


def conflict_of(submission: Submission, *, mine: str, user: User, on: date) -> Conflict:
    """Return both texts with a sentence on who wrote meanwhile."""
    is_open = submission.is_open
    by, moment = submission.drafted_by, submission.drafted_at
    if not is_open and submission.submitted_at:
        moment = submission.submitted_at
    words = {
        "name": by.shown_name if by else _("Somebody"),
        "moment": moment_in_words(moment, on=on) if moment else _("a moment ago"),
    }
    if by == user and is_open:
        sentence = _("You changed the draft in another window %(moment)s. Choose which text to use.") % words
    elif is_open:
        sentence = _("%(name)s changed the draft %(moment)s. Choose which text to use.") % words
    else:
        sentence = _("%(name)s handed in the homework %(moment)s. Your text was not saved.") % words
    return Conflict(sentence, submission.draft_text, mine)


def followed_answers(homework: Homework, *, user: User, on: date) -> list[FollowedAnswer]:
    """Return the answers of all whom a coordinator or staff follow, A–Ö, also of those who have not begun."""
    authors: Iterable[Author]
    if homework.is_joint:
        authors = Participation.objects.visible_to(user, on=on).in_cohort(homework.cohort).in_order()
    else:
        authors = Enrolment.objects.visible_to(user, on=on).in_cohort(homework.cohort).with_names().in_order()
    return _answers(homework, authors, user=user, on=on)


def group_answers(homework: Homework, enrolment: Enrolment, *, user: User, on: date) -> list[FollowedAnswer]:
    """Return the others' answers in the group for a process leader; an empty list for anybody else."""
    if homework.is_joint or enrolment.participation_id is None or not enrolment.is_process_leader:
        return []
    group = Enrolment.objects.current(on=on).of_participation(enrolment.participation_id)
    return _answers(homework, group.besides(user).with_names().in_order(), user=user, on=on)


def _answers(homework: Homework, authors: Iterable[Author], *, user: User, on: date) -> list[FollowedAnswer]:
    found = Submission.objects.visible_to(user, on=on).of_homework(homework).with_versions().without_drafts()
    by_author = {one.participation_id or one.enrolment_id: one for one in found}
    return [_answer(author, by_author.get(author.pk)) for author in authors]


def _answer(author: Author, submission: Submission | None) -> FollowedAnswer:
    name = str(author.municipality)
    if isinstance(author, Enrolment):
        name = f"{author.user.shown_name}, {name}"
    versions = list(submission.versions.all()) if submission else []
    return FollowedAnswer(name, _followed_tag(submission), submission, versions)


def _followed_tag(submission: Submission | None) -> Tag:
    if submission is None:
        return Tag(_("Not handed in"), "")
    return tag_of_hand_in(submission) or Tag(_("There is a draft"), "draft")


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


class QueueRow(NamedTuple):
    """A hand-in that waits for feedback, and since when."""

    submission: Submission
    submitted: str
    waited: str


def queue_rows(*, on: date) -> list[QueueRow]:
    """Return everything that waits for feedback, the oldest first."""
    return [
        QueueRow(
            submission=submission,
            submitted=moment_in_words(submission.submitted_at, on=on),
            waited=distance(day_of(submission.submitted_at), on=on),
        )
        for submission in Submission.objects.awaiting_feedback().with_authors()
        if submission.submitted_at
    ]


def feedback_page(submission: Submission, *, on: date) -> FeedbackPage:
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
    others = waiting if place is None else waiting[place + 1 :] + waiting[:place]
    return FeedbackPage(
        newest=versions[0],
        earlier=versions[1:],
        position=None if place is None else place + 1,
        total=len(waiting),
        following=others[0] if others else None,
        homework=submission.homework,
    )
