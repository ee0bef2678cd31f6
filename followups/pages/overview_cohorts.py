"""The cohorts of the overview: next session, people, homework in time, and the state of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from participants.models import Enrolment
from participants.summaries.cohort import percent, state_tag
from participants.summaries.dates import short_day
from participants.summaries.homework import Tag
from programmes.models import Cohort, Homework

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from followups.months import Row
    from programmes.models import Session


@dataclass(frozen=True)
class CohortRow:
    """One cohort of the table."""

    cohort: Cohort
    next_session: str
    people: str
    in_time: str
    tag: Tag
    glyph: str = ""


def cohort_rows(
    cohorts: Sequence[Cohort],
    *,
    rows: Sequence[Row],
    late: Sequence[Row],
    upcoming: Sequence[Session],
    on: date,
) -> list[CohortRow]:
    """A line per cohort. ``rows`` are the municipalities that take part, ``late`` those that lack a month."""
    people = defaultdict(lambda: (0, 0), _people(cohorts))
    in_time = _in_time(cohorts, people, Counter(row.participation.cohort_id for row in rows), on=on)
    late_counts = Counter(row.participation.cohort_id for row in late)
    table = []
    for cohort in cohorts:
        tag, glyph = _cohort_state(cohort, late_counts[cohort.pk])
        row = CohortRow(
            cohort=cohort,
            next_session=_next_session(cohort, upcoming, on=on),
            people=_people_in_words(cohort, *people[cohort.pk]),
            in_time=in_time.get(cohort.pk, "–"),
            tag=tag,
            glyph=glyph,
        )
        table.append(row)
    return table


def _next_session(cohort: Cohort, upcoming: Sequence[Session], *, on: date) -> str:
    session = next((each for each in upcoming if each.cohort_id == cohort.pk), None)
    if session is None:
        return "–"
    words = {"number": session.number, "day": short_day(session.starts_at, on=on)}
    return _("Session %(number)s, %(day)s") % words


def _people(cohorts: Sequence[Cohort]) -> dict[int, tuple[int, int]]:
    """How many take part in each cohort, and how many of them have not logged in."""
    counts = (
        Enrolment.objects.filter(cohort__in=cohorts, state__in=Enrolment.ACTIVE_STATES)
        .order_by()
        .values("cohort")
        .annotate(all_count=Count("pk"), waiting=Count("pk", filter=Q(state=Enrolment.State.INVITED)))
    )
    return {row["cohort"]: (row["all_count"], row["waiting"]) for row in counts}


def _in_time(
    cohorts: Sequence[Cohort], people: dict[int, tuple[int, int]], groups: Counter[int], *, on: date
) -> dict[int, str]:
    """The share of first hand-ins in time, of all that were due by yesterday."""
    in_time = Q(submissions__versions__number=1, submissions__versions__is_late=False)
    due = Homework.objects.filter(cohort__in=cohorts, due_on__lt=on)
    whole: Counter[int] = Counter()
    done: Counter[int] = Counter()
    counted = due.annotate(in_time=Count("submissions__versions", filter=in_time))
    for cohort, scope, count in counted.values_list("cohort", "scope", "in_time"):
        done[cohort] += count
        whole[cohort] += groups[cohort] if scope == Homework.Scope.MUNICIPALITY else people[cohort][0]
    return {cohort: percent(min(done[cohort], count), count) for cohort, count in whole.items()}


def _people_in_words(cohort: Cohort, count: int, waiting: int) -> str:
    if not count:
        return _("nobody yet")
    if cohort.state == Cohort.State.DRAFT:
        return _("%(count)d to be invited") % {"count": count}
    if not waiting:
        return _("%(count)d, all logged in") % {"count": count}
    return _("%(count)d, %(waiting)d not logged in") % {"count": count, "waiting": waiting}


def _cohort_state(cohort: Cohort, late: int) -> tuple[Tag, str]:
    if late:
        word = ngettext("%(count)d municipality late", "%(count)d municipalities late", late) % {
            "count": late
        }
        return Tag(word, "warn"), "!"
    if cohort.is_process_training and cohort.state == Cohort.State.RUNNING:
        return Tag(pgettext("cohort", "On track")), "✓"
    return state_tag(cohort), ""
