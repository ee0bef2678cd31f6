"""The municipalities that a person follows: the list, one of them, and its handover."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import ClassVar, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from calendars.months import month_of
from followups.matrix import FEW_MONTHS, Line, last_months
from followups.models import CheckInVersion
from followups.months import Row, read_latest, read_rows
from followups.pages.commitments import OpenCommitment, by_owner, next_steps, open_commitments
from followups.summaries.check_ins import missing_tag
from followups.summaries.followup import line_sentence
from homes.pages.municipality_own import Public, public_parts
from municipalities.models import Coordinator, CountyBoard, Municipality
from participants.pages.group import MunicipalityGroup
from participants.pages.mandates import MandateLog, lapsing_mandates, mandate_log
from programmes.models import Cohort, Participation, ParticipationPause, ProcessStep
from support.models import SupportCase
from support.pages.cases import CaseLine
from ui.dates import month_name
from ui.tags import Tag

SHOWN_AT_ONCE = 3
PAUSED = Tag(pgettext_lazy("municipality", "Paused"), "", "‖")


class CheckInEntry(NamedTuple):
    """One month that was marked done. ``note`` is filled in for the county's coordinators only."""

    version: CheckInVersion
    url: str
    note: str


@dataclass(frozen=True)
class CohortPart:
    """The municipality's check-ins in one cohort."""

    row: Row
    versions: list[CheckInVersion]
    is_coordinator: bool

    @property
    def participation(self) -> Participation:
        return self.row.participation

    @property
    def cohort(self) -> Cohort:
        return self.participation.cohort

    @property
    def is_open(self) -> bool:
        """True when the municipality takes part today."""
        return not self.participation.has_left(on=self.row.on) and self.cohort.is_open

    @cached_property
    def public(self) -> Public:
        """Steps, from the earliest month to the latest."""
        return Public([version.public_part() for version in reversed(self.versions)], self.row.on)

    @cached_property
    def entries(self) -> list[CheckInEntry]:
        return [
            CheckInEntry(
                version,
                reverse("followups:check_in_read", args=[version.check_in.month, self.row.slug]),
                version.internal_note if self.is_coordinator else "",
            )
            for version in self.versions
        ]

    @property
    def newest(self) -> list[CheckInEntry]:
        return self.entries[:SHOWN_AT_ONCE]

    @property
    def earlier(self) -> list[CheckInEntry]:
        return self.entries[SHOWN_AT_ONCE:]


@dataclass(frozen=True)
class KnownMunicipality:
    """A municipality in a cohort as the person sees it, and everything about it but its check-ins."""

    user: User
    participation: Participation
    on: date
    at: datetime
    can_write: ClassVar[bool]  # adds links to change what is shown

    @cached_property
    def group(self) -> MunicipalityGroup:
        return MunicipalityGroup(self.participation, self.on, self.at)

    @cached_property
    def commitments(self) -> list[OpenCommitment]:
        """Open commitments, the first due first."""
        user = self.user if self.can_write else None
        return open_commitments([self.participation], on=self.on, user=user)

    @property
    def next_step(self) -> OpenCommitment | None:
        """The open commitment with the earliest day."""
        return next(iter(self.commitments), None)

    @property
    def by_owner(self) -> list[tuple[str, list[OpenCommitment]]]:
        """The open commitments by the owner's name."""
        return by_owner(self.commitments)

    @cached_property
    def mandate(self) -> MandateLog:
        return mandate_log(self.participation, on=self.on, can_write=self.can_write)

    @cached_property
    def cases(self) -> list[CaseLine]:
        """Needs and support, the oldest first."""
        cases = SupportCase.objects.filter(participation=self.participation).select_related("area", "offer")
        return [CaseLine(case, self.on) for case in cases.order_by("raised_at", "pk")]

    @property
    def open_cases(self) -> list[CaseLine]:
        """Needs and support that are not closed."""
        return [each for each in self.cases if each.case.state in SupportCase.OPEN_STATES]


@dataclass(frozen=True)
class MunicipalityPage(KnownMunicipality):
    """A municipality that takes part or has done so; ``now`` is its present or latest cohort."""

    now: CohortPart
    past: list[CohortPart]
    can_write = True

    @property
    def municipality(self) -> Municipality:
        return self.participation.municipality

    @property
    def county_board(self) -> CountyBoard:
        return self.participation.county_board

    @cached_property
    def line(self) -> Line:
        """The latest months in one line."""
        return Line(self.now.row, last_months(FEW_MONTHS, until=self.now.row.month))

    @property
    def tag(self) -> Tag | None:
        """The most urgent thing about the municipality, as a tag."""
        return tag_of(self.line)

    @property
    def sentence(self) -> str:
        """The progress in the latest check-in, and the step that is under way."""
        return line_sentence(self.line, count=len(self.now.public.steps))

    @property
    def month_sentence(self) -> str:
        """The rest of this month's check-in; empty when it is done or not expected."""
        row = self.now.row
        if not self.now.is_open or not row.is_undone or row.due_on is None:
            return ""
        words = {"month": month_name(row.month, on=self.on), "day": date_format(row.due_on, "j F")}
        if row.due_on < self.on:
            return _("The check-in for %(month)s was due on %(day)s.") % words
        if row.is_draft:
            return _("There is a draft for %(month)s. It is to be done by %(day)s.") % words
        return _("The check-in for %(month)s is to be done by %(day)s.") % words

    @cached_property
    def to_do(self) -> date | None:
        """The month whose check-in the coordinator can do: a late one that is not locked, else this month."""
        row = self.now.row
        if not self.now.is_coordinator or not self.now.is_open:
            return None
        late = [month for month in row.missing if not row.months[month].is_locked(on=self.on)]
        return next(iter(late), row.month if row.is_undone else None)

    @property
    def to_do_month(self) -> str:
        """The month in words."""
        return month_name(self.to_do, on=self.on) if self.to_do else ""

    @property
    def new_for(self) -> str:
        """The municipality to which a commitment may be added; empty when it takes part no longer."""
        return "" if self.participation.has_left(on=self.on) else self.municipality.slug

    @property
    def newest_open_cases(self) -> list[CaseLine]:
        return self.open_cases[::-1]

    @property
    def needs(self) -> list[CaseLine]:
        """Needs without an offer, the newest first."""
        return [each for each in self.newest_open_cases if each.case.state == SupportCase.State.NEED]

    @property
    def over_cases(self) -> list[CaseLine]:
        return [each for each in self.cases[::-1] if each.case.state not in SupportCase.OPEN_STATES]

    @property
    def pauses(self) -> list[ParticipationPause]:
        """Pauses that are going on or planned."""
        return self.participation.pauses_from(self.on)


