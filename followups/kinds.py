"""The kinds of mail about check-ins, each with the question whether there is still a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from followups.models import SupportCase
from followups.months import county_months
from municipalities.models import CountyBoard
from notifications.kinds import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from notifications.models import Message

OPEN, LEFT, LATE = "check_ins_open", "check_ins_left", "check_ins_late"
SUPPORT_OFFERED, SUPPORT_ANSWERED = "support_offered", "support_answered"
NEED_RAISED, NEED_WAITING = "need_raised", "need_waiting"


def check_ins_still_left(message: Message, *, at: datetime) -> bool:
    """Whether the recipient still coordinates the county and something of the month is left."""
    if message.recipient is None:
        return False
    on = timezone.localtime(at).date()
    boards = CountyBoard.objects.coordinated_by(message.recipient, on=on).filter(pk=message.facts["board"])
    months = county_months(boards, date.fromisoformat(message.facts["month"]), on=on, with_texts=False)
    return any(county.undone for county in months)


def offer_still_waits(message: Message, *, at: datetime) -> bool:
    """Whether this very offer waits for an answer, and the recipient still answers for the municipality."""
    on = timezone.localtime(at).date()
    offers = SupportCase.objects.answerable_by(_person(message), on=on).awaiting_answer()
    return offers.filter(pk=message.facts["case"], offer=message.facts["offer"]).exists()


def need_still_waits(message: Message, *, at: datetime) -> bool:
    """Whether nobody has offered anything, and the recipient still coordinates the county."""
    on = timezone.localtime(at).date()
    needs = SupportCase.objects.writable_by(_person(message), on=on).without_offer()
    return needs.filter(pk=message.facts["case"]).exists()


def answer_is_news(message: Message, *, at: datetime) -> bool:
    """Whether the recipient still coordinates the county and has not gone on with the support."""
    on = timezone.localtime(at).date()
    answered = SupportCase.objects.writable_by(_person(message), on=on).just_answered()
    return answered.filter(pk=message.facts["case"]).exists()


def _person(message: Message) -> User | AnonymousUser:
    return message.recipient or AnonymousUser()


KINDS = tuple(Kind(name=name, still_due=check_ins_still_left) for name in (OPEN, LEFT, LATE))
KINDS += (
    Kind(name=SUPPORT_OFFERED, still_due=offer_still_waits),
    Kind(name=SUPPORT_ANSWERED, still_due=answer_is_news),
    Kind(name=NEED_RAISED, still_due=need_still_waits),
    Kind(name=NEED_WAITING, still_due=need_still_waits),
)
