"""Pages on needs and support: the lists, one case with its history, and a municipality's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.forms import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.models import User
from audit.actions import hold
from calendars.months import day_of
from municipalities.models import CountyBoard
from municipalities.pages.counties import asked_slug, boards_asked
from programmes.models import Cohort, Participation
from support.forms import (
    AnswerForm,
    DeedForm,
    DeliverForm,
    OfferForm,
    OutcomeForm,
    StartForm,
    SupportCreateForm,
    SupportFilterForm,
    WithdrawForm,
)
from support.models import LONG_WAIT_DAYS, SupportCase, SupportCaseQuerySet, SupportOffer
from ui.dates import month_name
from ui.keys import key_of
from ui.tags import Tag
from ui.words import Lazy, listed

State = SupportCase.State
MOST_OVER = 20
MARKS = {
    State.NEED: ("info", "○"),
    State.OFFERED: ("info", "○"),
    State.ACCEPTED: ("ok", "✓"),
    State.IN_PROGRESS: ("ok", "◐"),
    State.DECLINED: ("", "✕"),
    State.DONE: ("ok", "✓"),
    State.WITHDRAWN: ("", "–"),
}
RAISED = {
    SupportCase.Origin.CHECK_IN: gettext_lazy("The need came up in the monthly check-in"),
    SupportCase.Origin.MUNICIPALITY: gettext_lazy("The municipality asked for support"),
    SupportCase.Origin.COUNTY_BOARD: gettext_lazy("The county board noted the need"),
}


@dataclass(frozen=True)
class ShownCase:
    """A case, with its state as a tag."""

    case: SupportCase

    @property
    def tag(self) -> Tag:
        return Tag(State(self.case.state).label, *MARKS[State(self.case.state)])

    @property
    def is_waiting(self) -> bool:
        """True when an offer waits for the municipality's answer."""
        return self.case.state == State.OFFERED


@dataclass(frozen=True)
class CaseLine(ShownCase):
    """One case in a list: its state and how long it has waited."""

    on: date

    @property
    def days(self) -> int:
        return self.case.days(on=self.on)

    @property
    def waited(self) -> Tag:
        """The time it has waited, as a tag; two weeks without an answer need attention."""
        words = ngettext("%(count)s day", "%(count)s days", self.days) % {"count": self.days}
        words = words if self.days else _("today")
        is_long = self.days >= LONG_WAIT_DAYS and self.case.state in (State.NEED, State.OFFERED)
        return Tag(words, "warn", "!") if is_long else Tag(words, "")

    @property
    def stage(self) -> str:
        """The state, in lists that hold several states."""
        return str(self.tag.word) if self.case.state in SupportCase.UNDER_WAY_STATES else ""

    @property
    def outcome(self) -> str:
        """The answer whether it helped; for a case without delivery, the day on which it ended."""
        if self.case.state != State.DONE:
            return date_format(self.case.ended_on, "j F Y") if self.case.ended_on else ""
        if self.case.outcome:
            return _("Did it help? %(answer)s") % {"answer": self.case.get_outcome_display()}
        return _("Did it help? Not answered yet")


@dataclass(frozen=True)
class CaseList:
    """One of the lists: its heading, its cases, and the text for an empty one if that is shown too.

    ``show`` names what stands at the end of a line.
    """

    key: str
    title: str
    lines: list[CaseLine]
    empty: str = ""
    show: str = ""


@dataclass(frozen=True)
class SupportListPage:
    """Needs and support of the counties, in the order in which something is to be done."""

    form: SupportFilterForm
    cases: SupportCaseQuerySet
    on: date
    can_write: bool
    shows_county: bool

    def _lines(self, cases: Iterable[SupportCase]) -> list[CaseLine]:
        return [CaseLine(case, self.on) for case in cases]

    @cached_property
    def lists(self) -> list[CaseList]:
        """The lists of what waits, the oldest first."""
        needs, offers = self._lines(self.cases.without_offer()), self._lines(self.cases.awaiting_answer())
        running = self._lines(self.cases.under_way())
        return [
            CaseList("behov", _("Needs without an offer"), needs, _("No needs wait for an offer.")),
            CaseList(
                "erbjudet", _("Offered, waiting for an answer"), offers, _("No offers wait for an answer.")
            ),
            CaseList("pagar", _("Under way"), running, _("No support is under way.")),
        ]

    @cached_property
    def over(self) -> list[CaseList]:
        """The lists of what is over, the latest first."""
        done, declined, withdrawn = (
            self._lines(cases[:MOST_OVER])
            for cases in (self.cases.done(), self.cases.declined(), self.cases.withdrawn())
        )
        return [
            CaseList(
                "klart", pgettext("support", "Done"), done, _("No support has been given yet."), "outcome"
            ),
            CaseList("tackat-nej", _("Declined"), declined),
            CaseList("inte-aktuellt", pgettext("support", "No longer needed"), withdrawn),
        ]

    @property
    def sentence(self) -> str:
        """A summary in one sentence, for screen readers too."""
        counts = needs, offers, running = [len(each.lines) for each in self.lists]
        parts = [
            ngettext("%(count)s need waits for an offer", "%(count)s needs wait for an offer", needs),
            ngettext("%(count)s offer waits for an answer", "%(count)s offers wait for an answer", offers),
            ngettext("%(count)s is under way", "%(count)s are under way", running),
        ]
        words = [text % {"count": count} for text, count in zip(parts, counts, strict=True) if count]
        return f"{listed(words)}." if words else _("No needs are open right now.")


