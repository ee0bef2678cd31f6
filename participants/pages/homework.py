"""Homework as its authors see it: to do, handed in, done."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participants.models import Enrolment, Feedback, Submission, SubmissionVersion
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
    feedback: Feedback | None
    on: date
    at: datetime

    @property
    def order(self) -> tuple[int, date, int]:
        """The sort key: revisions first, then things to do, then the rest, each by due day."""
        needs_revision = self._state == Submission.State.NEEDS_REVISION
        rank = 0 if needs_revision else 1 if self.group == Stage.TO_DO else 2
        return rank, self.homework.due_on, self.homework.pk

    @property
    def group(self) -> Stage:
        if self._state == Submission.State.SUBMITTED:
            return Stage.HANDED_IN
        return Stage.DONE if self.is_approved or not self.homework.cohort.is_open else Stage.TO_DO

    @property
    def is_approved(self) -> bool:
        """True when MÄN has approved it."""
        return self._state == Submission.State.APPROVED

    @property
    def is_now(self) -> bool:
        """True when it stands on the person's own page: to do, or done with feedback that is news."""
        feedback = self.feedback
        is_news = feedback is not None and bool(feedback.text) and feedback.given_at >= self.at - NEWS
        return (self.group == Stage.TO_DO and not self._is_later) or (self.group == Stage.DONE and is_news)

    @property
    def tag(self) -> Tag:
        if self._is_later:
            return Tag(_("Later"), "")
        return status_of(self.homework, self.submission, on=self.on)

    @property
    def hint(self) -> str:
        """The sentence about what to do, or what was done."""
        if self.submission and not self.submission.is_open:
            return _answered(self.submission, self.feedback, on=self.on)
        if self.feedback:
            return _to_revise(self.feedback, on=self.on)
        return _to_hand_in(self.homework, self.submission, begun=self._has_begun, on=self.on)

    @property
    def _state(self) -> str:
        return self.submission.state if self.submission else ""

    @property
    def _has_begun(self) -> bool:
        return self.homework.session is None or self.homework.session.starts_at <= self.at

    @property
    def _is_later(self) -> bool:
        return self.group == Stage.TO_DO and not self._has_begun and self.submission is None


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
    """Return the feedback on the newest version; needs ``with_versions()``."""
    versions = list(submission.versions.all()) if submission else []
    return getattr(versions[0], "feedback", None) if versions else None


def homework_rows(enrolments: list[Enrolment], *, on: date, at: datetime) -> list[HomeworkRow]:
    """Return everything that the person with these current enrolments is to hand in, most urgent first."""
    cohorts = {enrolment.cohort_id: enrolment.cohort for enrolment in enrolments}
    mine = Submission.objects.by_enrolments(enrolments)
    state = mine.filter(homework=OuterRef("pk")).order_by("pk").values("state")[:1]
    versions = SubmissionVersion.objects.newest_of(mine)
    handed_in = {version.submission.homework_id: version for version in versions}
    rows = []
    for homework in Homework.objects.of_cohorts(cohorts).annotate(state=Subquery(state)):
        homework.cohort = cohorts[homework.cohort_id]
        version = handed_in.get(homework.pk)
        begun = Submission(homework=homework, state=homework.state) if homework.state else None
        submission, feedback = version.submission if version else begun, getattr(version, "feedback", None)
        rows.append(HomeworkRow(homework, submission, feedback, on, at))
    return sorted(rows, key=lambda row: row.order)


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
