"""Codes leave in threads of their own, beside the requests; a mail server that hangs holds up nobody."""

import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts import codes
from accounts.models import CodeMail
from tests.accounts.conftest import AT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
LOGIN = "/logga-in/"


@pytest.fixture
def senders(settings, monkeypatch):
    """Send from six threads, as in production; each leaves its connection behind."""
    settings.CODE_SENDERS = 6
    monkeypatch.setattr(codes, "close_old_connections", lambda: connection.close())  # noqa: PLW0108 -- each thread its own
    codes._senders.cache_clear()
    yield
    codes._senders().shutdown()
    codes._senders.cache_clear()


def wait_until(is_so):
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_forty_people_in_a_room_have_their_codes_within_five_seconds(
    client_factory, invite, smtp_sink, senders
):
    smtp_sink.delay = 0.3
    for number in range(40):
        invite(f"p{number}")
    started = time.monotonic()
    for number in range(40):
        client_factory().post(LOGIN, {"email": f"p{number}@kommun.se"})
    asked = time.monotonic() - started
    wait_until(lambda: len(smtp_sink.messages) == 40)
    assert time.monotonic() - started < asked + 5
    assert {recipient for (recipient,) in smtp_sink.recipients} == {f"p{n}@kommun.se" for n in range(40)}
    assert all(
        re.match(r"\d{6}\n", letter.get_body(("plain",)).get_content()) for letter in smtp_sink.messages
    )
    wait_until(lambda: not CodeMail.objects.exists())


def test_mail_server_that_hangs_holds_no_request(client_factory, invite, settings, senders):
    invite()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(20)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 2
        started = time.monotonic()
        for _ in range(16):
            client_factory().post(LOGIN, {"email": "amina@kommun.se"})
        assert time.monotonic() - started < 4
        assert client_factory().get("/health/live").status_code == 200
        wait_until(lambda: CodeMail.objects.filter(has_failed=True).exists())


def test_code_is_sent_once_by_two_that_try(invite, mailoutbox):
    user = invite()
    row = CodeMail.objects.create(
        person=user, purpose="login", secret=codes._box().encrypt(b"1").decode(), at=AT
    )
    codes.send_code(row.pk, at=AT)
    codes.send_code(row.pk, at=AT)
    assert len(mailoutbox) == 1


def get_in(client_factory, email, mailbox):
    """Log in as a person does, in a thread with a connection of its own; say whether it succeeded."""
    try:
        client = client_factory(REMOTE_ADDR="198.51.100.7")
        client.post(LOGIN, {"email": email})
        mine = [letter for letter in mailbox if letter.to == [email]]
        answers = (client.post(f"{LOGIN}kod/", {"code": letter.body.split()[0]}) for letter in mine[::-1])
        return any(answer["Location"] == "/" for answer in answers if answer.status_code == 302)
    finally:
        connection.close()


def pester(client_factory, people, address):
    """Ask for a code for each of them, from a network."""
    try:
        return [
            client_factory(REMOTE_ADDR=address).post(LOGIN, {"email": email}).status_code for email in people
        ]
    finally:
        connection.close()


def test_twenty_people_at_once_get_in_while_a_stranger_asks_for_codes_for_all(
    client_factory, invite, mailoutbox
):
    people = [invite(f"p{number}").email for number in range(20)]
    with ThreadPoolExecutor(22) as pool:
        near, far = (
            pool.submit(pester, client_factory, people, address) for address in ("198.51.100.7", "192.0.2.66")
        )
        came = [pool.submit(get_in, client_factory, email, mailoutbox) for email in people]
        assert [each.result() for each in came] == [True] * 20
        assert set(near.result() + far.result()) == {302}
