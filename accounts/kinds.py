"""The kind of mail that this app sends through the outbox; codes leave in the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.kinds import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.models import Message


def always(message: Message, *, at: datetime) -> bool:  # noqa: ARG001 -- the answer to any question
    """What has happened to an account is told whatever happened since."""
    return True


EMAIL_CHANGED = Kind(name="email_changed", still_due=always, urgent=True)
