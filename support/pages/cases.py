"""Pages on needs and support: the lists, and one case with its history."""

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
from municipalities.models import CountyBoard
from municipalities.pages.counties import asked_slug, boards_asked
from programmes.models import Cohort, Participation
from support.forms import (
    DeedForm,
    DeliverForm,
    OfferForm,
    OutcomeForm,
    StartForm,
    SupportCreateForm,
    SupportFilterForm,
    WithdrawForm,
)
from support.models import (
    LONG_WAIT_DAYS,
    DevelopmentArea,
    SupportCase,
    SupportCaseQuerySet,
    SupportOffer,
    day_of,
)
from ui.dates import month_name
from ui.keys import key_of
from ui.tags import Tag
from ui.words import listed

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


def tag_of(case: SupportCase) -> Tag:
    """Return the case's state as a tag."""
    return Tag(State(case.state).label, *MARKS[State(case.state)])


@dataclass(frozen=True)
class CaseLine:
    """One case in a list: its state and how long it has waited."""

    case: SupportCase
    on: date

    @property
    def tag(self) -> Tag:
        return tag_of(self.case)

    @property
    def can_be_answered(self) -> bool:
        return self.case.state == State.OFFERED

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
    """One of the lists, with its heading and the text for an empty one."""

    key: str
    title: str
    empty: str
    lines: list[CaseLine]


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
        return [
            CaseList(
                "behov",
                _("Needs without an offer"),
                _("No needs wait for an offer."),
                self._lines(self.cases.without_offer()),
            ),
            CaseList(
                "erbjudet",
                _("Offered, waiting for an answer"),
                _("No offers wait for an answer."),
                self._lines(self.cases.awaiting_answer()),
            ),
            CaseList(
                "pagar", _("Under way"), _("No support is under way."), self._lines(self.cases.under_way())
            ),
        ]

    @cached_property
    def done(self) -> list[CaseLine]:
        """Delivered support, the latest first."""
        return self._lines(self.cases.done()[:MOST_OVER])

    @cached_property
    def declined(self) -> list[CaseLine]:
        return self._lines(self.cases.declined()[:MOST_OVER])

    @cached_property
    def withdrawn(self) -> list[CaseLine]:
        return self._lines(self.cases.withdrawn()[:MOST_OVER])

    @property
    def sentence(self) -> str:
        """A summary in one sentence, for screen readers too."""
        needs, offers, running = (len(each.lines) for each in self.lists)
        if not (needs or offers or running):
            return _("No needs are open right now.")
        parts = [
            ngettext("%(count)s need waits for an offer", "%(count)s needs wait for an offer", needs),
            ngettext("%(count)s offer waits for an answer", "%(count)s offers wait for an answer", offers),
            ngettext("%(count)s is under way", "%(count)s are under way", running),
        ]
        counts = (needs, offers, running)
        words = [text % {"count": count} for text, count in zip(parts, counts, strict=True) if count]
        return f"{listed(words)}."


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
    areas = list(DevelopmentArea.objects.filter(is_active=True))
    form = SupportFilterForm(data, boards=boards, areas=areas)
    cases = SupportCase.objects.followed_by(user, on=on).for_reading()
    if county := asked_slug(data):
        cases = cases.filter(participation__cohort__county_board__in=boards_asked(boards, county))
    if area := form.chosen.get("omrade"):
        cases = cases.filter(area=int(area))
    return SupportListPage(form, cases, on, can_write=own, shows_county=len(boards) > 1)


@dataclass(frozen=True)
class Event:
    """An event of a case: its day, what happened, by whom, and the text that was written."""

    day: date | None
    text: str
    who: str = ""
    words: str = ""


@dataclass(frozen=True)
class Story:
    """A case as its readers see it: the municipality, the county board and MÄN."""

    case: SupportCase

    @property
    def municipality(self) -> str:
        return str(self.case.participation.municipality)

    @property
    def county_board(self) -> CountyBoard:
        return self.case.county_board

    @property
    def tag(self) -> Tag:
        return tag_of(self.case)

    @property
    def is_waiting(self) -> bool:
        """True when an offer waits for the municipality's answer."""
        return self.case.state == State.OFFERED

    @property
    def events(self) -> list[Event]:
        """The events, the first one first."""
        before = [self._raised(), *self._offered(), *self._answered()]
        return [*before, *self._withdrawn(), *self._given(), *self._helped()]

    def _raised(self) -> Event:
        case = self.case
        who = case.raised_by.shown_name if case.raised_by else ""
        return Event(day_of(case.raised_at), str(RAISED[SupportCase.Origin(case.origin)]), who, case.need)

    def _offered(self) -> list[Event]:
        case = self.case
        if case.offered_at is None:
            return []
        text = _("%(county_board)s offered: %(offer)s") % {
            "county_board": self.county_board,
            "offer": case.offer,
        }
        return [Event(day_of(case.offered_at), text, words=case.offer_text)]

    def _answered(self) -> list[Event]:
        case = self.case
        if case.answered_at is None:
            return []
        text = _("The municipality declined") if case.is_declined else _("The municipality accepted")
        who = case.answered_by.shown_name if case.answered_by else ""
        return [Event(day_of(case.answered_at), text, who, case.answer_text)]

    def _withdrawn(self) -> list[Event]:
        case = self.case
        if case.withdrawn_at is None:
            return []
        who = case.withdrawn_by.shown_name if case.withdrawn_by else ""
        return [Event(day_of(case.withdrawn_at), str(self.tag.word), who, case.withdrawn_text)]

    def _given(self) -> list[Event]:
        found = []
        if self.case.started_on:
            found.append(Event(self.case.started_on, _("The support began")))
        if self.case.delivered_on:
            words = self.case.delivery_text
            found.append(Event(self.case.delivered_on, _("The support was given"), words=words))
        return found

    def _helped(self) -> list[Event]:
        case = self.case
        if not case.outcome:
            return []
        text = _("Did it help? %(answer)s") % {"answer": case.get_outcome_display()}
        if case.evaluated_month is None:
            return [Event(None, text, words=case.outcome_text)]
        month = month_name(case.evaluated_month, on=case.delivered_on)
        told = _("%(answer)s (in the check-in for %(month)s)") % {"answer": text, "month": month}
        return [Event(None, told, words=case.outcome_text)]


@dataclass(frozen=True)
class SupportCasePage(Story):
    """A case for the county board: its history, and the forms for the next action."""

    can_write: bool
    form: DeedForm | None
    other: DeedForm | None
    withdraw: DeedForm | None

    @property
    def sent(self) -> DeedForm | None:
        """The form that was sent, if any."""
        forms = (self.form, self.other, self.withdraw)
        return next((form for form in forms if form and form.is_bound), None)

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
    first, second = NEXT.get(case.state, (None, None)) if can_write else (None, None)
    form = first(data, case=case, on=on) if first else None
    other = second(data, case=case, on=on, is_main=False) if second else None
    can_close = can_write and State.WITHDRAWN in SupportCase.MOVES[case.state]
    withdraw = WithdrawForm(data, case=case, on=on, is_main=False) if can_close else None
    return SupportCasePage(case, can_write, form, other, withdraw)


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
