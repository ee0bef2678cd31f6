"""The follow-up: a matrix of municipalities and months, and the same in sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from calendars.months import month_of
from followups.matrix import FEW_MONTHS, MANY_MONTHS, Line, last_months
from followups.months import read_rows
from followups.statuses import Status
from followups.summaries.check_ins import missing_tag, step_words
from followups.summaries.followup import Summary, followup_summary, line_sentence
from municipalities.models import CountyBoard, CountyBoardQuerySet
from municipalities.pages.counties import asked_slug, boards_asked
from programmes.models import Cohort, Participation, ProcessStep
from reports.documents.document import Part, Table
from reports.forms import STATUSES, FollowupFilterForm, Offers
from ui.dates import month_name, months_words
from ui.tags import Tag
from ui.words import listed

# Cells are formatted here: there may be 1,200 of them, and a template takes ten times as long.
CELL = (
    '<td><a class="cell c-{kind}" href="{url}"><span class="vh">{name} {month}: </span>'
    '<b aria-hidden="true">{glyph}</b> {word}</a></td>'
)
NO_CELL = '<td><span class="cell"><b aria-hidden="true">–</b><span class="vh">{}</span></span></td>'
NEWS = '<a class="only-phone" href="{}">{} {}</a>'
FILTERS = ("lan", "omgang", "status", "steg")
ADDRESS = "reports:followup"


def _cell(status: Status | None, month: str) -> str:
    """Return a month's cell; ``{url}`` and ``{name}`` stand where the municipalities differ."""
    if status is None:
        return format_html(NO_CELL, pgettext("cell", "no check-in"))
    word, kind, glyph = status.value
    return format_html(CELL, kind=kind, url="{url}", name="{name}", month=month, glyph=glyph, word=word)


@dataclass(frozen=True)
class Column:
    """One month: its short and long name, the beginning of its check-ins' addresses, and its cells."""

    month: date
    label: str
    name: str
    url: str

    @cached_property
    def cells(self) -> dict[Status | None, str]:
        return {status: _cell(status, self.name) for status in (None, *Status)}


class Cell(NamedTuple):
    """One municipality's month. ``status`` is None without a check-in."""

    month: date
    status: Status | None
    url: str
    html: str


@dataclass(frozen=True)
class ListedLine:
    """One municipality as the page shows it."""

    line: Line
    columns: list[Column]
    step_count: int
    places_url: str

    @property
    def name(self) -> str:
        return self.line.name

    @cached_property
    def cells(self) -> list[Cell]:
        """One cell per month. An address extends that of its month or list: reversing 1,200 takes long."""
        slug, name, statuses = self.line.row.slug, conditional_escape(self.name), self.line.statuses
        found = []
        for column in self.columns:
            status, url = statuses[column.month], f"{column.url}{slug}/"
            html = column.cells[status].format(url=url, name=name)
            found.append(Cell(column.month, status, url, html))
        return found

    @property
    def cells_html(self) -> SafeString:
        """The months as cells of the table."""
        html = "".join(cell.html for cell in self.cells)
        return mark_safe(html)  # noqa: S308 -- an address of slugs, and all else is escaped

    @property
    def page_url(self) -> str:
        """The municipality's own page."""
        return f"{self.places_url}{self.line.row.slug}/"

    @property
    def url(self) -> str:
        """Address of the oldest late month, else of the latest with a check-in; used on a phone."""
        open_cells = [cell for cell in self.cells if cell.status]
        late = [cell for cell in open_cells if cell.month in self.line.missing]
        return (late[0] if late else open_cells[-1]).url

    @property
    def tag(self) -> Tag | None:
        """Tag about what needs attention; None when the municipality is on track."""
        if self.line.missing:
            return missing_tag(self.line)
        standing = self.line.standing
        return None if standing is None or standing is Status.ON_TRACK else standing.value

    @property
    def news(self) -> str:
        """Line under the name on a phone, with the way to the check-in that it is about."""
        tag, sentence = self.tag, self.sentence
        return format_html(NEWS, self.url, tag.html if tag else "", sentence) if tag or sentence else ""

    @cached_property
    def step(self) -> str:
        return step_words(self.line.step, count=self.step_count)

    @property
    def sentence(self) -> str:
        return line_sentence(self.line, count=self.step_count)


