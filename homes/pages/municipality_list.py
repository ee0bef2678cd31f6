"""The list of the municipalities that a person follows, A–Ö by county."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from accounts.models import User
from calendars.months import month_of
from followups.matrix import FEW_MONTHS, Line, last_months
from followups.months import Row, read_latest, read_rows
from followups.summaries.followup import line_sentence
from homes.pages.municipality import tag_of
from municipalities.models import CountyBoard
from participants.pages.mandates import lapsing_mandates
from programmes.models import Participation, ProcessStep
from ui.tags import Tag


@dataclass(frozen=True)
class ListedMunicipality:
    """One municipality: its latest progress, its next step, and the mandate entries that lapse soon."""

    line: Line
    step_count: int
    warnings: list[str]

    @property
    def row(self) -> Row:
        return self.line.row

    @property
    def tag(self) -> Tag | None:
        return tag_of(self.line)

    @property
    def sentence(self) -> str:
        return line_sentence(self.line, count=self.step_count)

    @property
    def next_step(self) -> str:
        return self.row.latest.next_step if self.row.latest else ""


@dataclass(frozen=True)
class CountyGroup:
    """One county's municipalities: those that take part, and those that have done so."""

    board: CountyBoard
    now: list[ListedMunicipality]
    past: list[Participation]


@dataclass(frozen=True)
class MunicipalityListPage:
    """The whole list, narrowed by the search."""

    groups: list[CountyGroup]
    sought: str


def municipality_list_page(user: User, sought: str, *, on: date) -> MunicipalityListPage:
    """Return the municipalities of the counties that the person follows; staff follow all.

    Raises:
        Http404: the person follows no county.
    """
    boards = list(CountyBoard.objects.visible_to(user, on=on).order_by("county_name", "pk"))
    if not boards:
        raise Http404
    found = Participation.objects.of_boards(boards)
    found = found.named_like(sought) if sought else found
    month, steps = month_of(on), ProcessStep.objects.count()
    months = last_months(FEW_MONTHS, until=month)
    rows = read_latest(read_rows(found.open(on=on), month, on=on, with_texts=False))
    lapsing: dict[int, list[str]] = defaultdict(list)
    for each in lapsing_mandates([row.participation for row in rows], on=on):
        lapsing[each.entry.participation_id].append(each.sentence)
    now = [ListedMunicipality(Line(row, months), steps, lapsing[row.participation.pk]) for row in rows]
    past = list(found.over(on=on).select_related("municipality", "cohort").in_order())
    groups = (
        CountyGroup(
            board,
            [each for each in now if each.row.participation.cohort.county_board_id == board.pk],
            [each for each in past if each.cohort.county_board_id == board.pk],
        )
        for board in boards
    )
    return MunicipalityListPage([group for group in groups if group.now or group.past], sought)
