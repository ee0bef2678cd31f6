"""Homework as its authors see it, and the own page with a card per cohort."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import User
from calendars.months import day_of
from participants.models import Attendance, Enrolment, Feedback, Submission, SubmissionVersion
from participants.pages.sessions import SessionCard, next_card
from programmes.models import Homework, Session
from ui.dates import day_in_words, distance, short_day
from ui.tags import Tag

# Feedback on an approved homework is shown as news for this long.
NEWS = timedelta(days=14)


class Stage(StrEnum):
    """The lists of the homework page."""

    TO_DO = "to_do"
    LATER = "later"
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
        rank = 0 if needs_revision else 1 if self.is_to_do else 2
        return rank, self.homework.due_on, self.homework.pk

    @property
    def group(self) -> Stage:
        if self._state == Submission.State.SUBMITTED:
            return Stage.HANDED_IN
        if self.is_approved or not self.homework.cohort.is_open:
            return Stage.DONE
        is_ahead = self.submission is None and not self.homework.has_opened(at=self.at)
        return Stage.LATER if is_ahead else Stage.TO_DO

    @property
    def is_approved(self) -> bool:
        """True when MÄN has approved it."""
        return self._state == Submission.State.APPROVED

    @property
    def is_to_do(self) -> bool:
        """True when it waits for its authors."""
        return self.group == Stage.TO_DO

    @property
    def is_news(self) -> bool:
        """True when it is done, with feedback that is news."""
        told = self.feedback
        return self.is_approved and told is not None and bool(told.text) and told.given_at >= self.at - NEWS

    @property
    def tag(self) -> Tag:
        if self.group == Stage.LATER:
            return Tag(_("Later"), "")
        return status_of(self.homework, self.submission, on=self.on)

    @property
    def hint(self) -> str:
        """The sentence about what to do, or what was done."""
        if self.submission and not self.submission.is_open:
            return _answered(self.submission, self.feedback, on=self.on)
        if self.feedback:
            return _to_revise(self.feedback, on=self.on)
        begun = self.group != Stage.LATER
        return _to_hand_in(self.homework, self.submission, begun=begun, on=self.on)

    @property
    def _state(self) -> str:
        return self.submission.state if self.submission else ""


def status_of(homework: Homework, submission: Submission | None, *, on: date) -> Tag:
    """Return the status that an author reads; a missed date is phrased without blame."""
    tag = tag_of_hand_in(submission)
    if tag:
        return tag
    if not homework.cohort.is_open:
        return Tag(_("Not handed in"), "")
    if homework.is_past_due(on=on):
        return Tag(_("The date has passed"), "warn")
    return Tag(_("Draft"), "draft") if submission else Tag(_("To do"), "info")


def tag_of_hand_in(submission: Submission | None) -> Tag | None:
    """Return the status of what was handed in; None before that."""
    return {
        Submission.State.SUBMITTED.value: Tag(_("Handed in")),
        Submission.State.NEEDS_REVISION.value: Tag(_("Needs revision"), "warn"),
        Submission.State.APPROVED.value: Tag(pgettext("homework", "Done")),
    }.get(submission.state if submission else "")


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
        return _("Should have been handed in by %(day)s.") % {"day": due}
    if homework.is_past_due(on=on):
        return _("Should have been handed in by %(day)s. You can still hand it in.") % {"day": due}
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
    words = {"day": short_day(feedback.given_at, on=on), "name": feedback.signer}
    if feedback.text:
        return _("Done %(day)s. %(name)s has written feedback.") % words
    return _("Done %(day)s.") % words


def _to_revise(feedback: Feedback, *, on: date) -> str:
    words = {"name": feedback.signer}
    if feedback.revise_by is None:
        return _("%(name)s has written feedback. Read it and hand in again.") % words
    words["day"] = day_in_words(feedback.revise_by, on=on)
    if feedback.revise_by < on:
        return _("%(name)s has written feedback. You can still hand in again.") % words
    return _("%(name)s has written feedback. Hand in again by %(day)s.") % words


@dataclass(frozen=True)
class Path:
    """A person's progress towards the certificate."""

    sentence: str
    rule: str
    marks: list[bool]
    is_complete: bool


