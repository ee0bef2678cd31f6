"""The mails about coordinators' roles."""

from datetime import date, datetime

from calendars.months import day_of
from municipalities.models import Coordinator
from notifications.kinds import MailKind
from notifications.models import Message


def still_coordinates(message: Message, *, at: datetime) -> bool:
    """Say whether the role has not ended when the mail is sent."""
    return Coordinator.objects.filter(pk=message.facts["coordinator"]).not_ended(on=day_of(at)).exists()


def still_ends(message: Message, *, at: datetime) -> bool:
    """Say whether the last day is still the one in the mail."""
    ends_on = date.fromisoformat(message.facts["ends_on"])
    return Coordinator.objects.filter(pk=message.facts["coordinator"], ends_on=ends_on).exists()


def was_told(message: Message, *, at: datetime) -> bool:
    """Say whether the person was told of the appointment that is now withdrawn."""
    key = f"coordinator-appointed/{message.facts['coordinator']}"
    return Message.objects.filter(key=key, state=Message.State.SENT).exists()


KINDS = (
    MailKind(name="coordinator_appointed", still_due=still_coordinates),
    MailKind(name="coordinator_ended", still_due=still_ends),
    MailKind(name="coordinator_withdrawn", still_due=was_told),
)
