"""A county board's own pages: its settings, who coordinates, and the hand-over to whoever comes next."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from followups.pages.counties import boards_asked
from followups.pages.county import CountySection, sections_of
from followups.statuses import Status, of_progress
from followups.summaries import month_name
from municipalities.models import Coordinator, CountyBoard
from participants.models import Enrolment
from participants.statuses import Tag
from participants.summaries.sessions import SessionCard, session_card
from programmes.calendar import month_of, next_month
from programmes.models import Session

if TYPE_CHECKING:
    from datetime import date, datetime

    from followups.models import CheckInVersion, SupportCase
    from followups.months import Row

SHOWN_DUE_DAYS = 3
MOST_SESSIONS = 6


@dataclass(frozen=True)
class ListedRole:
    """One coordinator's role as a list prints it."""

    role: Coordinator
    on: date

    @property
    def begins_later(self) -> bool:
        return self.role.starts_on > self.on

    @property
    def stand_in_tag(self) -> Tag | None:
        return Tag(pgettext("role", "Stand-in"), "info") if self.role.is_stand_in else None

    @property
    def not_begun_tag(self) -> Tag | None:
        return Tag(pgettext("role", "Has not begun"), "") if self.begins_later else None

    @property
    def days(self) -> str:
        """From when until when: "från 8 januari 2026, tills vidare"."""
        starts_on = date_format(self.role.starts_on)
        if self.role.ends_on is None:
            return _("from %(starts_on)s, until further notice") % {"starts_on": starts_on}
        words = {"starts_on": starts_on, "ends_on": date_format(self.role.ends_on)}
        return _("from %(starts_on)s until %(ends_on)s") % words


@dataclass(frozen=True)
class CountyBoardPage:
    """A page about one county board, for its coordinators and for staff."""

    board: CountyBoard
    boards: list[CountyBoard]
    on: date

    @property
    def query(self) -> str:
        """What an address needs so that one stays with this county board."""
        return f"?lan={self.board.slug}"

    @property
    def others(self) -> list[CountyBoard]:
        """The person's other county boards."""
        return [board for board in self.boards if board != self.board]

    @cached_property
    def roles(self) -> list[ListedRole]:
        """Who coordinates now and who will: the regular ones first, then the stand-ins, each by first day."""
        roles = Coordinator.objects.of_board(self.board).not_ended(on=self.on).filter(user__is_active=True)
        return [ListedRole(role, self.on) for role in roles.order_by("is_stand_in", "starts_on", "pk")]


@dataclass(frozen=True)
class CountySettingsPage(CountyBoardPage):
    """What the settings mean now."""

    @property
    def counts_from(self) -> str:
        """From which month the settings count, where they do not yet."""
        month = month_of(self.on)
        return month_name(next_month(month)) if self.board.rule_in(month) != self.board.rule else ""

    @property
    def change(self) -> str:
        """From which month a change made now would count."""
        month = month_of(self.on)
        words = {"month": month_name(month), "next": month_name(next_month(month))}
        if self.board.due_on(month) < self.on:
            return _("If you change the months or the day, it counts from %(next)s.") % words
        return (
            _(
                "If you change the months or the day, it counts from %(month)s. If the new day has already "
                "passed, it counts from %(next)s."
            )
            % words
        )

    def receipt(self, stored: CountyBoard) -> str:
        """That the settings are saved, and from which month they count if the months or the day changed."""
        if stored.rule == self.board.rule or stored.rule_from is None or stored.rule_from < month_of(self.on):
            return _("The settings are saved.")
        month = month_name(stored.rule_from)
        return _("The settings are saved. The months and the day count from %(month)s.") % {"month": month}

    @property
    def due_days(self) -> list[str]:
        """The next days when check-ins are due: "november: senast måndag 30 november"."""
        found: list[str] = []
        month = month_of(self.on)
        while len(found) < SHOWN_DUE_DAYS:
            due = self.board.due_on(month)
            if self.board.asks_in(month) and due >= self.on:
                words = {"month": month_name(month).capitalize(), "day": date_format(due, "l j F")}
                found.append(_("%(month)s: by %(day)s") % words)
            month = next_month(month)
        return found


