"""The kinds of mail about enquiries, each with the check that it is still due."""

from datetime import datetime

from notifications.kinds import MailKind
from notifications.models import Message
from programmes.models import Enquiry


def is_receipt_due(message: Message, *, at: datetime) -> bool:
    """Say whether the enquiry is still stored."""
    return Enquiry.objects.filter(pk=message.facts["enquiry"]).exists()


def is_waiting(message: Message, *, at: datetime) -> bool:
    """Say whether the enquiry is still unanswered."""
    return Enquiry.objects.waiting().filter(pk=message.facts["enquiry"]).exists()


KINDS = (
    MailKind(name="enquiry_receipt", still_due=is_receipt_due, urgent=True),
    MailKind(name="enquiry_for_staff", still_due=is_waiting),
    MailKind(name="enquiry_for_coordinator", still_due=is_waiting),
)
