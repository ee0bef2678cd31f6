"""The mails about who coordinates a county."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from municipalities.models import Coordinator
from notifications.kinds import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.models import Message


def still_coordinates(message: Message, *, at: datetime) -> bool:
    """Whether the role has not ended when the mail leaves."""
    on = timezone.localtime(at).date()
    return Coordinator.objects.filter(pk=message.facts["coordinator"]).not_ended(on=on).exists()


KINDS = (Kind(name="coordinator_appointed", still_due=still_coordinates),)
