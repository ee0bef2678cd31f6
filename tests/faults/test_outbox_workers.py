"""Several workers at once, and one that is killed: on a real PostgreSQL."""

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from notifications.actions.delivery import LEASE, Counts, deliver_due
from notifications.models import Message
from tests.outbox import TUESDAY, queue_note, wishes
from tests.outbox_server import run_sink

__all__ = ["wishes"]

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sink(settings):
    server, controller = run_sink(settings)
    settings.EMAIL_TIMEOUT = 10
    yield server
    controller.stop()


def together(count, deed):
    """Run the deed in that many threads that start at the same moment, each with its own connection."""
    start = threading.Barrier(count)

    def run(number):
        start.wait()
        try:
            return deed(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def deliver_in_a_process():
    """Deliver in a child process, which can be killed."""
    connections.close_all()  # a child must not speak on its parent's connection
    child = multiprocessing.get_context("fork").Process(target=deliver_due, kwargs={"at": TUESDAY})
    child.start()
    return child


def kill_when(child, is_time):
    """Kill the child as soon as the moment has come."""
    end = time.monotonic() + 20
    while not is_time():
        assert time.monotonic() < end
        time.sleep(0.01)
    os.kill(child.pid, signal.SIGKILL)
    child.join()


def test_four_workers_drain_forty_mails_each_exactly_once(sink, wishes):
    for number in range(40):
        queue_note(number, to_email=f"person{number}@example.se")

    counts = together(4, lambda _number: deliver_due(at=TUESDAY))

    assert sum(count.sent for count in counts) == 40
    assert sorted(sink.recipients) == sorted([f"person{number}@example.se"] for number in range(40))
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_one_key_asked_by_eight_at_once_becomes_one_row(wishes):
    answers = together(8, lambda _number: queue_note(to_email="anna@example.se"))

    assert [answer for answer in answers if answer] == [Message.objects.get()]


def test_a_worker_killed_before_it_could_say_sent_sends_again_with_the_same_id(sink, wishes):
    sink.moods = ["hold"]
    message = queue_note(to_email="anna@example.se")
    kill_when(deliver_in_a_process(), lambda: len(sink.messages) == 1)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.lease_until) == ("queued", 1, TUESDAY + LEASE)
    assert deliver_due(at=TUESDAY + LEASE / 2) == Counts()
    assert deliver_due(at=TUESDAY + LEASE) == Counts(sent=1)
    assert sink.ids() == [message.message_id] * 2


def test_kills_lose_nothing_and_repeat_at_most_one_mail_each(sink, wishes):
    for number in range(60):
        queue_note(number, to_email=f"person{number}@example.se")
    for killed in range(1, 6):
        kill_when(deliver_in_a_process(), lambda wanted=killed * 8: len(sink.messages) >= wanted)

    deliver_due(at=TUESDAY + LEASE)

    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert len(set(sink.ids())) == 60
    assert len(sink.ids()) <= 65
