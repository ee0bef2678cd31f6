"""Reminders of check-ins: to whom, when, never twice; and the command that queues everything due."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from followups.models import CheckIn
from followups.reminders import kind_on, queue_check_in_reminders, queue_everything_due, queue_month_complete
from followups.tasks import queue_reminders
from municipalities.models import AskedMonth, CountyBoard
from notifications.actions.delivery import deliver_due
from notifications.kinds import get
from notifications.models import Message
from tests.factories import (
    make_check_in,
    make_cohort,
    make_coordinator,
    make_county_board,
    make_homework,
    make_participation,
    make_pause,
    make_session,
    make_staff,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOVEMBER = date(2026, 11, 1)

pytestmark = pytest.mark.django_db


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=STOCKHOLM)


def remind(day):
    return queue_check_in_reminders(on=day, at=at(day))


@pytest.fixture
def county():
    """A coordinator with two municipalities in a cohort from February to next April."""
    cohort = make_cohort()
    make_session(cohort, starts_at=at(date(2026, 2, 11)))
    make_session(cohort, starts_at=at(date(2027, 4, 21)))
    coordinator = make_coordinator()
    participations = [make_participation(cohort, slug) for slug in ("ange", "timra")]
    return coordinator, participations


@pytest.mark.parametrize(
    ("month", "day", "kind"),
    [
        (NOVEMBER, date(2026, 11, 1), ""),  # a Sunday
        (NOVEMBER, date(2026, 11, 2), "check_ins_open"),
        (NOVEMBER, date(2026, 11, 20), "check_ins_open"),
        (NOVEMBER, date(2026, 11, 23), "check_ins_left"),  # five working days before the 30th
        (NOVEMBER, date(2026, 11, 30), "check_ins_left"),
        (NOVEMBER, date(2026, 12, 1), ""),
        (NOVEMBER, date(2026, 12, 2), "check_ins_late"),  # two working days after
        (NOVEMBER, date(2026, 12, 8), "check_ins_late"),
        (NOVEMBER, date(2026, 12, 9), "check_ins_help"),  # seven working days after
        (NOVEMBER, date(2026, 12, 13), "check_ins_help"),
        (NOVEMBER, date(2026, 12, 14), ""),  # the month is locked: silence
        (date(2026, 12, 1), date(2026, 12, 1), "check_ins_open"),
        (date(2026, 12, 1), date(2026, 12, 3), "check_ins_left"),  # December is due on the 10th
        (date(2026, 12, 1), date(2026, 12, 14), "check_ins_late"),
        (date(2028, 2, 1), date(2028, 2, 29), "check_ins_left"),
        (date(2026, 4, 1), date(2026, 4, 1), "check_ins_open"),
        (date(2026, 4, 1), date(2026, 4, 23), "check_ins_left"),
    ],
)
def test_kind_of_reminder_by_day(month, day, kind):
    assert kind_on(AskedMonth.by_rule(CountyBoard(), month), on=day) == kind


def test_reminder_names_what_is_left_with_a_link_each(county):
    coordinator, (ange, _timra) = county
    make_check_in(ange, NOVEMBER, state=CheckIn.State.DONE)

    assert remind(date(2026, 11, 23)) == 1
    message = Message.objects.get()
    assert (message.recipient_id, message.kind) == (coordinator.user_id, "check_ins_left")
    assert message.subject == "1 kommun kvar för november 2026"
    assert "/avstamningar/2026-11/timra/" in message.text
    assert "ange" not in message.text


def test_reminder_never_carries_what_was_written(county):
    _coordinator, (ange, _timra) = county
    make_check_in(ange, NOVEMBER, happened="HEMLIGT", internal_note="HEMLIGT")
    remind(date(2026, 11, 23))

    assert "HEMLIGT" not in Message.objects.get().text
    assert "(utkast)" in Message.objects.get().text


def test_reminder_goes_to_stand_ins_and_not_to_those_who_have_left(county):
    coordinator, _participations = county
    stand_in = make_coordinator(is_stand_in=True)
    make_coordinator(ends_on=date(2026, 11, 1))
    make_coordinator(county_board=make_county_board("kalmar"))

    remind(date(2026, 11, 23))
    assert set(Message.objects.values_list("recipient", flat=True)) == {coordinator.user_id, stand_in.user_id}


def test_nothing_is_sent_when_all_is_done(county):
    for participation in county[1]:
        make_check_in(participation, NOVEMBER, state=CheckIn.State.DONE)

    assert [remind(date(2026, 11, 2)), remind(date(2026, 11, 23))] == [0, 0]
    assert remind(date(2026, 12, 2)) == 1
    assert Message.objects.get().kind == "check_ins_open"  # December's


def test_nothing_is_sent_in_a_month_off_or_a_pause(county):
    assert remind(date(2026, 7, 24)) == 0
    for participation in county[1]:
        make_pause(participation, date(2026, 11, 15))
    assert remind(date(2026, 11, 23)) == 0


def test_a_missed_day_heals_itself_and_no_day_sends_twice(county):
    days = [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)]
    assert [remind(day) for day in days] == [1, 0, 0]


def test_who_joins_is_reminded_although_the_colleague_was(county):
    day = date(2026, 11, 2)
    assert remind(day) == 1
    newcomer = make_coordinator(is_stand_in=True)

    assert (remind(day), remind(day)) == (1, 0)
    assert Message.objects.latest("pk").recipient_id == newcomer.user_id


def test_done_between_queueing_and_sending_stops_the_reminder(county, mailoutbox):
    day = date(2026, 11, 23)
    remind(day)
    for participation in county[1]:
        make_check_in(participation, NOVEMBER, state=CheckIn.State.DONE)

    assert deliver_due(at=at(day)).cancelled == 1
    assert mailoutbox == []


@pytest.mark.parametrize(("ends_on", "sent"), [(date(2026, 11, 23), 0), (date(2026, 11, 24), 1)])
def test_role_that_ended_while_the_mail_waited_stops_the_reminder(county, mailoutbox, ends_on, sent):
    coordinator, _participations = county
    remind(date(2026, 11, 23))
    coordinator.ends_on = ends_on
    coordinator.save()

    counts = deliver_due(at=at(date(2026, 11, 24)))
    assert (counts.sent, counts.cancelled, len(mailoutbox)) == (sent, 1 - sent, sent)


def test_role_that_ended_between_queueing_and_sending_stops_the_reminder(county, mailoutbox):
    coordinator, _participations = county
    day = date(2026, 11, 23)
    remind(day)
    coordinator.ends_on = date(2026, 11, 22)
    coordinator.save()

    assert deliver_due(at=at(day)).cancelled == 1


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 23, 7, 59, tzinfo=STOCKHOLM),
        datetime(2026, 11, 23, 16, 0, tzinfo=STOCKHOLM),
        datetime(2026, 11, 22, 10, 0, tzinfo=STOCKHOLM),  # a Sunday
        datetime(2026, 12, 23, 10, 0, tzinfo=STOCKHOLM),  # nobody reads mail
    ],
    ids=str,
)
def test_nothing_is_asked_outside_the_hours_of_mail(county, moment):
    assert queue_everything_due(at=moment) == 0


def test_run_due_sends_everything_once(county, mailoutbox, capsys):
    make_homework(county[1][0].cohort, due_on=date(2026, 11, 24))
    call_command("run_due", at=at(date(2026, 11, 23)))
    first = [message.subject for message in mailoutbox]
    call_command("run_due", at=at(date(2026, 11, 23)))

    assert first == ["2 kommuner kvar för november 2026"]
    assert [message.subject for message in mailoutbox] == first
    assert capsys.readouterr().out.splitlines()[1].startswith("0 queued, 0 sent")


@pytest.mark.parametrize(("is_production", "options"), [(False, ["--dry-run"]), (True, [])])
def test_run_due_only_shows_what_would_leave(county, mailoutbox, settings, capsys, is_production, options):
    settings.PRODUCTION = is_production
    call_command("run_due", "--at", "2026-11-23T09:00", *options)

    assert capsys.readouterr().out.splitlines() == ["Nothing is sent. Would leave:", "1 check_ins_left"]
    assert (len(mailoutbox), Message.objects.count()) == (0, 0)


def test_run_due_reads_a_time_without_zone_as_swedish(county, mailoutbox):
    call_command("run_due", "--at", "2026-11-23T09:00")

    assert len(mailoutbox) == 1


def test_task_asks_for_the_present_moment():
    assert queue_reminders() == 0


def test_two_weeks_without_a_worker_give_one_mail_per_duty(county, mailoutbox):
    for day in (date(2026, 11, 2), date(2026, 11, 2) + timedelta(days=14)):
        call_command("run_due", at=at(day))

    assert [message.subject for message in mailoutbox] == ["Avstämningar för november 2026: 2 kommuner"]


def own_days(day, **fields):
    return kind_on(AskedMonth.by_rule(CountyBoard(**fields), NOVEMBER), on=date(2026, 11, day))


def test_kind_of_reminder_follows_the_county_boards_own_days():
    days = {"due_day": 10, "remind_before": 2, "remind_after": 1}
    asked = [own_days(day, **days) for day in (5, 6, 10, 11, 18, 19, 30)]
    left, late, last = "check_ins_left", "check_ins_late", "check_ins_help"
    assert asked == ["check_ins_open", left, left, late, late, last, last]


@pytest.fixture
def contact(county):
    """MÄN's contact for the cohort."""
    cohort = county[1][0].cohort
    cohort.contact = make_staff(first_name="Mika")
    cohort.save()
    return cohort.contact


