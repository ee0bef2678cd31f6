"""How a county's people took part in a period: the only numbers of people in a report, so few are hidden."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.exports.document import Table
from followups.exports.few import FEWEST_TOLD, few_words, hidden
from participants.models import Attendance, Enrolment, Submission
from participants.summaries.cohort import percent
from programmes.models import Homework

if TYPE_CHECKING:
    from followups.exports.period import Period


def attendance_table(period: Period) -> Table:
    """Per municipality: how many people, and the share of the noted sessions that they took part in."""
    groups = {row.participation.pk: str(row.municipality) for row in period.rows}
    found = (
        Attendance.objects.visible_to(period.scope.user, on=period.scope.on)
        .filter(
            enrolment__participation__in=groups,
            session__starts_at__date__gte=period.first,
            session__starts_at__date__lt=period.ends_before,
        )
        .order_by()
        .values("enrolment__participation")
        .annotate(
            people=Count("enrolment", distinct=True),
            noted=Count("pk"),
            counted=Count("pk", filter=Q(status__in=Attendance.COUNTED)),
        )
    )
    numbers = {row["enrolment__participation"]: row for row in found}
    secret = hidden({key: row["people"] for key, row in numbers.items()})
    rows: list[list[str | int]] = []
    for key, name in groups.items():
        if key in secret:
            is_few = numbers[key]["people"] < FEWEST_TOLD
            rows.append([name, few_words() if is_few else _("not shown"), "–"])
        elif key in numbers:
            row = numbers[key]
            rows.append([name, row["people"], percent(row["counted"], row["noted"])])
    if rows:
        rows.append(_county_row(list(numbers.values())))
    head = [_("Municipality"), _("Participants"), _("Share of sessions attended")]
    caption = _("Attendance at the sessions of the period")
    return Table(pgettext("plural", "attendance").capitalize(), caption, head, rows)


def _county_row(numbers: list[Any]) -> list[str | int]:
    people, counted, noted = (sum(row[name] for row in numbers) for name in ("people", "counted", "noted"))
    if people < FEWEST_TOLD:
        return [_("The whole county"), few_words(), "–"]
    return [_("The whole county"), people, percent(counted, noted)]


def homework_table(period: Period) -> Table:
    """Per municipality: how much of the joint homework that was due in the period has been handed in."""
    due: dict[int, int] = defaultdict(int)
    handed_in: dict[int, int] = defaultdict(int)
    cohorts = {row.participation.cohort_id for row in period.rows}
    homework = Homework.objects.filter(
        cohort__in=cohorts,
        scope=Homework.Scope.MUNICIPALITY,
        due_on__gte=period.first,
        due_on__lt=period.ends_before,
    )
    for cohort in homework.values_list("cohort", flat=True):
        due[cohort] += 1
    submissions = Submission.objects.visible_to(period.scope.user, on=period.scope.on).handed_in()
    for participation in submissions.filter(homework__in=homework).values_list("participation", flat=True):
        handed_in[participation or 0] += 1
    rows: list[list[str | int]] = [
        [
            str(row.municipality),
            due[row.participation.cohort_id],
            handed_in[row.participation.pk],
            percent(handed_in[row.participation.pk], due[row.participation.cohort_id]),
        ]
        for row in period.rows
        if due[row.participation.cohort_id]
    ]
    head = [
        _("Municipality"),
        _("Homework due"),
        pgettext("column", "Handed in"),
        pgettext("column", "Share"),
    ]
    return Table(_("Homework"), _("The municipalities' joint homework in the period"), head, rows)


def personal_homework_table(period: Period) -> Table:
    """Per municipality: how much of the homework that each person does has been handed in."""
    groups = {row.participation.pk: row for row in period.rows}
    homework = Homework.objects.filter(
        cohort__in={row.participation.cohort_id for row in period.rows},
        scope=Homework.Scope.PERSON,
        due_on__gte=period.first,
        due_on__lt=period.ends_before,
    )
    due = Counter(homework.values_list("cohort", flat=True))
    enrolled = Enrolment.objects.filter(participation__in=groups).current(on=period.scope.on).order_by()
    people = Counter(enrolled.values_list("participation", flat=True))
    submissions = Submission.objects.visible_to(period.scope.user, on=period.scope.on).handed_in()
    mine = submissions.filter(homework__in=homework, enrolment__in=enrolled.values("pk"))
    handed_in = Counter(mine.order_by().values_list("enrolment__participation", flat=True))
    secret = hidden({key: people[key] for key in groups})
    rows: list[list[str | int]] = []
    for key, row in groups.items():
        expected = due[row.participation.cohort_id] * people[key]
        if key in secret and expected:
            is_few = people[key] < FEWEST_TOLD
            rows.append([str(row.municipality), few_words() if is_few else _("not shown"), "–"])
        elif expected:
            rows.append([str(row.municipality), people[key], percent(handed_in[key], expected)])
    head = [_("Municipality"), _("Participants"), pgettext("column", "Share handed in")]
    return Table(_("Personal homework"), _("The participants' own homework in the period"), head, rows)
