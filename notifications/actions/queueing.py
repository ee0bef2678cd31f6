"""Adding a mail to the outbox."""

from __future__ import annotations

import uuid
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


class Recipient(Protocol):
    """The attributes of a person that the outbox reads."""

    pk: Any

    @property
    def email(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def is_active(self) -> bool: ...


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
    """Add one mail to the outbox in the caller's transaction, rendered now.

    Returns None when the key is known already, also if two ask at once, or when the person cannot log in.
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
