"""The pages of one homework: for its authors, those who follow it, and those who give feedback."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from participants.models import Enrolment, Feedback, Submission, SubmissionVersion
from participants.pages.homework import newest_feedback, status_of, tag_of_hand_in
from programmes.models import Homework, Participation
from ui.dates import day_in_words, distance, moment_in_words, short_day
from ui.tags import Tag

Author = Participation | Enrolment


class Facts(NamedTuple):
    """The head of a homework's page, for all its readers; ``due`` is empty once it is handed in."""

    place: str
    due: str
    reader: str
    done: str = ""


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
    can_take_back: bool
    left_over: str
    feedback: Feedback | None
    versions: list[SubmissionVersion]
    written: str
    received: str

    @property
    def is_begun_anew(self) -> bool:
        """True when the draft holds more than what waits to be read."""
        return bool(self.left_over)

    @property
    def draft_url(self) -> str:
        """Address for automatic saving."""
        return reverse("participants:homework_draft", args=[self.homework.pk])


class Conflict(NamedTuple):
    """Two texts of which the writer must choose one; ``leave`` is the button that discards the own."""

    sentence: str
    theirs: str
    mine: str
    leave: str


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


def _own_facts(facts: Facts, submission: Submission | None, feedback: Feedback | None, *, on: date) -> Facts:
    """Leave out the due day of what is handed in, and say when it was done."""
    if submission is None or submission.is_open:
        return facts
    is_done = submission.state == Submission.State.APPROVED and feedback is not None
    done = short_day(feedback.given_at, on=on) if is_done and feedback else ""
    return Facts(facts.place, "", facts.reader, done)


def answer_page(
    homework: Homework, enrolment: Enrolment, *, user: User, on: date, at: datetime
) -> AnswerPage:
    """Return the page for an author of the answer, alone or with the group."""
    author: Author = (homework.is_joint and enrolment.participation) or enrolment
    found = Submission.objects.writable_by(user, on=on).of_homework(homework).with_versions()
    found = found.select_related("drafted_by", "reader").prefetch_related("draft_files").order_by()
    submission = next(iter(found), None)
    is_open = submission is None or submission.is_open
    is_ahead = not homework.has_opened(at=at) and submission is None
    versions = list(submission.versions.all()) if submission else []
    feedback = newest_feedback(submission)
    revise_by = feedback.revise_by if feedback and is_open else None
    return AnswerPage(
        homework=homework,
        enrolment=enrolment,
        author=author,
        submission=submission,
        facts=_own_facts(homework_facts(homework, on=on, revise_by=revise_by), submission, feedback, on=on),
        tag=Tag(_("Later"), "") if is_ahead else status_of(homework, submission, on=on),
        how=_how(homework, enrolment),
        readers=_readers(homework),
        note=_opens(homework, on=on) if is_ahead else _note(homework, submission, is_open=is_open, on=on),
        can_write=(submission is None or submission.can_be_changed)
        and homework.cohort.is_open
        and not is_ahead,
        can_take_back=submission is not None and submission.can_be_taken_back and homework.cohort.is_open,
        left_over=_left_over(submission, on=on),
        feedback=feedback,
        versions=versions,
        written=_written(submission, on=on) if is_open else "",
        received=_received(versions, user=user, on=on),
    )


def _how(homework: Homework, enrolment: Enrolment) -> str:
    if homework.is_joint:
        words = {"municipality": enrolment.municipality}
        return _("Jointly for %(municipality)s. Everybody in the group can write and hand in.") % words
    if enrolment.participation_id is None or enrolment.is_process_leader:
        return _("By yourself. Your colleagues do not see the answer.")
    return _(
        "By yourself. Your colleagues do not see the answer. The process leader of your municipality sees it "
        "when you have handed in."
    )


def _readers(homework: Homework) -> str:
    board = homework.cohort.county_board
    if board is None:
        return _("MÄN, once you have handed in. What you hand in can become a public document.")
    if homework.is_joint:
        return _(
            "your group while you write. %(board)s and MÄN see the answer once you have handed in. What you "
            "hand in can become a public document."
        ) % {"board": board}
    return _(
        "the process leader of your municipality, %(board)s and MÄN, once you have handed in. What you hand "
        "in can become a public document."
    ) % {"board": board}


def _opens(homework: Homework, *, on: date) -> str:
    assert homework.session is not None
    words = {"day": day_in_words(homework.session.starts_on, on=on)}
    return _("The homework opens with the session on %(day)s. Then you can write here and hand in.") % words


def _left_over(submission: Submission | None, *, on: date) -> str:
    """Return who wrote a draft after what was handed in; empty where there is no such text."""
    if submission is None or submission.is_open or submission.drafted_at is None:
        return ""
    newest = submission.versions.all()[0]
    texts = newest.text, {one.sha256 for one in newest.files.all()}
    if texts == (submission.draft_text, {one.sha256 for one in submission.draft_files.all()}):
        return ""
    words = {
        "name": submission.drafted_by.shown_name if submission.drafted_by else _("Somebody"),
        "moment": moment_in_words(submission.drafted_at, on=on),
    }
    return _("There is a draft that is not handed in. %(name)s wrote it %(moment)s.") % words


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
    return _("Last changed by %(name)s %(moment)s.") % words


def _received(versions: list[SubmissionVersion], *, user: User, on: date) -> str:
    if not versions:
        return ""
    words = {"moment": moment_in_words(versions[0].submitted_at, on=on)}
    if versions[0].submitted_by_id == user.pk:
        return _("You handed it in %(moment)s.") % words
    words["name"] = versions[0].signer
    return _("%(name)s handed it in %(moment)s.") % words


def handed_in_meanwhile(submission: Submission, *, mine: str, on: date) -> Conflict:
    """Return what a colleague handed in beside what this writer wrote, which is the draft now."""
    version = submission.versions.select_related("submitted_by")[0]
    words = {"name": version.signer, "moment": moment_in_words(version.submitted_at, on=on)}
    sentence = _("%(name)s handed in the homework %(moment)s. Your text is saved as a draft.") % words
    return Conflict(sentence, version.text, mine, leave="")


def conflict_of(submission: Submission, *, mine: str, user: User, on: date) -> Conflict:
    """Return both texts with a sentence on who wrote meanwhile."""
    by, moment = submission.drafted_by, submission.drafted_at
    words = {
        "name": by.shown_name if by else _("Somebody"),
        "moment": moment_in_words(moment, on=on) if moment else _("a moment ago"),
    }
    if by == user:
        sentence = _("You changed the draft in another window %(moment)s. Choose which text to use.") % words
        return Conflict(sentence, submission.draft_text, mine, _("Keep the text that is saved"))
    sentence = _("%(name)s changed the draft %(moment)s. Choose which text to use.") % words
    leave = _("Keep the text of %(name)s and discard mine") % words
    return Conflict(sentence, submission.draft_text, mine, leave)


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
