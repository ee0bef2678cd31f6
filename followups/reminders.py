"""Reminders of the monthly check-ins, and the function that queues everything due.

S2 the month opens, S3 some are left so many working days before the day as the county board has set, S4 some
are missing after it, S5 one last time, to MÄN too: can we help? (``ux`` 5.3) Then silence until the next
month. S8 thanks when all is done.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from calendars.months import day_of, month_of, previous_month
from calendars.working_days import add_working_days, is_sending_moment
from followups.kinds import HELP, LATE, LEFT, MONTH_COMPLETE, OPEN
from followups.matrix import Line, last_months
from followups.models import Month
from followups.months import CountyMonth, Row, county_months
from followups.summaries.check_ins import count_sentence
from followups.summaries.followup import Summary, followup_summary
from municipalities.models import AskedMonth, Coordinator, CountyBoard
from notifications.actions.queueing import Mail, queue_many
from notifications.models import Message
from participants.reminders import queue_homework_reminders, queue_session_reminders
from programmes.calendar import locks_on
from support.actions.telling import queue_need_reminders

HELP_AFTER_WORKING_DAYS = 7
SUMMED_UP_MONTHS = 6
# Longer than from the first day of a month until it is locked.
THANKED_WITHIN = timedelta(days=75)


def queue_everything_due(*, at: datetime) -> int:
    """Queue every reminder that is due; calling it again is a no-op.

    Returns the number of new mails. It is called only while mail may be sent, so that a mail's content was
    true minutes before.
    """
    if not is_sending_moment(at):
        return 0
    on = day_of(at)
    return (
        queue_check_in_reminders(on=on, at=at)
        + queue_month_complete(on=on, at=at)
        + queue_need_reminders(at=at)
        + queue_session_reminders(on=on, at=at)
        + queue_homework_reminders(on=on, at=at)
    )


def queue_check_in_reminders(*, on: date, at: datetime) -> int:
    """Remind the coordinators of each county of what this month or last month still lacks."""
    boards = list(CountyBoard.objects.with_coordinators(on=on))
    roles = Coordinator.objects.current(on=on).by_board(boards)
    waiting: list[tuple[str, CountyMonth]] = []
    for month in (previous_month(month_of(on)), month_of(on)):
        asked = AskedMonth.objects.by_board(boards, month)
        kinds = _untold({board: kind_on(asked[board.pk], on=on) for board in boards}, month, roles)
        left = Month.objects.of_boards(boards).filter(month=month).boards_left(on=on)
        due = [board for board in boards if kinds[board] and board.pk in left]
        counties = county_months(due, month, on=on, with_texts=False, with_others=False)
        waiting += [(kinds[county.board], county) for county in counties]
    coordinators = _coordinators([county for _kind, county in waiting], on=on)
    asked_for_help = [row for kind, county in waiting if kind == HELP for row in county.undone]
    contacts = User.objects.in_bulk(_contacts(asked_for_help))
    mails: list[Mail] = []
    for kind, county in waiting:
        mails += _check_in_reminders(kind, county, coordinators[county.board.pk], contacts)
    return len(queue_many(mails, at=at))


def queue_month_complete(*, on: date, at: datetime) -> int:
    """Thank the coordinators of each county whose month is complete, once per county board and month."""
    boards = list(CountyBoard.objects.with_coordinators(on=on))
    # People who begin to coordinate later are not thanked.
    mails_sent = Message.objects.filter(kind=MONTH_COMPLETE, queued_at__gte=at - THANKED_WITHIN)
    thanked = {key.rpartition("/")[0] for key in mails_sent.values_list("key", flat=True)}
    complete: list[CountyMonth] = []
    for month in (previous_month(month_of(on)), month_of(on)):
        if on < locks_on(month):
            done = Month.objects.of_boards(boards).filter(month=month).boards_complete()
            keys = {board: _key(MONTH_COMPLETE, board, month) for board in boards if board.pk in done}
            unthanked = [board for board, key in keys.items() if key not in thanked]
            complete += county_months(unthanked, month, on=on, with_texts=False, with_others=False)
    coordinators = _coordinators(complete, on=on)
    mails: list[Mail] = []
    for county in complete:
        context = {"report": CompleteMonth(county), "month": county.month, "board": county.board}
        mails += _mails(coordinators[county.board.pk], MONTH_COMPLETE, county, context)
    return len(queue_many(mails, at=at))


def kind_on(asked: AskedMonth, *, on: date) -> str:
    """Return the reminder of a month's check-ins that is due at that county board, if any."""
    month, due, board = asked.month, asked.due_on, asked.county_board
    late_from = add_working_days(due, board.remind_after)
    help_from = add_working_days(due, HELP_AFTER_WORKING_DAYS)
    if help_from <= on < locks_on(month):
        return HELP
    if late_from <= on < help_from:
        return LATE
    if add_working_days(due, -board.remind_before) <= on <= due:
        return LEFT
    first = add_working_days(month - timedelta(days=1), 1)
    return OPEN if first <= on < due else ""


