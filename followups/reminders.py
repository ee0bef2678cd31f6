"""Reminders of the monthly check-ins, and the one question that the clock asks.

S2 the month opens, S3 some are left so many working days before the day as the county board has set, S4 some
are missing after it (``ux`` 5.3). Then silence until the next month: MÄN phones.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from followups.kinds import LATE, LEFT, OPEN
from followups.months import CountyMonth, county_months
from municipalities.models import Coordinator, CountyBoard
from notifications.actions import queue
from notifications.working_days import add_working_days, is_sending_moment
from participants.reminders import queue_homework_reminders, queue_session_reminders
from programmes.calendar import due_on, month_of, previous_month

LATE_UNTIL_WORKING_DAYS = 7


def queue_everything_due(*, at: datetime) -> int:
    """Put every reminder that is due in the outbox; asking again adds nothing.

    Returns the number of new mails. Asked only while mail may leave, so that what a mail says was true
    minutes before it is sent.
    """
    if not is_sending_moment(at):
        return 0
    on = timezone.localtime(at).date()
    return (
        queue_check_in_reminders(on=on, at=at)
        + queue_session_reminders(on=on, at=at)
        + queue_homework_reminders(on=on, at=at)
    )


def queue_check_in_reminders(*, on: date, at: datetime) -> int:
    """Tell the coordinators of each county what the month, or last month, still waits for."""
    boards = list(CountyBoard.objects.with_coordinators(on=on))
    queued = 0
    for month in (previous_month(month_of(on)), month_of(on)):
        kinds = {board: kind_on(month, board=board, on=on) for board in boards}
        for county in county_months(
            [board for board in boards if kinds[board]], month, on=on, with_texts=False
        ):
            queued += _remind_of_check_ins(kinds[county.board], county, on=on, at=at)
    return queued


def kind_on(month: date, *, board: CountyBoard, on: date) -> str:
    """Which reminder of a month's check-ins the day calls for at that county board, if any."""
    due = due_on(month, due_day=board.due_day)
    late_from = add_working_days(due, board.remind_after)
    if late_from <= on < add_working_days(due, LATE_UNTIL_WORKING_DAYS):
        return LATE
    if add_working_days(due, -board.remind_before) <= on <= due:
        return LEFT
    first = add_working_days(month - timedelta(days=1), 1)
    return OPEN if first <= on < due else ""


@transaction.atomic
def _remind_of_check_ins(kind: str, county: CountyMonth, *, on: date, at: datetime) -> int:
    rows = county.undone
    if not rows:
        return 0
    coordinators = Coordinator.objects.current(on=on).of_board(county.board)
    return sum(
        queue(
            kind=kind,
            key=f"{kind}/{county.board.pk}/{county.month:%Y-%m}/{coordinator.user_id}",
            recipient=coordinator.user,
            context={
                "rows": rows,
                "number": len(rows),
                "month": county.month,
                "due_on": county.due_on,
                "first": rows[0].municipality,
                "board": county.board,
            },
            facts={"board": county.board.pk, "month": county.month.isoformat()},
            at=at,
        )
        is not None
        for coordinator in coordinators
    )
