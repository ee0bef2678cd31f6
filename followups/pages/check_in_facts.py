"""Facts that the portal has about a municipality, to read before a call: few queries, each made once."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from followups.actions.commitments import is_asked_about
from followups.models import CheckIn, Commitment
from followups.months import Row
from followups.pages.commitments import OpenCommitment
from participants.models import Attendance, Enrolment, Submission
from programmes.models import Homework, Session
from support.models import SupportCase


@dataclass(frozen=True)
class CheckInFacts:
    """One municipality's facts at a given time.

    ``check_in`` is the month's, stored or not; ``all_cases`` are all needs and support, the oldest first.
    """

    row: Row
    check_in: CheckIn
    all_cases: list[SupportCase]
    at: datetime

    @cached_property
    def leaders(self) -> list[Enrolment]:
        """Process leaders to call."""
        enrolments = Enrolment.objects.filter(participation=self.row.participation).process_leaders()
        return list(
            enrolments.current(on=self.row.on).select_related("user").order_by("user__last_name", "pk")
        )

    @cached_property
    def _sessions(self) -> list[Session]:
        """The cohort's sessions that are not cancelled, with how many of the group are noted and attended."""
        group = Q(attendances__enrolment__participation=self.row.participation)
        was_there = Q(attendances__status__in=Attendance.COUNTED)
        rows = Session.objects.planned().filter(cohort=self.row.participation.cohort_id).in_time()
        return list(
            rows.annotate(
                noted=Count("attendances", filter=group), came=Count("attendances", filter=group & was_there)
            )
        )

    @property
    def next_session(self) -> Session | None:
        return next((each for each in self._sessions if each.starts_at > self.at), None)

    @property
    def attended(self) -> list[str]:
        """Sentence per session since last time: "Tillfälle 7 den 11 november: 3 av 4 med"."""
        since = self.row.previous.done_at if self.row.previous else None
        held = [each for each in self._sessions if each.ends_at <= self.at]
        return [_attended_words(each) for each in held if since is None or each.ends_at > since]

    @cached_property
    def homework(self) -> list[Homework]:
        """The cohort's homework; ``is_in`` tells whether the municipality has handed something in."""
        handed_in = Submission.objects.filter(homework=OuterRef("pk"), submitted_at__isnull=False)
        by_group = handed_in.filter(participation=self.row.participation)
        by_person = handed_in.filter(
            enrolment__in=Enrolment.objects.filter(participation=self.row.participation)
        )
        rows = Homework.objects.filter(cohort=self.row.participation.cohort_id).order_by("number", "pk")
        # Two questions that each have an index: one with OR across the join would read every hand-in.
        return list(rows.select_related("cohort").annotate(is_in=Exists(by_group) | Exists(by_person)))

    @property
    def handed_in(self) -> int:
        return sum(each.is_in for each in self.homework)  # type: ignore[attr-defined]

    @property
    def missing_homework(self) -> list[Homework]:
        """Homework that was due and is not handed in."""
        return [each for each in self.homework if not each.is_in and each.due_on < self.row.on]  # type: ignore[attr-defined]

    @property
    def cases(self) -> list[tuple[SupportCase, int]]:
        """Needs and support that are not closed, each with the days it has been so, the oldest first."""
        return [(case, case.days(on=self.row.on)) for case in self.open_cases]

    @property
    def open_cases(self) -> list[SupportCase]:
        """Needs and support that are not closed, the oldest first."""
        return [case for case in self.all_cases if case.state in SupportCase.OPEN_STATES]

    @property
    def delivered(self) -> list[SupportCase]:
        """Delivered support whose outcome the check-in asks about."""
        return [case for case in self.all_cases if is_asked_about(case, self.check_in)]

    @cached_property
    def _earlier(self) -> list[Commitment]:
        return list(Commitment.objects.before(self.check_in))

    @property
    def commitments(self) -> list[Commitment]:
        """Commitments that the check-in asks about: open and due ones, and those that it has answered."""
        return [each for each in self._earlier if each.is_asked_about_in(self.check_in)]

    @property
    def later_commitments(self) -> list[Commitment]:
        """Open commitments that are due after the month."""
        return [each for each in self._earlier if not each.is_asked_about_in(self.check_in)]

    @property
    def due_commitments(self) -> list[OpenCommitment]:
        """Open commitments that are due before the next month, or have no day."""
        still = [each for each in self.commitments if each.state == Commitment.State.OPEN]
        return [OpenCommitment(each, self.row.on, each.get_absolute_url()) for each in still]


def _attended_words(session: Session) -> str:
    values = {
        "number": session.number,
        "day": date_format(session.starts_on, "j F"),
        "came": session.came,  # type: ignore[attr-defined]
        "all": session.noted,  # type: ignore[attr-defined]
    }
    if not session.noted:  # type: ignore[attr-defined]
        return _("Session %(number)s on %(day)s: attendance is not noted yet") % values
    return _("Session %(number)s on %(day)s: %(came)s of %(all)s took part") % values
