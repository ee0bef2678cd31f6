"""The period report: what a county board tells each year. Results, development, need of support.

As a file it leaves the county: numbers of people under five are hidden (``few``), numbers of municipalities
are not. On the county board's own page both are shown.
"""

from collections import Counter, defaultdict
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.matrix import SAYS_HOW_IT_GOES
from followups.models import CheckInStep, CheckInVersion
from followups.months import Row
from followups.statuses import Status, of_progress
from followups.summaries.check_ins import step_words
from municipalities.models import CountyBoard
from reports.charts import Bar, BarChart, progress_chart, steps_chart
from reports.documents.document import Cell, Columns, Document, Part, Table, Written
from reports.documents.taking_part import TakingPart
from reports.scope import Period, Scope
from reports.summaries import (
    answers_sentence,
    board_view_sentence,
    check_ins_sentence,
    common_sentence,
    delivered_sentence,
    finished_sentence,
    followed_sentence,
    needs_sentence,
    obstacles_title,
    standing_sentence,
)
from support.models import SupportCase
from ui.dates import months_words
from ui.values import month_words

State = SupportCase.State
# How a need stands: nothing yet, offered, delivered, declined, closed.
STAGES = (
    (State.NEED,),
    (State.OFFERED, State.ACCEPTED, State.IN_PROGRESS),
    (State.DONE,),
    (State.DECLINED,),
    (State.WITHDRAWN,),
)
# A chart has four colours: needs that ended without support share the last.
DRAWN = (*STAGES[:3], (State.DECLINED, State.WITHDRAWN))


def period_document(
    board: CountyBoard, first: date, last: date, *, scope: Scope, is_inside: bool = False
) -> Document:
    """Build the report: each part has one paragraph, then the data it is based on."""
    period = Period(board, first, last, scope)
    months = months_words(period.months)
    names = [str(row.municipality) for row in period.rows]
    sentences = [followed_sentence(board.county_name, months, names), *_check_ins_sentences(period)]
    people = TakingPart(period, is_inside)
    parts = [_effects(period, people), _development(period), _needs(period)] if period.rows else []
    return Document(
        title=_("Report from %(county)s") % {"county": board.county_name},
        scope=f"{board.name} · {months}",
        sentences=[" ".join(sentences)],
        parts=parts,
    )


def _check_ins_sentences(period: Period) -> list[str]:
    statuses = [status for line in period.lines for status in line.statuses.values() if status]
    expected = [status for status in statuses if status not in {Status.TO_DO, Status.DRAFT}]
    done = sum(status in SAYS_HOW_IT_GOES for status in expected)
    return [check_ins_sentence(done, len(expected))] if expected else []


# --- Results and effects ----------------------------------------------------------------------------------


def _effects(period: Period, part: TakingPart) -> Part:
    """Return the part on results: steps finished, support that helped, attendance."""
    steps = [_steps_before_and_after(period, row) for row in period.rows]
    delivered = [case for case in period.cases if _is_delivered(case, period)]
    return Part.of(
        _("Results and effects"),
        _steps_table(period, steps),
        _support_table(delivered),
        *part.tables,
        sentences=[
            finished_sentence(sum(len(after - before) for before, after in steps)),
            delivered_sentence(Counter(case.outcome for case in delivered)),
            board_view_sentence(Counter(case.board_outcome for case in delivered if case.board_outcome)),
            *part.sentences,
        ],
    )


def _finished(steps: list[dict[str, str]] | None) -> set[int]:
    return {int(step["number"]) for step in steps or [] if step["status"] == CheckInStep.Status.DONE}


def _steps_before_and_after(period: Period, row: Row) -> tuple[set[int], set[int]]:
    """Return the steps that were done when the period began, and when it ended."""
    earlier, told = period.before(row), period.within(row)
    before = _finished(earlier[-1].steps if earlier else None)
    return before, _finished(told[-1].steps) if told else before


def _steps_table(period: Period, found: list[tuple[set[int], set[int]]]) -> Table:
    """Return how many have finished each step; the chart tells how far all have come when it ends."""
    told = [period.within(row) or period.before(row) for row in period.rows]
    latest = [versions[-1] for versions in told if versions]
    columns: Columns[tuple[int, str]] = [
        (_("Process step"), lambda step: Written(f"{step[0]}. {step[1]}")),
        (_("Finished in the period"), lambda step: sum(step[0] in after - before for before, after in found)),
        (_("Finished in all"), lambda step: sum(step[0] in after for _before, after in found)),
    ]
    caption = _("Number of municipalities that have finished each step")
    chart = steps_chart("steg", latest, period.steps, count=len(period.rows))
    return Table.of(period.steps.items(), _("Process steps"), caption, columns, chart=chart)


def _is_delivered(case: SupportCase, period: Period) -> bool:
    return case.delivered_on is not None and period.first <= case.delivered_on < period.ends_before


