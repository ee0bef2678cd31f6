"""The mails about enquiries."""

from __future__ import annotations

from datetime import datetime

from notifications.kinds import Kind
from notifications.models import Message
from programmes.models import Enquiry


def is_receipt_due(message: Message, *, at: datetime) -> bool:  # noqa: ARG001 -- as its siblings
    """A receipt is due for as long as the enquiry is kept."""
    return Enquiry.objects.filter(pk=message.facts["enquiry"]).exists()


def is_waiting(message: Message, *, at: datetime) -> bool:  # noqa: ARG001 -- as its siblings
    """Nobody needs to be told of an enquiry that is answered already."""
    return Enquiry.objects.waiting().filter(pk=message.facts["enquiry"]).exists()


KINDS = (
    Kind(name="enquiry_receipt", still_due=is_receipt_due, urgent=True),
    Kind(name="enquiry_for_staff", still_due=is_waiting),
    Kind(name="enquiry_for_coordinator", still_due=is_waiting),
)
