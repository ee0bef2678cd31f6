"""Putting a mail in the outbox."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from notifications import kinds
from notifications.actions.letters import BadTemplateError
from notifications.actions.post import Post
from notifications.actions.queueing import Mail, queue, queue_many
from notifications.models import Message
from tests.outbox import SATURDAY, TUESDAY, queue_note


def test_queue_writes_the_mail_as_it_reads_today(wishes, anna):
    message = queue_note(recipient=anna)

    assert Message.objects.get() == message
    assert (message.subject, message.state, message.language) == ("Note: prov", "queued", "sv")
    assert (message.queued_at, message.not_before, message.urgent) == (TUESDAY, TUESDAY, False)
    assert (message.address, message.to_email, message.facts) == ("anna@bollnas.example", "", {"number": 1})
    assert message.message_id.endswith("@mfj.se>")


def test_queue_leaves_no_markup_in_the_text_and_escapes_the_html(wishes, anna):
    message = queue_note(recipient=anna, context={"body": "<b>Tack</b> & lov\nigen"})

    assert message.text.split("\n\n")[:3] == [
        "Hej Anna,",
        "<b>Tack</b> & lov\nigen",
        "Öppna: http://127.0.0.1:8000/sida/?a=1&b=2.",
    ]
    assert "<p>&lt;b&gt;Tack&lt;/b&gt; &amp; lov<br>\nigen</p>" in message.html
    link = "http://127.0.0.1:8000/sida/?a=1&amp;b=2"
    assert f'<p>Öppna: <a href="{link}">{link}</a>.</p>' in message.html
    assert '<html lang="sv">' in message.html


def test_queue_links_nowhere_but_to_the_portal(wishes, anna):
    message = queue_note(recipient=anna, context={"body": "http://127.0.0.1:8000.evil.example/x"})

    assert message.html.count("<a ") == 1


def test_queue_ends_with_why_and_whom_to_ask(wishes, anna):
    message = queue_note(recipient=anna)

    assert message.text.endswith(
        "--\nDu är med i provet.\n"
        "Har du frågor? Svara på det här mejlet eller skriv till utbildning@mfj.se.\n"
        "Portalen En kommun fri från våld\n"
    )


def test_queue_writes_in_the_language_of_the_reader(wishes, anna):
    anna.language = "en"
    anna.save()

    message = queue_note(recipient=anna)

    assert (message.language, "Open: http" in message.text) == ("en", True)
    assert '<html lang="en">' in message.html


def test_queue_writes_swedish_to_an_address_without_an_account(wishes, db):
    message = queue_note(to_email="info@bollnas.example")

    assert (message.address, message.recipient, message.language) == ("info@bollnas.example", None, "sv")


def test_queue_twice_changes_nothing(wishes, anna):
    first = queue_note(recipient=anna)

    assert queue_note(recipient=anna, context={"title": "annat"}) is None
    assert [(row.pk, row.subject) for row in Message.objects.all()] == [(first.pk, "Note: prov")]


def note_to(person, number):
    words = {"title": "prov", "greeting": "Hej", "body": "Tack."}
    return Mail(kind="note", key=f"note/{number}", recipient=person, context=words, facts={"number": number})


def test_queue_many_asks_as_little_for_many_as_for_one(wishes, anna):
    with CaptureQueriesContext(connection) as one:
        queue_many([note_to(anna, 0)], at=TUESDAY)
    with CaptureQueriesContext(connection) as twenty:
        queue_many([note_to(anna, number) for number in range(1, 21)], at=TUESDAY)

    assert (len(one), Message.objects.count()) == (len(twenty), 21)


def test_queue_many_gives_those_that_are_new(wishes, anna):
    first = queue_note(1, recipient=anna)
    again = [note_to(anna, number) for number in (1, 2, 2, 3)]

    assert {message.key for message in queue_many(again, at=TUESDAY)} == {"note/2", "note/3"}
    assert queue_many(again, at=TUESDAY) == []
    assert first == Message.objects.get(key="note/1")


def test_queue_is_undone_with_the_deed_it_tells_of(wishes, anna):
    with transaction.atomic():
        queue_note(recipient=anna)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_queue_gives_no_mail_to_who_cannot_log_in(wishes, anna):
    anna.is_active = False

    assert queue_note(recipient=anna) is None
    assert not Message.objects.exists()


def test_queue_waits_for_the_window_unless_it_is_urgent(wishes, alarm, anna):
    note, alarm = (
        queue_note(1, recipient=anna, at=SATURDAY),
        queue_note(2, kind="alarm", recipient=anna, at=SATURDAY),
    )

    assert (note.not_before, note.urgent) == (SATURDAY + timedelta(days=1, hours=22), False)
    assert (alarm.not_before, alarm.urgent) == (SATURDAY, True)


def test_queue_keeps_a_later_wish(wishes, anna):
    message = queue_note(recipient=anna, not_before=TUESDAY + timedelta(days=1))

    assert message.not_before == TUESDAY + timedelta(days=1)


def test_queue_shortens_a_subject_that_is_too_long(wishes, anna):
    message = queue_note(recipient=anna, context={"title": "å" * 100})

    assert message.subject == "Note: " + "å" * 71 + "…"


@pytest.mark.parametrize(
    "gap", ["\n", "\r\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_a_line_break_in_a_subject_never_breaks_the_header(wishes, anna, mailoutbox, gap):
    message = queue_note(recipient=anna, context={"title": f"prov {gap}Bcc: alla@example.se"})
    with Post() as post:
        post.send(message)
    sent = message_from_bytes(mailoutbox[0].message().as_bytes())
    assert message.subject == "Note: prov Bcc: alla@example.se"
    assert (sent["Subject"], sent["Bcc"], sent["To"]) == (message.subject, None, anna.email)


def test_queue_refuses_a_template_without_a_subject(wishes, anna):
    kinds.register(kinds.MailKind(name="headless", still_due=wishes))

    with pytest.raises(BadTemplateError):
        queue_note(kind="headless", recipient=anna)


def test_queue_refuses_an_unknown_kind(wishes, anna):
    with pytest.raises(kinds.UnknownKindError):
        queue_note(kind="unheard_of", recipient=anna)


@pytest.mark.parametrize("address", ["", "not an address"])
def test_queue_refuses_a_mail_to_nobody(wishes, db, address):
    with pytest.raises(ValidationError):
        queue(
            kind="note",
            key="k",
            to_email=address,
            context={"title": "t", "greeting": "", "body": "b"},
            at=TUESDAY,
        )
