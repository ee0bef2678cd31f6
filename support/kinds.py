"""The kinds of mail about needs and support, each with the check that it is still due."""

from datetime import datetime

from calendars.months import day_of
from notifications.kinds import MailKind
from notifications.models import Message
from support.models import SupportCase

SUPPORT_OFFERED, SUPPORT_ANSWERED = "support_offered", "support_answered"
NEED_RAISED, NEED_WAITING = "need_raised", "need_waiting"


def offer_still_waits(message: Message, *, at: datetime) -> bool:
    """Say whether this very offer is unanswered and the recipient still leads the municipality's work."""
    offers = SupportCase.objects.answerable_by(message.reader, on=day_of(at)).awaiting_answer()
    facts = {"pk": message.facts["case"], "offer": message.facts["offer"]}
    return offers.filter(**facts, offered_at=message.facts["offered_at"]).exists()


def need_still_waits(message: Message, *, at: datetime) -> bool:
    """Say whether nothing has been offered and the recipient still coordinates the county."""
    needs = SupportCase.objects.writable_by(message.reader, on=day_of(at)).without_offer()
    return needs.filter(pk=message.facts["case"]).exists()


def answer_is_news(message: Message, *, at: datetime) -> bool:
    """Say whether the recipient still coordinates the county and the support has not moved on since."""
    answered = SupportCase.objects.writable_by(message.reader, on=day_of(at)).just_answered()
    return answered.filter(pk=message.facts["case"]).exists()


KINDS = (
    MailKind(name=SUPPORT_OFFERED, still_due=offer_still_waits),
    MailKind(name=SUPPORT_ANSWERED, still_due=answer_is_news),
    MailKind(name=NEED_RAISED, still_due=need_still_waits),
    MailKind(name=NEED_WAITING, still_due=need_still_waits),
)
