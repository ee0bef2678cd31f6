"""The login and account pages: readable for all, narrow and wide, without a complaint from the browser."""

import pytest

from tests.browser.session import log_in

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = ["/logga-in/", "/logga-in/losenord/", "/logga-in/glomt-losenord/", "/logga-in/nytt-konto/"]
ACCOUNT = [
    "/mitt-konto/",
    "/mitt-konto/sessioner/",
    "/mitt-konto/sakerhet/",
    "/mitt-konto/sakerhet/app/",
    "/mitt-konto/sakerhet/nycklar/",
    "/mitt-konto/sakerhet/nycklar/ny/",
    "/mitt-konto/sakerhet/byt-losenord/",
    "/mitt-konto/sakerhet/bekrafta/losenord/",
]
WITH_APP = [
    "/mitt-konto/sakerhet/",
    "/mitt-konto/sakerhet/app/ta-bort/",
    "/mitt-konto/sakerhet/reservkoder/",
    "/mitt-konto/sakerhet/reservkoder/nya/",
    "/mitt-konto/sakerhet/bekrafta/",
]
WITHOUT_PASSWORD = ["/mitt-konto/sakerhet/valj-losenord/", "/mitt-konto/sakerhet/bekrafta/ny-kod/"]
PASSWORD = "fyra-glada-hundar-i-sno"


def check(page, axe, addresses):
    findings = {}
    for address in addresses:
        assert page.goto(address).status == 200
        assert page.url.endswith(address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found = axe(page) + ([f"{wide} px too wide"] if wide > 0 else [])
        if found:
            findings[address] = found
    assert findings == {}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_login_pages(new_page, axe, width, scheme):
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    check(page, axe, PUBLIC)
    page.goto("/logga-in/")
    page.get_by_role("button", name="Skicka kod").click()
    page.get_by_text("Skriv din e-postadress, till exempel namn@kommun.se").first.wait_for()
    assert axe(page) == []
    page.get_by_label("E-postadress").fill("ingen@kommun.se")
    page.keyboard.press("Enter")
    page.get_by_label("Kod", exact=True).fill("123456")
    assert axe(page) == []
    page.keyboard.press("Enter")
    page.get_by_text("Koden stämmer inte. Kontrollera den. Bara den senaste koden gäller.").first.wait_for()
    assert axe(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_account_pages(new_page, axe, width):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: PLC0415 -- models load later
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415

    from tests.factories import make_user  # noqa: PLC0415

    user = make_user(email="amina@kommun.se")
    user.set_password(PASSWORD)
    user.save()
    page = new_page(viewport={"width": width, "height": 800})
    enter(page)
    page.get_by_role("heading", name="Mitt konto").wait_for()
    check(page, axe, ACCOUNT)
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    check(page, axe, WITH_APP)
    page.context.clear_cookies()
    enter(page)
    page.get_by_role("heading", name="Logga in: andra steget").wait_for()
    assert axe(page) == []


def enter(page):
    page.goto("/logga-in/losenord/?next=/mitt-konto/")
    page.get_by_label("E-postadress").fill("amina@kommun.se")
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


def test_pages_of_a_person_without_password(new_page, axe):
    from tests.factories import make_user  # noqa: PLC0415

    page = new_page(viewport={"width": 320, "height": 800})
    log_in(page, make_user())
    check(page, axe, WITHOUT_PASSWORD)
