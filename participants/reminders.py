"""Reminders of sessions and homework: found daily from the present state, sent once, never scheduled ahead.

Each rule covers a span of days, so that a day without a worker is made up for; the mail's key makes repeating
it a no-op. ``participants.kinds`` checks the same again just before sending. As no mail is sent in the summer
and winter breaks, a reminder from a break is sent on the last sending day before it or the first one after.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import prefetch_related_objects

from calendars.working_days import add_working_days, next_sending_day, previous_sending_day
from notifications.actions.queueing import Mail, queue_many
from notifications.models import Message
from participants.models import Enrolment, Submission
from programmes.models import Homework, Session

ONE_DAY = timedelta(days=1)
WEEK_AHEAD = timedelta(days=7)
HOMEWORK_DUE_WORKING_DAYS = 3
HOMEWORK_LATE_WORKING_DAYS = 2
# Later than this it is no news: starting the reminders must not send a burst about the past.
HOMEWORK_LATE_FOR = timedelta(days=12)
# Long enough for a break with the days before and after it.
HOMEWORK_LOOK = timedelta(days=60)
AUTHOR = ("homework", "participation", "enrolment")


def queue_session_reminders(*, on: date, at: datetime) -> int:
    """Remind participants of the sessions within a week, and again on the last sending day before each.

    Returns the number of new mails.
    """
    tomorrow = on + ONE_DAY
    last = max(on + WEEK_AHEAD, next_sending_day(tomorrow))
    sessions = list(Session.objects.starting_between(tomorrow, last))
    taking_part = Enrolment.objects.taking_part(on=on).select_related("user")
    people = _by_cohort(taking_part.in_cohorts(each.cohort_id for each in sessions))
    mails = [
        _session_reminder(session, enrolment, on=on)
        for session in sessions
        for enrolment in people[session.cohort_id]
    ]
    return len(queue_many(mails, at=at))


def _session_reminder(session: Session, enrolment: Enrolment, *, on: date) -> Mail:
    is_next = on >= previous_sending_day(session.starts_on)
    kind = "session_tomorrow" if is_next else "session_week"
    return Mail(
        kind=kind,
        key=f"{kind}/{session.pk}/{session.starts_at:%Y%m%dT%H%M}/{enrolment.user_id}",
        recipient=enrolment.user,
        context={"session": session, "cohort": session.cohort},
        facts={
            "session": session.pk,
            "starts_at": session.starts_at.isoformat(),
            "ends_at": session.ends_at.isoformat(),
            "cohort": session.cohort_id,
        },
    )


def _by_cohort(enrolments: Iterable[Enrolment]) -> dict[int, list[Enrolment]]:
    found = defaultdict(list)
    for enrolment in enrolments:
        found[enrolment.cohort_id].append(enrolment)
    return found


def queue_homework_reminders(*, on: date, at: datetime) -> int:
    """Remind those who have not handed in: from three working days before, and once after the due day.

    Those who were told the days before are many; for them nothing is read or made. Returns the number of new
    mails.
    """
    near = Homework.objects.due_between(on - HOMEWORK_LOOK, on + HOMEWORK_LOOK)
    kinds = {homework: _homework_kind(homework, on=on) for homework in near}
    tasks = [homework for homework, kind in kinds.items() if kind]
    cohorts = [homework.cohort_id for homework in tasks]
    people = _by_cohort(Enrolment.objects.taking_part(on=on).in_cohorts(cohorts).do_homework())
    has_come = set(Submission.objects.handed_in().filter(homework__in=tasks).values_list(*AUTHOR))
    wanted = {
        f"{kinds[homework]}/{homework.pk}/{homework.due_on}/{enrolment.user_id}": (homework, enrolment)
        for homework in tasks
        for enrolment in people[homework.cohort_id]
        if _author(homework, enrolment) not in has_come
    }
    new = {key: wanted[key] for key in wanted.keys() - Message.objects.known(wanted)}
    prefetch_related_objects([enrolment for _homework, enrolment in new.values()], "user")
    return len(queue_many([_homework_reminder(key, *about) for key, about in new.items()], at=at))


def _author(homework: Homework, enrolment: Enrolment) -> tuple[int, int | None, int | None]:
    """Name who hands it in as a row of hand-ins does: the municipality or the person."""
    if homework.is_joint:
        return homework.pk, enrolment.participation_id, None
    return homework.pk, None, enrolment.pk


def _homework_kind(homework: Homework, *, on: date) -> str:
    """Return the kind of reminder for that day, or an empty string."""
    due_on = homework.due_on
    last_chance = previous_sending_day(due_on + ONE_DAY)
    if min(add_working_days(due_on, -HOMEWORK_DUE_WORKING_DAYS), last_chance) <= on <= due_on:
        return "homework_due"
    late = next_sending_day(add_working_days(due_on, HOMEWORK_LATE_WORKING_DAYS))
    return "homework_late" if late <= on <= late + HOMEWORK_LATE_FOR else ""


def _homework_reminder(key: str, homework: Homework, enrolment: Enrolment) -> Mail:
    return Mail(
        kind=key.partition("/")[0],
        key=key,
        recipient=enrolment.user,
        context={"homework": homework, "cohort": homework.cohort},
        facts={"homework": homework.pk, "due_on": homework.due_on.isoformat(), "enrolment": enrolment.pk},
    )