@dataclass(frozen=True)
class CohortCard:
    """A participant's card about one cohort, the next thing first."""

    enrolment: Enrolment
    place: str
    session: SessionCard | None
    starts: str
    rows: list[HomeworkRow]
    news: list[HomeworkRow]
    nothing: str
    path: Path
    is_finished: bool


def home_cards(user: User, *, on: date, at: datetime) -> list[CohortCard]:
    """Return a card for each cohort in which the person takes part, those that go on first."""
    enrolments = list(user.enrolments.current(on=on).for_home())
    rows = homework_rows(enrolments, on=on, at=at)
    there = Attendance.objects.of_user(user).counted().filter(session=OuterRef("pk"))
    cohorts = {one.cohort_id: one.cohort for one in enrolments}
    held = Session.objects.of_cohorts(cohorts).order_by("starts_at", "pk")
    sessions = list(held.annotate(was_there=Exists(there)))
    for session in sessions:
        session.cohort = cohorts[session.cohort_id]
    cards = []
    for one in enrolments:
        mine = [row for row in rows if row.homework.cohort_id == one.cohort_id]
        planned = [each for each in sessions if each.cohort_id == one.cohort_id and not each.is_cancelled]
        cards.append(_card(one, mine, planned, on=on, at=at))
    return sorted(cards, key=lambda card: card.is_finished)


def _card(
    enrolment: Enrolment, rows: list[HomeworkRow], planned: list[Any], *, on: date, at: datetime
) -> CohortCard:
    session = next_card(planned, on=on, at=at, user=enrolment.user)
    has_begun = bool(planned) and planned[0].starts_at <= at
    return CohortCard(
        enrolment=enrolment,
        place=str(enrolment.municipality),
        session=session,
        starts=day_in_words(planned[0].starts_on, on=on) if planned and not has_begun else "",
        rows=[row for row in rows if row.is_to_do],
        news=[row for row in rows if row.is_news],
        nothing=_nothing(rows, on=on),
        path=_path(enrolment, planned, rows, at=at),
        is_finished=not enrolment.cohort.is_open or enrolment.state == Enrolment.State.COMPLETED,
    )


def _nothing(rows: list[HomeworkRow], *, on: date) -> str:
    """Return the sentence for an empty list: why it is empty, and what comes."""
    ahead = [row.homework.opens_at for row in rows if row.group == Stage.LATER]
    opens_at = min((moment for moment in ahead if moment), default=None)
    if opens_at:
        words = {"day": day_in_words(day_of(opens_at), on=on)}
        return (
            _("You have nothing to do right now. The next homework comes after the session on %(day)s.")
            % words
        )
    return _("You have nothing to do right now.")


def _path(enrolment: Enrolment, planned: list[Any], rows: list[HomeworkRow], *, at: datetime) -> Path:
    held = [one for one in planned if one.is_over(at=at) or one.was_there]
    marks = sorted((one.was_there for one in planned), reverse=True)
    done, required = sum(row.is_approved for row in rows), enrolment.cohort.sessions_required
    words = {
        "sessions": sum(marks),
        "held": len(held),
        "left": len(planned) - len(held),
        "done": done,
        "homework": len(rows),
        "least": required,
    }
    parts = []
    if held:
        parts.append(_("You have taken part in %(sessions)d of %(held)d sessions so far."))
    if words["left"]:
        parts.append(ngettext("%(left)d session remains.", "%(left)d sessions remain.", words["left"]))
    if rows:
        parts.append(
            ngettext(
                "%(done)d of %(homework)d homework is done.",
                "%(done)d of %(homework)d homework tasks are done.",
                len(rows),
            )
        )
    return Path(
        sentence=" ".join(parts) % words,
        rule=_("For the certificate you need at least %(least)d sessions and all homework done.") % words,
        marks=marks,
        is_complete=sum(marks) >= required and done == len(rows),
    )
