"""Actions that unlock a month: the county board requests it, MÄN answers."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import locked, store
from calendars.months import day_of
from followups.actions.answers import answers_of, write_children
from followups.actions.check_in import locked_row, refuse_unexpected
from followups.models import CheckIn, UnlockReason, UnlockRequest
from notifications.actions.queueing import queue
from programmes.calendar import locks_again_on, open_until


@transaction.atomic
def request_unlock(check_in: CheckIn, *, reason: str, actor: User, at: datetime) -> UnlockRequest:
    """Request that MÄN unlocks a month. While a request waits for MÄN, asking again returns that request."""
    stored = _locked_month(check_in, reason=reason, actor=actor, at=at)
    if waiting := stored.expected.unlock_requests.waiting().first():
        return waiting
    request = UnlockRequest(expected=stored.expected, reason=reason, requested_at=at, requested_by=actor)
    store(request, actor=actor, verb="unlock_request.made", at=at, reason=reason)
    _tell_contact(request, at=at)
    return request


@transaction.atomic
def unlock_check_in(check_in: CheckIn, *, reason: str, actor: User, at: datetime) -> CheckIn:
    """Let the county board write in a locked month, and grant the waiting request if there is one."""
    if not actor.is_staff:
        raise ValidationError(_("Only MÄN can unlock a month."))
    stored = _locked_month(check_in, reason=reason, actor=actor, at=at)
    answers, expected = answers_of(stored), stored.expected
    expected.locks_on = locks_again_on(day_of(at))
    expected.save(update_fields=["locks_on"])
    stored.unlocked_at = at
    store(stored, actor=actor, verb="check_in.unlocked", at=at, reason=reason)
    write_children(stored, answers)
    if waiting := expected.unlock_requests.waiting().select_for_update(no_key=True).first():
        _answer(waiting, to=UnlockRequest.State.GRANTED, actor=actor, at=at)
    return stored


@transaction.atomic
def decline_unlock(request: UnlockRequest, *, actor: User, at: datetime) -> UnlockRequest:
    """Leave the month locked, and tell the person who asked. Declining again is a no-op."""
    request = locked(request, no_key=True)
    if not request.is_declined:
        _answer(request, to=UnlockRequest.State.DECLINED, actor=actor, at=at)
    return request


def _locked_month(check_in: CheckIn, *, reason: str, actor: User, at: datetime) -> CheckIn:
    """Lock the row, and refuse a month that is open for writing, or in which no check-in is expected."""
    stored = locked_row(check_in, actor=actor, at=at)
    if reason not in UnlockReason.values:
        raise ValidationError({"reason": _("Choose why the month is unlocked")})
    refuse_unexpected(stored)
    if not stored.expected.is_locked(on=day_of(at)):
        raise ValidationError(_("The month is not locked."))
    return stored


def _answer(request: UnlockRequest, *, to: str, actor: User, at: datetime) -> None:
    request.move(to=to)
    request.answered_at = at
    store(request, actor=actor, verb=f"unlock_request.{to}", at=at)
    queue(
        kind="unlock_answered",
        key=f"unlock-answered/{request.pk}",
        recipient=request.requested_by,
        context={"request": request, "last_on": open_until(day_of(at))},
        facts={"request": request.pk},
        at=at,
    )


def _tell_contact(request: UnlockRequest, *, at: datetime) -> None:
    """Mail the cohort's contact at MÄN; without one the request is shown only on staff's overview."""
    contact = request.participation.cohort.contact
    if contact is None:
        return
    queue(
        kind="unlock_requested",
        key=f"unlock-requested/{request.pk}",
        recipient=contact,
        context={"request": request},
        facts={"request": request.pk},
        at=at,
    )
