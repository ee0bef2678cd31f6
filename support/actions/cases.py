"""Support from the need to the answer whether it helped."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import record
from programmes.models import Participation
from support.actions.mails import tell_coordinators_of_answer, tell_coordinators_of_need, tell_process_leaders
from support.models import DevelopmentArea, SupportCase, SupportOffer

State = SupportCase.State
REFUSED = {
    State.OFFERED: _("Support has already been offered."),
    State.ACCEPTED: _("The offer has already been answered."),
    State.DECLINED: _("The offer has already been answered."),
    State.IN_PROGRESS: _("Only support that the municipality has accepted can begin."),
    State.DONE: _("Only support that the municipality has accepted can be delivered."),
    State.WITHDRAWN: _("Support that has begun, was given or was declined cannot be closed."),
}


@transaction.atomic
def raise_need(
    participation: Participation,
    *,
    area: DevelopmentArea,
    need: str,
    origin: str,
    actor: User,
    at: datetime,
) -> SupportCase:
    """Note what the municipality needs. The same words again, while nobody has answered, add nothing.

    When the municipality itself asks, the county's coordinators are told.
    """
    participation = Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
    same = SupportCase.objects.filter(participation=participation, area=area, need=need)
    if known := same.filter(state__in=(State.NEED, State.OFFERED)).order_by("pk").first():
        return known
    case = SupportCase(
        participation=participation, area=area, need=need, origin=origin, raised_by=actor, raised_at=at
    )
    case.full_clean()
    case.save()
    record(actor=actor, verb="support_case.raised", target=case, at=at, origin=origin)
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
    """Let the county board note a need, and offer support at once when it knows what would help."""
    origin = SupportCase.Origin.COUNTY_BOARD
    case = raise_need(participation, area=area, need=need, origin=origin, actor=actor, at=at)
    if offer is None:
        return case
    return offer_support(case, offer=offer, offer_text=offer_text, actor=actor, at=at)


@transaction.atomic
def offer_support(
    case: SupportCase, *, offer: SupportOffer, offer_text: str, actor: User, at: datetime
) -> SupportCase:
    """Offer support to the municipality; its process leaders are told."""
    case = _lock(case)
    if (case.state, case.offer_id, case.offer_text) == (State.OFFERED, offer.pk, offer_text):
        return case
    board = case.county_board
    if not SupportOffer.objects.offered_in(board).contains(offer):
        raise ValidationError(_("This support is no longer on offer. Choose another."))
    _move(case, to=State.OFFERED)
    case.offer, case.offer_text, case.offered_at = offer, offer_text, at
    _store(case, actor=actor, verb="support_case.offered", at=at, offer=offer.pk)
    tell_process_leaders(case, at=at)
    return case


@transaction.atomic
def answer_support(case: SupportCase, *, accept: bool, text: str, actor: User, at: datetime) -> SupportCase:
    """Accept or decline what was offered; the county's coordinators are told.

    Saying the same again changes nothing, also when the support has begun meanwhile.
    """
    case = _lock(case)
    to = State.ACCEPTED if accept else State.DECLINED
    if case.state == to or (accept and case.state in {State.IN_PROGRESS, State.DONE}):
        return case
    if case.state == State.NEED:
        raise ValidationError(_("There is no offer to answer yet."))
    _move(case, to=to)
    case.answered_at, case.answered_by, case.answer_text = at, actor, text
    _store(case, actor=actor, verb="support_case.answered", at=at, answer=to.value)
    tell_coordinators_of_answer(case, at=at)
    return case


@transaction.atomic
def start_support(case: SupportCase, *, started_on: date, actor: User, at: datetime) -> SupportCase:
    """Note the day on which accepted support began."""
    case = _lock(case)
    if (case.state, case.started_on) == (State.IN_PROGRESS, started_on):
        return case
    _move(case, to=State.IN_PROGRESS)
    _refuse_future(started_on, at=at)
    case.started_on = started_on
    return _store(case, actor=actor, verb="support_case.started", at=at)


@transaction.atomic
def deliver_support(
    case: SupportCase, *, delivered_on: date, text: str, actor: User, at: datetime
) -> SupportCase:
    """Note that the support was given. The next check-in asks whether it helped."""
    case = _lock(case)
    if (case.state, case.delivered_on, case.delivery_text) == (State.DONE, delivered_on, text):
        return case
    _move(case, to=State.DONE)
    _refuse_future(delivered_on, at=at)
    if case.started_on and delivered_on < case.started_on:
        raise ValidationError(_("Support cannot be delivered before it began."))
    case.delivered_on, case.delivery_text = delivered_on, text
    return _store(case, actor=actor, verb="support_case.delivered", at=at)


@transaction.atomic
def evaluate_support(
    case: SupportCase, *, outcome: str, text: str, month: date | None, actor: User, at: datetime
) -> SupportCase:
    """Say whether delivered support helped, in the check-in of ``month`` or beside check-ins.

    A later answer takes the place of an earlier one; the same again changes nothing.
    """
    case = _lock(case)
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
    """Close a need that is no longer one, with a word why; before the support begins.

    ``seen`` is the state that the person saw: what was answered meanwhile is not closed unread, for nothing
    opens it again. Who closes it once more changes nothing: the first word stands. No mail is sent, and
    mails about the need or the offer that still wait are not sent either.
    """
    case = _lock(case)
    if case.is_withdrawn:
        return case
    was = case.state
    _move(case, to=State.WITHDRAWN)
    if was != seen:
        raise ValidationError(_("Something has happened since you opened the page. Open it again and look."))
    case.withdrawn_at, case.withdrawn_by, case.withdrawn_text = at, actor, word
    return _store(case, actor=actor, verb="support_case.withdrawn", at=at, was=was)


def _lock(case: SupportCase) -> SupportCase:
    return SupportCase.objects.select_for_update().get(pk=case.pk)


def _move(case: SupportCase, *, to: State) -> None:
    if case.is_withdrawn:
        raise ValidationError(_("The need is closed: it is no longer needed."))
    if to not in SupportCase.MOVES[case.state]:
        raise ValidationError(REFUSED[to])
    case.state = to


def _refuse_future(day: date, *, at: datetime) -> None:
    if day > timezone.localtime(at).date():
        raise ValidationError(_("Choose today or a day that has been."))


def _store(case: SupportCase, *, actor: User, verb: str, at: datetime, **data: object) -> SupportCase:
    case.full_clean()
    case.save()
    record(actor=actor, verb=verb, target=case, at=at, **data)
    return case