def test_the_last_reminder_asks_the_county_and_man_whether_to_help_and_then_nobody(county, contact):
    day = date(2026, 12, 9)
    remind(day)
    mails = {mail.recipient: mail for mail in Message.objects.filter(kind="check_ins_help")}
    assert mails.keys() == {county[0].user, contact}
    assert [remind(day), remind(date(2026, 12, 10))] == [0, 0]
    assert mails[county[0].user].subject == "Kan vi hjälpa till med november 2026?"
    assert "/avstamningar/2026-11/timra/" in mails[county[0].user].text
    assert mails[contact].subject == f"{county[0].county_board} är sen med november 2026"
    assert county[0].user.email in mails[contact].text


def test_the_last_reminder_stops_when_all_is_done(county, contact):
    day = date(2026, 12, 9)
    remind(day)
    mails = list(Message.objects.filter(kind="check_ins_help"))
    assert [get(mail.kind).still_due(mail, at=at(day)) for mail in mails] == [True, True]
    for participation in county[1]:
        make_check_in(participation, NOVEMBER, state=CheckIn.State.DONE)
    assert [get(mail.kind).still_due(mail, at=at(day)) for mail in mails] == [False, False]


def thank(day):
    return queue_month_complete(on=day, at=at(day))


def test_a_complete_month_is_thanked_for_once(county):
    first, second = county[1]
    make_check_in(first, NOVEMBER, state=CheckIn.State.DONE)
    assert thank(date(2026, 11, 24)) == 0
    make_check_in(second, NOVEMBER, state=CheckIn.State.DONE)
    make_coordinator(is_stand_in=True)
    assert thank(date(2026, 11, 24)) == 2
    make_coordinator(user=make_staff())
    assert thank(date(2026, 11, 25)) == 0
    mail = Message.objects.get(kind="month_complete", recipient=county[0].user)
    assert mail.subject == "November 2026 är klar. Tack!"
    assert "Alla 2 avstämningar för november är klara." in mail.text
    assert "/rapport/2026-11/?lan=vasternorrland" in mail.text


