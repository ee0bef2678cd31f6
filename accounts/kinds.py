"""The kind of mail that this app sends through the outbox; codes leave in the request."""

from __future__ import annotations

from datetime import datetime

from notifications.kinds import Kind
from notifications.models import Message


def always(message: Message, *, at: datetime) -> bool:  # noqa: ARG001 -- the answer to any question
    """What has happened to an account is told whatever happened since."""
    return True


EMAIL_CHANGED = Kind(name="email_changed", still_due=always, urgent=True)
