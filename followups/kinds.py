"""The kinds of mail about check-ins, each with a check that it is still wanted when it is sent."""

from datetime import date, datetime

from calendars.months import day_of
from followups.models import UnlockRequest
from followups.models.unlocking import UnlockRequestQuerySet
from followups.months import CountyMonth, county_months
from municipalities.models import CountyBoard, CountyBoardQuerySet
from notifications.kinds import MailKind
from notifications.models import Message

OPEN, LEFT, LATE = "check_ins_open", "check_ins_left", "check_ins_late"
HELP, MONTH_COMPLETE = "check_ins_help", "month_complete"
UNLOCK_REQUESTED, UNLOCK_ANSWERED = "unlock_requested", "unlock_answered"


def check_ins_still_left(message: Message, *, at: datetime) -> bool:
    """Return whether the recipient still coordinates the county and some check-ins of the month are left."""
    boards = CountyBoard.objects.coordinated_by(message.reader, on=day_of(at))
    return any(county.undone for county in _months_in(message, boards, at=at))


def check_ins_still_wait_for_help(message: Message, *, at: datetime) -> bool:
    """Return the same for the last reminder, which also goes to MÄN: the recipient may follow the county."""
    boards = CountyBoard.objects.visible_to(message.reader, on=day_of(at))
    return any(county.undone for county in _months_in(message, boards, at=at))


def month_still_complete(message: Message, *, at: datetime) -> bool:
    """Return whether the recipient still coordinates the county and every check-in was done."""
    boards = CountyBoard.objects.coordinated_by(message.reader, on=day_of(at))
    return any(county.rows and not county.left for county in _months_in(message, boards, at=at))


def _months_in(message: Message, boards: CountyBoardQuerySet, *, at: datetime) -> list[CountyMonth]:
    own, month = boards.filter(pk=message.facts["board"]), date.fromisoformat(message.facts["month"])
    return county_months(own, month, on=day_of(at), with_texts=False, with_others=False)


def unlocking_still_waits(message: Message, *, at: datetime) -> bool:
    """Return whether the request is open, and the recipient still is staff or coordinates the county."""
    return _request_in(message, at=at).waiting().exists()


def may_read_the_answer(message: Message, *, at: datetime) -> bool:
    """Return whether the person who asked still coordinates the county."""
    return _request_in(message, at=at).exists()


def _request_in(message: Message, *, at: datetime) -> UnlockRequestQuerySet:
    requests = UnlockRequest.objects.visible_to(message.reader, on=day_of(at))
    return requests.filter(pk=message.facts["request"])


KINDS = (
    *(MailKind(name=name, still_due=check_ins_still_left) for name in (OPEN, LEFT, LATE)),
    MailKind(name=HELP, still_due=check_ins_still_wait_for_help),
    MailKind(name=MONTH_COMPLETE, still_due=month_still_complete),
    MailKind(name=UNLOCK_REQUESTED, still_due=unlocking_still_waits),
    MailKind(name=UNLOCK_ANSWERED, still_due=may_read_the_answer),
)
