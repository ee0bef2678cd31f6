"""Letting out what is due."""

from datetime import timedelta

import pytest
from django.core import mail

from notifications import tasks
from notifications.actions import delivery
from notifications.actions.delivery import Counts, cancel, deliver_due
from notifications.models import Message
from tests.outbox import SATURDAY, TUESDAY, queue_note


def test_deliver_sends_and_marks(wishes, anna):
    message = queue_note(recipient=anna)

    assert deliver_due(at=TUESDAY) == Counts(sent=1)
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.lease_until) == ("sent", TUESDAY, None)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject, letter.body) == (
        ["anna@bollnas.example"],
        message.subject,
        message.text,
    )
    assert letter.from_email == '"Portalen, MÄN" <utbildning@mfj.se>'
    assert letter.extra_headers == {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": "sv",
    }
    assert [(part.content, part.mimetype) for part in letter.alternatives] == [(message.html, "text/html")]


def test_deliver_twice_sends_nothing_twice(wishes, anna):
    queue_note(recipient=anna)
    deliver_due(at=TUESDAY)

    assert deliver_due(at=TUESDAY + timedelta(hours=1)) == Counts()
    assert len(mail.outbox) == 1


def test_deliver_follows_a_changed_address(wishes, anna):
    queue_note(recipient=anna)
    anna.email = "anna.oberg@bollnas.example"
    anna.save()

    deliver_due(at=TUESDAY)

    assert mail.outbox[0].to == ["anna.oberg@bollnas.example"]


def test_deliver_cancels_what_nobody_needs_any_more(wishes, anna):
    queue_note(1, recipient=anna)
    queue_note(2, recipient=anna)
    wishes.withdrawn.add(1)

    assert deliver_due(at=TUESDAY) == Counts(sent=1, cancelled=1)
    assert Message.objects.get(key="note/1").reason == "no_longer_due"


def test_deliver_cancels_for_who_was_deactivated_meanwhile(wishes, anna):
    queue_note(recipient=anna)
    anna.is_active = False
    anna.save()

    assert deliver_due(at=TUESDAY) == Counts(cancelled=1)
    assert Message.objects.get().reason == "recipient_inactive"


def test_a_poison_row_fails_alone(wishes, anna):
    for number in range(5):
        queue_note(number, recipient=anna)
    wishes.broken.add(2)

    assert deliver_due(at=TUESDAY) == Counts(sent=4, failed=1)
    assert Message.objects.failed().get().key == "note/2"
    assert Message.objects.failed().get().reason == "RuntimeError: poison"


def test_a_kind_that_is_gone_fails_alone(wishes, anna):
    queue_note(recipient=anna)
    Message.objects.update(kind="of_last_year")

    assert deliver_due(at=TUESDAY) == Counts(failed=1)
    assert Message.objects.get().reason == "UnknownKindError: of_last_year"


def test_deliver_keeps_to_the_window(wishes, alarm, anna):
    queue_note(1, recipient=anna, at=SATURDAY)
    queue_note(2, kind="alarm", recipient=anna, at=SATURDAY)

    assert deliver_due(at=SATURDAY) == Counts(sent=1)
    assert [letter.subject for letter in mail.outbox] == ["Inställt"]
    monday = SATURDAY + timedelta(days=1, hours=22)
    assert deliver_due(at=monday - timedelta(seconds=1)) == Counts()
    assert deliver_due(at=monday) == Counts(sent=1)


def test_the_urgent_goes_first_and_then_the_oldest(wishes, alarm, anna):
    queue_note(1, recipient=anna, at=TUESDAY + timedelta(minutes=1), context={"title": "andra"})
    queue_note(2, recipient=anna, context={"title": "första"})
    queue_note(3, kind="alarm", recipient=anna, at=TUESDAY + timedelta(minutes=2))

    deliver_due(at=TUESDAY + timedelta(minutes=2))

    assert [letter.subject for letter in mail.outbox] == ["Inställt", "Note: första", "Note: andra"]


def test_deliver_stops_at_the_limit(wishes, anna):
    for number in range(3):
        queue_note(number, recipient=anna)

    assert deliver_due(at=TUESDAY, limit=2) == Counts(sent=2)
    assert Message.objects.due(TUESDAY).count() == 1


def test_a_row_that_another_call_settled_stays_as_it_is(wishes, anna, staff):
    message = queue_note(recipient=anna)
    held = delivery._claim(at=TUESDAY)
    cancel(message, actor=staff, at=TUESDAY + delivery.LEASE)

    assert delivery._settle(held, to="sent", reason="", at=TUESDAY) == "cancelled"
    assert Message.objects.get().state == "cancelled"


def test_the_lease_outlasts_an_attempt_and_a_task(settings):
    assert timedelta(seconds=3 * (settings.EMAIL_TIMEOUT + 20)) <= delivery.LEASE
    assert timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT) <= delivery.LEASE
    assert timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT) > delivery.LONGEST_RUN


@pytest.mark.usefixtures("wishes", "alarm")
def test_the_task_asks_the_clock_and_delivers(anna):
    queue_note(kind="alarm", recipient=anna)
    Message.objects.update(not_before=TUESDAY - timedelta(days=5000))

    tasks.deliver_messages()

    assert Message.objects.get().state == "sent"
