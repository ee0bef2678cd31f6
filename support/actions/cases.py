"""Actions on a need and its support, from need to answer whether it helped."""

from datetime import date, datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import locked, record, store
from calendars.months import day_of
from programmes.models import Participation
from support.actions.telling import tell_coordinators, tell_process_leaders
from support.kinds import NEED_RAISED, SUPPORT_ANSWERED
from support.models import CaseEntry, DevelopmentArea, SupportCase, SupportOffer

State, Kind = SupportCase.State, CaseEntry.Kind
NEW = "new"  # beside the keys of open cases, the answer that a need is none of them
CHOOSE_WHICH = _("Choose whether it is the same need")


@transaction.atomic
def raise_need(
    participation: Participation,
    *,
    area: DevelopmentArea,
    need: str,
    origin: str,
    actor: User,
    at: datetime,
    same: str = "",
) -> SupportCase:
    """Add a need of the municipality; tell the coordinators when the municipality itself asks.

    Where one is open in the area, ``same`` says whether it is that one, by its key: then the words are added
    to it; or ``NEW``. Returns the known case when the same words stand in one that has no answer yet.
    """
    participation = locked(participation, no_key=True)
    still = SupportCase.objects.filter(participation=participation, area=area).open().order_by("pk")
    cases = {str(case.pk): case for case in still}
    if known := next((case for case in cases.values() if case.is_waiting and case.need == need), None):
        return known
    if same in cases:
        return say_more(cases[same], text=need, actor=actor, at=at)
    if cases and same != NEW:
        raise ValidationError({"same": CHOOSE_WHICH})
    case = SupportCase(
        participation=participation, area=area, need=need, origin=origin, raised_by=actor, raised_at=at
    )
    store(case, actor=actor, verb="support_case.raised", at=at, origin=origin)
    if origin == SupportCase.Origin.MUNICIPALITY:
        tell_coordinators(NEED_RAISED, [case], at=at)
    return case


@transaction.atomic
def say_more(case: SupportCase, *, text: str, actor: User, at: datetime) -> SupportCase:
    """Add words to an open need, with their day; nothing that stands there is changed. No mail is sent.

    Words that stand there already, and none, are a no-op.
    """
    case = locked(case)
    if case.state not in SupportCase.OPEN_STATES:
        raise ValidationError({"same": _("The need has been closed since. Choose again.")})
    if not text.strip() or text == case.need or case.entries.filter(kind=Kind.NEED, text=text).exists():
        return case
    _keep(case, CaseEntry(kind=Kind.NEED, at=at, by=actor, text=text))
    record(actor=actor, verb="support_case.said_more", target=case, at=at)
    return case


@transaction.atomic
def open_support(
    participation: Participation,
    *,
    area: DevelopmentArea,
    need: str,
    offer: SupportOffer | None,
    offer_text: str,
    actor: User,
    at: datetime,
    same: str = "",
) -> SupportCase:
    """Add a need on behalf of the county board, and offer support at once if ``offer`` is given."""
    origin = SupportCase.Origin.COUNTY_BOARD
    case = raise_need(participation, area=area, need=need, origin=origin, actor=actor, at=at, same=same)
    if offer is None:
        return case
    return offer_support(case, offer=offer, offer_text=offer_text, actor=actor, at=at)


@transaction.atomic
def offer_support(
    case: SupportCase, *, offer: SupportOffer, offer_text: str, actor: User, at: datetime
) -> SupportCase:
    """Offer support to the municipality, and tell its process leaders."""
    case = locked(case)
    if (case.state, case.offer_id, case.offer_text) == (State.OFFERED, offer.pk, offer_text):
        return case
    board = case.county_board
    if not SupportOffer.objects.offered_in(board).contains(offer):
        raise ValidationError(_("This support is no longer on offer. Choose another."))
    case.move(to=State.OFFERED)
    case.offer, case.offer_text, case.offered_at = offer, offer_text, at
    store(case, actor=actor, verb="support_case.offered", at=at, offer=offer.pk)
    tell_process_leaders(case, at=at)
    return case


