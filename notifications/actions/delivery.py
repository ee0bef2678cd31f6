"""Sending mail that is due: claim a row, check that it is still wanted, send, mark, commit.

Staff try a failed mail again, or stop one.
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from audit.actions import locked, store
from calendars import working_days
from notifications import kinds
from notifications.actions.post import Post, RefusedError, ServerAwayError, TryLaterError, describe
from notifications.models import Message

logger = logging.getLogger(__name__)

# Longer than a worker can spend on one row: three times the timeout of one attempt, and at least the time
# limit of a task. Then the row of a dead worker is free again.
LEASE = max(timedelta(seconds=3 * (settings.EMAIL_TIMEOUT + 20)), timedelta(minutes=4))
# One call ends by itself well before the task's time limit.
LONGEST_RUN = timedelta(minutes=2)
FIRST_BACK_OFF = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=5)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The results of one call; ``waiting`` failed for now and will be tried again."""

    sent: int = 0
    cancelled: int = 0
    failed: int = 0
    waiting: int = 0


def deliver_due(*, at: datetime, limit: int = 200) -> Counts:
    """Send what is due, row by row; each row is marked and committed before the next.

    Calls may repeat and run side by side. When the mail server is away the rest stays queued, and the next
    call tries with one mail.
    """
    started = time.monotonic()
    counts: Counter[str] = Counter()
    with Post() as post:
        for _turn in range(limit):
            now = at + timedelta(seconds=int(time.monotonic() - started))
            message = _claim(at=now) if now - at < LONGEST_RUN else None
            if message is None:
                break
            state, server_is_away = _deliver(message, post, at=now)
            counts[state] += 1
            if server_is_away:
                break
    return Counts(
        sent=counts[Message.State.SENT],
        cancelled=counts[Message.State.CANCELLED],
        failed=counts[Message.State.FAILED],
        waiting=counts[Message.State.QUEUED],
    )


@transaction.atomic(durable=True)
def _claim(*, at: datetime) -> Message | None:
    """Claim one due row until its lease ends; other workers skip it.

    Untried rows come before those that failed, so that a bad row never keeps others waiting.
    """
    message = (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient")
        .due(at)
        .order_by("-urgent", "attempts", "not_before", "pk")
        .first()
    )
    if message is None:
        return None
    message.lease_until = at + LEASE
    message.attempts += 1
    message.first_tried_at = message.first_tried_at or at
    message.reason = ""
    message.save(update_fields=["lease_until", "attempts", "first_tried_at", "reason"])
    return message


def _deliver(message: Message, post: Post, *, at: datetime) -> tuple[str, bool]:
    """Try one row; return its new state and whether the server is away.

    Any other error fails this row alone. A lost database ends the run, and the row is tried again after its
    lease.
    """
    try:
        if not_wanted := _why_not(message, at=at):
            return _settle(message, to=Message.State.CANCELLED, reason=not_wanted, at=at), False
        post.send(message)
    except RefusedError as refusal:
        return _settle(message, to=Message.State.FAILED, reason=str(refusal), at=at), False
    except TryLaterError as trouble:
        return _put_off(message, reason=str(trouble), at=at), isinstance(trouble, ServerAwayError)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        logger.exception("Mail %s failed.", message.pk)
        return _settle(message, to=Message.State.FAILED, reason=describe(fault), at=at), False
    return _settle(message, to=Message.State.SENT, reason="", at=at), False


def _why_not(message: Message, *, at: datetime) -> str:
    """Return why the mail should not be sent now, or an empty string."""
    if message.recipient and not message.recipient.is_active:
        return Message.Reason.RECIPIENT_INACTIVE
    if not kinds.get(message.kind).still_due(message, at=at):
        return Message.Reason.NO_LONGER_DUE
    return ""


def _put_off(message: Message, *, reason: str, at: datetime) -> str:
    """Put the mail off, twice as long each time, until five days after the first attempt."""
    if message.first_tried_at and at - message.first_tried_at >= GIVE_UP_AFTER:
        return _settle(message, to=Message.State.FAILED, reason=reason, at=at)
    pause = min(FIRST_BACK_OFF * 2 ** min(message.attempts - 1, 10), LONGEST_BACK_OFF)
    return _settle(message, to=Message.State.QUEUED, reason=reason or "?", at=at, pause=pause)


@transaction.atomic(durable=True)
def _settle(message: Message, *, to: str, reason: str, at: datetime, pause: timedelta | None = None) -> str:
    """Save the result, unless the row was settled by somebody else meanwhile."""
    current = locked(message)
    if current.state != Message.State.QUEUED:
        return current.state
    if to != Message.State.QUEUED:
        current.move(to=to)
    current.reason = " ".join(reason.split())[:200]
    current.lease_until = at + pause if pause else None
    current.sent_at = at if to == Message.State.SENT else None
    current.save(update_fields=["state", "reason", "lease_until", "sent_at"])
    return to


@transaction.atomic
def retry(message: Message, *, actor: AbstractBaseUser, at: datetime) -> Message:
    """Queue a failed mail again, with as many attempts as a new one."""
    message = locked(message)
    if not message.text:
        raise ValidationError(_("The text of this mail is erased, so it cannot be sent again."))
    message.move(to=Message.State.QUEUED)
    message.not_before = at if message.urgent else working_days.next_sending_moment(at)
    message.reason, message.attempts = "", 0
    message.first_tried_at = message.lease_until = None
    return store(message, actor=actor, verb="message.retried", at=at, kind=message.kind)


@transaction.atomic
def cancel(message: Message, *, actor: AbstractBaseUser, at: datetime) -> Message:
    """Stop a mail; refuse while a worker holds it, as it may be on its way already."""
    message = locked(message)
    if message.is_being_sent(at=at):
        raise ValidationError(_("The mail is being sent right now. Try again in five minutes."))
    message.move(to=Message.State.CANCELLED)
    message.reason, message.lease_until = Message.Reason.BY_STAFF, None
    return store(message, actor=actor, verb="message.cancelled", at=at, kind=message.kind)


def forget_mails_to(person: AbstractBaseUser) -> int:
    """Stop what has not left, and erase what all mails to a person say; return their number."""
    mails = Message.objects.filter(recipient_id=person.pk)
    mails.filter(state=Message.State.QUEUED).update(state=Message.State.CANCELLED, lease_until=None)
    return mails.update(subject="", text="", html="", facts={}, reason="")
