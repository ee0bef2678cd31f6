"""Reminders of sessions and homework: found daily from the present state, sent once, never scheduled ahead.

Each rule covers a span of days, so that a day without a worker is made up for; the mail's key makes repeating
it a no-op. ``participants.kinds`` checks the same again just before sending. As no mail is sent in the summer
and winter breaks, a reminder from a break is sent on the last sending day before it or the first one after.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from calendars.working_days import add_working_days, next_sending_day, previous_sending_day
from notifications.actions.queueing import queue
from participants.models import Enrolment
from programmes.models import Homework, Session

ONE_DAY = timedelta(days=1)
WEEK_AHEAD = timedelta(days=7)
HOMEWORK_DUE_WORKING_DAYS = 3
HOMEWORK_LATE_WORKING_DAYS = 2
# Later than this it is no news: starting the reminders must not send a burst about the past.
HOMEWORK_LATE_FOR = timedelta(days=12)
# Long enough for a break with the days before and after it.
HOMEWORK_LOOK = timedelta(days=60)


def queue_session_reminders(*, on: date, at: datetime) -> int:
    """Remind participants of the sessions within a week, and again on the last sending day before each.

    Returns the number of new mails.
    """
    queued = 0
    tomorrow = on + ONE_DAY
    last = max(on + WEEK_AHEAD, next_sending_day(tomorrow))
    for session in Session.objects.starting_between(tomorrow, last):
        is_next = on >= previous_sending_day(session.starts_on)
        kind = "session_tomorrow" if is_next else "session_week"
        queued += _remind_of_session(kind, session, on=on, at=at)
    return queued


@transaction.atomic
def _remind_of_session(kind: str, session: Session, *, on: date, at: datetime) -> int:
    enrolments = Enrolment.objects.taking_part(on=on).in_cohort(session.cohort).select_related("user")
    return sum(
        queue(
            kind=kind,
            key=f"{kind}/{session.pk}/{session.starts_at:%Y%m%dT%H%M}/{enrolment.user_id}",
            recipient=enrolment.user,
            context={"session": session, "cohort": session.cohort},
            facts={
                "session": session.pk,
                "starts_at": session.starts_at.isoformat(),
                "cohort": session.cohort_id,
            },
            at=at,
        )
        is not None
        for enrolment in enrolments
    )


def queue_homework_reminders(*, on: date, at: datetime) -> int:
    """Remind those who have not handed in: from three working days before, and once after the due day.

    Returns the number of new mails.
    """
    queued = 0
    for homework in Homework.objects.due_between(on - HOMEWORK_LOOK, on + HOMEWORK_LOOK):
        kind = _homework_kind(homework, on=on)
        if kind:
            queued += _remind_of_homework(kind, homework, on=on, at=at)
    return queued


def _homework_kind(homework: Homework, *, on: date) -> str:
    """Return the kind of reminder for that day, or an empty string."""
    due_on = homework.due_on
    last_chance = previous_sending_day(due_on + ONE_DAY)
    if min(add_working_days(due_on, -HOMEWORK_DUE_WORKING_DAYS), last_chance) <= on <= due_on:
        return "homework_due"
    late = next_sending_day(add_working_days(due_on, HOMEWORK_LATE_WORKING_DAYS))
    return "homework_late" if late <= on <= late + HOMEWORK_LATE_FOR else ""


@transaction.atomic
def _remind_of_homework(kind: str, homework: Homework, *, on: date, at: datetime) -> int:
    return sum(
        queue(
            kind=kind,
            key=f"{kind}/{homework.pk}/{homework.due_on}/{enrolment.user_id}",
            recipient=enrolment.user,
            context={"homework": homework, "cohort": homework.cohort},
            facts={
                "homework": homework.pk,
                "due_on": homework.due_on.isoformat(),
                "enrolment": enrolment.pk,
            },
            at=at,
        )
        is not None
        for enrolment in Enrolment.objects.missing_hand_in(homework, on=on)
    )