@transaction.atomic
def change_offer(
    case: SupportCase, *, offer: SupportOffer, offer_text: str, actor: User, at: datetime
) -> SupportCase:
    """Offer something else, or with other words, before the municipality has answered; tell it again.

    What was offered first is kept with its day.
    """
    case = locked(case)
    if (case.offer_id, case.offer_text) == (offer.pk, offer_text):
        return case
    _refuse_answered(case)
    is_new = offer.pk != case.offer_id
    if is_new and not SupportOffer.objects.offered_in(case.county_board).contains(offer):
        raise ValidationError({"offer": _("This support is no longer on offer. Choose another.")})
    _keep_offer(case)
    case.offer, case.offer_text, case.offered_at = offer, offer_text, at
    store(case, actor=actor, verb="support_case.offer_changed", at=at, offer=offer.pk)
    tell_process_leaders(case, at=at)
    return case


@transaction.atomic
def withdraw_offer(case: SupportCase, *, word: str, actor: User, at: datetime) -> SupportCase:
    """Take back an offer before it is answered: the need waits again. A mail that has not left is dropped."""
    case = locked(case)
    if case.state == State.NEED:
        return case
    _refuse_answered(case)
    _keep_offer(case)
    _keep(case, CaseEntry(kind=Kind.OFFER_WITHDRAWN, at=at, by=actor, offer=case.offer, text=word))
    was = case.offer_id
    case.state, case.offer, case.offer_text, case.offered_at = State.NEED, None, "", None
    return store(case, actor=actor, verb="support_case.offer_withdrawn", at=at, offer=was)


def _refuse_answered(case: SupportCase) -> None:
    if case.state == State.NEED:
        raise ValidationError(_("There is no offer to change."))
    if case.state != State.OFFERED:
        raise ValidationError(case.refusal(State.ACCEPTED))


@transaction.atomic
def answer_support(
    case: SupportCase, *, accept: bool, text: str, actor: User, at: datetime, seen: str = ""
) -> SupportCase:
    """Accept or decline an offer, and tell the county's coordinators.

    ``seen`` is when the offer on the person's page was made: one that has changed since is not answered
    unread. The same answer again is a no-op, also when the support has begun since.
    """
    case = locked(case)
    if _has_answer(case, accept=accept):
        return case
    if seen and case.offered_at and seen != case.offered_at.isoformat():
        raise ValidationError(_("The offer has changed since you opened the page. Read it again."))
    return _answer(case, accept=accept, text=text, actor=actor, at=at)


@transaction.atomic
def note_answer(
    case: SupportCase, *, accept: bool, text: str, said_by: str, said_on: date, actor: User, at: datetime
) -> SupportCase:
    """Note an answer that the county board got by phone: who said it, and on which day.

    The other coordinators are told. The same answer again is a no-op.
    """
    case = locked(case)
    if _has_answer(case, accept=accept):
        return case
    _refuse_future(said_on, at=at, field="said_on")
    offered_on = day_of(case.offered_at)
    if offered_on and said_on < offered_on:
        raise ValidationError({"said_on": _("The answer cannot have come before the offer.")})
    case.answer_said_by, case.answer_said_on = said_by, said_on
    return _answer(case, accept=accept, text=text, actor=actor, at=at, by_phone=True)


def _has_answer(case: SupportCase, *, accept: bool) -> bool:
    if accept:
        return case.state in {State.ACCEPTED, State.IN_PROGRESS, State.DONE}
    return case.state == State.DECLINED


def _answer(
    case: SupportCase, *, accept: bool, text: str, actor: User, at: datetime, **facts: bool
) -> SupportCase:
    if case.state == State.NEED:
        raise ValidationError(_("There is no offer to answer yet."))
    to = State.ACCEPTED if accept else State.DECLINED
    case.move(to=to)
    case.answered_at, case.answered_by, case.answer_text = at, actor, text
    store(case, actor=actor, verb="support_case.answered", at=at, answer=to.value, **facts)
    tell_coordinators(SUPPORT_ANSWERED, [case], at=at, but=actor)
    return case


