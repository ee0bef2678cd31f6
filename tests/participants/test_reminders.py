"""Reminders of sessions and homework: to whom, when, and never twice."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.actions.delivery import deliver_due
from notifications.models import Message
from participants.models import Enrolment, Submission
from participants.reminders import queue_homework_reminders, queue_session_reminders
from programmes.models import Cohort, Homework, Session, TrainingKind
from tests.factories import (
    make_cohort,
    make_enrolment,
    make_homework,
    make_participation,
    make_session,
    make_submission,
    make_user,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DUE = date(2026, 12, 2)  # a Wednesday

pytestmark = pytest.mark.django_db


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=STOCKHOLM)


def remind_of_homework(day):
    return queue_homework_reminders(on=day, at=at(day))


def remind_of_sessions(day):
    return queue_session_reminders(on=day, at=at(day))


def queued():
    return {
        (message.kind, message.recipient.email) for message in Message.objects.select_related("recipient")
    }


def addresses(*enrolments):
    return {enrolment.user.email for enrolment in enrolments}


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 26), None),  # four working days before
        (date(2026, 11, 27), "homework_due"),  # three, over a weekend
        (date(2026, 12, 1), "homework_due"),
        (DUE, "homework_due"),
        (date(2026, 12, 3), None),
        (date(2026, 12, 4), "homework_late"),  # two working days after
        (date(2026, 12, 16), "homework_late"),
        (date(2026, 12, 17), None),  # old news
    ],
)
def test_homework_reminder_by_day(day, kind):
    enrolment = make_enrolment()
    make_homework(enrolment.cohort, due_on=DUE)

    assert remind_of_homework(day) == (1 if kind else 0)
    assert queued() == ({(kind, enrolment.user.email)} if kind else set())


def test_homework_reminder_goes_to_the_groups_that_have_not_handed_in():
    cohort = make_cohort()
    handed_in, missing = make_participation(cohort, "timra"), make_participation(cohort, "ange")
    make_enrolment(handed_in)
    leader = make_enrolment(missing, role=Enrolment.Role.PROCESS_LEADER)
    member = make_enrolment(missing)
    make_enrolment(missing, role=Enrolment.Role.STEERING_GROUP)
    make_enrolment(missing, state=Enrolment.State.LEFT)
    make_enrolment(missing, user=make_user(is_active=False))
    homework = make_homework(cohort, due_on=DUE)
    make_submission(homework, handed_in, state=Submission.State.SUBMITTED)
    make_submission(homework, missing)

    assert remind_of_homework(DUE) == 2
    assert queued() == {("homework_due", email) for email in addresses(leader, member)}


@pytest.mark.parametrize(("ended_on", "mails"), [(DUE - timedelta(days=1), 0), (DUE, 1)])
def test_people_of_a_municipality_that_has_left_are_not_reminded(ended_on, mails):
    cohort = make_cohort()
    make_enrolment(make_participation(cohort, "timra", ended_on=ended_on))
    make_homework(cohort, due_on=DUE)

    assert remind_of_homework(DUE) == mails


def test_personal_homework_reminder_goes_to_the_person_who_has_not_handed_in():
    cohort = make_cohort(kind=TrainingKind.PROCESS_LEADER_TRAINING)
    done, missing = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    homework = make_homework(cohort, due_on=DUE)
    make_submission(homework, done, state=Submission.State.NEEDS_REVISION)

    assert remind_of_homework(DUE) == 1
    assert queued() == {("homework_due", missing.user.email)}


def test_homework_reminder_is_queued_once_however_often_it_is_asked():
    enrolment = make_enrolment()
    make_homework(enrolment.cohort, due_on=DUE)

    assert [
        remind_of_homework(date(2026, 11, 27)),
        remind_of_homework(date(2026, 11, 27)),
        remind_of_homework(DUE),
    ] == [1, 0, 0]


def test_moved_due_date_is_told_anew():
    enrolment = make_enrolment()
    make_homework(enrolment.cohort, due_on=DUE)
    remind_of_homework(DUE)
    Homework.objects.update(due_on=DUE + timedelta(days=1))

    assert remind_of_homework(DUE) == 1


def test_homework_of_a_draft_cohort_is_not_reminded_of():
    cohort = make_cohort(state=Cohort.State.DRAFT)
    make_enrolment(make_participation(cohort))
    make_homework(cohort, due_on=DUE)

    assert remind_of_homework(DUE) == 0


def test_hand_in_between_queueing_and_sending_stops_the_reminder(mailoutbox):
    enrolment = make_enrolment()
    homework = make_homework(enrolment.cohort, due_on=DUE)
    remind_of_homework(DUE)
    make_submission(homework, enrolment.participation, state=Submission.State.SUBMITTED)

    counts = deliver_due(at=at(DUE))
    assert (counts.sent, counts.cancelled) == (0, 1)
    assert mailoutbox == []


def test_reminders_that_wait_for_the_mail_server_too_long_are_dropped(mailoutbox):
    enrolment = make_enrolment()
    make_homework(enrolment.cohort, due_on=DUE)
    make_session(enrolment.cohort, starts_at=at(DUE, hour=13))
    remind_of_homework(DUE - timedelta(days=1))
    remind_of_sessions(DUE - timedelta(days=1))

    counts = deliver_due(at=at(DUE + timedelta(days=1)))
    assert (counts.sent, counts.cancelled, mailoutbox) == (0, 2, [])


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 29), None),  # eight days before
        (date(2026, 11, 30), "session_week"),
        (date(2026, 12, 3), "session_week"),
        (date(2026, 12, 4), "session_tomorrow"),  # the Friday before a Monday
        (date(2026, 12, 6), "session_tomorrow"),
        (date(2026, 12, 7), None),  # the day itself
    ],
)
def test_session_reminder_by_day(day, kind):
    enrolment = make_enrolment()
    make_session(enrolment.cohort, starts_at=at(date(2026, 12, 7)))

    assert remind_of_sessions(day) == (1 if kind else 0)
    assert queued() == ({(kind, enrolment.user.email)} if kind else set())


@pytest.mark.parametrize(
    ("starts_on", "day", "kind"),
    [
        (date(2027, 1, 8), date(2026, 12, 17), None),
        (date(2027, 1, 8), date(2026, 12, 18), "session_tomorrow"),  # the last day on which mail leaves
        (date(2027, 1, 11), date(2026, 12, 18), None),
        (date(2027, 1, 11), date(2027, 1, 8), "session_tomorrow"),
        (date(2026, 8, 3), date(2026, 7, 3), "session_tomorrow"),  # the first day after the summer
        (date(2026, 8, 5), date(2026, 8, 3), "session_week"),
    ],
)
def test_session_reminder_around_a_break(starts_on, day, kind):
    enrolment = make_enrolment()
    make_session(enrolment.cohort, starts_at=at(starts_on))

    assert [remind_of_sessions(day), remind_of_sessions(day)] == [1 if kind else 0, 0]
    assert queued() == ({(kind, enrolment.user.email)} if kind else set())


@pytest.mark.parametrize(
    ("due_on", "day", "kind"),
    [
        (date(2027, 1, 7), date(2026, 12, 17), None),
        (date(2027, 1, 7), date(2026, 12, 18), "homework_due"),  # the last day on which mail leaves
        (date(2026, 12, 18), date(2027, 1, 8), "homework_late"),  # the first day on which it leaves again
        (date(2026, 12, 18), date(2027, 1, 20), "homework_late"),
        (date(2026, 12, 18), date(2027, 1, 21), None),
        (date(2026, 7, 3), date(2026, 8, 3), "homework_late"),
    ],
)
def test_homework_reminder_around_a_break(due_on, day, kind):
    enrolment = make_enrolment()
    make_homework(enrolment.cohort, due_on=due_on)

    assert [remind_of_homework(day), remind_of_homework(day)] == [1 if kind else 0, 0]
    assert queued() == ({(kind, enrolment.user.email)} if kind else set())


def test_session_reminder_goes_to_those_who_take_part_in_the_cohort():
    session = make_session(starts_at=at(date(2026, 12, 7)))
    mine = make_participation(session.cohort, "timra")
    coming = [make_enrolment(mine), make_enrolment(mine, role=Enrolment.Role.STEERING_GROUP)]
    make_enrolment(mine, state=Enrolment.State.PAUSED)
    make_enrolment(mine, ends_on=date(2026, 11, 1))
    make_enrolment(make_participation(municipality="ange"))

    remind_of_sessions(date(2026, 12, 1))
    assert queued() == {("session_week", email) for email in addresses(*coming)}


def test_both_session_reminders_are_sent_once_each(mailoutbox):
    enrolment = make_enrolment()
    make_session(enrolment.cohort, starts_at=at(date(2026, 12, 7)))
    for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 4), date(2026, 12, 4)):
        remind_of_sessions(day)
        deliver_due(at=at(day))

    assert [message.subject for message in mailoutbox] == [
        "Tillfälle 1 måndag 7 december",
        "Tillfälle 1 måndag 7 december kl. 9.00",
    ]


def test_moved_or_cancelled_session_is_not_reminded_of_at_the_old_time(mailoutbox):
    enrolment = make_enrolment()
    session = make_session(enrolment.cohort, starts_at=at(date(2026, 12, 7)))
    remind_of_sessions(date(2026, 12, 1))
    session.state = Session.State.CANCELLED
    session.save()

    assert deliver_due(at=at(date(2026, 12, 1))).cancelled == 1
    assert remind_of_sessions(date(2026, 12, 4)) == 0


def test_session_reminder_across_the_change_of_clocks_has_the_swedish_time(mailoutbox):
    enrolment = make_enrolment()
    make_session(enrolment.cohort, starts_at=datetime(2026, 10, 26, 9, 0, tzinfo=STOCKHOLM))
    day = date(2026, 10, 23)
    remind_of_sessions(day)
    deliver_due(at=at(day))

    assert "kl. 9.00–12.00" in mailoutbox[0].body.replace("10.00", "?")
