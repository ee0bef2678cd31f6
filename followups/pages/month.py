"""A month's page, with one row per municipality that opens in place."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from calendars.months import next_month, previous_month
from followups.actions.check_in import unfinished
from followups.actions.support import missing_same
from followups.forms.beside import DraftsForm
from followups.forms.check_in import ShortCheckInForm
from followups.forms.promises import Asked
from followups.models import Answers, CheckIn, Commitment
from followups.months import CountyMonth, Row, county_months, span_of
from followups.summaries.check_ins import (
    done_sentence,
    last_time_sentence,
    missing_sentence,
    missing_tag,
    month_sentence,
    news_sentence,
    this_time_sentence,
)
from followups.summaries.locking import locked_sentence
from municipalities.models import CountyBoard
from municipalities.pages.counties import boards_asked
from programmes.calendar import locks_on
from programmes.models import Cohort
from support.forms.needs import open_in
from support.models import SupportCase
from ui.tags import Tag


def unsaid_needs(check_in: CheckIn, answers: Answers) -> list[SupportCase]:
    """Return the open cases of which nobody has said whether they are the need of the draft."""
    if "need_same" not in missing_same(check_in, answers):
        return []
    return [case for case in open_in(check_in.participation) if case.area == answers.need_area]


@dataclass(frozen=True)
class ListedRow:
    """One municipality's row: its standing while it is closed, a form or the text when it is open.

    A closed row that can be written in has a ``link`` that opens it: a form in each would make a long page.
    """

    row: Row
    form: ShortCheckInForm | None
    link: str
    is_open: bool
    has_focus: bool

    @property
    def tag(self) -> Tag:
        """The tag of this month."""
        return self.row.status.value

    @property
    def missing(self) -> Tag | None:
        """The tag of the earlier months that are missing."""
        return missing_tag(self.row) if self.row.missing else None

    @property
    def sentence(self) -> str:
        """Sentence on this month, or on last time; it does not repeat the tag."""
        if self.row.version is None:
            return last_time_sentence(self.row.previous, on=self.row.on)
        return (news_sentence if self.row.is_done else this_time_sentence)(self.row.version)


class Section(NamedTuple):
    """One county board's part of the page."""

    county: CountyMonth
    sentence: str
    rows: list[ListedRow]


@dataclass(frozen=True)
class Draft:
    """One municipality's draft in a line, and what would stop it from being marked as done."""

    row: Row
    check_in: CheckIn

    @property
    def sentence(self) -> str:
        return this_time_sentence(self.check_in)

    @cached_property
    def missing(self) -> list[str]:
        return [str(sentence) for sentence in unfinished(Answers.in_row(self.check_in)).values()]