@transaction.atomic
def start_support(case: SupportCase, *, started_on: date, actor: User, at: datetime) -> SupportCase:
    """Set the day on which accepted support began."""
    case = locked(case)
    if (case.state, case.started_on) == (State.IN_PROGRESS, started_on):
        return case
    case.move(to=State.IN_PROGRESS)
    _refuse_future(started_on, at=at)
    case.started_on = started_on
    return store(case, actor=actor, verb="support_case.started", at=at)


@transaction.atomic
def deliver_support(
    case: SupportCase, *, delivered_on: date, text: str, actor: User, at: datetime
) -> SupportCase:
    """Mark the support as given. The municipality is asked whether it helped; the county board has a view."""
    case = locked(case)
    if (case.state, case.delivered_on, case.delivery_text) == (State.DONE, delivered_on, text):
        return case
    case.move(to=State.DONE)
    _refuse_future(delivered_on, at=at)
    if case.started_on and delivered_on < case.started_on:
        raise ValidationError(_("Support cannot be delivered before it began."))
    case.delivered_on, case.delivery_text = delivered_on, text
    return store(case, actor=actor, verb="support_case.delivered", at=at)


@transaction.atomic
def tell_outcome(case: SupportCase, *, outcome: str, text: str, actor: User, at: datetime) -> SupportCase:
    """Record the municipality's answer whether delivered support helped.

    A later answer replaces an earlier one, which is kept; the same answer again is a no-op.
    """
    case = locked(case)
    if (case.outcome, case.outcome_text) == (outcome, text) and outcome:
        return case
    _refuse_outcome(case, outcome)
    _keep_outcome(case)
    case.outcome, case.outcome_text, case.outcome_at, case.outcome_by = outcome, text, at, actor
    return store(case, actor=actor, verb="support_case.outcome_told", at=at, outcome=outcome)


@transaction.atomic
def evaluate_support(
    case: SupportCase, *, outcome: str, text: str, month: date | None = None, actor: User, at: datetime
) -> SupportCase:
    """Record whether delivered support helped as the county board sees it.

    It is said in the check-in of ``month`` or outside check-ins (None). A later answer replaces an earlier
    one, which is kept; the same answer again is a no-op.
    """
    case = locked(case)
    if (case.board_outcome, case.board_outcome_text) == (outcome, text) and outcome:
        return case
    _refuse_outcome(case, outcome)
    _keep_board_outcome(case)
    case.board_outcome, case.board_outcome_text, case.board_outcome_at = outcome, text, at
    case.evaluated_month = month or case.evaluated_month
    verb = "support_case.evaluated"
    return store(case, actor=actor, verb=verb, at=at, outcome=outcome, month=month)


def _refuse_outcome(case: SupportCase, outcome: str) -> None:
    if case.state != State.DONE:
        raise ValidationError(_("Only support that was delivered can have helped."))
    if outcome not in SupportCase.Outcome.values:
        raise ValidationError(_("Choose whether the support helped."))


@transaction.atomic
def withdraw_support(case: SupportCase, *, seen: str, word: str, actor: User, at: datetime) -> SupportCase:
    """Close a need for a reason, before the support begins.

    ``seen`` is the state on the person's page: if it has changed since, closing is refused. Closing it again
    is a no-op; the first reason is kept. No mail is sent, and queued mails about need and offer are dropped.
    """
    case = locked(case)
    if case.is_withdrawn:
        return case
    was = case.state
    case.move(to=State.WITHDRAWN)
    if was != seen:
        raise ValidationError(_("Something has happened since you opened the page. Open it again and look."))
    case.withdrawn_at, case.withdrawn_by, case.withdrawn_text = at, actor, word
    return store(case, actor=actor, verb="support_case.withdrawn", at=at, was=was)


