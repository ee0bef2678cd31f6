"""Staff's actions on one mail."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from notifications.actions.delivery import Counts, cancel, deliver_due, retry
from notifications.models import Message
from tests.outbox import SATURDAY, TUESDAY, queue_note


@pytest.fixture
def failed(wishes, anna):
    message = queue_note(recipient=anna)
    message.state, message.reason, message.attempts = "failed", "550 No", 3
    message.first_tried_at = TUESDAY
    message.save()
    return message


def verbs(message):
    return [(event.verb, event.data) for event in AuditEvent.objects.about(message)]


def test_retry_gives_a_new_start(failed, staff):
    message = retry(failed, actor=staff, at=SATURDAY)

    assert (message.state, message.reason, message.attempts) == ("queued", "", 0)
    assert (message.first_tried_at, message.lease_until) == (None, None)
    assert message.not_before == SATURDAY + timedelta(days=1, hours=22)
    assert verbs(message) == [("message.retried", {"kind": "note"})]


def test_retry_of_an_urgent_mail_does_not_wait(failed, staff):
    Message.objects.update(urgent=True)

    assert retry(failed, actor=staff, at=SATURDAY).not_before == SATURDAY


def test_retry_twice_is_refused(failed, staff):
    retry(failed, actor=staff, at=TUESDAY)

    with pytest.raises(ValidationError, match="I kö"):
        retry(failed, actor=staff, at=TUESDAY)
    assert len(verbs(failed)) == 1


def test_cancel_keeps_a_mail_from_leaving(wishes, anna, staff):
    message = cancel(queue_note(recipient=anna), actor=staff, at=TUESDAY)

    assert (message.state, message.reason) == ("cancelled", "by_staff")
    assert deliver_due(at=TUESDAY) == Counts()
    assert verbs(message) == [("message.cancelled", {"kind": "note"})]


def test_cancel_takes_a_failed_mail_too(failed, staff):
    assert cancel(failed, actor=staff, at=TUESDAY).state == "cancelled"


def test_cancel_twice_is_refused(wishes, anna, staff):
    message = cancel(queue_note(recipient=anna), actor=staff, at=TUESDAY)

    with pytest.raises(ValidationError, match="Stoppat"):
        cancel(message, actor=staff, at=TUESDAY)


def test_cancel_is_refused_for_a_sent_mail(wishes, anna, staff):
    message = queue_note(recipient=anna)
    deliver_due(at=TUESDAY)

    with pytest.raises(ValidationError):
        cancel(message, actor=staff, at=TUESDAY)


def test_cancel_is_refused_while_the_mail_is_being_sent(wishes, anna, staff):
    message = queue_note(recipient=anna)
    Message.objects.update(lease_until=TUESDAY + timedelta(minutes=4))

    with pytest.raises(ValidationError, match="skickas just nu"):
        cancel(message, actor=staff, at=TUESDAY)
    assert Message.objects.get().state == "queued"
