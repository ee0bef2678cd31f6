"""Adding mails to the outbox."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from calendars import working_days
from notifications import kinds
from notifications.actions import letters
from notifications.models import Message

DEFAULT_LANGUAGE = "sv"
ROWS_AT_ONCE = 1000


class Recipient(Protocol):
    """The attributes of a person that the outbox reads."""

    pk: Any

    @property
    def email(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def is_active(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail to write: to a person, or to an address without an account."""

    kind: str
    key: str
    recipient: Recipient | None = None
    to_email: str = ""
    context: dict[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None


def queue(*, at: datetime, **mail: Any) -> Message | None:
    """Add one mail, given by the fields of ``Mail``, to the outbox; return None when nothing was added."""
    return next(iter(queue_many([Mail(**mail)], at=at)), None)


@transaction.atomic
def queue_many(mails: Iterable[Mail], *, at: datetime) -> list[Message]:
    """Add mails to the outbox in the caller's transaction, rendered now, and return those that are new.

    A known key is skipped, also if two ask at once: both write in the order of the keys, so that they do not
    wait for each other. A person who cannot log in gets no mail.
    """
    wanted: dict[str, Mail] = {}
    for mail in mails:
        if mail.recipient is None or mail.recipient.is_active:
            wanted.setdefault(mail.key, mail)
    messages = [_message(wanted[key], at=at) for key in sorted(wanted.keys() - Message.objects.known(wanted))]
    if not messages:
        return []
    Message.objects.bulk_create(messages, ROWS_AT_ONCE, ignore_conflicts=True)
    # A key that somebody else wrote meanwhile has a number that is not ours.
    ours = {message.message_id for message in messages}
    stored = Message.objects.filter(key__in=[message.key for message in messages]).defer("text", "html")
    return [message for message in stored if message.message_id in ours]


def foreseen(mails: Iterable[Mail], *, at: datetime) -> list[Message]:
    """Return what would be added for these mails, unsaved, for a receipt of what is queued later."""
    to_people = (mail for mail in mails if mail.recipient is None or mail.recipient.is_active)
    return [_message(mail, at=at) for mail in to_people]


def _message(mail: Mail, *, at: datetime) -> Message:
    kind = kinds.get(mail.kind)
    language = mail.recipient.language if mail.recipient else DEFAULT_LANGUAGE
    context = {**mail.context, "recipient": mail.recipient}
    letter = letters.render(kind.template_name, context, language=language)
    earliest = max(at, mail.not_before or at)
    message = Message(
        kind=mail.kind,
        key=mail.key,
        recipient_id=mail.recipient.pk if mail.recipient else None,
        to_email=mail.to_email,
        language=language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        urgent=kind.urgent,
        not_before=earliest if kind.urgent else working_days.next_sending_moment(earliest),
        message_id=_new_message_id(),
        queued_at=at,
        facts=mail.facts,
    )
    message.clean_fields(exclude={"recipient"})
    if mail.recipient is None:
        message.validate_constraints(exclude={"key"})
    return message


def _new_message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{uuid.uuid4()}@{domain}>"