@dataclass(frozen=True)
class CoordinatorsPage(CountyBoardPage):
    """Who coordinates now and who will."""

    can_manage: bool


@dataclass(frozen=True)
class HandoverMunicipality:
    """A municipality in a few lines: how it goes, what comes next, whom to call."""

    row: Row
    leaders: list[Enrolment]

    @property
    def latest(self) -> CheckInVersion | None:
        """What was last marked done."""
        return self.row.latest

    @property
    def tag(self) -> Tag:
        return of_progress(self.latest.progress).value if self.latest else Status.TO_DO.value


@dataclass(frozen=True)
class CountyHandoverPage(CountyBoardPage):
    """Everything that a successor or a stand-in needs in the first five minutes."""

    section: CountySection
    at: datetime

    @cached_property
    def municipalities(self) -> list[HandoverMunicipality]:
        """Those that take part now, A–Ö."""
        rows = [row for row in self.section.county.participations if row.participation.ended_on is None]
        groups = [row.participation.pk for row in rows]
        leaders: dict[int | None, list[Enrolment]] = defaultdict(list)
        found = Enrolment.objects.filter(participation__in=groups).process_leaders().current(on=self.on)
        for enrolment in found.named().select_related("user").order_by("user__last_name", "pk"):
            leaders[enrolment.participation_id].append(enrolment)
        return [HandoverMunicipality(row, leaders[row.participation.pk]) for row in rows]

    @property
    def cases(self) -> list[SupportCase]:
        return self.section.cases

    @cached_property
    def sessions(self) -> list[SessionCard]:
        coming = Session.objects.of_boards([self.board]).upcoming(at=self.at)
        found = coming.select_related("cohort")[:MOST_SESSIONS]
        return [session_card(session, on=self.on, at=self.at) for session in found]

    @property
    def names_contact(self) -> bool:
        """Whether the county board's contact says more than the list of those who coordinate now."""
        board = self.board
        is_listed = (board.contact_email, board.contact_phone) in [
            (listed.role.user.email, phone)
            for listed in self.roles
            if not listed.begins_later and not listed.role.user.protected_identity
            for phone in (listed.role.user.phone, "")
        ]
        return any((board.contact_name, board.contact_phone, board.contact_email)) and not is_listed

    @cached_property
    def contacts(self) -> list[User]:
        """Whom to ask at MÄN about the cohorts; nobody with protected identity."""
        cohorts = {row.participation.cohort.contact_id for row in self.section.county.participations}
        return list(User.objects.filter(pk__in=cohorts - {None}, is_active=True, protected_identity=False))


def _boards(user: User, slug: str, *, on: date) -> tuple[CountyBoard, list[CountyBoard]]:
    """The county board that is asked for, or the person's first one; and all of the person's own.

    Raises:
        Http404: nobody's board, or none was named by somebody who has none.
    """
    own = list(CountyBoard.objects.coordinated_by(user, on=on))
    visible = CountyBoard.objects.visible_to(user, on=on) if slug else own
    return boards_asked(visible, slug)[0], own


def county_settings_page(user: User, slug: str, *, on: date) -> CountySettingsPage:
    """The settings of a county board; a stand-in may change them too."""
    return CountySettingsPage(*_boards(user, slug, on=on), on)


def coordinators_page(user: User, slug: str, *, on: date) -> CoordinatorsPage:
    """Who coordinates a county board."""
    board, own = _boards(user, slug, on=on)
    can_manage = CountyBoard.objects.managed_by(user, on=on).contains(board)
    return CoordinatorsPage(board, own, on, can_manage=can_manage)


def county_handover_page(user: User, slug: str, *, on: date, at: datetime) -> CountyHandoverPage:
    """The hand-over of a county board; staff read that a draft exists, as everywhere."""
    board, own = _boards(user, slug, on=on)
    [section] = sections_of([board], on=on, at=at, can_answer=board in own)
    return CountyHandoverPage(board, own, on, section, at)