def support_list_page(user: User, data: Mapping[str, str], *, on: date) -> SupportListPage:
    """Return the lists of the counties that the person coordinates; staff read all.

    Raises:
        Http404: the person follows no county.
    """
    own = CountyBoard.objects.coordinated_by(user, on=on).exists()
    if not (own or user.is_staff):
        raise Http404
    with_cohort = Cohort.objects.published().values("county_board")
    boards = list(CountyBoard.objects.visible_to(user, on=on).filter(pk__in=with_cohort))
    form = SupportFilterForm(data, boards=boards)
    cases = SupportCase.objects.followed_by(user, on=on).for_reading()
    if county := asked_slug(data):
        cases = cases.filter(participation__cohort__county_board__in=boards_asked(boards, county))
    if area := form.chosen.get("omrade"):
        cases = cases.filter(area=area)
    return SupportListPage(form, cases, on, can_write=own, shows_county=len(boards) > 1)


@dataclass(frozen=True)
class Event:
    """An event of a case: its day, what happened, by whom, and the text that was written."""

    day: date | None
    text: Lazy
    who: User | None = None
    words: str = ""


@dataclass(frozen=True)
class Story(ShownCase):
    """A case as its readers see it: its history, and the forms for what may come next."""

    form: AnswerForm | DeedForm | None
    withdraw: WithdrawForm | None
    other: DeedForm | None = None

    @property
    def sent(self) -> AnswerForm | DeedForm | None:
        """The form that was sent, if any."""
        forms = (self.form, self.other, self.withdraw)
        return next((form for form in forms if form and form.is_bound), None)

    @property
    def events(self) -> list[Event]:
        """The events that have come, the first one first."""
        case = self.case
        offered = {"county_board": case.county_board, "offer": case.offer}
        answered = _("The municipality declined") if case.is_declined else _("The municipality accepted")
        dated = [
            Event(day_of(case.raised_at), RAISED[SupportCase.Origin(case.origin)], case.raised_by, case.need),
            Event(
                day_of(case.offered_at),
                _("%(county_board)s offered: %(offer)s") % offered,
                words=case.offer_text,
            ),
            Event(day_of(case.answered_at), answered, case.answered_by, case.answer_text),
            Event(day_of(case.withdrawn_at), self.tag.word, case.withdrawn_by, case.withdrawn_text),
            Event(case.started_on, _("The support began")),
            Event(case.delivered_on, _("The support was given"), words=case.delivery_text),
        ]
        helped = [Event(None, self._helped, words=case.outcome_text)] if case.outcome else []
        return [event for event in dated if event.day] + helped

    @property
    def _helped(self) -> str:
        case = self.case
        text = _("Did it help? %(answer)s") % {"answer": case.get_outcome_display()}
        if case.evaluated_month is None:
            return text
        month = month_name(case.evaluated_month, on=case.delivered_on)
        return _("%(answer)s (in the check-in for %(month)s)") % {"answer": text, "month": month}


@dataclass(frozen=True, kw_only=True)
class SupportCasePage(Story):
    """A case for the county board and MÄN."""

    can_write: bool

    @property
    def heading(self) -> str:
        """The next thing to do, as a heading."""
        return {
            State.NEED: _("Offer support"),
            State.OFFERED: _("Waiting for an answer"),
            State.ACCEPTED: _("Has the support begun?"),
            State.IN_PROGRESS: _("Has the support been given?"),
            State.DONE: _("Did it help?"),
            State.DECLINED: _("The municipality declined"),
            State.WITHDRAWN: pgettext("support", "No longer needed"),
        }[State(self.case.state)]

    @property
    def again_url(self) -> str:
        """The address for offering something else for the same need."""
        return reverse("support:support_create") + f"?igen={self.case.pk}"


# The form for the next action in each state, and an alternative.
NEXT: dict[str, tuple[type[DeedForm] | None, type[DeedForm] | None]] = {
    State.NEED: (OfferForm, None),
    State.ACCEPTED: (StartForm, DeliverForm),
    State.IN_PROGRESS: (DeliverForm, None),
    State.DONE: (OutcomeForm, None),
}


