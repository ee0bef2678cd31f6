"""Charts as plain numbers: a template draws them as SVG, with a title that says it and a table beside.

Positions are given in per cent of the width, so that a chart fits a phone and its words keep their size.
Link ``css/charts.css`` and include ``reports/charts/figure.html`` with ``chart``.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.matrix import SAYS_HOW_IT_GOES
from followups.models import CheckInStep, CheckInVersion
from followups.statuses import Status
from reports.summaries import progress_sentences, steps_title
from ui.values import month_words, percent_words

LABEL_HEIGHT, NOTE_HEIGHT, BAR_HEIGHT, BAR_GAP = 24, 20, 28, 14
LONGEST_LABEL = 34  # characters that fit on a phone; the table has the whole label
NARROW = 7  # per cent: the number does not fit into a narrower part
PLOT_TOP, PLOT_HEIGHT, PLOT_FOOT = 16, 160, 28
PLOT_LEFT, PLOT_WIDTH = 16, 82
# The light colours of css/charts.css and of the numbers in them, for PDFs, which have no style sheet.
FILLS = {1: "#12436D", 2: "#28A197", 3: "#801650", 4: "#F46A25"}
INKS = {1: "#FFF", 2: "#1B1F24", 3: "#FFF", 4: "#1B1F24"}


def per_cent(share: float) -> str:
    """Format a length for SVG, whatever the language."""
    return f"{share:.2f}%"


@dataclass(frozen=True)
class Bar:
    """One row of a chart and of its table: the values in the order of the series, and a word at the end.

    ``people`` says how many people the values count, none where they count something else.
    """

    label: str
    values: list[Any]  # numbers; in the table of shares their words
    note: str = ""
    url: str = ""
    lang: str = ""  # the language of a label that a person has written
    people: int = 0

    @property
    def cells(self) -> list[str | int]:
        """Cells of its row in the table."""
        return [*self.values, self.note] if self.note else self.values


@dataclass(frozen=True)
class DrawnPart:
    """One part of a bar; ``number`` is its series, counted from 1."""

    number: int
    x: str
    width: str
    middle: str
    text: str

    @property
    def fill(self) -> str:
        return FILLS[self.number]

    @property
    def ink(self) -> str:
        return INKS[self.number]


@dataclass(frozen=True)
class DrawnBar:
    """One bar with its place from the top. The label is cut to what fits on a phone."""

    bar: Bar
    label: str
    end: str  # the word at the end of the label's line
    below: str  # or on a line of its own
    label_y: int
    below_y: int
    y: int
    parts: list[DrawnPart]
    height: ClassVar[int] = BAR_HEIGHT

    @property
    def text_y(self) -> int:
        return self.y + BAR_HEIGHT // 2


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The base of all charts. ``key`` names it on the page, ``head`` is the heading of the first column."""

    key: str
    title: str
    text: str = ""
    head: str
    series: list[str]

    @property
    def columns(self) -> list[str]:
        """Headings of the columns with numbers."""
        return self.series

    @property
    def rows(self) -> list[Bar]:
        """The values as rows of a table."""
        raise NotImplementedError

    @property
    def tables(self) -> list[tuple[str, list[Bar]]]:
        """Each table with the heading of its first column."""
        return [(self.head, self.rows)]

    @property
    def numbers(self) -> Sequence[int]:
        """Numbers of the series, by which they get their colours."""
        return range(1, len(self.series) + 1)

    @property
    def legend(self) -> list[tuple[int, str, str]]:
        """Each series with its number and colour; empty for a single series."""
        found = [(each, name, FILLS[each]) for each, name in zip(self.numbers, self.series, strict=True)]
        return found if len(found) > 1 else []


@dataclass(frozen=True, kw_only=True)
class BarChart(Chart):
    """Horizontal bars from zero, each of one to four parts. ``note_head`` is the heading of their words."""

    bars: list[Bar]
    note_head: str = ""
    is_note_below: bool = False
    extra: list[Bar] = field(default_factory=list)
    extra_head: str = ""
    template: ClassVar[str] = "reports/charts/bars.html"

    @property
    def is_empty(self) -> bool:
        return not any(sum(bar.values) for bar in self.bars)

    @cached_property
    def drawn(self) -> list[DrawnBar]:
        longest = max((sum(bar.values) for bar in self.bars), default=0) or 1
        return [self._draw(bar, index * self._row_height, longest) for index, bar in enumerate(self.bars)]

    def _draw(self, bar: Bar, top: int, longest: int) -> DrawnBar:
        note = bar.note
        if len(self.series) == 1:  # the number stands beside the bar
            note = " · ".join(filter(None, [str(bar.values[0]), bar.note]))
        return DrawnBar(
            bar=bar,
            label=Truncator(bar.label).chars(LONGEST_LABEL),
            end="" if self.is_note_below else note,
            below=note if self.is_note_below else "",
            label_y=top + LABEL_HEIGHT - 8,
            below_y=top + LABEL_HEIGHT + NOTE_HEIGHT - 8,
            y=top + self._label_height,
            parts=_parts(bar, longest),
        )

    @property
    def _label_height(self) -> int:
        return LABEL_HEIGHT + (NOTE_HEIGHT if self.is_note_below else 0)

    @property
    def _row_height(self) -> int:
        return self._label_height + BAR_HEIGHT + BAR_GAP

    @property
    def height(self) -> int:
        return len(self.bars) * self._row_height

    @property
    def columns(self) -> list[str]:
        return [*self.series, self.note_head] if self.note_head else self.series

    @property
    def rows(self) -> list[Bar]:
        return self.bars

    @property
    def tables(self) -> list[tuple[str, list[Bar]]]:
        return [*super().tables, *([(self.extra_head, self.extra)] if self.extra else [])]