@transaction.atomic
def take_back(case: SupportCase, *, seen: str, is_board: bool, actor: User, at: datetime) -> SupportCase:
    """Take the last step back: open what was closed, undo an answer, a start or a delivery.

    ``seen`` is the state on the person's page: taking it back again is a no-op. ``is_board`` says that the
    person coordinates the county. The case is then as before; what it said is kept with its day.
    """
    case = locked(case)
    if case.state != seen:
        return case
    to = case.state_before
    if not to:
        raise ValidationError(_("There is nothing to take back."))
    if not case.can_take_back(actor, is_board=is_board):
        raise ValidationError(_("Only those who did this can take it back."))
    _forget(case)
    _keep(case, CaseEntry(kind=Kind.TAKEN_BACK, at=at, by=actor))
    case.state = to
    return store(case, actor=actor, verb="support_case.taken_back", at=at, was=seen)


def _forget(case: SupportCase) -> None:
    """Move what the state says from the fields to entries."""
    if case.state == State.WITHDRAWN:
        by, text = case.withdrawn_by, case.withdrawn_text
        _keep(case, CaseEntry(kind=Kind.CLOSED, at=case.withdrawn_at, by=by, text=text))
        case.withdrawn_at, case.withdrawn_by, case.withdrawn_text = None, None, ""
    elif case.state in {State.ACCEPTED, State.DECLINED}:
        _keep(case, _answer_entry(case))
        case.answered_at, case.answered_by, case.answer_text = None, None, ""
        case.answer_said_by, case.answer_said_on = "", None
    elif case.state == State.IN_PROGRESS:
        _keep(case, CaseEntry(kind=Kind.STARTED), said_on=case.started_on)
        case.started_on = None
    else:
        _keep(case, CaseEntry(kind=Kind.DELIVERED, text=case.delivery_text), said_on=case.delivered_on)
        case.delivered_on, case.delivery_text = None, ""
        _keep_outcome(case)
        _keep_board_outcome(case)
        case.outcome, case.outcome_text, case.outcome_at, case.outcome_by = "", "", None, None
        case.board_outcome, case.board_outcome_text, case.board_outcome_at = "", "", None
        case.evaluated_month = None


def _answer_entry(case: SupportCase) -> CaseEntry:
    return CaseEntry(
        kind=Kind(case.state),
        said_on=case.answer_said_on,  # type: ignore[misc]
        at=case.answered_at,
        by=case.answered_by,
        said_by=case.answer_said_by,
        text=case.answer_text,
    )


def _keep_offer(case: SupportCase) -> None:
    kind, text = Kind.OFFERED, case.offer_text
    _keep(case, CaseEntry(kind=kind, at=case.offered_at, offer=case.offer, text=text))


def _keep_outcome(case: SupportCase) -> None:
    if case.outcome_at:
        said = CaseEntry(kind=Kind.OUTCOME, by=case.outcome_by, at=case.outcome_at)
        said.outcome, said.text = case.outcome, case.outcome_text
        _keep(case, said)


def _keep_board_outcome(case: SupportCase) -> None:
    if case.board_outcome_at:
        said = CaseEntry(kind=Kind.BOARD_OUTCOME, at=case.board_outcome_at)
        said.outcome, said.text = case.board_outcome, case.board_outcome_text
        _keep(case, said)


def _keep(case: SupportCase, entry: CaseEntry, *, said_on: date | None = None) -> None:
    """Add an entry; its day is that of its moment unless it has one."""
    entry.case = case
    if day := said_on or entry.said_on or day_of(entry.at):
        entry.said_on = day
    entry.full_clean()
    entry.save()


def _refuse_future(day: date, *, at: datetime, field: str = NON_FIELD_ERRORS) -> None:
    if day > day_of(at):
        raise ValidationError({field: _("Choose today or a day that has been.")})