@dataclass(frozen=True)
class CountyGroup:
    """One county: its lines, and the share of this month's check-ins that are done."""

    board: CountyBoard
    month: date
    lines: list[ListedLine]
    all_lines: list[Line]

    @property
    def rate(self) -> str:
        """Progress of the current month: "21 av 28 klara"."""
        expected = [line.row for line in self.all_lines if line.row.is_expected]
        if not expected:
            return ""
        values = {"done": sum(row.is_done for row in expected), "all": len(expected)}
        return _("%(done)s of %(all)s done") % values

    @property
    def rate_url(self) -> str:
        """Address of the check-ins that the rate counts."""
        return f"{reverse('followups:check_in_month', args=[self.month])}?lan={self.board.slug}"


@dataclass(frozen=True)
class Matrix:
    """Municipality × month, county by county. ``lines`` are all municipalities of the county boards."""

    boards: list[CountyBoard]
    months: list[date]
    lines: list[Line]
    step_count: int

    @cached_property
    def summary(self) -> Summary:
        return followup_summary(self.lines, month=self.months[-1])

    @cached_property
    def columns(self) -> list[Column]:
        """The months; the first and each January show their year."""
        short, with_year = pgettext("date format", "M"), pgettext("date format", "M Y")
        return [
            Column(
                month=month,
                label=date_format(month, short if number and month.month > 1 else with_year),
                name=date_format(month, "F Y"),
                url=reverse("followups:check_in_month", args=[month]),
            )
            for number, month in enumerate(self.months)
        ]

    @property
    def width(self) -> int:
        """Number of columns of the table."""
        return len(self.months) + 2

    @property
    def month_name(self) -> str:
        """The current month, which the counties' rates are about."""
        return month_name(self.months[-1], on=self.months[-1])

    @cached_property
    def groups(self) -> list[CountyGroup]:
        """Counties A–Ö without those of which nothing is shown."""
        found = map(self._group, self.boards)
        return [group for group in found if group.lines]

    def _group(self, board: CountyBoard) -> CountyGroup:
        own = [line for line in self.lines if line.row.participation.cohort.county_board_id == board.pk]
        places_url = reverse("homes:municipality_list")
        shown = [ListedLine(each, self.columns, self.step_count, places_url) for each in self.shown(own)]
        return CountyGroup(board, self.months[-1], shown, own)

    def shown(self, lines: list[Line]) -> list[Line]:
        """Return a county's lines in their order: the worst first."""
        return sorted(lines, key=lambda line: line.urgency)


class AppliedFilter(NamedTuple):
    """A filter in use, and the address of the page without it."""

    text: str
    url: str


@dataclass(frozen=True)
class FollowupPage(Matrix):
    """The whole page, whose filters narrow the table."""

    asked: FollowupFilterForm
    form: FollowupFilterForm
    chosen: dict[str, str]
    steps: dict[int, str]
    address: str

    @property
    def scope(self) -> str:
        """Counties and months that the page is about."""
        names = listed(board.county_name for board in self.boards)
        counties = names if len(self.boards) <= FEW_MONTHS else _("All counties")
        return f"{counties} · {months_words(self.months)}"

    @cached_property
    def summary(self) -> Summary:
        """The summary of the municipalities in the table."""
        shown = [each.line for group in self.groups for each in group.lines]
        if self.lines and not shown:
            return Summary(_("No municipality fits what you have chosen"), "")
        return followup_summary(shown, month=self.months[-1])

    def shown(self, lines: list[Line]) -> list[Line]:
        """Return those of a county's lines that fit the choices, the worst first or A–Ö."""
        status, step = self.chosen.get("status"), self.chosen.get("steg")
        if status:
            lines = [line for line in lines if line.is_found_by(STATUSES[status])]
        if step:
            lines = [line for line in lines if line.step == int(step)]
        return lines if "ordning" in self.chosen else super().shown(lines)

    @property
    def document_part(self) -> Part:
        """The matrix as a part of a document. It is about municipalities, so nothing is hidden."""
        names = [column.name for column in self.columns]
        head = [_("Municipality"), _("County"), *names, _("Process steps")]
        rows: list[list[str | int]] = []
        for group in self.groups:
            for line in group.lines:
                words = (cell.status.word if cell.status else "–" for cell in line.cells)
                rows.append([line.name, group.board.county_name, *words, line.step])
        caption = _("Check-ins per municipality and month")
        return Part(caption, [self.summary.title], tables=[Table(_("Check-ins"), caption, head, rows)])

    @property
    def legend(self) -> list[Tag]:
        return [status.value for status in STATUSES.values()]

    @property
    def query(self) -> str:
        """The choices as a query string, for the addresses of the matrix and the charts."""
        return f"?{urlencode(self.chosen)}" if self.chosen else ""

    @property
    def report_url(self) -> str:
        """Address of the report on the same months, if they are one county's."""
        if len(self.boards) != 1:
            return ""
        months = {"fran": f"{self.months[0]:%Y-%m}", "till": f"{self.months[-1]:%Y-%m}"}
        return f"{reverse('reports:period_report')}?{urlencode({'lan': self.boards[0].slug} | months)}"

    @property
    def filters(self) -> list[AppliedFilter]:
        """The choices that narrow the list; each is taken away by itself."""
        here = reverse(self.address)
        found = []
        for name in (name for name in FILTERS if name in self.chosen):
            rest = urlencode({key: value for key, value in self.chosen.items() if key != name})
            text = self.asked.words_of(name, self.chosen[name])
            found.append(AppliedFilter(text, f"{here}?{rest}" if rest else here))
        return found


