"""The outbox's deeds: put a mail in, let what is due out, and what staff can do about one."""

from __future__ import annotations

import logging
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from audit.actions import record
from notifications import kinds, letters, working_days
from notifications.models import Message
from notifications.post import Post, RefusedError, ServerAwayError, TryLaterError, describe

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

logger = logging.getLogger(__name__)

DEFAULT_LANGUAGE = "sv"
# Longer than a worker can live with one row: three times the patience of one attempt, and at least as
# long as a task may run. A row whose worker died is free again after that.
LEASE = max(timedelta(seconds=3 * (settings.EMAIL_TIMEOUT + 20)), timedelta(minutes=4))
# One call ends by itself well before the task is killed.
LONGEST_RUN = timedelta(minutes=2)
FIRST_BACK_OFF = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=5)


class Recipient(Protocol):
    """What the outbox must know of a person."""

    pk: Any

    @property
    def email(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def is_active(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What one call did; ``waiting`` were tried in vain and will be tried again."""

    sent: int = 0
    cancelled: int = 0
    failed: int = 0
    waiting: int = 0


@transaction.atomic
def queue(
    *,
    kind: str,
    key: str,
    recipient: Recipient | None = None,
    to_email: str = "",
    context: dict[str, Any],
    facts: dict[str, Any] | None = None,
    at: datetime,
    not_before: datetime | None = None,
) -> Message | None:
    """Put one mail in the outbox, in the caller's transaction, as it reads today.

    Asking again with the same key changes nothing and gives None, also when two ask at once. A person who
    cannot log in gets no mail.
    """
    known = kinds.get(kind)
    if (recipient and not recipient.is_active) or Message.objects.filter(key=key).exists():
        return None
    language = recipient.language if recipient else DEFAULT_LANGUAGE
    letter = letters.render(known.template_name, {**context, "recipient": recipient}, language=language)
    earliest = max(at, not_before or at)
    message = Message(
        kind=kind,
        key=key,
        recipient_id=recipient.pk if recipient else None,
        to_email=to_email,
        language=language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        urgent=known.urgent,
        not_before=earliest if known.urgent else working_days.next_sending_moment(earliest),
        message_id=_new_message_id(),
        queued_at=at,
        facts=facts or {},
    )
    message.full_clean(exclude={"key"})
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return Message.objects.filter(key=key, message_id=message.message_id).first()


def _new_message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{uuid.uuid4()}@{domain}>"


def deliver_due(*, at: datetime, limit: int = 200) -> Counts:
    """Send what is due, row by row, each marked and committed before the next one.

    May run any number of times and side by side. When the mail server cannot be reached the rest stays
    where it is: the next call asks with one mail again.
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
    """Take one due row for ourselves, for as long as the lease; other workers pass it by."""
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .due(at)
        .order_by("-urgent", "not_before", "pk")
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
    """Try one row and settle it: its new state, and whether the server is away.

    A row that breaks in any other way fails alone; a database that is gone ends the run, and the lease
    lets the row be tried again.
    """
    try:
        if not_wanted := _why_not(message):
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


def _why_not(message: Message) -> str:
    """Ask again just before the mail leaves whether anybody still needs it."""
    if message.recipient and not message.recipient.is_active:
        return Message.Reason.RECIPIENT_INACTIVE
    if not kinds.get(message.kind).still_due(message):
        return Message.Reason.NO_LONGER_DUE
    return ""


def _put_off(message: Message, *, reason: str, at: datetime) -> str:
    """Back off, twice as long each time, until five days after the first attempt."""
    if message.first_tried_at and at - message.first_tried_at >= GIVE_UP_AFTER:
        return _settle(message, to=Message.State.FAILED, reason=reason, at=at)
    pause = min(FIRST_BACK_OFF * 2 ** min(message.attempts - 1, 10), LONGEST_BACK_OFF)
    return _settle(message, to=Message.State.QUEUED, reason=reason or "?", at=at, pause=pause)


@transaction.atomic(durable=True)
def _settle(
    message: Message, *, to: str, reason: str, at: datetime, pause: timedelta | None = None
) -> str:
    """Write down how it ended; one that somebody else settled meanwhile stays as it is."""
    current = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if current.state != Message.State.QUEUED:
        return current.state
    if to != Message.State.QUEUED:
        _move(current, to=to)
    current.reason = " ".join(reason.split())[:200]
    current.lease_until = at + pause if pause else None
    current.sent_at = at if to == Message.State.SENT else None
    current.save(update_fields=["state", "reason", "lease_until", "sent_at"])
    return to


def _move(message: Message, *, to: str) -> None:
    """Change the state along the declared table, or refuse."""
    if to not in Message.MOVES[message.state]:
        raise ValidationError(
            _("A mail that is “%(state)s” cannot be changed like this."),
            params={"state": message.get_state_display()},
        )
    message.state = to


@transaction.atomic
def retry(message: Message, *, actor: AbstractBaseUser, at: datetime) -> Message:
    """Let a mail that was given up have new attempts, with all patience from the start."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    _move(message, to=Message.State.QUEUED)
    message.not_before = at if message.urgent else working_days.next_sending_moment(at)
    message.reason, message.attempts = "", 0
    message.first_tried_at = message.lease_until = None
    message.full_clean()
    message.save()
    record(actor=actor, verb="message.retried", target=message, at=at, kind=message.kind)
    return message


@transaction.atomic
def cancel(message: Message, *, actor: AbstractBaseUser, at: datetime) -> Message:
    """Keep a mail from leaving; one that a worker holds at this moment may already be on its way."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.is_being_sent(at=at):
        raise ValidationError(_("The mail is being sent right now. Try again in five minutes."))
    _move(message, to=Message.State.CANCELLED)
    message.reason, message.lease_until = Message.Reason.BY_STAFF, None
    message.full_clean()
    message.save()
    record(actor=actor, verb="message.cancelled", target=message, at=at, kind=message.kind)
    return message
