"""Strangers try, and nobody is kept out: limits per address and network, known browsers, longer codes."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.core import mail
from django.utils import timezone

pytestmark = pytest.mark.django_db
LOGIN, CODE = "/logga-in/", "/logga-in/kod/"
AMINA = "amina@kommun.se"


def ask(client, email=AMINA):
    return client.post(LOGIN, {"email": email})


def newest_code(email=AMINA):
    letter = next(letter for letter in reversed(mail.outbox) if letter.to == [email])
    return letter.body.split()[0]


def get_in(client, email=AMINA, **fields):
    ask(client, email)
    client.post(CODE, {"code": newest_code(email), **fields})
    return get_user(client).is_authenticated


def guess(client_factory, times, email=AMINA, **browser):
    """Write so many wrong codes, three for each code that was asked for."""
    for number in range(times):
        if number % 3 == 0:
            client = client_factory(**browser)
            ask(client, email)
        client.post(CODE, {"code": "x"})
    return client


def test_twenty_people_log_in_behind_one_address_while_a_stranger_asks_for_all_of_them(
    client_factory, invite
):
    people = [invite(f"p{number}").email for number in range(20)]
    stranger, near = {"REMOTE_ADDR": "192.0.2.66"}, {"REMOTE_ADDR": "198.51.100.7"}
    for email in people:
        ask(client_factory(**stranger), email)
        ask(client_factory(**near), email)  # and one in the same room
        guess(client_factory, 3, email, **stranger)
    assert [get_in(client_factory(**near), email) for email in people] == [True] * 20


def test_code_is_long_for_unknown_browsers_after_ten_wrong_ones(client_factory, invite):
    invite()
    own = client_factory(REMOTE_ADDR="198.51.100.7")
    assert get_in(own)
    own.post("/logga-ut/")
    guess(client_factory, 10, REMOTE_ADDR="192.0.2.66")
    other = client_factory(REMOTE_ADDR="198.51.100.8")
    ask(other)
    assert re.fullmatch(r"[B-Z2-9]{10}", newest_code())
    page = other.get(CODE).content.decode()
    assert "Tio bokstäver och siffror från mejlet." in page
    other.post(CODE, {"code": newest_code().lower()})
    assert get_user(other).is_authenticated
    ask(own)
    assert re.fullmatch(r"\d{6}", newest_code())


def test_long_code_is_announced_for_an_address_that_nobody_has_too(client_factory):
    guess(client_factory, 10, "ingen@kommun.se", REMOTE_ADDR="192.0.2.66")
    other = client_factory()
    ask(other, "ingen@kommun.se")
    assert "Tio bokstäver och siffror från mejlet." in other.get(CODE).content.decode()


def test_network_with_thirty_wrong_codes_waits_and_others_do_not(client_factory, invite):
    invite()
    for number in range(10):
        guess(client_factory, 3, f"p{number}@kommun.se", REMOTE_ADDR="192.0.2.66")
    beside = client_factory(REMOTE_ADDR="192.0.2.66")
    ask(beside)
    answer = beside.post(CODE, {"code": newest_code()})
    assert "Det har kommit många felaktiga koder från ditt nätverk." in answer.content.decode()
    assert get_in(client_factory(REMOTE_ADDR="198.51.100.7"))


def test_known_browser_gets_in_from_a_network_that_waits(client_factory, invite):
    invite()
    own = client_factory(REMOTE_ADDR="192.0.2.66")
    assert get_in(own)
    own.post("/logga-ut/")
    for number in range(10):
        guess(client_factory, 3, f"p{number}@kommun.se", REMOTE_ADDR="192.0.2.66")
    assert get_in(own)


def test_proof_of_a_browser_is_signed_names_nobody_and_lasts_ninety_days(client, invite):
    invite()
    get_in(client)
    cookie = client.cookies[settings.KNOWN_BROWSER_COOKIE_NAME]
    assert cookie["max-age"] == 90 * 24 * 3600
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "amina" not in cookie.value
    client.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = cookie.value + "x"
    assert client.get(LOGIN).status_code == 302  # still logged in; the broken proof harms nobody


@pytest.mark.parametrize(
    ("fields", "given", "length"),
    [
        ({}, {}, timedelta(days=7)),
        ({}, {"remember_me": "on"}, timedelta(days=30)),
        ({"is_staff": True}, {"remember_me": "on"}, timedelta(hours=12)),
    ],
)
def test_device_is_remembered_as_long_as_the_role_allows(client, invite, fields, given, length):
    invite(**fields)
    get_in(client, **given)
    left = client.session.get_expiry_date() - timezone.now()
    assert abs(left - length) < timedelta(minutes=1)


def test_remembered_device_keeps_unsaved_texts_but_none_of_an_enquiry(client, invite):
    invite()
    get_in(client, remember_me="on")
    assert ' data-keeps="days"' in client.get("/mitt-konto/").content.decode()
    assert "data-keeps" not in client.get("/intresseanmalan/").content.decode()
    client.logout()
    get_in(client)
    assert "data-keeps" not in client.get("/mitt-konto/").content.decode()


def test_tick_on_the_password_page_remembers_too(client, invite):
    invite(password="fyra-glada-hundar-i-sno")
    given = {"login": AMINA, "password": "fyra-glada-hundar-i-sno", "remember_me": "on"}
    client.post("/logga-in/losenord/", given)
    assert client.session.get_expiry_age() > 29 * 24 * 3600


def test_wrong_code_is_what_the_page_begins_with_and_the_field_has_focus(client, invite):
    invite()
    ask(client)
    page = client.post(CODE, {"code": "x"}).content.decode()
    assert "Koden stämmer inte</" in page
    assert "Rätta en sak" not in page
    assert " autofocus" in page


def test_missing_code_is_no_wrong_one(client, invite):
    invite()
    ask(client)
    page = client.post(CODE, {"code": ""}).content.decode()
    assert "Koden stämmer inte" not in page
    assert "Skriv koden" in page


def test_page_about_personal_data_counts_the_cookies_of_a_log_in(client, invite):
    invite()
    get_in(client)
    client.get("/mitt-konto/")
    assert set(client.cookies) <= {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        settings.KNOWN_BROWSER_COOKIE_NAME,
    }
    page = client.get("/personuppgifter/").content.decode()
    for words in ("Håller dig inloggad", "Skyddar formulären", "från den här webbläsaren", "90 dagar"):
        assert words in page
