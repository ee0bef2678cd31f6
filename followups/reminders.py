"""Reminders of the monthly check-ins, and the one question that the clock asks.

S2 the month opens, S3 some are left five working days before the day, S4 some are missing two working days
after it (``ux`` 5.3). Then silence until the next month: MÄN phones.
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

LEFT_WORKING_DAYS = 5
LATE_WORKING_DAYS = 2
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
        kind = kind_on(month, on=on)
        if kind:
            for county in county_months(boards, month, on=on):
                queued += _remind_of_check_ins(kind, county, on=on, at=at)
    return queued


def kind_on(month: date, *, on: date) -> str:
    """Which reminder of a month's check-ins the day calls for, if any."""
    due = due_on(month)
    if add_working_days(due, LATE_WORKING_DAYS) <= on < add_working_days(due, LATE_UNTIL_WORKING_DAYS):
        return LATE
    if add_working_days(due, -LEFT_WORKING_DAYS) <= on <= due:
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
