"""A county board's own pages: its settings, its coordinators, and the handover to a new one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from accounts.models import User
from followups.models import CheckInVersion
from followups.months import Row, read_latest
from followups.statuses import Status, of_progress
from homes.pages.county import CountySection, sections_of
from municipalities.pages.county_boards import CountyBoardPage, board_and_own
from participants.models import Enrolment
from participants.pages.sessions import SessionCard, session_card
from programmes.models import Session
from support.models import SupportCase
from ui.tags import Tag

MOST_SESSIONS = 6


@dataclass(frozen=True)
class HandoverMunicipality:
    """A municipality in a few lines: progress, next step, and the process leaders to call."""

    row: Row
    leaders: list[Enrolment]

    @property
    def latest(self) -> CheckInVersion | None:
        """The latest version that was marked done."""
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
        """The municipalities that take part now, A–Ö."""
        rows = [
            row for row in self.section.county.participations if not row.participation.has_left(on=row.on)
        ]
        groups = [row.participation.pk for row in rows]
        rows = read_latest(rows)
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
        """True when the board's contact says more than the list of the present coordinators."""
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
        """The cohorts' contacts at MÄN, without people with protected identity."""
        cohorts = {row.participation.cohort.contact_id for row in self.section.county.participations}
        return list(User.objects.filter(pk__in=cohorts - {None}, is_active=True, protected_identity=False))


def county_handover_page(user: User, slug: str, *, on: date, at: datetime) -> CountyHandoverPage:
    """Return the handover of a county board; staff see that a draft exists but not its text."""
    board, own = board_and_own(user, slug, on=on)
    [section] = sections_of([board], on=on, at=at, can_answer=board in own)
    return CountyHandoverPage(board, own, on, section, at)
