"""The kind of mail that this app sends through the outbox; login codes are sent within the request."""

from datetime import datetime

from notifications.kinds import MailKind
from notifications.models import Message


def always(message: Message, *, at: datetime) -> bool:
    """Return true: a change to an account is reported whatever happened later."""
    return True


KINDS = (MailKind(name="email_changed", still_due=always, urgent=True),)
