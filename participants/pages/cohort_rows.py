"""The cohorts of the overview: next session, people, homework in time, and state."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from participants.models import Enrolment, SubmissionVersion
from participants.pages.cohort import percent, state_tag
from programmes.models import Cohort, Homework, Participation, Session
from programmes.models.cohort import CohortQuerySet
from ui.dates import short_day
from ui.tags import Tag


@dataclass(frozen=True)
class CohortRow:
    """One row of the table."""

    cohort: Cohort
    next_session: str
    people: str
    in_time: str
    tag: Tag


def cohort_rows(
    cohorts: Sequence[Cohort],
    *,
    late: Mapping[int, int],
    in_time: Mapping[int, int],
    upcoming: Sequence[Session],
    on: date,
) -> list[CohortRow]:
    """Return a row per cohort.

    ``late`` counts the municipalities that lack a month, ``in_time`` the first hand-ins in time; the cohorts
    come ``with_figures``.
    """
    nearest = {session.cohort_id: session for session in reversed(upcoming)}
    table = []
    for cohort in cohorts:
        row = CohortRow(
            cohort=cohort,
            next_session=_session_in_words(nearest.get(cohort.pk), on=on),
            people=_people_in_words(cohort),
            in_time=_in_time(cohort, in_time.get(cohort.pk, 0)),
            tag=_cohort_tag(cohort, late.get(cohort.pk, 0)),
        )
        table.append(row)
    return table


def _session_in_words(session: Session | None, *, on: date) -> str:
    if session is None:
        return "–"
    words = {"number": session.number, "day": short_day(session.starts_at, on=on)}
    return _("Session %(number)s, %(day)s") % words


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
    first = SubmissionVersion.objects.filter(number=1, is_late=False, submission__homework__due_on__lt=on)
    counted = first.filter(submission__homework__cohort__in=cohorts).order_by()
    return dict(counted.values_list("submission__homework__cohort").annotate(Count("pk")))


def _in_time(cohort: Any, in_time: int) -> str:
    """Return the share of hand-ins in time, of all that were due by yesterday; needs ``with_figures``."""
    whole = cohort.joint * cohort.groups + cohort.own * cohort.people
    return percent(min(in_time, whole), whole)


def _people_in_words(cohort: Any) -> str:
    """Return the number of people in words; needs ``with_figures``."""
    count, waiting = cohort.people, cohort.waiting
    if not count:
        return _("nobody yet")
    if cohort.state == Cohort.State.DRAFT:
        return _("%(count)d to be invited") % {"count": count}
    if not waiting:
        return _("%(count)d, all logged in") % {"count": count}
    return _("%(count)d, %(waiting)d not logged in") % {"count": count, "waiting": waiting}


def _cohort_tag(cohort: Cohort, late: int) -> Tag:
    if late:
        word = ngettext("%(count)d municipality late", "%(count)d municipalities late", late) % {
            "count": late
        }
        return Tag(word, "warn", "!")
    if cohort.is_process_training and cohort.state == Cohort.State.RUNNING:
        return Tag(pgettext("cohort", "On track"), "ok", "✓")
    return state_tag(cohort)