def followup_page(user: User, data: Mapping[str, str], *, on: date) -> FollowupPage:
    """Return the follow-up of the person's county boards; staff read all.

    Raises:
        Http404: nobody's board, or another's.
    """
    return followup_of(CountyBoard.objects.visible_to(user, on=on), data, on=on, address=ADDRESS)


def followup_of(
    readable: CountyBoardQuerySet, data: Mapping[str, str], *, on: date, address: str
) -> FollowupPage:
    """Return the follow-up of county boards.

    Without a cohort it shows the current participations; a finished cohort is shown when it is chosen.
    Choices in the address that are not offered are ignored.

    Raises:
        Http404: nobody's board, or another's.
    """
    visible = list(readable.order_by("county_name", "pk"))
    boards = boards_asked(visible, asked_slug(data))
    steps = dict(ProcessStep.objects.order_by("number").values_list("number", "title"))
    offers = _offers(visible, boards, steps)
    asked = FollowupFilterForm(data, offers=offers)
    chosen = asked.chosen
    months = last_months(MANY_MONTHS if "manader" in chosen else FEW_MONTHS, until=month_of(on))
    return FollowupPage(
        boards=[board for board in boards if board in offers.boards] or boards,
        months=months,
        lines=_lines(boards, offers.cohorts, chosen.get("omgang"), months, on=on),
        step_count=len(steps),
        asked=asked,
        form=FollowupFilterForm(initial=chosen, offers=offers),
        chosen=chosen,
        steps=steps,
        address=address,
    )


def _offers(visible: list[CountyBoard], boards: list[CountyBoard], steps: Iterable[int]) -> Offers:
    """Return all counties that have a cohort, and the cohorts of the chosen counties."""
    by_key = {board.pk: board for board in visible}
    cohorts = list(Cohort.objects.published().filter(county_board__in=by_key).order_by("name", "pk"))
    for cohort in cohorts:
        cohort.county_board = by_key.get(cohort.county_board_id or 0)
    with_cohort = {cohort.county_board_id for cohort in cohorts}
    chosen = {board.pk for board in boards}
    return Offers(
        boards=[board for board in visible if board.pk in with_cohort],
        cohorts=[cohort for cohort in cohorts if cohort.county_board_id in chosen],
        steps=list(steps),
    )


def _lines(
    boards: list[CountyBoard], cohorts: list[Cohort], chosen: str | None, months: list[date], *, on: date
) -> list[Line]:
    found = Participation.objects.of_boards(boards)
    found = found.filter(cohort__slug=chosen) if chosen else found.open(on=on)
    known = {cohort.pk: cohort for cohort in cohorts}
    rows = read_rows(found, months[-1], on=on, with_texts=False, cohorts=known)
    lines = [Line(row, months) for row in rows]
    return [line for line in lines if line.has_check_ins]