def _untold(
    kinds: dict[CountyBoard, str], month: date, roles: dict[int, list[Coordinator]]
) -> dict[CountyBoard, str]:
    """Empty the kind where every coordinator was told; who else is told of help, only the rows say."""
    keys = {
        board: {f"{_key(kind, board, month)}/{role.user_id}" for role in roles.get(board.pk, [])}
        for board, kind in kinds.items()
        if kind and kind != HELP
    }
    known = Message.objects.known(key for own in keys.values() for key in own)
    return {board: "" if board in keys and keys[board] <= known else kind for board, kind in kinds.items()}


def _check_in_reminders(
    kind: str, county: CountyMonth, coordinators: list[User], contacts: dict[int, User]
) -> list[Mail]:
    rows = county.undone
    context = {
        "rows": rows,
        "number": len(rows),
        "month": county.month,
        "due_on": county.due_on,
        "first": rows[0].municipality,
        "board": county.board,
    }
    mails = _mails(coordinators, kind, county, context)
    if kind == HELP:
        others = [contacts[pk] for pk in _contacts(rows) if contacts[pk] not in coordinators]
        mails += _mails(others, kind, county, context | {"coordinators": coordinators})
    return mails


@dataclass(frozen=True)
class CompleteMonth:
    """The content of the thanks; evaluated when the mail is written, in its reader's language."""

    county: CountyMonth

    @property
    def sentence(self) -> str:
        return count_sentence(self.county)

    @property
    def summary(self) -> Summary:
        """The follow-up's sentences about the month."""
        months = last_months(SUMMED_UP_MONTHS, until=self.county.month)
        return followup_summary([Line(row, months) for row in self.county.rows], month=self.county.month)


def _contacts(rows: Iterable[Row]) -> list[int]:
    """Return the ids of the cohorts' contacts at MÄN."""
    found = (row.participation.cohort.contact_id for row in rows)
    return sorted({contact for contact in found if contact})


def _coordinators(counties: Iterable[CountyMonth], *, on: date) -> dict[int, list[User]]:
    roles = Coordinator.objects.current(on=on).by_board(county.board for county in counties)
    return defaultdict(list, {board: [role.user for role in held] for board, held in roles.items()})


def _key(kind: str, board: CountyBoard, month: date) -> str:
    return f"{kind}/{board.pk}/{month:%Y-%m}"


def _mails(people: list[User], kind: str, county: CountyMonth, context: dict[str, Any]) -> list[Mail]:
    return [
        Mail(
            kind=kind,
            key=f"{_key(kind, county.board, county.month)}/{person.pk}",
            recipient=person,
            context=context,
            facts={"board": county.board.pk, "month": county.month.isoformat()},
        )
        for person in people
    ]
