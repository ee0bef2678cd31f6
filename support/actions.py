"""Actions on support, from need to answer whether it helped, with their mails; and on the catalogue."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import locked, store
from calendars.months import day_of
from municipalities.models import Coordinator, CountyBoard
from notifications.actions.queueing import Mail, queue_many
from participants.models import Enrolment
from programmes.models import Participation
from support.kinds import NEED_RAISED, NEED_WAITING, SUPPORT_ANSWERED, SUPPORT_OFFERED
from support.models import LONG_WAIT_DAYS, DevelopmentArea, SupportCase, SupportOffer

State = SupportCase.State
WAITING_UNTIL_DAYS = 28
TAKEN = _("There is already support with this name in the county.")


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
        _tell_coordinators(NEED_RAISED, [case], at=at)
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
    store(case, actor=actor, verb="support_case.offered", at=at, offer=offer.pk)
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
    store(case, actor=actor, verb="support_case.answered", at=at, answer=to.value)
    _tell_coordinators(SUPPORT_ANSWERED, [case], at=at)
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
    """Mark the support as given. The next check-in asks whether it helped."""
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
def evaluate_support(
    case: SupportCase, *, outcome: str, text: str, month: date | None = None, actor: User, at: datetime
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
    return store(case, actor=actor, verb=verb, at=at, outcome=outcome, month=month)


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
    return store(case, actor=actor, verb="support_case.withdrawn", at=at, was=was)


def _refuse_future(day: date, *, at: datetime) -> None:
    if day > day_of(at):
        raise ValidationError(_("Choose today or a day that has been."))


def tell_process_leaders(case: SupportCase, *, at: datetime) -> None:
    """Tell the municipality's process leaders about the offer; a changed offer is told again."""
    on = day_of(at)
    leaders = Enrolment.objects.taking_part(on=on).of_participation(case.participation_id).process_leaders()
    mails = [
        Mail(
            kind=SUPPORT_OFFERED,
            key=f"{SUPPORT_OFFERED}/{case.pk}/{case.offer_id}/{leader.user_id}",
            recipient=leader.user,
            context={
                "case": case,
                "county_board": case.county_board,
                "municipality": case.participation.municipality,
            },
            facts={"case": case.pk, "offer": case.offer_id},
        )
        for leader in leaders.with_names()
    ]
    queue_many(mails, at=at)


def queue_need_reminders(*, at: datetime) -> int:
    """Remind the coordinators, once, of a need that has had no offer for two weeks.

    Needs older than four weeks get none; they stand in the coordinators' list. Returns the number of mails.
    """
    raised = (at - timedelta(days=WAITING_UNTIL_DAYS), at - timedelta(days=LONG_WAIT_DAYS))
    needs = SupportCase.objects.without_offer().filter(raised_at__gt=raised[0], raised_at__lte=raised[1])
    taking_part = Participation.objects.open(on=day_of(at))
    waiting = needs.filter(participation__in=taking_part).for_reading()
    with_boards = waiting.select_related("participation__cohort__county_board")
    return _tell_coordinators(NEED_WAITING, with_boards, at=at)


def _tell_coordinators(kind: str, cases: Iterable[SupportCase], *, at: datetime) -> int:
    """Tell each coordinator of the county once; return the number of new mails."""
    boards = {case: case.county_board for case in cases}
    coordinators = Coordinator.objects.current(on=day_of(at)).by_board(boards.values())
    mails = [
        Mail(
            kind=kind,
            key=f"{kind}/{case.pk}/{coordinator.user_id}",
            recipient=coordinator.user,
            context={"case": case, "board": board, "municipality": case.participation.municipality},
            facts={"case": case.pk},
        )
        for case, board in boards.items()
        for coordinator in coordinators.get(board.pk, [])
    ]
    return len(queue_many(mails, at=at))


@transaction.atomic
def add_support_offer(
    county_board: CountyBoard,
    *,
    name: str,
    description: str,
    areas: Iterable[DevelopmentArea],
    actor: User,
    at: datetime,
) -> SupportOffer:
    """Add support to the county's catalogue; an identical one is returned as it is."""
    board = locked(county_board, no_key=True)
    if known := board.support_offers.filter(name=name).first():
        if known.description == description and known.is_active:
            return known
        raise ValidationError({"name": TAKEN})
    offer = SupportOffer(county_board=board, name=name, description=description)
    store(offer, actor=actor, verb="support_offer.added", at=at, county_board=board.pk)
    offer.areas.set(areas)
    return offer


@transaction.atomic
def change_support_offer(
    offer: SupportOffer,
    *,
    name: str,
    description: str,
    areas: Iterable[DevelopmentArea],
    actor: User,
    at: datetime,
) -> SupportOffer:
    """Change the name, description or areas of support. Earlier offers show the new name too."""
    offer = locked(offer)
    wanted = (name, description, {area.pk for area in areas})
    if (offer.name, offer.description, {area.pk for area in offer.areas.all()}) == wanted:
        return offer
    others = SupportOffer.objects.filter(county_board=offer.county_board, name=name)
    if others.exclude(pk=offer.pk).exists():
        raise ValidationError({"name": TAKEN})
    offer.name, offer.description = name, description
    store(offer, actor=actor, verb="support_offer.changed", at=at)
    offer.areas.set(areas)
    return offer


@transaction.atomic
def retire_support_offer(offer: SupportOffer, *, actor: User, at: datetime) -> SupportOffer:
    """Stop offering the support. Earlier offers keep it."""
    return _set_active(offer, to=False, verb="support_offer.retired", actor=actor, at=at)


@transaction.atomic
def restore_support_offer(offer: SupportOffer, *, actor: User, at: datetime) -> SupportOffer:
    """Offer the support again."""
    return _set_active(offer, to=True, verb="support_offer.restored", actor=actor, at=at)


def _set_active(offer: SupportOffer, *, to: bool, verb: str, actor: User, at: datetime) -> SupportOffer:
    offer = locked(offer)
    if offer.is_active == to:
        return offer
    offer.is_active = to
    return store(offer, actor=actor, verb=verb, at=at)
