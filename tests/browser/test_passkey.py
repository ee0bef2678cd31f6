"""A passkey in a real browser, with an authenticator that the browser invents."""

import pytest
from allauth.mfa.models import Authenticator

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "fyra-glada-hundar-i-sno"


@pytest.fixture
def amina(django_db_serialized_rollback, live_server):
    """Somebody with a password."""
    from tests.factories import make_user  # noqa: PLC0415 -- models load after this file

    user = make_user(email="amina@kommun.se", first_name="Amina")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def authenticator(page):
    """Plug in a security key that says yes and remembers who it belongs to."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})[
        "authenticatorId"
    ]


def log_in_with_password(page):
    page.goto("/logga-in/losenord/?next=/mitt-konto/")
    page.get_by_label("E-postadress").fill("amina@kommun.se")
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


def log_in_fully_with_password(page):
    log_in_with_password(page)
    page.get_by_role("heading", name="Mitt konto").wait_for()


def add_passkey(page, *, alone):
    page.goto("/mitt-konto/sakerhet/nycklar/ny/")
    page.get_by_label("Lösennyckelns namn").fill("Min jobbtelefon")
    if alone:
        page.get_by_label("Låt mig logga in med bara den här lösennyckeln").check()
    page.get_by_role("button", name="Lägg till en lösennyckel").click()
    page.wait_for_url("**/mitt-konto/sakerhet/reservkoder/")


def log_out(page):
    page.goto("/mitt-konto/")
    page.get_by_role("main").get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/")


@pytest.mark.parametrize("start", ["/logga-in/?next=/mitt-konto/", "/logga-in/losenord/?next=/mitt-konto/"])
def test_passkey_alone_lets_in(page, amina, authenticator, start):
    log_in_fully_with_password(page)
    add_passkey(page, alone=True)
    assert Authenticator.objects.filter(user=amina, type="webauthn").count() == 1
    log_out(page)
    page.goto(start)
    page.get_by_role("button", name="Logga in med lösennyckel").click()
    page.get_by_role("heading", name="Mitt konto").wait_for()
    assert page.get_by_text("amina@kommun.se").is_visible()


def test_passkey_is_the_second_step_after_a_password(page, amina, authenticator):
    log_in_fully_with_password(page)
    add_passkey(page, alone=False)
    log_out(page)
    log_in_with_password(page)
    page.wait_for_url("**/logga-in/andra-steget/")
    page.get_by_role("button", name="Bekräfta med lösennyckeln").click()
    page.get_by_role("heading", name="Mitt konto").wait_for()
    page.goto("/mitt-konto/sakerhet/nycklar/")
    assert page.get_by_text("Min jobbtelefon").first.is_visible()


def test_passkey_is_renamed_and_removed(page, amina, authenticator):
    log_in_fully_with_password(page)
    add_passkey(page, alone=True)
    page.goto("/mitt-konto/sakerhet/nycklar/")
    page.get_by_role("link", name="Min jobbtelefon", exact=True).click()
    page.get_by_label("Lösennyckelns namn").fill("Telefon")
    page.get_by_role("button", name="Spara namnet").click()
    page.goto("/mitt-konto/sakerhet/nycklar/")
    page.get_by_role("link", name="Ta bort Telefon").click()
    page.get_by_role("button", name="Ta bort lösennyckeln").click()
    page.get_by_text("Lösennyckeln är borttagen.").wait_for()
    assert not Authenticator.objects.filter(user=amina, type="webauthn").exists()


def test_refused_passkey_says_so_and_leaves_the_other_ways(page, amina, authenticator):
    devtools, number = authenticator
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.goto("/logga-in/")
    page.get_by_role("button", name="Logga in med lösennyckel").click()
    page.get_by_text("Lösennyckeln svarade inte. Försök igen eller välj ett annat sätt.").wait_for()
    assert page.get_by_role("button", name="Skicka kod").is_enabled()
