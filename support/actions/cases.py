"""Actions on support, from the need to the answer whether it helped."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import locked, store
from programmes.models import Participation
from support.actions.mails import tell_coordinators_of_answer, tell_coordinators_of_need, tell_process_leaders
from support.models import DevelopmentArea, SupportCase, SupportOffer

State = SupportCase.State


@transaction.atomic
def raise_need(
    participation: Participation, *, area: DevelopmentArea, need: str, origin: str, actor: User, at: datetime
) -> SupportCase:
    """Add a need of the municipality; tell the coordinators when the municipality itself asks.

    Returns the known case when the same words stand in one that has no answer yet.
    """
    participation = locked(participation, no_key=True)
    same = SupportCase.objects.filter(participation=participation, area=area, need=need)
    if known := same.filter(state__in=(State.NEED, State.OFFERED)).order_by("pk").first():
        return known
    case = SupportCase(
        participation=participation, area=area, need=need, origin=origin, raised_by=actor, raised_at=at
    )
    store(case, actor=actor, verb="support_case.raised", at=at, origin=origin)
    if origin == SupportCase.Origin.MUNICIPALITY:
        tell_coordinators_of_need(case, at=at)
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
) -> SupportCase:
    """Add a need on behalf of the county board, and offer support at once if ``offer`` is given."""
    origin = SupportCase.Origin.COUNTY_BOARD
    case = raise_need(participation, area=area, need=need, origin=origin, actor=actor, at=at)
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
    _store(case, actor=actor, verb="support_case.offered", at=at, offer=offer.pk)
    tell_process_leaders(case, at=at)
    return case


@transaction.atomic
def answer_support(case: SupportCase, *, accept: bool, text: str, actor: User, at: datetime) -> SupportCase:
    """Accept or decline an offer, and tell the county's coordinators.

    The same answer again is a no-op, also when the support has begun since.
    """
    case = locked(case)
    to = State.ACCEPTED if accept else State.DECLINED
    if case.state == to or (accept and case.state in {State.IN_PROGRESS, State.DONE}):
        return case
    if case.state == State.NEED:
        raise ValidationError(_("There is no offer to answer yet."))
    case.move(to=to)
    case.answered_at, case.answered_by, case.answer_text = at, actor, text
    _store(case, actor=actor, verb="support_case.answered", at=at, answer=to.value)
    tell_coordinators_of_answer(case, at=at)
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
    return _store(case, actor=actor, verb="support_case.started", at=at)


@transaction.atomic
def deliver_support(
    case: SupportCase, *, delivered_on: date, text: str, actor: User, at: datetime
) -> SupportCase:
    """Mark the support as given. The next check-in asks whether it helped."""
    case = locked(case)
    if (case.state, case.delivered_on, case.delivery_text) == (State.DONE, delivered_on, text):
        return case
    case.move(to=State.DONE)
    _refuse_future(delivered_on, at=at)
    if case.started_on and delivered_on < case.started_on:
        raise ValidationError(_("Support cannot be delivered before it began."))
    case.delivered_on, case.delivery_text = delivered_on, text
    return _store(case, actor=actor, verb="support_case.delivered", at=at)


@transaction.atomic
def evaluate_support(
    case: SupportCase, *, outcome: str, text: str, month: date | None, actor: User, at: datetime
) -> SupportCase:
    """Record whether delivered support helped, in the check-in of ``month`` or outside check-ins (None).

    A later answer replaces an earlier one; the same answer again is a no-op.
    """
    case = locked(case)
    if (case.outcome, case.outcome_text) == (outcome, text) and outcome:
        return case
    if case.state != State.DONE:
        raise ValidationError(_("Only support that was delivered can have helped."))
    if outcome not in SupportCase.Outcome.values:
        raise ValidationError(_("Choose whether the support helped."))
    case.outcome, case.outcome_text = outcome, text
    case.evaluated_month = month or case.evaluated_month
    verb = "support_case.evaluated"
    return _store(case, actor=actor, verb=verb, at=at, outcome=outcome, month=month)


@transaction.atomic
def withdraw_support(case: SupportCase, *, seen: str, word: str, actor: User, at: datetime) -> SupportCase:
    """Close a need for a reason, before the support begins.

    ``seen`` is the state on the person's page: if it has changed since, closing is refused, because it
    cannot be undone. Closing it again is a no-op; the first reason is kept. No mail is sent, and queued
    mails about the need or the offer are dropped.
    """
    case = locked(case)
    if case.is_withdrawn:
        return case
    was = case.state
    case.move(to=State.WITHDRAWN)
    if was != seen:
        raise ValidationError(_("Something has happened since you opened the page. Open it again and look."))
    case.withdrawn_at, case.withdrawn_by, case.withdrawn_text = at, actor, word
    return _store(case, actor=actor, verb="support_case.withdrawn", at=at, was=was)


def _refuse_future(day: date, *, at: datetime) -> None:
    if day > timezone.localtime(at).date():
        raise ValidationError(_("Choose today or a day that has been."))


def _store(case: SupportCase, *, actor: User, verb: str, at: datetime, **data: object) -> SupportCase:
    return store(case, actor=actor, verb=verb, at=at, **data)
