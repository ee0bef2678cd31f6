"""The kinds of mail about check-ins, each with the question whether there is still a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from followups.months import county_months
from municipalities.models import CountyBoard
from notifications.kinds import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.models import Message

OPEN, LEFT, LATE = "check_ins_open", "check_ins_left", "check_ins_late"


def check_ins_still_left(message: Message, *, at: datetime) -> bool:
    """Whether the recipient still coordinates the county and something of the month is left."""
    if message.recipient is None:
        return False
    on = timezone.localtime(at).date()
    boards = CountyBoard.objects.coordinated_by(message.recipient, on=on).filter(pk=message.facts["board"])
    months = county_months(boards, date.fromisoformat(message.facts["month"]), on=on, with_texts=False)
    return any(county.undone for county in months)


KINDS = tuple(Kind(name=name, still_due=check_ins_still_left) for name in (OPEN, LEFT, LATE))