def _parts(bar: Bar, longest: int) -> list[DrawnPart]:
    found, x = [], 0.0
    for number, value in enumerate(bar.values, start=1):
        width = 100 * value / longest
        if value:
            text = str(value) if width >= NARROW and len(bar.values) > 1 else ""
            found.append(DrawnPart(number, per_cent(x), per_cent(width), per_cent(x + width / 2), text))
        x += width
    return found


@dataclass(frozen=True)
class DrawnLine:
    """One series with its points, and the strokes between them: from x and y to x and y."""

    name: str
    number: int
    points: list[tuple[str, str]]
    strokes: list[tuple[str, str, str, str]]


@dataclass(frozen=True, kw_only=True)
class LineChart(Chart):
    """Shares in per cent along a row of months. ``values`` has one list per series; None is no value."""

    labels: list[str]
    names: list[str]
    values: list[list[int | None]]
    template: ClassVar[str] = "reports/charts/lines.html"
    height: ClassVar[int] = PLOT_TOP + PLOT_HEIGHT + PLOT_FOOT

    @property
    def is_empty(self) -> bool:
        return all(value is None for values in self.values for value in values)

    @property
    def numbers(self) -> Sequence[int]:
        """Numbers of the series: two lines take the first and the last colour, which differ most."""
        return [1, 4][: len(self.series)]

    @property
    def grid(self) -> list[tuple[str, str, str]]:
        """The lines across: their height, the height of their words, the words."""
        return [(f"{_height(each):.0f}", f"{_height(each) + 5:.0f}", f"{each} %") for each in (0, 50, 100)]

    @property
    def ticks(self) -> list[tuple[str, str]]:
        """The months under the plot."""
        return [(self._x(index), label) for index, label in enumerate(self.labels)]

    @property
    def ticks_y(self) -> int:
        return PLOT_TOP + PLOT_HEIGHT + PLOT_FOOT - 8

    @cached_property
    def drawn(self) -> list[DrawnLine]:
        lines = zip(self.series, self.numbers, self.values, strict=True)
        return [self._line(name, colour, values) for name, colour, values in lines]

    def _x(self, index: int) -> str:
        return per_cent(PLOT_LEFT + PLOT_WIDTH * (index + 0.5) / max(len(self.labels), 1))

    def _line(self, name: str, colour: int, values: list[int | None]) -> DrawnLine:
        places = [
            None if value is None else (self._x(index), f"{_height(value):.1f}")
            for index, value in enumerate(values)
        ]
        strokes = [(*first, *second) for first, second in pairwise(places) if first and second]
        return DrawnLine(name, colour, [place for place in places if place], strokes)

    @property
    def rows(self) -> list[Bar]:
        columns = zip(self.names, zip(*self.values, strict=True), strict=True)
        return [Bar(name, [percent_words(value) for value in values]) for name, values in columns]


def _height(value: int) -> float:
    """Return the distance of a share from the top."""
    return PLOT_TOP + PLOT_HEIGHT * (1 - value / 100)


def share(part: int, whole: int) -> int | None:
    """Return the share in whole per cent; None when the whole is zero."""
    return round(100 * part / whole) if whole else None


# --- The charts that the period report and the follow-up both show ----------------------------------------

STEP_STATES = (CheckInStep.Status.DONE, CheckInStep.Status.ONGOING, CheckInStep.Status.NOT_STARTED)


def progress_chart(
    counts: Mapping[date, Counter[Status]], *, url_of: Callable[[date], str] = lambda _month: ""
) -> BarChart:
    """Chart how the municipalities were doing month by month; a month without check-ins has no bar."""
    told = {
        month: Counter({each: found[each] for each in SAYS_HOW_IT_GOES}) for month, found in counts.items()
    }
    title, text = progress_sentences(told)
    return BarChart(
        key="laget",
        title=title,
        text=text,
        head=pgettext("table", "Month"),
        series=[status.word for status in SAYS_HOW_IT_GOES],
        bars=[
            Bar(month_words(month), [found[each] for each in SAYS_HOW_IT_GOES], url=url_of(month))
            for month, found in told.items()
            if any(found.values())
        ],
    )


def steps_chart(
    key: str, latest: Iterable[CheckInVersion], titles: Mapping[int, str], *, count: int
) -> BarChart:
    """Chart how far the process has come in ``count`` municipalities' latest check-ins: a bar per step."""
    states: dict[int, Counter[str]] = defaultdict(Counter)
    for version in latest:
        for step in version.steps:
            states[step["number"]][step["status"]] += 1
    ongoing = {number: states[number][CheckInStep.Status.ONGOING] for number in titles}
    return BarChart(
        key=key,
        title=steps_title(ongoing, count=count),
        head=_("Process step"),
        series=[str(state.label) for state in STEP_STATES],
        bars=[
            Bar(f"{number} {title}", [states[number][state] for state in STEP_STATES], lang="sv")
            for number, title in titles.items()
        ],
    )
