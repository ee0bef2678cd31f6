"""Reminders of the monthly check-ins, and the one question that the clock asks.

S2 the month opens, S3 some are left so many working days before the day as the county board has set, S4 some
are missing after it, S5 one last time, to MÄN too: can we help? (``ux`` 5.3) Then silence until the next
month. S8 thanks when all is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from calendars.months import month_of, previous_month
from calendars.working_days import add_working_days, is_sending_moment
from followups.kinds import HELP, LATE, LEFT, MONTH_COMPLETE, OPEN, is_complete
from followups.matrix import Line, last_months
from followups.months import CountyMonth, Row, county_months
from followups.summaries.check_ins import count_sentence
from followups.summaries.followup import Summary, followup_summary
from municipalities.models import Coordinator, CountyBoard
from notifications.actions.queueing import queue
from notifications.models import Message
from participants.reminders import queue_homework_reminders, queue_session_reminders
from programmes.calendar import locks_on
from support.actions.mails import queue_need_reminders

HELP_AFTER_WORKING_DAYS = 7
SUMMED_UP_MONTHS = 6


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
        + queue_month_complete(on=on, at=at)
        + queue_need_reminders(at=at)
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


def queue_month_complete(*, on: date, at: datetime) -> int:
    """Thank the coordinators of each county whose month is complete: once per county board and month."""
    boards = list(CountyBoard.objects.with_coordinators(on=on))
    queued = 0
    for month in (previous_month(month_of(on)), month_of(on)):
        if on < locks_on(month):
            counties = county_months(boards, month, on=on, with_texts=False)
            queued += sum(_thank(county, on=on, at=at) for county in counties if is_complete(county))
    return queued


def kind_on(month: date, *, board: CountyBoard, on: date) -> str:
    """Which reminder of a month's check-ins the day calls for at that county board, if any."""
    due = board.due_on(month)
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


@transaction.atomic
def _remind_of_check_ins(kind: str, county: CountyMonth, *, on: date, at: datetime) -> int:
    rows = county.undone
    if not rows:
        return 0
    coordinators = _coordinators(county, on=on)
    context = {
        "rows": rows,
        "number": len(rows),
        "month": county.month,
        "due_on": county.board.due_on(county.month),
        "first": rows[0].municipality,
        "board": county.board,
    }
    queued = _queue_to(coordinators, kind, county, context, at=at)
    if kind != HELP:
        return queued
    others = [person for person in _contacts(rows) if person not in coordinators]
    return queued + _queue_to(others, kind, county, context | {"coordinators": coordinators}, at=at)


@transaction.atomic
def _thank(county: CountyMonth, *, on: date, at: datetime) -> int:
    """Thank those who coordinate on that day; whoever begins later has nothing to be thanked for."""
    if Message.objects.filter(key__startswith=f"{_key(MONTH_COMPLETE, county)}/").exists():
        return 0
    context = {"report": CompleteMonth(county), "month": county.month, "board": county.board}
    return _queue_to(_coordinators(county, on=on), MONTH_COMPLETE, county, context, at=at)


@dataclass(frozen=True)
class CompleteMonth:
    """What the thanks say; asked when the mail is written, in its reader's language."""

    county: CountyMonth

    @property
    def sentence(self) -> str:
        return count_sentence(self.county)

    @property
    def summary(self) -> Summary:
        """The same sentences as the follow-up's."""
        months = last_months(SUMMED_UP_MONTHS, until=self.county.month)
        return followup_summary([Line(row, months) for row in self.county.rows], month=self.county.month)


def _coordinators(county: CountyMonth, *, on: date) -> list[User]:
    return [role.user for role in Coordinator.objects.current(on=on).of_board(county.board)]


def _contacts(rows: list[Row]) -> list[User]:
    """Who at MÄN answers for the cohorts."""
    found = {row.participation.cohort.contact_id for row in rows} - {None}
    return list(User.objects.filter(pk__in=found).order_by("pk"))


def _key(kind: str, county: CountyMonth) -> str:
    return f"{kind}/{county.board.pk}/{county.month:%Y-%m}"


def _queue_to(
    people: list[User], kind: str, county: CountyMonth, context: dict[str, Any], *, at: datetime
) -> int:
    return sum(
        queue(
            kind=kind,
            key=f"{_key(kind, county)}/{person.pk}",
            recipient=person,
            context=context,
            facts={"board": county.board.pk, "month": county.month.isoformat()},
            at=at,
        )
        is not None
        for person in people
    )
