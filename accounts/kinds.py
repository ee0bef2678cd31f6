"""The kinds of mail that this app sends through the outbox; login codes have a way of their own."""

from datetime import datetime

from notifications.kinds import MailKind
from notifications.models import Message


def always(message: Message, *, at: datetime) -> bool:
    """Return true: a change to an account is reported whatever happened later."""
    return True


def works_at_man(message: Message, *, at: datetime) -> bool:
    """Say whether the person still works at MÄN."""
    return bool(message.recipient and message.recipient.works_at_man)


KINDS = (
    MailKind(name="email_changed", still_due=always, urgent=True),
    MailKind(name="rights_changed", still_due=always, urgent=True),
    MailKind(name="security_notice", still_due=always, urgent=True),
    MailKind(name="staff_welcome", still_due=works_at_man, urgent=True),
)