def test_thanks_are_in_the_readers_language_and_hold_nothing_that_was_written(county):
    county[0].user.language = "en"
    county[0].user.save()
    for participation in county[1]:
        make_check_in(participation, NOVEMBER, state=CheckIn.State.DONE, happened="HEMLIGT")
    thank(date(2026, 11, 24))
    mail = Message.objects.get()
    assert mail.subject == "November 2026 is done. Thank you!"
    assert "All 2 check-ins for November are done." in mail.text
    assert "HEMLIGT" not in mail.text


def test_a_change_to_what_was_done_does_not_stop_the_thanks(county):
    check_ins = [make_check_in(each, NOVEMBER, state=CheckIn.State.DONE) for each in county[1]]
    day = date(2026, 11, 24)
    thank(day)
    mail = Message.objects.get()
    assert get(mail.kind).still_due(mail, at=at(day))
    CheckIn.objects.filter(pk=check_ins[0].pk).update(state=CheckIn.State.REOPENED)
    assert get(mail.kind).still_due(mail, at=at(day))
    CheckIn.objects.filter(pk=check_ins[0].pk).update(told="", first_done_on=None)
    assert not get(mail.kind).still_due(mail, at=at(day))


def test_a_month_off_and_a_month_that_is_locked_are_not_thanked_for(county):
    for participation in county[1]:
        make_check_in(participation, date(2026, 10, 1), state=CheckIn.State.DONE)
    assert thank(date(2026, 7, 20)) == 0
    assert thank(date(2026, 11, 13)) == 0  # October is locked
    assert thank(date(2026, 11, 12)) == 1
