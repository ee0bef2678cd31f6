"""The coordinator's home, and the handover to a new coordinator."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from calendars.months import day_of, month_of
from followups.matrix import FEW_MONTHS, Line, last_months
from followups.models import Owner, UnlockRequest
from followups.months import CountyMonth, Row, county_months, read_latest
from followups.pages.commitments import OpenCommitment, next_steps, open_commitments
from followups.statuses import Status, of_progress
from followups.summaries.check_ins import month_sentence
from followups.summaries.locking import unlocked_sentence
from municipalities.models import CountyBoard
from municipalities.pages.county_boards import CountyBoardPage, board_and_own
from participants.models import Enrolment
from participants.pages.sessions import SessionCard, session_card
from programmes.models import Enquiry, ProcessStep, Session
from reports.pages.followup import Matrix
from support.models import LONG_WAIT_DAYS, SupportCase
from ui.dates import month_name
from ui.tags import Tag

MOST_SESSIONS, MOST_SESSIONS_HANDED_OVER = 3, 6
MOST_ENQUIRIES = 5


@dataclass(frozen=True)
class ToDo:
    """One thing to do: its address, text, hint and tag."""

    url: str
    text: str
    hint: str
    tag: Tag


@dataclass(frozen=True)
class CountySection:
    """One county board's part of the home page."""

    county: CountyMonth
    cases: list[SupportCase]
    commitments: list[OpenCommitment]
    asked: set[tuple[int, date]]  # months that MÄN is asked to unlock, by participation
    at: datetime

    @property
    def sentence(self) -> str:
        return month_sentence(self.county)

    @cached_property
    def to_do(self) -> list[ToDo]:
        """Everything that waits for the coordinator: late first, then this month's, then support."""
        support = [*self._accepted(), *self._offers(), *self._needs()]
        return [*self._late(), *self._reopened(), *self._left(), *support]

    def _late(self) -> Iterator[ToDo]:
        for row in self.county.missing:
            for month in row.missing:
                yield self._to_do(row, month, self._late_hint(row, month), Status.LATE)

    def _late_hint(self, row: Row, month: date) -> str:
        told = row.months[month]
        if (row.participation.pk, month) in self.asked:
            return _("MÄN has been asked to unlock the month.")
        if told.is_locked(on=self.county.on):
            return _("The month is locked. Ask MÄN to unlock it.")
        if told.unlocked_at:
            return unlocked_sentence(told.unlocked_at)
        return _("No contact with the municipality? Choose No contact.")

    def _reopened(self) -> Iterator[ToDo]:
        for row in self.county.participations:
            for month, told in sorted(row.told.items()):
                if told.is_reopened and month <= self.county.month:
                    yield self._to_do(row, month, _("A change that is not marked as done"), Status.DRAFT)

    def _left(self) -> Iterator[ToDo]:
        for row in self.county.undone:
            yield self._to_do(row, self.county.month, "", row.status)

    def _to_do(self, row: Row, month: date, hint: str, status: Status) -> ToDo:
        url = reverse("followups:check_in_edit", args=[month, row.slug])
        text = _("%(municipality)s: check-in for %(month)s") % {
            "municipality": row.municipality,
            "month": month_name(month, on=self.county.on),
        }
        return ToDo(url, text, hint, status.value)

    def _accepted(self) -> Iterator[ToDo]:
        """Yield the support that the municipality has accepted and that has not begun."""
        for case in self.cases:
            if case.state == SupportCase.State.ACCEPTED and case.answered_on:
                text = _("%(municipality)s has accepted, take the next step: %(offer)s")
                tag = Tag(case.get_state_display(), "ok", "✓")
                yield self._about(case, text, since=case.answered_on, tag=tag, today=_("Accepted today"))

    def _offers(self) -> Iterator[ToDo]:
        """Yield the offers that the municipality has not answered."""
        for case in self.cases:
            if case.state == SupportCase.State.OFFERED and case.offered_at:
                text = _("%(municipality)s has not answered the offer: %(offer)s")
                tag = Tag(case.get_state_display(), "info")
                yield self._about(
                    case, text, since=day_of(case.offered_at), tag=tag, today=_("Offered today")
                )

    def _needs(self) -> Iterator[ToDo]:
        """Yield the municipalities' own needs at once, and others that have waited long for an offer."""
        long_ago = self.at - timedelta(days=LONG_WAIT_DAYS)
        for case in self.cases:
            is_own = case.origin == SupportCase.Origin.MUNICIPALITY
            if case.state == SupportCase.State.NEED and (is_own or case.raised_at <= long_ago):
                text = _("%(municipality)s needs support: %(area)s")
                since, tag = day_of(case.raised_at), Status.NEEDS_SUPPORT.value
                yield self._about(case, text, since=since, tag=tag, today=_("Raised today"))

    def _about(self, case: SupportCase, text: str, *, since: date, tag: Tag, today: str) -> ToDo:
        days = (self.county.on - since).days
        waited = ngettext("Waiting for %(count)s day", "Waiting for %(count)s days", days) % {"count": days}
        hint = waited if days else today
        words = {"municipality": case.participation.municipality, "area": case.area, "offer": case.offer}
        return ToDo(reverse("support:support_case", args=[case.pk]), text % words, hint, tag)

    @cached_property
    def sessions(self) -> list[SessionCard]:
        """The next sessions in the county."""
        return self.next_sessions(MOST_SESSIONS)

    def next_sessions(self, most: int) -> list[SessionCard]:
        """Return that many of the next sessions in the county."""
        sessions = Session.objects.of_boards([self.county.board]).upcoming(at=self.at)
        nearest = sessions.select_related("cohort")[:most]
        on, at = self.county.on, self.at
        return [session_card(session, on=on, at=at, old=session.published_start) for session in nearest]

    @cached_property
    def enquiries(self) -> list[Enquiry]:
        """Enquiries from municipalities of the county that wait for an answer."""
        waiting = Enquiry.objects.of_boards([self.county.board]).waiting()
        return list(waiting.select_related("municipality", "programme")[:MOST_ENQUIRIES])

    @property
    def lines(self) -> list[Line]:
        """The municipalities that take part now, over the last months."""
        months = last_months(FEW_MONTHS, until=self.county.month)
        rows = [row for row in self.county.participations if _takes_part(row)]
        return [line for line in (Line(row, months) for row in rows) if line.has_check_ins]


