"""Questions to the outbox, and what the database refuses."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from notifications.models import Message
from tests.outbox import SATURDAY, TUESDAY, queue_note

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
SIX_HOURS = timedelta(hours=6)  # from ten o'clock until the window closes


def change(message, **fields):
    Message.objects.filter(pk=message.pk).update(**fields)


def test_due_begins_at_its_moment(wishes, anna):
    message = queue_note(recipient=anna)

    assert set(Message.objects.due(TUESDAY - SECOND)) == set()
    assert set(Message.objects.due(TUESDAY)) == {message}
    assert set(Message.objects.due(TUESDAY + SECOND)) == {message}


def test_due_leaves_out_what_somebody_holds(wishes, anna):
    message = queue_note(recipient=anna)
    change(message, lease_until=TUESDAY + MINUTE)

    assert set(Message.objects.due(TUESDAY + MINUTE - SECOND)) == set()
    assert set(Message.objects.due(TUESDAY + MINUTE)) == {message}


def test_due_closes_with_the_window_except_for_the_urgent(wishes, alarm, anna):
    note, urgent = queue_note(1, recipient=anna), queue_note(2, kind="alarm", recipient=anna)

    assert set(Message.objects.due(TUESDAY + SIX_HOURS - SECOND)) == {note, urgent}
    assert set(Message.objects.due(TUESDAY + SIX_HOURS)) == {urgent}


@pytest.mark.parametrize("state", ["sent", "failed", "cancelled"])
def test_due_has_only_what_is_queued(wishes, anna, state):
    change(queue_note(recipient=anna), state=state, sent_at=TUESDAY if state == "sent" else None)

    assert not Message.objects.due(TUESDAY).exists()


def test_oldest_waiting_is_nothing_when_nothing_is_due(wishes, anna):
    assert Message.objects.oldest_waiting(TUESDAY) is None
    queue_note(recipient=anna, not_before=TUESDAY + HOUR)

    assert Message.objects.oldest_waiting(TUESDAY) is None


def test_oldest_waiting_counts_from_when_it_could_leave(wishes, anna):
    queue_note(1, recipient=anna)
    queue_note(2, recipient=anna, at=TUESDAY + MINUTE)

    assert Message.objects.oldest_waiting(TUESDAY + HOUR) == HOUR


def test_oldest_waiting_counts_neither_the_night_nor_a_lease(wishes, alarm, anna):
    message = queue_note(recipient=anna)
    next_morning = TUESDAY + timedelta(hours=22)

    assert Message.objects.oldest_waiting(next_morning + MINUTE) == MINUTE
    change(message, lease_until=next_morning + HOUR)
    assert Message.objects.oldest_waiting(next_morning + MINUTE) is None
    assert Message.objects.oldest_waiting(next_morning + HOUR + MINUTE) == MINUTE
    queue_note(2, kind="alarm", recipient=anna, at=TUESDAY + 12 * HOUR)
    assert Message.objects.oldest_waiting(next_morning) == 10 * HOUR


def test_failed_and_slow(wishes, anna):
    given_up, tried, _fresh = (queue_note(n, recipient=anna) for n in range(3))
    change(given_up, state="failed", first_tried_at=TUESDAY)
    change(tried, first_tried_at=TUESDAY)

    assert set(Message.objects.failed()) == {given_up}
    assert set(Message.objects.slow(TUESDAY + HOUR - SECOND)) == set()
    assert set(Message.objects.slow(TUESDAY + HOUR)) == {tried}


def test_staff_alone_see_the_outbox(wishes, anna, staff):
    message = queue_note(recipient=anna)
    day = TUESDAY.date()

    assert set(Message.objects.visible_to(staff, on=day)) == {message}
    assert set(Message.objects.visible_to(anna, on=day)) == set()
    assert set(Message.objects.visible_to(AnonymousUser(), on=day)) == set()
    staff.is_active = False
    assert set(Message.objects.visible_to(staff, on=day)) == set()


@pytest.mark.parametrize(
    "fields",
    [
        {"to_email": "two@example.se"},
        {"recipient": None},
        {"state": "sent"},
        {"sent_at": TUESDAY},
        {"key": "note/2"},
    ],
)
def test_the_database_refuses(wishes, anna, fields):
    message, _other = queue_note(1, recipient=anna), queue_note(2, recipient=anna)

    with pytest.raises(IntegrityError), transaction.atomic():
        change(message, **fields)


def test_a_row_is_being_sent_while_it_is_held_without_a_reason(wishes, anna):
    message = queue_note(recipient=anna, at=SATURDAY)
    assert message.is_being_sent(at=SATURDAY) is False

    message.lease_until = SATURDAY + MINUTE
    assert message.is_being_sent(at=SATURDAY) is True
    assert message.is_being_sent(at=SATURDAY + MINUTE) is False
    message.reason = "451 later"
    assert message.is_being_sent(at=SATURDAY) is False
    assert (message.reason_shown(), str(message)) == ("451 later", "Note: prov")