@dataclass(frozen=True)
class MonthPage:
    """A month, for those who write in it or for staff who read it."""

    month: date
    on: date
    counties: list[CountyMonth]
    data: QueryDict | None
    can_write: bool
    slug: str = ""
    done_slug: str = ""
    asked_slug: str = ""

    @property
    def query(self) -> str:
        """Query string that keeps the chosen county board."""
        return f"?lan={self.slug}" if self.slug else ""

    @cached_property
    def sections(self) -> list[Section]:
        """Counties with their rows; the first row with something to do is open."""
        return [Section(county, month_sentence(county), self._rows_of(county)) for county in self.counties]

    def _rows_of(self, county: CountyMonth) -> list[ListedRow]:
        query = f"{self.query}&" if self.query else "?"
        return [
            ListedRow(
                row,
                self._form_of(row, county.board) if row.slug == self._open_slug else None,
                f"{query}oppna={row.slug}" if self.can_write and row.is_undone else "",
                is_open=row.slug == self._open_slug,
                has_focus=row.slug == self._open_slug and (bool(self.receipt) or row.slug == self.asked_slug),
            )
            for row in county.rows
        ]

    @cached_property
    def _rows(self) -> list[Row]:
        return [row for county in self.counties for row in county.rows]

    @cached_property
    def _done_row(self) -> Row | None:
        """Row that was just marked as done, if the address names one."""
        return next((row for row in self._rows if row.slug == self.done_slug and row.is_done), None)

    @cached_property
    def _open_slug(self) -> str:
        """The row that was sent or asked for, or else the next one with something to do."""
        if self._posted_slug or not self.can_write:
            return self._posted_slug
        if self.asked_slug in self._slugs:
            return self.asked_slug
        here = self._rows.index(self._done_row) + 1 if self._done_row else 0
        return next((row.slug for row in self._rows[here:] + self._rows[:here] if row.is_undone), "")

    @property
    def receipt(self) -> str:
        """Sentence on what was just marked as done and what is left, for a live region."""
        if self._done_row is None or not self.can_write:
            return ""
        county = next(each for each in self.counties if self._done_row in each.rows)
        return done_sentence(str(self._done_row.municipality), county)

    @cached_property
    def drafts(self) -> list[Draft]:
        """Drafts that the person may edit, to read once more and mark as done together."""
        rows = [row for row in self._rows if row.is_draft and row.is_writable] if self.can_write else []
        return [Draft(row, row.check_in) for row in rows if row.check_in]

    @property
    def ready(self) -> list[Draft]:
        return [draft for draft in self.drafts if not draft.missing]

    @property
    def lacking(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.missing]

    def drafts_form(self, data: QueryDict | None = None) -> DraftsForm:
        """Return the form of the complete drafts; a submission may be about any row."""
        numbers = {draft.row.slug: draft.check_in.number for draft in self.ready}
        return DraftsForm(data, numbers=numbers if data is None else dict.fromkeys(self._slugs, 0))

    @property
    def _slugs(self) -> list[str]:
        return [row.slug for row in self._rows]

    def row_of(self, slug: str) -> Row:
        """Return one municipality's row."""
        return next(row for row in self._rows if row.slug == slug)

    @property
    def locked_words(self) -> str:
        """Sentence that the month is read-only, and what can be done about it."""
        if self.on < locks_on(self.month) or not self._rows:
            return ""
        unlocked = [row for row in self._rows if row.is_writable]
        words = [locked_sentence(self.month, unlocked=unlocked, on=self.on)]
        if self.can_write:
            words.append(_("Does something need correcting? Open the municipality and ask MÄN to unlock it."))
        return " ".join(words)

    def _form_of(self, row: Row, board: CountyBoard) -> ShortCheckInForm | None:
        """Return the form of an undone row, or of the submitted one, whose text is kept even when late."""
        is_posted = row.slug == self._posted_slug
        if not (self.can_write and (row.is_undone or is_posted)):
            return None
        check_in = row.check_in or CheckIn(expected=row.stored)
        earlier = list(Commitment.objects.before(check_in))
        asked = [each for each in earlier if each.is_asked_about_in(check_in)]
        answers = Answers.in_row(row.check_in) if row.check_in else None
        return ShortCheckInForm(
            self.data if is_posted else None,
            county_board=board,
            month=row.month,
            previous=row.previous,
            answers=answers,
            asked=Asked(
                commitments=asked,
                later=[each for each in earlier if each not in asked],
                needs=unsaid_needs(check_in, answers) if answers else [],
            ),
            number=check_in.number,
            prefix=row.slug,
        )

    @property
    def _posted_slug(self) -> str:
        return self.data.get("municipality", "") if self.data else ""

    @property
    def posted(self) -> ListedRow:
        """Row whose form was submitted, or 404."""
        listed = [each for section in self.sections for each in section.rows]
        rows = [each for each in listed if each.row.slug == self._posted_slug]
        if not rows:
            raise Http404
        return rows[0]

    @property
    def is_open(self) -> bool:
        return all(county.is_open for county in self.counties)

    @cached_property
    def span(self) -> list[date]:
        """Months that have a page."""
        return span_of([county.board for county in self.counties], on=self.on)

    @property
    def earlier(self) -> date | None:
        month = previous_month(self.month)
        return month if month in self.span else None

    @property
    def later(self) -> date | None:
        month = next_month(self.month)
        return month if month in self.span else None

    @property
    def missing_first(self) -> list[tuple[CountyMonth, str]]:
        """Counties with a process training: those that lack something first, each with what that is."""
        shown = [county for county in self.counties if county.participations]
        ordered = sorted(shown, key=lambda county: not county.missing)
        return [(county, missing_sentence(county.missing)) for county in ordered]


def month_page(
    user: User,
    month: date,
    *,
    slug: str = "",
    done_slug: str = "",
    asked_slug: str = "",
    on: date,
    data: QueryDict | None = None,
    may_only_read: bool = True,
) -> MonthPage:
    """Return the month of the county boards that the person coordinates; for staff one board's, by ``slug``.

    Raises:
        Http404: nobody's board, no such month there, or one that the person only reads and is to write.
    """
    own = list(CountyBoard.objects.coordinated_by(user, on=on))
    boards = boards_asked(CountyBoard.objects.visible_to(user, on=on) if slug else own, slug)
    can_write = all(board in own for board in boards)
    if not (can_write or may_only_read):
        raise Http404
    return _existing(
        MonthPage(
            month, on, county_months(boards, month, on=on), data, can_write, slug, done_slug, asked_slug
        )
    )


def staff_month(month: date, *, on: date) -> MonthPage:
    """Return the month of all county boards with a process training, for staff.

    Raises:
        Http404: no county has such a month.
    """
    boards = CountyBoard.objects.filter(pk__in=Cohort.objects.values("county_board"))
    counties = county_months(boards, month, on=on, with_texts=False)
    return _existing(MonthPage(month, on, counties, None, can_write=False))


def _existing(page: MonthPage) -> MonthPage:
    if page.month not in page.span:
        raise Http404
    return page