@dataclass(frozen=True)
class CountyHome:
    """The whole page: a section per county board, and one table for all of them."""

    sections: list[CountySection]

    @cached_property
    def followup(self) -> Matrix:
        """The last six months of all municipalities, for the table of the follow-up."""
        lines = [line for section in self.sections for line in section.lines]
        month = self.sections[0].county.month
        return Matrix(
            boards=[section.county.board for section in self.sections],
            months=last_months(FEW_MONTHS, until=month),
            lines=lines,
            step_count=ProcessStep.objects.count(),
        )


def county_sections(user: User, *, on: date, at: datetime) -> list[CountySection]:
    """Return one section per county board that the person coordinates.

    Raises:
        Http404: the person coordinates no county board.
    """
    boards = list(CountyBoard.objects.coordinated_by(user, on=on))
    if not boards:
        raise Http404
    return sections_of(user, boards, on=on, at=at)


def sections_of(user: User, boards: list[CountyBoard], *, on: date, at: datetime) -> list[CountySection]:
    """Return the sections of these county boards; the caller has checked that the person may see them."""
    counties = county_months(boards, month_of(on), on=on, with_texts=False)
    rows = [row for county in counties for row in county.participations if _takes_part(row)]
    groups = {row.participation.pk: row.participation for row in rows}
    open_cases = SupportCase.objects.filter(participation__in=groups).open()
    cases = list(open_cases.select_related("area", "offer").order_by("raised_at", "pk"))
    for case in cases:
        case.participation = groups[case.participation_id]
    commitments = open_commitments(groups, owner=Owner.COUNTY_BOARD, on=on, user=user)
    asked = UnlockRequest.objects.waiting().filter(expected__participation__in=groups)
    asked_for = set(asked.values_list("expected__participation", "expected__month"))
    sections = []
    for county in counties:
        own = {row.participation.pk for row in county.participations}
        support = [case for case in cases if case.participation_id in own]
        promised = [each for each in commitments if each.commitment.participation_id in own]
        sections.append(CountySection(county, support, promised, asked_for, at))
    return sections


def _takes_part(row: Row) -> bool:
    return not row.participation.has_left(on=row.on) and row.participation.cohort.is_open


@dataclass(frozen=True)
class HandoverMunicipality:
    """A municipality in a few lines: progress, next step, and the process leaders to call."""

    row: Row
    leaders: list[Enrolment]
    next_step: OpenCommitment | None

    @property
    def tag(self) -> Tag:
        latest = self.row.latest
        return of_progress(latest.progress).value if latest else Status.TO_DO.value


@dataclass(frozen=True)
class CountyHandoverPage(CountyBoardPage):
    """Everything that a successor or a stand-in needs in the first five minutes."""

    section: CountySection

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
        ahead = next_steps(groups, on=self.on)
        return [
            HandoverMunicipality(row, leaders[row.participation.pk], ahead.get(row.participation.pk))
            for row in rows
        ]

    @cached_property
    def sessions(self) -> list[SessionCard]:
        return self.section.next_sessions(MOST_SESSIONS_HANDED_OVER)

    @property
    def names_contact(self) -> bool:
        """True when the board's contact says more than the list of the present coordinators."""
        contact = self.board.contact
        is_listed = (contact.email, contact.phone) in [
            (listed.role.user.email, phone)
            for listed in self.roles
            if not listed.begins_later and not listed.role.user.protected_identity
            for phone in (listed.role.user.phone, "")
        ]
        return bool(contact) and not is_listed

    @cached_property
    def contacts(self) -> list[User]:
        """The cohorts' contacts at MÄN, without people with protected identity."""
        cohorts = {row.participation.cohort.contact_id for row in self.section.county.participations}
        return list(User.objects.filter(pk__in=cohorts - {None}, is_active=True, protected_identity=False))


def county_handover_page(user: User, slug: str, *, on: date, at: datetime) -> CountyHandoverPage:
    """Return the handover of a county board; staff see that a draft exists but not its text."""
    board, own = board_and_own(user, slug, on=on)
    [section] = sections_of(user, [board], on=on, at=at)
    return CountyHandoverPage(board, own, on, section)
