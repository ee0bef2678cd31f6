"""The outbox against a mail server that refuses, waits, hangs up or is away."""

import smtplib
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from notifications.actions import delivery
from notifications.actions.delivery import Counts, deliver_due
from notifications.actions.post import RefusedError, TryLaterError, _meaning
from notifications.models import Message
from tests.outbox import TUESDAY, alarm, anna, queue_note, staff, wishes
from tests.outbox_server import run_sink, use_smtp
from tests.services import free_port

__all__ = ["alarm", "anna", "staff", "wishes"]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def sink(settings):
    server, controller = run_sink(settings)
    yield server
    controller.stop()


def row(number):
    return Message.objects.get(key=f"note/{number}")


def test_a_mail_arrives_with_text_and_html_and_the_stable_id(sink, wishes, anna):
    queued = queue_note(recipient=anna)

    assert deliver_due(at=TUESDAY) == Counts(sent=1)
    (arrived,) = sink.messages
    assert sink.recipients == [["anna@bollnas.example"]]
    assert (arrived["Message-ID"], arrived["Auto-Submitted"]) == (queued.message_id, "auto-generated")
    assert (arrived["Subject"], arrived["Content-Language"]) == ("Note: prov", "sv")
    assert arrived["From"] == '"Portalen, MÄN" <utbildning@mfj.se>'
    assert arrived.get_body("plain").get_content() == queued.text
    assert arrived.get_body("html").get_content() == queued.html


def test_one_connection_carries_many_mails(sink, wishes, anna):
    for number in range(5):
        queue_note(number, recipient=anna)

    assert deliver_due(at=TUESDAY) == Counts(sent=5)
    assert sink.connections == 1


def test_the_number_decides_and_others_are_unaffected(sink, wishes, anna):
    queue_note(1, to_email="refused@example.se")
    queue_note(2, to_email="greylisted@example.se")
    queue_note(3, recipient=anna)

    assert deliver_due(at=TUESDAY) == Counts(sent=1, failed=1, waiting=1)
    assert (row(1).state, row(1).reason) == ("failed", "550 5.1.1 No such user")
    assert (row(2).state, row(2).reason) == ("queued", "451 4.7.1 Come back later")
    assert sink.recipients == [["anna@bollnas.example"]]


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        ("554 5.7.1 Looks like spam", "failed", "554 5.7.1 Looks like spam"),
        ("452 4.3.1 Disk full", "queued", "452 4.3.1 Disk full"),
    ],
)
def test_the_number_after_the_text_decides_too(sink, wishes, anna, answer, state, reason):
    sink.moods = [answer]
    queue_note(1, recipient=anna)
    queue_note(2, recipient=anna)

    deliver_due(at=TUESDAY)

    assert (row(1).state, row(1).reason) == (state, reason)
    assert row(2).state == "sent"


def test_a_sender_that_is_refused_is_our_fault_and_loses_nothing(sink, wishes, anna):
    sink.refuses_sender = True
    queue_note(recipient=anna)

    assert deliver_due(at=TUESDAY) == Counts(waiting=1)
    assert row(1).reason == "550 5.7.1 Sender not allowed"


def test_attempts_back_off_and_end_after_five_days(sink, wishes, alarm, db):
    queue_note(1, kind="alarm", to_email="greylisted@example.se")
    at, pauses = TUESDAY, []
    while row(1).state == "queued":
        assert deliver_due(at=at - timedelta(seconds=1)) == Counts()
        deliver_due(at=at)
        later = row(1).lease_until
        pauses.append(later and later - at)
        at = later or at

    assert pauses[:8] == [n * MINUTE for n in (1, 2, 4, 8, 16, 32, 60, 60)]
    assert (row(1).state, row(1).reason) == ("failed", "451 4.7.1 Come back later")
    assert 5 * DAY <= at - TUESDAY < 5 * DAY + HOUR
    assert sink.messages == []


def test_a_server_that_hangs_frees_the_worker_and_the_next_mail(sink, wishes, anna):
    sink.moods = ["hold"]
    queue_note(1, recipient=anna)
    queue_note(2, recipient=anna)

    assert deliver_due(at=TUESDAY) == Counts(sent=1, waiting=1)
    assert (row(1).state, row(2).state) == ("queued", "sent")
    assert deliver_due(at=TUESDAY + 2 * MINUTE) == Counts(sent=1)
    assert sink.ids() == [row(1).message_id, row(2).message_id, row(1).message_id]


