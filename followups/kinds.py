"""The kinds of mail about check-ins, each with the question whether there is still a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from followups.models import Export, SupportCase, UnlockRequest
from followups.months import county_months
from municipalities.models import CountyBoard
from notifications.kinds import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from followups.months import CountyMonth
    from municipalities.models import CountyBoardQuerySet
    from notifications.models import Message

OPEN, LEFT, LATE = "check_ins_open", "check_ins_left", "check_ins_late"
HELP, MONTH_COMPLETE = "check_ins_help", "month_complete"
SUPPORT_OFFERED, SUPPORT_ANSWERED = "support_offered", "support_answered"
NEED_RAISED, NEED_WAITING = "need_raised", "need_waiting"
UNLOCK_REQUESTED, UNLOCK_ANSWERED = "unlock_requested", "unlock_answered"
EXPORT_DONE, EXPORT_FAILED = "export_done", "export_failed"


def check_ins_still_left(message: Message, *, at: datetime) -> bool:
    """Whether the recipient still coordinates the county and something of the month is left."""
    boards = CountyBoard.objects.coordinated_by(_person(message), on=timezone.localtime(at).date())
    return any(county.undone for county in _months_in(message, boards, at=at))


def check_ins_still_wait_for_help(message: Message, *, at: datetime) -> bool:
    """The same for the last reminder, which goes to MÄN too: whether the recipient follows the county."""
    boards = CountyBoard.objects.visible_to(_person(message), on=timezone.localtime(at).date())
    return any(county.undone for county in _months_in(message, boards, at=at))


def is_complete(county: CountyMonth) -> bool:
    """Whether check-ins were asked for and all are done."""
    return bool(county.rows) and not county.left


def month_still_complete(message: Message, *, at: datetime) -> bool:
    """Whether the recipient still coordinates the county and nothing was opened again."""
    boards = CountyBoard.objects.coordinated_by(_person(message), on=timezone.localtime(at).date())
    return any(is_complete(county) for county in _months_in(message, boards, at=at))


def _months_in(message: Message, boards: CountyBoardQuerySet, *, at: datetime) -> list[CountyMonth]:
    on, month = timezone.localtime(at).date(), date.fromisoformat(message.facts["month"])
    return county_months(boards.filter(pk=message.facts["board"]), month, on=on, with_texts=False)


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


def unlocking_still_waits(message: Message, *, at: datetime) -> bool:
    """Whether nobody at MÄN has answered yet, and the recipient still is of MÄN or coordinates the county."""
    on = timezone.localtime(at).date()
    requests = UnlockRequest.objects.visible_to(_person(message), on=on).waiting()
    return requests.filter(pk=message.facts["request"]).exists()


def may_read_the_answer(message: Message, *, at: datetime) -> bool:
    """Whether the person who asked still coordinates the county."""
    on = timezone.localtime(at).date()
    requests = UnlockRequest.objects.visible_to(_person(message), on=on)
    return requests.filter(pk=message.facts["request"]).exists()


def export_is_there(message: Message, *, at: datetime) -> bool:
    """Whether the file is still kept and the recipient may fetch it."""
    on = timezone.localtime(at).date()
    own = Export.objects.downloadable_by(_person(message), on=on)
    return own.filter(pk=message.facts["export"]).exclude(file="").exists()


def export_failed(message: Message, *, at: datetime) -> bool:
    """Whether it still waits to be tried again, by somebody who may."""
    own = Export.objects.asked_for_by(_person(message), on=timezone.localtime(at).date())
    return own.filter(pk=message.facts["export"], state=Export.State.FAILED).exists()


def _person(message: Message) -> User | AnonymousUser:
    return message.recipient or AnonymousUser()


KINDS = tuple(Kind(name=name, still_due=check_ins_still_left) for name in (OPEN, LEFT, LATE))
KINDS += (
    Kind(name=HELP, still_due=check_ins_still_wait_for_help),
    Kind(name=MONTH_COMPLETE, still_due=month_still_complete),
    Kind(name=SUPPORT_OFFERED, still_due=offer_still_waits),
    Kind(name=SUPPORT_ANSWERED, still_due=answer_is_news),
    Kind(name=NEED_RAISED, still_due=need_still_waits),
    Kind(name=NEED_WAITING, still_due=need_still_waits),
    Kind(name=UNLOCK_REQUESTED, still_due=unlocking_still_waits),
    Kind(name=UNLOCK_ANSWERED, still_due=may_read_the_answer),
    Kind(name=EXPORT_DONE, still_due=export_is_there, urgent=True),
    Kind(name=EXPORT_FAILED, still_due=export_failed, urgent=True),
)
