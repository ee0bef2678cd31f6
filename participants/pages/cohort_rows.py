"""The cohorts of the overview: next session, people, homework in time, and state."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from participants.models import Enrolment, Submission
from participants.pages.cohort import percent, state_tag
from programmes.models import Cohort, Homework, Participation, Session
from programmes.models.cohort import CohortQuerySet
from ui.dates import short_day
from ui.tags import Tag


@dataclass(frozen=True)
class CohortRow:
    """One row of the table; the cohort comes ``with_figures``.

    ``late`` counts the municipalities that lack a month, ``handed_in`` the first hand-ins in time.
    """

    cohort: Any
    session: Session | None
    late: int
    handed_in: int
    on: date

    @property
    def next_session(self) -> str:
        if self.session is None:
            return "–"
        words = {"number": self.session.number, "day": short_day(self.session.starts_at, on=self.on)}
        return _("Session %(number)s, %(day)s") % words

    @property
    def people(self) -> str:
        """The number of people, and of those who have not logged in yet."""
        count, waiting = self.cohort.people, self.cohort.waiting
        if not count:
            return _("nobody yet")
        if self.cohort.state == Cohort.State.DRAFT:
            return _("%(count)d to be invited") % {"count": count}
        if not waiting:
            return _("%(count)d, all logged in") % {"count": count}
        return _("%(count)d, %(waiting)d not logged in") % {"count": count, "waiting": waiting}

    @property
    def in_time(self) -> str:
        """The share of hand-ins in time, of all that were due by yesterday."""
        whole = self.cohort.joint * self.cohort.groups + self.cohort.own * self.cohort.people
        return percent(min(self.handed_in, whole), whole)

    @property
    def tag(self) -> Tag:
        if self.late:
            word = ngettext("%(count)d municipality late", "%(count)d municipalities late", self.late)
            return Tag(word % {"count": self.late}, "warn", "!")
        if self.cohort.is_process_training and self.cohort.state == Cohort.State.RUNNING:
            return Tag(pgettext("cohort", "On track"), "ok", "✓")
        return state_tag(self.cohort)


def with_figures(cohorts: CohortQuerySet, *, on: date) -> CohortQuerySet:
    """Add the counts: municipalities, people, those ``waiting`` to log in, homework due before the day.

    ``joint`` counts per municipality, ``own`` per person.
    """
    active = Enrolment.objects.filter(cohort=OuterRef("pk"), state__in=Enrolment.ACTIVE_STATES)
    due = Homework.objects.filter(cohort=OuterRef("pk"), due_on__lt=on)
    return cohorts.annotate(
        groups=_count(Participation.objects.filter(cohort=OuterRef("pk")).open(on=on)),
        people=_count(active),
        waiting=_count(active.filter(state=Enrolment.State.INVITED)),
        joint=_count(due.filter(scope=Homework.Scope.MUNICIPALITY)),
        own=_count(due.filter(scope=Homework.Scope.PERSON)),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("cohort").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def hand_ins_in_time(cohorts: Collection[int], *, on: date) -> dict[int, int]:
    """Count the first hand-ins in time of homework due by yesterday, per cohort.

    Asked of all cohorts at once: as a column of each it would read every hand-in once a cohort.
    """
    first = Submission.objects.of_cohorts(cohorts).filter(was_in_time=True, homework__due_on__lt=on)
    return dict(first.order_by().values_list("homework__cohort").annotate(Count("homework")))
