"""A month's page: one row per municipality that opens in place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import Http404

from followups.forms import ShortCheckInForm
from followups.months import CountyMonth, Row, county_months, span_of
from followups.statuses import Look, Status
from followups.summaries import (
    last_time_sentence,
    missing_sentence,
    missing_words,
    month_sentence,
    this_time_sentence,
)
from municipalities.models import CountyBoard
from programmes.calendar import next_month, previous_month
from programmes.models import Cohort

if TYPE_CHECKING:
    from datetime import date

    from django.http import QueryDict

    from accounts.models import User
    from followups.actions import Answers


def short_answers(row: Row) -> Answers:
    """What the short form starts from: the draft, or last time's next step."""
    if row.check_in is not None:
        names = ("progress", "happened", "nothing_new", "next_step")
        return {name: getattr(row.check_in, name) for name in names}
    return {"next_step": row.previous.next_step if row.previous else ""}


@dataclass(frozen=True)
class ListedRow:
    """One municipality's row: closed it says how it stands, open it has a form or the text."""

    row: Row
    form: ShortCheckInForm | None
    is_open: bool

    @property
    def tag(self) -> Look:
        """At most one tag: a month that is missing says more than this one."""
        if self.row.missing:
            late = Status.LATE.value
            return Look(missing_words(self.row), late.glyph, late.css)  # type: ignore[arg-type]
        return self.row.status.value

    @property
    def sentence(self) -> str:
        """How it goes, or went last time."""
        if self.row.version is not None:
            return this_time_sentence(self.row.version)
        return last_time_sentence(self.row.previous)


@dataclass(frozen=True)
class Section:
    """One county board's part of the page."""

    county: CountyMonth
    rows: list[ListedRow]

    @property
    def sentence(self) -> str:
        return month_sentence(self.county)


@dataclass(frozen=True)
class MonthPage:
    """A month for those who write in it, or for staff who read."""

    month: date
    on: date
    counties: list[CountyMonth]
    data: QueryDict | None
    can_write: bool
    slug: str = ""

    @property
    def query(self) -> str:
        """What an address needs so that one stays with the county board that was asked for."""
        return f"?lan={self.slug}" if self.slug else ""

    @cached_property
    def sections(self) -> list[Section]:
        """The counties with their rows; the first row with something to do is open."""
        return [Section(county, self._rows_of(county)) for county in self.counties]

    def _rows_of(self, county: CountyMonth) -> list[ListedRow]:
        first = self._posted_slug or (self.undone[0].slug if self.can_write and self.undone else "")
        return [
            ListedRow(row, self._form_of(row, county.board), is_open=row.slug == first) for row in county.rows
        ]

    def _form_of(self, row: Row, board: CountyBoard) -> ShortCheckInForm | None:
        """The form of what is to do, and of what was sent: too late or not, its text stays on the page."""
        is_posted = row.slug == self._posted_slug
        if not (self.can_write and (row.is_undone or is_posted)):
            return None
        return ShortCheckInForm(
            self.data if is_posted else None,
            county_board=board,
            previous=row.previous,
            answers=short_answers(row),
            number=row.check_in.number if row.check_in else 0,
            prefix=row.slug,
        )

    @property
    def _posted_slug(self) -> str:
        return self.data.get("municipality", "") if self.data else ""

    @property
    def posted(self) -> ListedRow:
        """The row whose form was sent. A row that is not there does not exist."""
        rows = [
            each for section in self.sections for each in section.rows if each.row.slug == self._posted_slug
        ]
        if not rows:
            raise Http404
        return rows[0]

    @property
    def undone(self) -> list[Row]:
        return [row for county in self.counties for row in county.undone]

    @property
    def is_open(self) -> bool:
        return all(county.is_open for county in self.counties)

    @cached_property
    def _span(self) -> list[date]:
        return span_of(self.counties, on=self.on)

    @property
    def earlier(self) -> date | None:
        month = previous_month(self.month)
        return month if month in self._span else None

    @property
    def later(self) -> date | None:
        month = next_month(self.month)
        return month if month in self._span else None

    @property
    def exists(self) -> bool:
        return self.month in self._span


def month_page(
    user: User, month: date, *, slug: str = "", on: date, data: QueryDict | None = None
) -> MonthPage:
    """The month of the county boards that the person coordinates; staff read one board's, named by ``slug``.

    Raises:
        Http404: nobody's board, or no such month there.
    """
    own = CountyBoard.objects.coordinated_by(user, on=on)
    boards = list(own.filter(slug=slug) if slug else own)
    can_write = bool(boards)
    if not boards and slug:
        boards = list(CountyBoard.objects.visible_to(user, on=on).filter(slug=slug))
    page = MonthPage(month, on, county_months(boards, month, on=on), data, can_write=can_write, slug=slug)
    if not boards or not page.exists or (data is not None and not can_write):
        raise Http404
    return page


@dataclass(frozen=True)
class StaffMonth:
    """All county boards with a process training, and how far the month has come in each."""

    month: date
    pages: list[tuple[CountyMonth, str]]
    earlier: date | None
    later: date | None


def staff_month(month: date, *, on: date) -> StaffMonth:
    """The counties for staff, those with something missing first, then A–Ö.

    Raises:
        Http404: no county has such a month.
    """
    every = county_months(
        CountyBoard.objects.filter(pk__in=Cohort.objects.values("county_board")), month, on=on
    )
    page = MonthPage(month, on, every, None, can_write=False)
    if not page.exists:
        raise Http404
    shown = sorted((county for county in every if county.participations), key=lambda each: not each.missing)
    pages = [(county, missing_sentence(county.missing)) for county in shown]
    return StaffMonth(month, pages, page.earlier, page.later)