def _support_table(delivered: list[SupportCase]) -> Table:
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    views: dict[str, Counter[str]] = defaultdict(Counter)
    for case in delivered:
        outcomes[str(case.area)][case.outcome] += 1
        views[str(case.area)][case.board_outcome] += 1
    columns: Columns[str] = [
        (_("Development area"), Written),
        (_("Delivered"), lambda area: outcomes[area].total()),
        (_("Helped"), lambda area: outcomes[area]["yes"]),
        (_("Helped partly"), lambda area: outcomes[area]["partly"]),
        (_("Did not help"), lambda area: outcomes[area]["no"]),
        (_("Not answered yet"), lambda area: outcomes[area][""]),
        (_("The county board: helped"), lambda area: views[area]["yes"]),
    ]
    return Table.of(outcomes, _("Support"), _("Support that was delivered, and whether it helped"), columns)


# --- Development ------------------------------------------------------------------------------------------


def _development(period: Period) -> Part:
    """Return the part on development: by month, by municipality, and the obstacles."""
    latest = [told[-1] for told in map(period.within, period.rows) if told]
    standing = Counter(of_progress(version.progress) for version in latest)
    obstacles = _obstacles_table(period)
    named = {str(name): int(count) for name, count, _times in obstacles.rows}
    sentences = [standing_sentence(standing) if latest else "", f"{obstacles_title(named)}." if named else ""]
    tables = (_status_table(period), _progress_table(period), obstacles)
    return Part.of(_("Development"), *tables, sentences=sentences)


def _status_table(period: Period) -> Table:
    """Return how many municipalities had each status, for the months in which any had one."""
    counts = {
        month: Counter(filter(None, (line.statuses[month] for line in period.lines)))
        for month in period.months
    }
    shown = (*SAYS_HOW_IT_GOES, Status.LATE)
    rows: list[list[Cell]] = [
        [month_words(month), *(found[status] for status in shown)]
        for month, found in counts.items()
        if any(found[status] for status in shown)
    ]
    head = [_("Month"), *(status.word for status in SAYS_HOW_IT_GOES), pgettext("check-ins", "Missing")]
    caption = _("How it went for the municipalities, month by month")
    return Table(_("Status"), caption, head, rows, chart=progress_chart(counts))


def _progress_table(period: Period) -> Table:
    def step(versions: list[CheckInVersion]) -> str:
        return step_words(versions[-1].step if versions else 0, count=len(period.steps))

    def status(versions: list[CheckInVersion]) -> str:
        return of_progress(versions[-1].progress).word if versions else "–"

    columns: Columns[Row] = [
        (_("Municipality"), lambda row: str(row.municipality)),
        (_("Step before the period"), lambda row: step(period.before(row))),
        (_("Step at the end"), lambda row: step(period.within(row))),
        (_("Status at the end"), lambda row: status(period.within(row))),
    ]
    return Table.of(period.rows, _("Steps"), _("How far each municipality has come"), columns)


def _obstacles_table(period: Period) -> Table:
    check_ins: Counter[str] = Counter()
    municipalities: Counter[str] = Counter()
    for row in period.rows:
        told = [name for version in period.within(row) for name in _obstacles(version)]
        check_ins.update(told)
        municipalities.update(set(told))
    names = sorted(municipalities, key=lambda name: (-municipalities[name], -check_ins[name], name))
    columns: Columns[str] = [
        (_("Obstacle"), lambda name: name),
        (_("Municipalities"), lambda name: municipalities[name]),
        (_("Check-ins"), lambda name: check_ins[name]),
    ]
    return Table.of(names, _("Obstacles"), _("What has slowed the work down"), columns)


def _obstacles(version: CheckInVersion) -> list[str]:
    """Return the obstacles. One in the county's own words counts as "other": the text stays in the county."""
    return [*map(Written, version.obstacles), *([_("Other")] if version.obstacle_other else [])]


# --- Need of support --------------------------------------------------------------------------------------


def _needs(period: Period) -> Part:
    """Return the part on needs, and how far each has come.

    A need that was closed counts as closed, never as offered, delivered or declined.
    """
    states = Counter(SupportCase.State(case.state) for case in period.cases)
    areas = Counter(str(case.area) for case in period.cases)
    sentences = [
        needs_sentence(len(period.cases)),
        answers_sentence(*(sum(states[state] for state in stage) for stage in STAGES)),
        common_sentence(areas),
    ]
    return Part.of(_("Need of support"), _needs_table(period, areas), sentences=sentences)


def _needs_table(period: Period, areas: Counter[str]) -> Table:
    """Return the needs by area, the most common first."""
    found = {area: Counter(case.state for case in period.cases if str(case.area) == area) for area in areas}
    names = sorted(areas, key=lambda area: (-areas[area], area))
    rows: list[list[Cell]] = [
        [Written(area), areas[area], *(found[area][state] for state in State)] for area in names
    ]
    area, waits = _("Development area"), _("Waits for an offer")
    bars = [
        Bar(name, [sum(found[name][state] for state in stage) for stage in DRAWN], lang="sv")
        for name in names
    ]
    series = [waits, _("Has got an offer"), _("Has got support"), _("Declined or no longer needed")]
    chart = BarChart(key="behov", title=_("Needs by area"), head=area, series=series, bars=bars)
    head = [area, _("All"), waits, *map(str, State.labels[1:])]
    return Table(_("Need of support"), _("Needs by area, and how far each has come"), head, rows, chart=chart)