@dataclass(frozen=True)
class HandoverPage(KnownMunicipality):
    """One municipality's handover. ``follows`` is true for those who follow it, false for its own leaders."""

    public: Public
    follows: bool
    can_write = False

    @cached_property
    def coordinators(self) -> list[Coordinator]:
        """The coordinators to call besides the county board's contact."""
        board = self.participation.cohort.county_board_id
        roles = Coordinator.objects.to_turn_to(on=self.on).filter(county_board=board)
        return list(roles.order_by("is_stand_in", "pk"))


def tag_of(line: Line) -> Tag | None:
    """Return a municipality's status as a tag: late first, then paused, then the latest progress."""
    if line.missing:
        return missing_tag(line)
    if line.is_paused:
        return PAUSED
    return line.progress.value if line.progress else None


def municipality_page(user: User, slug: str, *, on: date, at: datetime) -> MunicipalityPage:
    """Return the page of the municipality with that slug: its present cohort first, then the earlier ones.

    Raises:
        Http404: not a municipality that the person follows.
    """
    followed = Participation.objects.followed_by(user, on=on).of_slug(slug)
    rows = read_rows(followed.with_names(), month_of(on), on=on, with_texts=False)
    if not rows:
        raise Http404
    versions: dict[int, list[CheckInVersion]] = defaultdict(list)
    taking_part = [row.participation for row in rows]
    done = CheckInVersion.objects.filter(check_in__expected__participation__in=taking_part).newest()
    read = done.select_related("check_in__expected", "done_by")
    for version in read.order_by("-check_in__expected__month", "pk"):
        versions[version.check_in.participation_id].append(version)
    is_coordinator = _is_coordinator(user, rows[0], on=on)
    parts = []
    for row in rows:
        told = versions[row.participation.pk]
        parts.append(CohortPart(replace(row, latest=next(iter(told), None)), told, is_coordinator))
    now, *past = sorted(parts, key=lambda part: (not part.is_open, -part.participation.pk))
    return MunicipalityPage(user, now.participation, on, at, now, past)


def _is_coordinator(user: User, row: Row, *, on: date) -> bool:
    """Say whether the person coordinates the county board, and is not only staff."""
    if not user.is_staff:
        return True
    own = CountyBoard.objects.coordinated_by(user, on=on)
    return own.filter(cohorts=row.participation.cohort).exists()


def handover_page(user: User, slug: str, *, on: date, at: datetime) -> HandoverPage:
    """Return the handover of the municipality with that slug, for its present or latest cohort.

    It is for print, and has only the public part of the check-ins.

    Raises:
        Http404: not a municipality that the person follows or leads.
    """
    followed = Participation.objects.followed_by(user, on=on).of_slug(slug)
    led = Participation.objects.led_by(user, on=on).of_slug(slug)
    participation = (followed | led).with_names().newest_first().first()
    if participation is None:
        raise Http404
    public = public_parts([participation.pk], on=on)[participation.pk]
    return HandoverPage(user, participation, on, at, public, followed.contains(participation))


@dataclass(frozen=True)
class ListedMunicipality:
    """One municipality: its latest progress, its next step, and the mandate entries that lapse soon."""

    line: Line
    step_count: int
    warnings: list[str]
    next_step: OpenCommitment | None

    @property
    def row(self) -> Row:
        return self.line.row

    @property
    def tag(self) -> Tag | None:
        return tag_of(self.line)

    @property
    def sentence(self) -> str:
        return line_sentence(self.line, count=self.step_count)


class CountyGroup(NamedTuple):
    """One county's municipalities: those that take part, and those that have done so."""

    board: CountyBoard
    now: list[ListedMunicipality]
    past: list[Participation]


def municipality_list_page(user: User, sought: str, *, on: date) -> list[CountyGroup]:
    """Return the municipalities of the counties that the person follows, A–Ö; staff follow all.

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
    ahead = next_steps([row.participation for row in rows], on=on)
    now = [
        ListedMunicipality(
            Line(row, months), steps, lapsing[row.participation.pk], ahead.get(row.participation.pk)
        )
        for row in rows
    ]
    past = list(found.over(on=on).select_related("municipality", "cohort").in_order())
    groups = (
        CountyGroup(
            board,
            [each for each in now if each.row.participation.cohort.county_board_id == board.pk],
            [each for each in past if each.cohort.county_board_id == board.pk],
        )
        for board in boards
    )
    return [group for group in groups if group.now or group.past]
