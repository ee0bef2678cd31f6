"""The states of a mail: the function that changes them, and staff's two actions."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import locked, store
from calendars import working_days
from notifications.models import Message


@transaction.atomic
def retry(message: Message, *, actor: AbstractBaseUser, at: datetime) -> Message:
    """Queue a failed mail again, with as many attempts as a new one."""
    message = locked(message)
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
