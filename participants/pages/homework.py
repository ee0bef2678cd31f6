"""Homework as its authors see it: to do, handed in, done."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participants.models import Enrolment, Feedback, Submission
from programmes.models import Homework
from ui.dates import day_in_words, distance, short_day
from ui.tags import Tag

# Feedback on an approved homework is shown as news for this long.
NEWS = timedelta(days=14)


class Stage(StrEnum):
    """The three lists of the homework page."""

    TO_DO = "to_do"
    HANDED_IN = "handed_in"
    DONE = "done"


@dataclass(frozen=True)
class HomeworkRow:
    """One line of a list: the homework, its status, and what to do about it."""

    homework: Homework
    submission: Submission | None
    group: Stage
    tag: Tag
    hint: str
    is_now: bool

    @property
    def order(self) -> tuple[int, date, int]:
        """The sort key: revisions first, then things to do, then the rest, each by due day."""
        rank = 0 if self.needs_revision else 1 if self.group == Stage.TO_DO else 2
        return rank, self.homework.due_on, self.homework.pk

    @property
    def is_approved(self) -> bool:
        """True when MÄN has approved it."""
        return self.submission is not None and self.submission.state == Submission.State.APPROVED

    @property
    def needs_revision(self) -> bool:
        """True when MÄN waits for a new version."""
        return self.submission is not None and self.submission.state == Submission.State.NEEDS_REVISION


def status_of(homework: Homework, submission: Submission | None, *, on: date) -> Tag:
    """Return the status that an author reads; a missed date is phrased without blame."""
    state = submission.state if submission else None
    written = {
        Submission.State.SUBMITTED: Tag(_("Handed in")),
        Submission.State.NEEDS_REVISION: Tag(_("Needs revision"), "warn"),
        Submission.State.APPROVED: Tag(pgettext("homework", "Done")),
    }
    if state in written:
        return written[Submission.State(state)]
    if not homework.cohort.is_open:
        return Tag(_("Not handed in"), "")
    if homework.is_past_due(on=on):
        return Tag(_("The date has passed"), "warn")
    return Tag(_("Draft"), "draft") if submission else Tag(_("To do"), "info")


def newest_feedback(submission: Submission | None) -> Feedback | None:
    """Return the feedback on the newest version; needs ``for_lists()`` or ``with_versions()``."""
    versions = list(submission.versions.all()) if submission else []
    return getattr(versions[0], "feedback", None) if versions else None


def homework_rows(enrolments: list[Enrolment], *, on: date, at: datetime) -> list[HomeworkRow]:
    """Return everything that the person with these current enrolments is to hand in, most urgent first."""
    cohorts = {enrolment.cohort_id: enrolment.cohort for enrolment in enrolments}
    homework = list(Homework.objects.of_cohorts(cohorts))
    for one in homework:
        one.cohort = cohorts[one.cohort_id]
    written = Submission.objects.by_enrolments(enrolments).for_lists()
    by_homework = {submission.homework_id: submission for submission in written}
    rows = [_row(one, by_homework.get(one.pk), on=on, at=at) for one in homework]
    return sorted(rows, key=lambda row: row.order)


def _row(homework: Homework, submission: Submission | None, *, on: date, at: datetime) -> HomeworkRow:
    begun = homework.session is None or homework.session.starts_at <= at
    feedback = newest_feedback(submission)
    group = _group(homework, submission)
    is_later = group == Stage.TO_DO and not begun and submission is None
    is_news = feedback is not None and bool(feedback.text) and feedback.given_at >= at - NEWS
    return HomeworkRow(
        homework=homework,
        submission=submission,
        group=group,
        tag=Tag(_("Later"), "") if is_later else status_of(homework, submission, on=on),
        hint=_hint(homework, submission, feedback, begun=begun, on=on),
        is_now=(group == Stage.TO_DO and not is_later) or (group == Stage.DONE and is_news),
    )


def _group(homework: Homework, submission: Submission | None) -> Stage:
    if submission and submission.state == Submission.State.SUBMITTED:
        return Stage.HANDED_IN
    is_approved = submission is not None and submission.state == Submission.State.APPROVED
    return Stage.DONE if is_approved or not homework.cohort.is_open else Stage.TO_DO


def _hint(
    homework: Homework, submission: Submission | None, feedback: Feedback | None, *, begun: bool, on: date
) -> str:
    if submission and not submission.is_open:
        return _answered(submission, feedback, on=on)
    if feedback:
        return _to_revise(feedback, on=on)
    return _to_hand_in(homework, submission, begun=begun, on=on)


def _to_hand_in(homework: Homework, submission: Submission | None, *, begun: bool, on: date) -> str:
    due = day_in_words(homework.due_on, on=on)
    if not homework.cohort.is_open:
        return _("Was to be handed in by %(day)s.") % {"day": due}
    if homework.is_past_due(on=on):
        return _("Was to be handed in by %(day)s. You can still hand it in.") % {"day": due}
    words = {"day": due, "distance": distance(homework.due_on, on=on)}
    if not begun and homework.session:
        words["session"] = day_in_words(homework.session.starts_on, on=on)
        return _("After the session on %(session)s. Hand in by %(day)s.") % words
    if submission:
        return _("Continue on the draft. Hand in by %(day)s, %(distance)s.") % words
    return _("Hand in by %(day)s, %(distance)s.") % words


def _answered(submission: Submission, feedback: Feedback | None, *, on: date) -> str:
    if submission.state == Submission.State.SUBMITTED or feedback is None:
        return _("Handed in %(day)s.") % {
            "day": short_day(submission.submitted_at, on=on) if submission.submitted_at else ""
        }
    words = {"day": short_day(feedback.given_at, on=on), "name": feedback.given_by.shown_name}
    if feedback.text:
        return _("Done %(day)s. %(name)s has written feedback.") % words
    return _("Done %(day)s.") % words


def _to_revise(feedback: Feedback, *, on: date) -> str:
    words = {"name": feedback.given_by.shown_name}
    if feedback.revise_by is None:
        return _("%(name)s has written feedback. Read it and hand in again.") % words
    words["day"] = day_in_words(feedback.revise_by, on=on)
    if feedback.revise_by < on:
        return _("%(name)s has written feedback. You can still hand in again.") % words
    return _("%(name)s has written feedback. Hand in again by %(day)s.") % words
