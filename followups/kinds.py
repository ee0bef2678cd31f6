"""The kinds of mail about check-ins, each with a check that it is still wanted when it is sent."""

from datetime import date, datetime

from django.utils import timezone

from followups.models import UnlockRequest
from followups.months import CountyMonth, county_months
from municipalities.models import CountyBoard, CountyBoardQuerySet
from notifications.kinds import MailKind
from notifications.models import Message

OPEN, LEFT, LATE = "check_ins_open", "check_ins_left", "check_ins_late"
HELP, MONTH_COMPLETE = "check_ins_help", "month_complete"
UNLOCK_REQUESTED, UNLOCK_ANSWERED = "unlock_requested", "unlock_answered"


def check_ins_still_left(message: Message, *, at: datetime) -> bool:
    """Return whether the recipient still coordinates the county and some check-ins of the month are left."""
    boards = CountyBoard.objects.coordinated_by(message.reader, on=timezone.localtime(at).date())
    return any(county.undone for county in _months_in(message, boards, at=at))


def check_ins_still_wait_for_help(message: Message, *, at: datetime) -> bool:
    """Return the same for the last reminder, which also goes to MÄN: the recipient may follow the county."""
    boards = CountyBoard.objects.visible_to(message.reader, on=timezone.localtime(at).date())
    return any(county.undone for county in _months_in(message, boards, at=at))


def is_complete(county: CountyMonth) -> bool:
    """Return whether check-ins were expected and all are done."""
    return bool(county.rows) and not county.left


def month_still_complete(message: Message, *, at: datetime) -> bool:
    """Return whether the recipient still coordinates the county and no check-in was reopened."""
    boards = CountyBoard.objects.coordinated_by(message.reader, on=timezone.localtime(at).date())
    return any(is_complete(county) for county in _months_in(message, boards, at=at))


def _months_in(message: Message, boards: CountyBoardQuerySet, *, at: datetime) -> list[CountyMonth]:
    on, month = timezone.localtime(at).date(), date.fromisoformat(message.facts["month"])
    own = boards.filter(pk=message.facts["board"])
    return county_months(own, month, on=on, with_texts=False, with_others=False)


def unlocking_still_waits(message: Message, *, at: datetime) -> bool:
    """Return whether the request is open, and the recipient still is staff or coordinates the county."""
    on = timezone.localtime(at).date()
    requests = UnlockRequest.objects.visible_to(message.reader, on=on).waiting()
    return requests.filter(pk=message.facts["request"]).exists()


def may_read_the_answer(message: Message, *, at: datetime) -> bool:
    """Return whether the person who asked still coordinates the county."""
    on = timezone.localtime(at).date()
    requests = UnlockRequest.objects.visible_to(message.reader, on=on)
    return requests.filter(pk=message.facts["request"]).exists()


KINDS = tuple(MailKind(name=name, still_due=check_ins_still_left) for name in (OPEN, LEFT, LATE))
KINDS += (
    MailKind(name=HELP, still_due=check_ins_still_wait_for_help),
    MailKind(name=MONTH_COMPLETE, still_due=month_still_complete),
    MailKind(name=UNLOCK_REQUESTED, still_due=unlocking_still_waits),
    MailKind(name=UNLOCK_ANSWERED, still_due=may_read_the_answer),
)