def support_case_page(user: User, pk: int, *, on: date, data: Any) -> SupportCasePage:
    """Return one case for those who give the support or follow it.

    Raises:
        Http404: not the person's county; or staff, who may only read, and something was sent.
    """
    case = get_object_or_404(SupportCase.objects.followed_by(user, on=on).for_reading(), pk=pk)
    can_write = SupportCase.objects.writable_by(user, on=on).contains(case)
    if data is not None and not can_write:
        raise Http404
    if data is not None:
        hold(case)
    first, second = NEXT.get(case.state, (None, None)) if can_write else (None, None)
    form = first(data, case=case, on=on) if first else None
    other = second(data, case=case, on=on, is_main=False) if second else None
    can_close = can_write and State.WITHDRAWN in SupportCase.MOVES[case.state]
    withdraw = WithdrawForm(data, case=case, on=on, is_main=False) if can_close else None
    return SupportCasePage(case, form, withdraw, other, can_write=can_write)


def support_create_form(user: User, query: Mapping[str, str], data: Any, *, on: date) -> SupportCreateForm:
    """Return the coordinator's form; the query may name a municipality, or a declined case to offer again.

    Raises:
        Http404: the person coordinates no county.
    """
    boards = CountyBoard.objects.coordinated_by(user, on=on)
    if not boards:
        raise Http404
    participations = Participation.objects.coordinated_by(user, on=on).open(on=on)
    chosen = participations.filter(municipality__slug=query.get("kommun", "")).first()
    declined = SupportCase.objects.writable_by(user, on=on).declined()
    again = key_of(query.get("igen", ""))
    known = declined.filter(pk=again).first() if again else None
    return SupportCreateForm(
        data,
        participations=participations.select_related("municipality").in_order(),
        offers=SupportOffer.objects.visible_to(user, on=on).filter(is_active=True),
        initial=model_to_dict(known, ["participation", "area", "need"])
        if known
        else {"participation": chosen},
    )


@dataclass(frozen=True)
class SupportAnswerPage(Story):
    """An offer as the municipality reads it."""

    @property
    def what_comes(self) -> str:
        """The next step, where it is not the municipality's own."""
        words = {"county_board": self.case.county_board.short_name}
        told = {
            State.NEED: _(
                "%(county_board)s has not offered support yet. The process leader gets a mail when it does."
            ),
            State.ACCEPTED: _("You have accepted. %(county_board)s takes the next step."),
        }
        return told[State(self.case.state)] % words if self.case.state in told else ""


def support_answer_page(
    user: User, pk: int, *, on: date, data: Mapping[str, str] | None
) -> SupportAnswerPage:
    """Return a case for the municipality's own people; only the process leader may answer.

    A need that the municipality raised itself can be closed until something is offered; an offer is declined.

    Raises:
        Http404: another municipality's case; or something was sent by somebody else than a process leader.
    """
    case = get_object_or_404(SupportCase.objects.of_groups_of(user, on=on).for_reading(), pk=pk)
    can_answer = SupportCase.objects.answerable_by(user, on=on).contains(case)
    if data is not None and not can_answer:
        raise Http404
    board = case.county_board
    answer = None if data and data.get("deed") == WithdrawForm.deed else data
    asked = can_answer and (answer is not None or case.state == State.OFFERED)
    is_own = case.origin == SupportCase.Origin.MUNICIPALITY
    can_close = can_answer and is_own and case.state == State.NEED
    return SupportAnswerPage(
        case,
        AnswerForm(answer, county_board=board) if asked else None,
        WithdrawForm(data, case=case, on=on, is_main=False) if can_close else None,
    )


def led_participation(user: User, slug: str, *, on: date) -> Participation:
    """Return the municipality whose work the person leads.

    Raises:
        Http404: the person does not lead it, or it no longer takes part.
    """
    led = user.enrolments.taking_part(on=on).process_leaders().exclude(participation=None)
    mine = Participation.objects.open(on=on).filter(pk__in=led.values("participation"))
    return get_object_or_404(
        mine.select_related("municipality", "cohort__county_board"), municipality__slug=slug
    )


@dataclass(frozen=True)
class OwnSupport:
    """A municipality's support on its own page. ``need_url`` is for its process leader."""

    lines: list[CaseLine]
    is_leader: bool
    need_url: str


def own_support(participation: Participation, *, is_leader: bool, on: date) -> OwnSupport:
    """Return all support for templates/homes/_support_own.html: open first, then the latest."""
    cases = participation.support_cases.select_related("area", "offer").order_by("-raised_at", "pk")
    lines = [CaseLine(case, on) for case in cases]
    lines.sort(key=lambda line: line.case.state not in SupportCase.OPEN_STATES)
    slug = participation.municipality.slug
    return OwnSupport(lines, is_leader, reverse("support:need_create", args=[slug]) if is_leader else "")
