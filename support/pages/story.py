"""One case with its history, as the county board and the municipality see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import inf
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from audit.actions import hold
from calendars.months import day_of
from support.forms.deeds import (
    AnswerForm,
    ChangeOfferForm,
    DeedForm,
    DeliverForm,
    OfferForm,
    OutcomeForm,
    OwnOutcomeForm,
    StartForm,
    WithdrawForm,
    WithdrawOfferForm,
)
from support.models import CaseEntry, SupportCase, SupportOffer
from support.pages.cases import ShownCase
from ui.dates import month_name
from ui.words import Lazy

State = SupportCase.State
RAISED = {
    SupportCase.Origin.CHECK_IN: gettext_lazy("The need came up in the monthly check-in"),
    SupportCase.Origin.MUNICIPALITY: gettext_lazy("The municipality asked for support"),
    SupportCase.Origin.COUNTY_BOARD: gettext_lazy("The county board noted the need"),
}


@dataclass(frozen=True)
class Event:
    """An event of a case: its day, what happened, by whom, and the text that was written."""

    day: date | None
    text: Lazy
    who: User | None = None
    words: str = ""
    at: datetime | None = None
    order: tuple[date, float] | None = None


@dataclass(frozen=True)
class Story(ShownCase):
    """A case as its readers see it: its history, and the forms for what may come next.

    ``can_take_back`` shows the button that takes the last step back.
    """

    form: AnswerForm | DeedForm | None
    withdraw: WithdrawForm | None
    other: DeedForm | None = None
    can_take_back: bool = False

    @property
    def take_back_words(self) -> str:
        """The button that takes the last step back, in words; it says what will hold again."""
        words = {
            State.WITHDRAWN: _("Open the need again"),
            State.DECLINED: _("Take back the answer"),
            State.ACCEPTED: _("Take back the answer"),
            State.IN_PROGRESS: _("Take back the start"),
            State.DONE: _("Take back that it is done"),
        }
        return words[State(self.case.state)]

    @property
    def sent(self) -> AnswerForm | DeedForm | None:
        """The form that was sent, if any."""
        forms = (self.form, self.other, self.withdraw)
        return next((form for form in forms if form and form.is_bound), None)

    @property
    def events(self) -> list[Event]:
        """The events that have come, the first one first; what was taken back or changed too."""
        case = self.case
        raised = Event(
            day_of(case.raised_at), RAISED[SupportCase.Origin(case.origin)], case.raised_by, case.need
        )
        earlier = [self._earlier(entry) for entry in case.entries.select_related("by", "offer")]
        return [raised, *sorted([*earlier, *self._in_steps()], key=lambda event: event.order or _when(event))]

    def _earlier(self, entry: CaseEntry) -> Event:
        text, asked = self._words(CaseEntry.Kind(entry.kind), entry.offer), entry.get_outcome_display()
        text = f"{text} {asked}" if asked else text
        return Event(entry.said_on, _by_phone(text, entry.said_by), entry.by, entry.text, entry.at)

    def _in_steps(self) -> Iterator[Event]:
        """Yield what the case says in the order of its steps, also where a day was noted that lies before."""
        latest = (date.min, 0.0)
        for event in self._now():
            if event.day:
                latest = max(latest, _when(event))
                yield replace(event, order=latest)

    def _now(self) -> Iterator[Event]:
        """Yield what the fields of the case say."""
        case, kind = self.case, CaseEntry.Kind
        offered, answered = day_of(case.offered_at), kind.DECLINED if case.is_declined else kind.ACCEPTED
        yield Event(offered, self._words(kind.OFFERED, case.offer), None, case.offer_text, case.offered_at)
        answer = _by_phone(self._words(answered, case.offer), case.answer_said_by)
        yield Event(case.answered_on, answer, case.answered_by, case.answer_text, case.answered_at)
        closed = self._words(kind.CLOSED, None)
        day = day_of(case.withdrawn_at)
        yield Event(day, closed, case.withdrawn_by, case.withdrawn_text, case.withdrawn_at)
        yield Event(case.started_on, self._words(kind.STARTED, None))
        yield Event(case.delivered_on, self._words(kind.DELIVERED, None), words=case.delivery_text)
        told = f"{self._words(kind.OUTCOME, None)} {case.get_outcome_display()}"
        yield Event(day_of(case.outcome_at), told, case.outcome_by, case.outcome_text, case.outcome_at)
        day = day_of(case.board_outcome_at)
        yield Event(day, self._board_view, None, case.board_outcome_text, case.board_outcome_at)

    def _words(self, kind: CaseEntry.Kind, offer: SupportOffer | None) -> str:
        board = self.case.county_board.short_name
        words = {"county_board": board, "offer": offer}
        told = {
            CaseEntry.Kind.NEED: _("More about the need"),
            CaseEntry.Kind.OFFERED: _("%(county_board)s offered: %(offer)s"),
            CaseEntry.Kind.OFFER_WITHDRAWN: _("%(county_board)s withdrew the offer: %(offer)s"),
            CaseEntry.Kind.ACCEPTED: _("The municipality accepted"),
            CaseEntry.Kind.DECLINED: _("The municipality declined"),
            CaseEntry.Kind.STARTED: _("The support began"),
            CaseEntry.Kind.DELIVERED: _("The support was given"),
            CaseEntry.Kind.OUTCOME: _("Did it help? The municipality:"),
            CaseEntry.Kind.BOARD_OUTCOME: _("Did it help? %(county_board)s:"),
            CaseEntry.Kind.CLOSED: pgettext("support", "No longer needed"),
            CaseEntry.Kind.TAKEN_BACK: _("Taken back: it stands as before"),
        }
        return told[kind] % words

    @property
    def _board_view(self) -> str:
        case = self.case
        text = f"{self._words(CaseEntry.Kind.BOARD_OUTCOME, None)} {case.get_board_outcome_display()}"
        if case.evaluated_month is None:
            return text
        month = month_name(case.evaluated_month, on=case.delivered_on or case.evaluated_month)
        return _("%(answer)s (in the check-in for %(month)s)") % {"answer": text, "month": month}


def _by_phone(text: str, said_by: str) -> str:
    return _("%(answer)s by phone (%(name)s)") % {"answer": text, "name": said_by} if said_by else text


def _when(event: Event) -> tuple[date, float]:
    """Return what orders events: the day, then the moment; what has only a day stands last in it."""
    return event.day or date.min, event.at.timestamp() if event.at else inf


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
            State.IN_PROGRESS: _("Is the support done?"),
            State.DONE: _("Did it help, as you see it?") if self.can_write else _("Did it help?"),
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
    can_take_back = can_write and case.can_take_back(user, is_board=True)
    return SupportCasePage(case, form, withdraw, other, can_take_back, can_write=can_write)


@dataclass(frozen=True)
class OfferPage(ShownCase):
    """An offer that waits for its answer, with the forms that change it and take it back."""

    change: ChangeOfferForm
    withdraw: WithdrawOfferForm

    @property
    def sent(self) -> DeedForm | None:
        """The form that was sent, if any."""
        return next((form for form in (self.change, self.withdraw) if form.is_bound), None)


def own_case(user: User, pk: int, *, on: date) -> SupportCase:
    """Return a case of a county that the person coordinates.

    Raises:
        Http404: it is none of them.
    """
    return get_object_or_404(SupportCase.objects.writable_by(user, on=on).for_reading(), pk=pk)


def offer_page(case: SupportCase, *, on: date, data: Any) -> OfferPage:
    """Return the page on which an unanswered offer is changed or taken back."""
    if data is not None:
        hold(case)
    withdraw = WithdrawOfferForm(data, case=case, on=on, is_main=False)
    return OfferPage(case, ChangeOfferForm(data, case=case, on=on), withdraw)


@dataclass(frozen=True)
class SupportAnswerPage(Story):
    """An offer as the municipality reads it. ``is_leader`` says that the person answers for it."""

    is_leader: bool = False

    @property
    def is_asked_outcome(self) -> bool:
        """True where the process leader is asked whether the support helped, or may answer anew."""
        return isinstance(self.form, OwnOutcomeForm)

    @property
    def what_comes(self) -> str:
        """The next step, where it is not the municipality's own."""
        words = {"county_board": self.case.county_board.short_name}
        told = {
            State.NEED: _(
                "%(county_board)s has not offered support yet. The process leader gets a mail when it does."
            )
            if not self.is_leader
            else _("%(county_board)s has not offered support yet. You get a mail when it does."),
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
    if data is not None:
        hold(case)
    is_own = case.origin == SupportCase.Origin.MUNICIPALITY
    can_close = can_answer and is_own and case.state == State.NEED
    deed = (data or {}).get("deed")
    form: AnswerForm | DeedForm | None = None
    is_answer = data is not None and deed is None
    if can_answer and (is_answer or case.is_offered):
        form = AnswerForm(data if is_answer else None, case=case)
    elif can_answer and (case.state == State.DONE or deed == OwnOutcomeForm.deed):
        form = OwnOutcomeForm(data, case=case, on=on)
    return SupportAnswerPage(
        case,
        form,
        WithdrawForm(data, case=case, on=on, is_main=False) if can_close else None,
        can_take_back=can_answer and case.can_take_back(user, is_board=False),
        is_leader=can_answer,
    )
