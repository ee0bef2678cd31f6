"""The numbers of people who took part in a period. A report has no others, so small ones are hidden here."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.months import Row
from participants.models import Attendance, Enrolment, Submission
from participants.models.submission import SubmissionQuerySet
from programmes.models import Homework
from programmes.models.homework import HomeworkQuerySet
from reports.documents.document import Cell, Table
from reports.documents.few import (
    FEWEST_TOLD,
    few_sentence,
    few_words,
    hidden,
    hidden_words,
    shown_here_sentence,
)
from reports.scope import Period
from reports.summaries import attendance_sentence, homework_sentence
from ui.values import share_words


@dataclass(frozen=True)
class TakingPart:
    """Attendance and homework per municipality. A municipality hidden in one table is hidden in the other.

    ``is_inside`` says that the reader is the county board itself, which sees its small groups.
    """

    period: Period
    is_inside: bool = False

    @property
    def sentences(self) -> list[str]:
        there, noted = self._sum("counted"), self._sum("noted")
        due, handed_in = self._due_in_all, self._joint_in.total()
        is_told = self._sum("people") >= self._fewest
        found = [attendance_sentence(share_words(there, noted))] if is_told else []
        return [*found, *([homework_sentence(handed_in, due)] if due else [])]

    @property
    def _fewest(self) -> int:
        return 1 if self.is_inside else FEWEST_TOLD

    @property
    def tables(self) -> list[Table]:
        return [self._attendance_table(), self._homework_table(), self._personal_table()]

    @cached_property
    def groups(self) -> dict[int, Row]:
        return {row.participation.pk: row for row in self.period.rows}

    @cached_property
    def _attendance(self) -> dict[int, Any]:
        """People, noted sessions and attended sessions of each municipality."""
        found = (
            Attendance.objects.visible_to(self.period.scope.user, on=self.period.scope.on)
            .filter(
                enrolment__participation__in=self.groups,
                session__starts_at__date__gte=self.period.first,
                session__starts_at__date__lt=self.period.ends_before,
            )
            .order_by()
            .values("enrolment__participation")
            .annotate(
                people=Count("enrolment", distinct=True),
                noted=Count("pk"),
                counted=Count("pk", filter=Q(status__in=Attendance.COUNTED)),
            )
        )
        return {row["enrolment__participation"]: row for row in found}

    def _sum(self, name: str) -> int:
        return sum(row[name] for row in self._attendance.values())

    @cached_property
    def _people(self) -> Counter[int]:
        """Number of current participants."""
        enrolled = Enrolment.objects.filter(participation__in=self.groups).current(on=self.period.scope.on)
        return Counter(enrolled.order_by().values_list("participation", flat=True))

    @cached_property
    def _few(self) -> set[int]:
        """Municipalities whose numbers no file shows."""
        attending = hidden({key: row["people"] for key, row in self._attendance.items()})
        return attending | hidden({key: self._people[key] for key in self.groups})

    @property
    def _secret(self) -> set[int]:
        return set() if self.is_inside else self._few

    def _note(self, rows: list[list[Cell]]) -> str:
        if self.is_inside:
            return shown_here_sentence() if rows and self._few else ""
        return few_sentence() if any(hidden_words() in row for row in rows) else ""

    def _attendance_table(self) -> Table:
        """Return the number of people, and their share of attended sessions."""
        rows: list[list[Cell]] = []
        for key, row in self.groups.items():
            if key not in self._attendance:
                continue
            found = self._attendance[key]
            shown = [found["people"], share_words(found["counted"], found["noted"])]
            rows.append([str(row.municipality), *([hidden_words(), "–"] if key in self._secret else shown)])
        if rows:
            rows.append(self._county_row())
        head = [_("Municipality"), _("Participants"), _("Share of sessions attended")]
        caption = _("Attendance at the sessions of the period")
        name = pgettext("plural", "attendance").capitalize()
        return Table(name, caption, head, rows, note=self._note(rows))

    def _county_row(self) -> list[Cell]:
        if self._sum("people") < self._fewest:
            return [_("The whole county"), few_words(), "–"]
        share = share_words(self._sum("counted"), self._sum("noted"))
        return [_("The whole county"), self._sum("people"), share]

    def _homework(self, scope: str) -> HomeworkQuerySet:
        return Homework.objects.filter(
            cohort__in={row.participation.cohort_id for row in self.groups.values()},
            scope=scope,
            due_on__gte=self.period.first,
            due_on__lt=self.period.ends_before,
        )

    @property
    def _submissions(self) -> SubmissionQuerySet:
        return Submission.objects.visible_to(self.period.scope.user, on=self.period.scope.on).handed_in()

    @cached_property
    def _joint_due(self) -> Counter[int]:
        """Amount of joint homework due in each cohort."""
        return Counter(self._homework(Homework.Scope.MUNICIPALITY).values_list("cohort", flat=True))

    @property
    def _due_in_all(self) -> int:
        return sum(self._joint_due[row.participation.cohort_id] for row in self.groups.values())

    @cached_property
    def _joint_in(self) -> Counter[int]:
        """Amount of it that each municipality has handed in."""
        found = self._submissions.filter(
            homework__in=self._homework(Homework.Scope.MUNICIPALITY), participation__in=self.groups
        )
        return Counter(found.order_by().values_list("participation", flat=True))

    def _homework_table(self) -> Table:
        rows: list[list[Cell]] = []
        for key, row in self.groups.items():
            due, handed_in = self._joint_due[row.participation.cohort_id], self._joint_in[key]
            if due:
                rows.append([str(row.municipality), due, handed_in, share_words(handed_in, due)])
        head = [
            _("Municipality"),
            _("Homework due"),
            pgettext("column", "Handed in"),
            pgettext("column", "Share"),
        ]
        return Table(_("Homework"), _("The municipalities' joint homework in the period"), head, rows)

    def _personal_table(self) -> Table:
        """Return how much of the personal homework has been handed in."""
        homework = self._homework(Homework.Scope.PERSON)
        due = Counter(homework.values_list("cohort", flat=True))
        mine = self._submissions.filter(
            homework__in=homework,
            enrolment__in=Enrolment.objects.filter(participation__in=self.groups)
            .current(on=self.period.scope.on)
            .values("pk"),
        )
        handed_in = Counter(mine.order_by().values_list("enrolment__participation", flat=True))
        rows: list[list[Cell]] = []
        for key, row in self.groups.items():
            expected = due[row.participation.cohort_id] * self._people[key]
            if expected:
                shown = [self._people[key], share_words(handed_in[key], expected)]
                rows.append(
                    [str(row.municipality), *([hidden_words(), "–"] if key in self._secret else shown)]
                )
        head = [_("Municipality"), _("Participants"), pgettext("column", "Share handed in")]
        caption = _("The participants' own homework in the period")
        return Table(_("Personal homework"), caption, head, rows, note=self._note(rows))
