"""Getting in with a code by e-mail."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import codes
from accounts.actions import deactivate_user
from accounts.codes import BACK_OFF, send_waiting
from accounts.models import CodeMail
from tests.accounts.conftest import AT

pytestmark = pytest.mark.django_db
LOGIN, CODE = "/logga-in/", "/logga-in/kod/"


def ask(client, email, **fields):
    return client.post(LOGIN, {"email": email, **fields})


def code_in_mail():
    return re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]


def wrong_code():
    return f"{(int(code_in_mail()) + 1) % 1_000_000:06}"


def logged_in(client):
    return get_user(client).is_authenticated


def test_whole_way_in(client, invite):
    user = invite()
    answer = ask(client, "Amina@Kommun.se ", next="/mitt-konto/")
    assert (answer.status_code, answer["Location"]) == (302, f"{CODE}?next=%2Fmitt-konto%2F")
    page = client.get(answer["Location"]).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert "amina@kommun.se" in page
    code = code_in_mail()
    answer = client.post(CODE, {"code": f"{code[:3]} {code[3:]}", "next": "/mitt-konto/"})
    assert (answer.status_code, answer["Location"]) == (302, "/mitt-konto/")
    assert get_user(client) == user


def test_mail_is_in_our_words_and_keeps_the_code_out_of_the_subject(client, invite):
    invite()
    ask(client, "amina@kommun.se")
    (letter,) = mail.outbox
    assert letter.subject == "Din kod till Portalen"
    assert letter.to == ["amina@kommun.se"]
    assert letter.body.startswith(
        f"{code_in_mail()}\n\nHej Amina\n\nDet här är din kod för att logga in. Den gäller i 10 minuter."
    )
    assert "http" not in letter.body


def test_mail_follows_the_language_of_the_person_not_of_the_page(client, invite):
    invite(language="en")
    ask(client, "amina@kommun.se")
    assert mail.outbox[0].subject == "Your code for Portalen"
    assert "\nHi Amina\n" in mail.outbox[0].body


def test_wrong_code_says_so_and_a_second_try_works(client, invite):
    invite()
    ask(client, "amina@kommun.se")
    answer = client.post(CODE, {"code": wrong_code()})
    assert "Koden stämmer inte. Kontrollera den. Bara den senaste koden gäller." in answer.content.decode()
    assert not logged_in(client)
    client.post(CODE, {"code": code_in_mail()})
    assert logged_in(client)


def test_third_wrong_code_ends_the_try(client, invite):
    invite()
    ask(client, "amina@kommun.se")
    for _ in range(3):
        answer = client.post(CODE, {"code": wrong_code()})
    assert answer["Location"] == LOGIN
    assert "Koden blev fel tre gånger. Skicka en ny kod." in client.get(LOGIN).content.decode()
    client.post(CODE, {"code": code_in_mail()})
    assert not logged_in(client)


def test_expired_code_gets_a_sentence_and_the_way_to_a_new_one(client, invite):
    invite()
    ask(client, "amina@kommun.se")
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= (
        settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1
    )
    session.save()
    answer = client.post(CODE, {"code": code_in_mail()}, follow=True)
    assert answer.redirect_chain == [(LOGIN, 302)]
    assert "Koden har gått ut. Skicka en ny kod." in answer.content.decode()
    assert not logged_in(client)


def test_new_code_replaces_the_old_one(client, invite):
    invite()
    ask(client, "amina@kommun.se")
    first = code_in_mail()
    assert ask(client, "amina@kommun.se")["Location"] == CODE
    second = code_in_mail()
    if first != second:  # one in a million
        client.post(CODE, {"code": first})
        assert not logged_in(client)
    client.post(CODE, {"code": second})
    assert logged_in(client)


def test_unknown_address_gets_the_same_answer_and_no_mail(client, client_factory, invite):
    invite()
    known, unknown = client_factory(), client_factory()
    answers = [ask(known, "amina@kommun.se"), ask(unknown, "annan@kommun.se")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, CODE)}
    pages = [
        re.sub(r'value="\w{64}"', "", browser.get(CODE).content.decode()).replace(email, "")
        for browser, email in ((known, "amina@kommun.se"), (unknown, "annan@kommun.se"))
    ]
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [["amina@kommun.se"]]
    for code in ("000000", ""):
        unknown.post(CODE, {"code": code})
    assert not logged_in(unknown)


def test_closed_account_looks_like_an_unknown_one(client, invite):
    deactivate_user(invite(), actor=None, at=AT)
    assert ask(client, "amina@kommun.se")["Location"] == CODE
    assert mail.outbox == []


def test_code_after_twenty_within_a_quarter_is_refused_for_that_address_alone(client, invite):
    invite()
    invite("bo")
    for _ in range(20):
        ask(client, "amina@kommun.se")
    answer = ask(client, "amina@kommun.se")
    assert "Du har bett om flera koder." in answer.content.decode()
    assert len(mail.outbox) == 20
    assert ask(client, "bo@kommun.se")["Location"] == CODE


def test_newest_code_works_after_one_request_too_many(client, invite):
    invite()
    for _ in range(21):
        ask(client, "amina@kommun.se")
    client.post(CODE, {"code": code_in_mail()})
    assert logged_in(client)


def test_training_room_of_forty_gets_in_from_one_address(client_factory, invite):
    for number in range(40):
        invite(f"p{number}")
        assert ask(client_factory(), f"p{number}@kommun.se")["Location"] == CODE
    assert len(mail.outbox) == 40


def test_failing_mail_server_is_told_to_everybody_alike_and_the_code_is_kept(
    client, client_factory, invite, settings, caplog
):
    invite()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sentence = "Mejlservern svarar inte just nu. Vi försöker igen"
    for browser, email in ((client, "amina@kommun.se"), (client_factory(), "annan@kommun.se")):
        answer = browser.post(LOGIN, {"email": email}, follow=True)
        assert answer.status_code == 200
        assert sentence in answer.content.decode()
    assert "A code could not be sent: ConnectionRefusedError" in caplog.text
    assert "amina" not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_waiting(at=timezone.now() + BACK_OFF)
    client.post(CODE, {"code": code_in_mail()})
    assert logged_in(client)
    assert not CodeMail.objects.exists()


def test_code_is_kept_encrypted_and_for_ten_minutes_at_the_most(client, invite, smtp_sink):
    invite()
    smtp_sink.failures.append("451 try later")
    ask(client, "amina@kommun.se")
    row = CodeMail.objects.get()
    code = client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"]
    assert code not in str(vars(row))
    send_waiting(at=timezone.now() + timedelta(minutes=10))
    assert not CodeMail.objects.exists()
    assert smtp_sink.messages == []


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_open_redirect_is_refused(client, invite, target):
    invite()
    ask(client, "amina@kommun.se", next=target)
    answer = client.post(CODE, {"code": code_in_mail(), "next": target})
    assert answer["Location"] == "/"


def test_language_of_the_person_rules_after_login(client, invite):
    invite(language="en")
    ask(client, "amina@kommun.se")
    answer = client.post(CODE, {"code": code_in_mail(), "next": "/mitt-konto/"})
    assert answer["Location"] == "/en/mitt-konto/"


@pytest.mark.parametrize(
    ("fields", "length"), [({}, timedelta(days=7)), ({"is_staff": True}, timedelta(hours=12))]
)
def test_session_lasts_as_long_as_the_role_allows(client, invite, fields, length):
    invite(**fields)
    ask(client, "amina@kommun.se")
    client.post(CODE, {"code": code_in_mail()})
    session = Session.objects.get(pk=client.session.session_key)
    left = session.expire_date - get_user(client).last_login
    assert abs(left - length) < timedelta(minutes=1)


def test_long_session_is_cut_when_its_person_becomes_staff(client, invite):
    user = invite()
    ask(client, "amina@kommun.se")
    client.post(CODE, {"code": code_in_mail()})
    client.get("/mitt-konto/")
    assert client.session.get_expiry_age() > 6 * 24 * 3600
    user.is_staff = True
    user.save()
    client.get("/mitt-konto/")
    assert abs(client.session.get_expiry_age() - 12 * 3600) < 60
    assert client.get("/mitt-konto/").status_code == 200


def test_code_login_and_its_limit_work_while_redis_is_away(client, invite, settings):
    steady = {"BACKEND": "config.cache.SteadyRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "default": steady}
    invite()
    answers = [ask(client, "amina@kommun.se").status_code for _ in range(21)]
    assert answers == [302] * 20 + [200]
    assert len(mail.outbox) == 20
    assert client.post(CODE, {"code": code_in_mail()}).status_code == 302


def test_nobody_signs_up(client):
    page = client.get("/logga-in/nytt-konto/")
    assert "Du behöver en inbjudan" in page.content.decode()
    client.post("/logga-in/nytt-konto/", {"email": "ny@kommun.se", "password1": "ett-riktigt-langt-losenord"})
    assert not logged_in(client)
    assert mail.outbox == []


@pytest.mark.parametrize("page", ["/logga-in/", "/logga-in/glomt-losenord/"])
def test_known_and_unknown_address_are_the_same_work(
    client_factory, invite, settings, monkeypatch, mailoutbox, page
):
    submitted = []
    settings.CODE_SENDERS = 1
    monkeypatch.setattr(codes, "_senders", lambda: SimpleNamespace(submit=lambda *job: submitted.append(job)))
    invite()
    asked = []
    for email in ("amina@kommun.se", "ingen@kommun.se"):
        with CaptureQueriesContext(connection) as queries:
            answer = client_factory().post(page, {"email": email})
        assert (answer.status_code, mailoutbox) == (302, [])
        asked.append([re.split(" WHERE | VALUES |(?<=SAVEPOINT) ", query["sql"])[0] for query in queries])
    assert asked[0] == asked[1]
    assert len(submitted) == 2
