"""Reporting rates: the shares of check-ins done, and done in time, by county, month and country."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from django.db.models import Case, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calendars.months import month_of
from followups.matrix import FEW_MONTHS, MANY_MONTHS, last_months
from followups.models import Month
from municipalities.models import CountyBoard
from programmes.models import Participation
from programmes.models.cohort import ParticipationQuerySet
from reports.charts import LineChart, share
from reports.documents.charts import chart_document
from reports.documents.document import Document, Part, Table
from reports.summaries import on_time_sentence
from ui.dates import month_name, months_words
from ui.values import month_words


class Reported(NamedTuple):
    """One expected check-in: its county and month, whether it was due, and when it was first done."""

    participation: int
    board: int | None
    month: date
    due_on: date
    is_past: bool
    done_on: date | None

    @property
    def is_in_time(self) -> bool:
        return self.done_on is not None and self.done_on <= self.due_on


class Rate(NamedTuple):
    """Counts of some check-ins. ``due`` are those whose due day has passed."""

    expected: int
    done: int
    due: int
    in_time: int

    @property
    def share(self) -> int | None:
        """Share in time, in per cent of those that are due."""
        return share(self.in_time, self.due)

    @property
    def done_words(self) -> str:
        return _("%(done)s of %(all)s done") % {"done": self.done, "all": self.expected}

    @property
    def in_time_words(self) -> str:
        if not self.due:
            return _("not due yet")
        return _("%(count)s of %(all)s in time") % {"count": self.in_time, "all": self.due}


def reported(participations: ParticipationQuerySet, months: Collection[date], *, on: date) -> list[Reported]:
    """Every check-in that is expected in the months; one query."""
    found = (
        Month.objects.filter(participation__in=participations.order_by().values("pk"))
        .expected()
        .filter(month__in=months)
    )
    board, done_on = "participation__cohort__county_board", "check_in__first_done_on"
    is_past = Case(When(due_on__lt=on, then=True), default=False)
    fields = ("participation", board, "month", "due_on", "is_past", done_on)
    return [Reported(*each) for each in found.annotate(is_past=is_past).values_list(*fields)]


def rate_of(found: Iterable[Reported]) -> Rate:
    """Return the counts of these check-ins."""
    all_of_them = list(found)
    past = [each for each in all_of_them if each.is_past]
    return Rate(
        expected=len(all_of_them),
        done=sum(each.done_on is not None for each in all_of_them),
        due=len(past),
        in_time=sum(each.is_in_time for each in past),
    )


def rates_by_month(found: Iterable[Reported], months: Iterable[date]) -> dict[date, Rate]:
    """Return the rate of each month."""
    all_of_them = list(found)
    return {month: rate_of(each for each in all_of_them if each.month == month) for month in months}


def on_time_chart(series: dict[str, dict[date, Rate]]) -> LineChart:
    """Return a chart of the share in time by month; the sentence is about the first series."""
    first = next(iter(series.values()))
    months = list(first)
    return LineChart(
        key="i-tid",
        title=on_time_sentence({month: rate.share for month, rate in first.items()}),
        text=_("Per cent of the check-ins whose day has gone by that were done by that day."),
        head=pgettext("table", "Month"),
        series=list(series),
        labels=[date_format(month, pgettext("date format", "M")) for month in months],
        names=[month_words(month) for month in months],
        values=[[rate.share for rate in rates.values()] for rates in series.values()],
    )


class RateCell(NamedTuple):
    """One county's month; ``url`` links to the check-ins behind the numbers."""

    month: str
    rate: Rate
    url: str


class RateRow(NamedTuple):
    """One county."""

    name: str
    cells: list[RateCell]


@dataclass(frozen=True)
class RatesPage:
    """Counties A–Ö × months, the whole country below."""

    boards: list[CountyBoard]
    months: list[date]
    found: list[Reported]

    @property
    def months_words(self) -> str:
        return months_words(self.months)

    @property
    def is_long(self) -> bool:
        return len(self.months) == MANY_MONTHS

    @cached_property
    def national(self) -> dict[date, Rate]:
        return rates_by_month(self.found, self.months)

    @property
    def heads(self) -> list[str]:
        return [date_format(month, "F Y") for month in self.months]

    @cached_property
    def rows(self) -> list[RateRow]:
        """Counties with expected check-ins in the months."""
        found = ((board, [each for each in self.found if each.board == board.pk]) for board in self.boards)
        return [RateRow(board.county_name, self._cells(own, board)) for board, own in found if own]

    def _cells(self, own: list[Reported], board: CountyBoard) -> list[RateCell]:
        return [
            RateCell(name, rate, f"{reverse('followups:check_in_month', args=[month])}?lan={board.slug}")
            for name, (month, rate) in zip(self.heads, rates_by_month(own, self.months).items(), strict=True)
        ]

    @cached_property
    def chart(self) -> LineChart:
        return on_time_chart({_("In time"): self.national})

    @property
    def document(self) -> Document:
        """The tables of the chart and of the counties as a document."""
        title = _("Do the check-ins come in?")
        found = chart_document([self.chart], title=title, scope=self.months_words)
        counted = (
            *(pgettext("check-ins", "expected"), pgettext("check-ins", "done")),
            *(pgettext("check-ins", "due"), pgettext("check-ins", "in time")),
        )
        head = [_("County"), *(f"{name}, {word}" for name in self.heads for word in counted)]
        named = [(row.name, [cell.rate for cell in row.cells]) for row in self.rows]
        named.append((_("The whole country"), list(self.national.values())))
        rows: list[list[str | int]] = [[name, *chain.from_iterable(rates)] for name, rates in named]
        counties = Table(pgettext("table", "Counties"), title, head, rows)
        return replace(found, sentences=[self.sentence], parts=[*found.parts, Part(title, tables=[counties])])

    @property
    def sentence(self) -> str:
        """Sentence on the progress of the current month in the whole country."""
        rate = self.national[self.months[-1]]
        if not rate.expected:
            return ""
        month = self.months[-1]
        values = {"month": month_name(month, on=month), "done": rate.done, "all": rate.expected}
        return _("So far %(done)s of %(all)s check-ins for %(month)s are done.") % values


def rates_page(*, is_long: bool, on: date) -> RatesPage:
    """Return the rates of all counties over six or twelve months; only for those at MÄN."""
    months = last_months(MANY_MONTHS if is_long else FEW_MONTHS, until=month_of(on))
    boards = list(CountyBoard.objects.order_by("county_name", "pk"))
    return RatesPage(boards, months, reported(Participation.objects.of_boards(boards), months, on=on))