def test_a_connection_dropped_after_the_text_is_tried_again_with_the_same_id(sink, wishes, anna):
    sink.moods = ["drop"]
    queue_note(recipient=anna)

    assert deliver_due(at=TUESDAY) == Counts(waiting=1)
    assert deliver_due(at=TUESDAY) == Counts()
    assert deliver_due(at=TUESDAY + 2 * MINUTE) == Counts(sent=1)
    assert sink.ids() == [row(1).message_id] * 2
    assert row(1).attempts == 2


def test_three_days_without_a_server_lose_nothing(wishes, anna, settings):
    port = free_port()
    use_smtp(settings, port)
    for number in range(5):
        queue_note(number, recipient=anna)
    assert deliver_due(at=TUESDAY) == Counts(waiting=1)  # one asks, the rest waits
    for hour in range(1, 72):
        deliver_due(at=TUESDAY + hour * HOUR)
    assert Message.objects.filter(state="queued").count() == 5
    assert Message.objects.slow(TUESDAY + 2 * DAY).count() == 5

    sink, controller = run_sink(settings, port)
    try:
        back = TUESDAY + 3 * DAY + HOUR
        assert deliver_due(at=back) == Counts(sent=5)
        assert deliver_due(at=back + HOUR) == Counts()
    finally:
        controller.stop()
    assert len(set(sink.ids())) == len(sink.ids()) == 5


def test_an_address_that_the_way_cannot_carry_fails_alone(sink, wishes, anna):
    queue_note(1, recipient=anna)
    queue_note(2, to_email="ok@example.se")
    with connection.cursor() as cursor:  # past the column, which takes no second line
        broken = "En rad\nBcc: alla@example.se"
        cursor.execute("UPDATE notifications_message SET subject = %s WHERE key = 'note/1'", [broken])

    assert deliver_due(at=TUESDAY) == Counts(sent=1, failed=1)
    assert row(1).reason.startswith("BadHeaderError")


def test_a_poison_row_among_many_fails_alone(sink, wishes, anna):
    wishes.broken.add(17)
    for number in range(100):
        queue_note(number, recipient=anna)

    assert deliver_due(at=TUESDAY) == Counts(sent=99, failed=1)
    assert len(set(sink.ids())) == 99


def test_a_database_that_goes_away_ends_the_call_and_loses_nothing(sink, wishes, anna):
    wishes.broken, wishes.fault = {1}, OperationalError("server closed the connection")
    queue_note(1, recipient=anna)
    queue_note(2, recipient=anna)

    with pytest.raises(OperationalError):
        deliver_due(at=TUESDAY)

    assert (row(1).state, row(1).lease_until, row(2).attempts) == ("queued", TUESDAY + delivery.LEASE, 0)
    wishes.broken = set()
    assert deliver_due(at=TUESDAY + delivery.LEASE) == Counts(sent=2)


@pytest.mark.parametrize(
    ("trouble", "meaning"),
    [
        (ConnectionResetError("reset by peer"), TryLaterError),
        (smtplib.SMTPServerDisconnected("gone"), TryLaterError),
        (smtplib.SMTPRecipientsRefused({"a@b.se": (421, b"Too many connections")}), TryLaterError),
        (smtplib.SMTPRecipientsRefused({"a@b.se": (552, "Mailbox full")}), RefusedError),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), smtplib.SMTPNotSupportedError),
    ],
)
def test_what_a_trouble_means_for_the_row(trouble, meaning):
    assert type(_meaning(trouble)) is meaning


def test_one_call_ends_long_before_its_task_is_killed(sink, wishes, anna, monkeypatch):
    monkeypatch.setattr(delivery, "LONGEST_RUN", timedelta(0))
    queue_note(recipient=anna)

    assert deliver_due(at=TUESDAY) == Counts()
    assert row(1).attempts == 0


def test_two_weeks_asleep_send_what_is_still_wanted_once(sink, wishes, anna):
    for number in range(14):
        queue_note(number, recipient=anna, at=TUESDAY + number * DAY)
    wishes.withdrawn |= set(range(13))

    woken = TUESDAY + 14 * DAY
    assert deliver_due(at=woken) == Counts(sent=1, cancelled=13)
    assert deliver_due(at=woken) == Counts()
