"""The period report: what a county board tells each year. Results, development, need of support.

It leaves the county: numbers of people under five are hidden (``few``), numbers of municipalities are not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from followups.exports.document import Document, Part, Table
from followups.exports.taking_part import attendance_table, homework_table, personal_homework_table
from followups.matrix import Line
from followups.models import CheckInStep, SupportCase
from followups.months import Row, rows_of
from followups.statuses import Status, of_progress
from followups.summaries import months_words, step_words
from programmes.calendar import months_between, next_month
from programmes.models import ProcessStep

if TYPE_CHECKING:
    from datetime import date

    from followups.exports.scope import Scope
    from followups.models import CheckInVersion
    from municipalities.models import CountyBoard

DONE, ONGOING = CheckInStep.Status.DONE, CheckInStep.Status.ONGOING
SHOWN = (Status.ON_TRACK, Status.NEEDS_SUPPORT, Status.STUCK, Status.NO_CONTACT)


@dataclass(frozen=True)
class Period:
    """One county from one month to another, both included."""

    board: CountyBoard
    first: date
    last: date
    scope: Scope

    @cached_property
    def months(self) -> list[date]:
        return list(months_between(self.first, self.last))

    @property
    def ends_before(self) -> date:
        return next_month(self.last)

    @cached_property
    def rows(self) -> list[Row]:
        """The municipalities with a check-in in the period, expected or made."""
        found = self.scope.participations.filter(cohort__county_board=self.board)
        rows = rows_of(found, self.last, on=self.scope.on, with_texts=False)
        return [row for row in rows if set(self.months) & {*row.expected, *row.told}]

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(row, self.months) for row in self.rows]

    @cached_property
    def cases(self) -> list[SupportCase]:
        """Needs raised or answered with support in the period, or still open when it began."""
        found = self.scope.cases([row.participation for row in self.rows])
        return [case for case in found if self._concerns(case)]

    def _concerns(self, case: SupportCase) -> bool:
        raised = timezone.localtime(case.raised_at).date()
        ended = case.delivered_on
        if case.state == case.State.DECLINED and case.answered_at:
            ended = timezone.localtime(case.answered_at).date()
        return raised < self.ends_before and (ended is None or ended >= self.first)

    @cached_property
    def _versions(self) -> dict[int, dict[date, CheckInVersion]]:
        return self.scope.newest([row.participation for row in self.rows])

    def before(self, row: Row) -> list[CheckInVersion]:
        """The check-ins before the period in order, as they were last marked done."""
        told = self._versions[row.participation.pk]
        return [version for month, version in told.items() if month < self.first]

    def within(self, row: Row) -> list[CheckInVersion]:
        """Those of the period in order."""
        told = self._versions[row.participation.pk]
        return [version for month, version in told.items() if self.first <= month <= self.last]


def period_document(board: CountyBoard, first: date, last: date, *, scope: Scope) -> Document:
    """Build the report."""
    period = Period(board, first, last, scope)
    effects = Part(
        _("Results and effects"),
        sentences=_effects_sentences(period),
        tables=_filled(
            _steps_table(period),
            _support_table(period),
            attendance_table(period),
            homework_table(period),
            personal_homework_table(period),
        ),
    )
    development = Part(
        _("Development"),
        sentences=_development_sentences(period),
        tables=_filled(_status_table(period), _progress_table(period), _obstacles_table(period)),
    )
    needs = Part(
        _("Need of support"), sentences=_needs_sentences(period), tables=_filled(_needs_table(period))
    )
    return Document(
        title=_("Report from %(county)s") % {"county": board.county_name},
        scope=f"{months_words(period.months)} · {board.name}",
        sentences=_sentences(period),
        parts=[part for part in (effects, development, needs) if not part.is_empty],
    )


def _filled(*tables: Table) -> list[Table]:
    return [table for table in tables if table.rows]


def _sentences(period: Period) -> list[str]:
    if not period.rows:
        return [_("No municipality of the county was followed up in the period.")]
    statuses = [status for line in period.lines for status in line.statuses.values() if status]
    expected = [status for status in statuses if status not in {Status.TO_DO, Status.DRAFT}]
    done = [status for status in expected if status in SHOWN]
    count = len(period.rows)
    words = {"count": count, "done": len(done), "all": len(expected)}
    return [
        ngettext(
            "%(count)s municipality was followed up in the period.",
            "%(count)s municipalities were followed up in the period.",
            count,
        )
        % words,
        _("%(done)s of %(all)s check-ins are done.") % words,
    ]


# --- Results and effects ----------------------------------------------------------------------------------


def _finished(steps: list[dict[str, str]] | None) -> set[int]:
    return {int(step["number"]) for step in steps or [] if step["status"] == DONE}


def _steps_before_and_after(period: Period, row: Row) -> tuple[set[int], set[int]]:
    """The steps that were done when the period began, and when it ended."""
    earlier, told = period.before(row), period.within(row)
    before = _finished(earlier[-1].steps if earlier else None)
    return before, _finished(told[-1].steps) if told else before


def _effects_sentences(period: Period) -> list[str]:
    finished = sum(len(after - before) for before, after in _all_steps(period))
    sentence = ngettext(
        "%(count)s process step was finished.", "%(count)s process steps were finished.", finished
    )
    delivered = [case for case in period.cases if _is_delivered(case, period)]
    helped = [case for case in delivered if case.outcome in {"yes", "partly"}]
    support = ngettext(
        "Support was delivered %(count)s time. Times it helped, wholly or partly: %(helped)s.",
        "Support was delivered %(count)s times. Times it helped, wholly or partly: %(helped)s.",
        len(delivered),
    ) % {"count": len(delivered), "helped": len(helped)}
    return [sentence % {"count": finished}, *([support] if delivered else [])] if period.rows else []


def _all_steps(period: Period) -> list[tuple[set[int], set[int]]]:
    return [_steps_before_and_after(period, row) for row in period.rows]


def _steps_table(period: Period) -> Table:
    found = _all_steps(period)
    rows: list[list[str | int]] = [
        [
            f"{number}. {title}",
            sum(number in after - before for before, after in found),
            sum(number in after for _before, after in found),
        ]
        for number, title in ProcessStep.objects.order_by("number").values_list("number", "title")
    ]
    head = [_("Process step"), _("Finished in the period"), _("Finished in all")]
    caption = _("Number of municipalities that have finished each step")
    return Table(_("Process steps"), caption, head, rows if found else [])


def _is_delivered(case: SupportCase, period: Period) -> bool:
    return case.delivered_on is not None and period.first <= case.delivered_on < period.ends_before


def _support_table(period: Period) -> Table:
    delivered = [case for case in period.cases if _is_delivered(case, period)]
    rows: list[list[str | int]] = []
    for area in dict.fromkeys(str(case.area) for case in delivered):
        outcomes = Counter(case.outcome for case in delivered if str(case.area) == area)
        rows.append([area, outcomes.total(), *(outcomes[key] for key in ("yes", "partly", "no", ""))])
    head = [
        _("Development area"), _("Delivered"), _("Helped"), _("Helped partly"), _("Did not help"),
        _("Not answered yet"),
    ]  # fmt: skip
    return Table(_("Support"), _("Support that was delivered, and whether it helped"), head, rows)


# --- Development ------------------------------------------------------------------------------------------


def _development_sentences(period: Period) -> list[str]:
    """How the municipalities stand at the end, by what was last said of each."""
    latest = [told[-1] for told in map(period.within, period.rows) if told]
    if not latest:
        return []
    on_track = sum(of_progress(version.progress) is Status.ON_TRACK for version in latest)
    words = {"count": on_track, "all": len(latest)}
    return [_("%(count)s of %(all)s municipalities were on track in their latest check-in.") % words]


def _status_table(period: Period) -> Table:
    rows: list[list[str | int]] = []
    for month in period.months:
        found = Counter(line.statuses[month] for line in period.lines if line.statuses[month])
        numbers = [found[status] for status in (*SHOWN, Status.LATE)]
        if any(numbers):
            rows.append([date_format(month, "F Y"), *numbers])
    head = [_("Month"), *(status.word for status in SHOWN), pgettext("check-ins", "Missing")]
    return Table(_("Status"), _("How the municipalities were, month by month"), head, rows)


def _progress_table(period: Period) -> Table:
    count = ProcessStep.objects.count()
    rows: list[list[str | int]] = []
    for row in period.rows:
        earlier, told = period.before(row), period.within(row)
        status = of_progress(told[-1].progress).word if told else "–"
        rows.append([str(row.municipality), _step(earlier, count), _step(told, count), status])
    head = [_("Municipality"), _("Step before the period"), _("Step at the end"), _("Status at the end")]
    return Table(_("Steps"), _("How far each municipality has come"), head, rows)


def _step(versions: list[CheckInVersion], count: int) -> str:
    """The step that the last of the check-ins tells of; a dash when there is none."""
    steps = versions[-1].steps if versions else []
    ongoing = [step["number"] for step in steps if step["status"] == ONGOING]
    return step_words(max(ongoing or _finished(steps) or [0]), count=count)


def _obstacles_table(period: Period) -> Table:
    check_ins: Counter[str] = Counter()
    municipalities: Counter[str] = Counter()
    for row in period.rows:
        told = [name for version in period.within(row) for name in version.obstacles]
        check_ins.update(told)
        municipalities.update(set(told))
    rows: list[list[str | int]] = [
        [name, municipalities[name], times] for name, times in check_ins.most_common()
    ]
    head = [_("Obstacle"), _("Municipalities"), _("Check-ins")]
    return Table(_("Obstacles"), _("What has slowed the work down"), head, rows)


# --- Need of support --------------------------------------------------------------------------------------


def _needs_sentences(period: Period) -> list[str]:
    waiting = sum(case.state == case.State.NEED for case in period.cases)
    if not period.cases:
        return [_("No need of support was raised.")] if period.rows else []
    raised = ngettext(
        "%(count)s need of support was open or raised.", "%(count)s needs of support were open or raised.",
        len(period.cases),
    ) % {"count": len(period.cases)}  # fmt: skip
    sentence = ngettext("%(count)s waits for an offer.", "%(count)s wait for an offer.", waiting)
    return [raised, *([sentence % {"count": waiting}] if waiting else [])]


def _needs_table(period: Period) -> Table:
    rows: list[list[str | int]] = []
    for area in dict.fromkeys(str(case.area) for case in period.cases):
        found = Counter(case.state for case in period.cases if str(case.area) == area)
        rows.append([area, found.total(), *(found[state] for state in SupportCase.State)])
    head = [_("Development area"), _("All"), *(str(label) for label in SupportCase.State.labels)]
    return Table(_("Need of support"), _("Needs by area, and how far each has come"), head, rows)
