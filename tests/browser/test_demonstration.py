"""The purpose of the portal, in the demo: a need becomes support that helped; two voices; no network."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Error, expect

from calendars.working_days import STOCKHOLM
from demo import people
from demo.build import build
from followups.models import CheckIn, CheckInVersion, Commitment
from support.models import SupportCase
from tests.browser.test_check_in_flow import Keys
from ui.text import normal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]

ALVA, ROBIN = people.ALVA.email, people.STAFF[0].email
HEDDA = "hedda.mallstrom@kramfors.example"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MOST_KEYS = 12
HAPPENED = "Vad har hänt sedan sist?"
AREA, OFFER = "Samverkan och förankring", "Introduktion för nya i processgruppen"
NEED, WHEN = "En introduktion för de två nya i gruppen.", "En timme på distans, ni väljer dag."
OFFLINE = "Inte sparat. Vi försöker igen när du har uppkoppling."
TEXT = "Åäö “citat” – 100 % & <b>fet</b>\n\n  indragen rad; 😀 e\u0301"


class Clock:
    """The server's clock. It goes on by a second at each look, and can be set."""

    def __init__(self, *day):
        self.at = datetime(*day, 10, 0, tzinfo=STOCKHOLM)

    def now(self):
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def clock(live_server, django_db_serialized_rollback, monkeypatch):
    """Build the demo around a Monday in November."""
    clock = Clock(2026, 11, 23)
    monkeypatch.setattr(timezone, "now", clock.now)
    build(today=clock.at.date())
    return clock


def look(page, axe):
    """Assert that the page fits its window and axe finds nothing."""
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def expect_said(page, text):
    expect(page.get_by_role("status").filter(has_text=text)).to_be_visible()


def press_link(page, keys, name):
    keys.tab_to(page.get_by_role("link", name=name))
    keys.press("Enter")


# --- A month by keyboard, and what one need became -------------------------------------------------------


def log_plainly(page, name, then, *first):
    """Log a municipality that is as it was; gives the key presses besides the text."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    keys = Keys(page)
    keys.press(*first)
    keys.tab_to(page.get_by_role("radio", name="I fas"))
    keys.press("Space")
    keys.tab_to(page.get_by_label(HAPPENED))
    page.keyboard.type("Kartläggningen fortsätter.")
    keys.press("Control+Enter")
    expect_said(page, then)
    return keys.pressed


def log_with_a_need(page, then):
    """Log Kramfors from its draft, with a need and an offer in the same breath."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Kramfors kommun")
    keys = Keys(page)
    keys.tab_to(page.get_by_role("radio", name="I fas"))
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="Behöver stöd")).to_be_checked()
    keys.tab_to(page.get_by_role("button", name="Alla: inte klart än"))
    keys.press("Enter")
    expect(page.get_by_label(HAPPENED)).to_be_focused()
    keys.tab_to(page.get_by_role("link", name="Vad skulle hjälpa? Skriv vad kommunen behöver"))
    keys.press("Enter")
    expect(page.get_by_label("Utvecklingsområde")).to_be_focused()
    page.keyboard.type(AREA[:5])
    keys.press("Tab")
    page.keyboard.type(NEED)
    keys.press("Tab")
    page.keyboard.type(OFFER[:5])
    keys.press("Tab")
    page.keyboard.type(WHEN)
    keys.press("Control+Enter")
    expect_said(page, then)
    return keys.pressed


def log_november(window, axe):
    """Alva logs what is left of November, from her home page on, without a mouse."""
    page = window(ALVA, "/mitt-lan/")
    press_link(page, Keys(page), "Fortsätt med november")
    expect(page.get_by_role("heading", level=1)).to_have_text("Härnösands kommun")
    look(page, axe)
    skip_link = ("Tab", "Enter")  # from the second municipality on the address does this
    pressed = {"Härnösand": log_plainly(page, "Härnösands kommun", "2 kommuner kvar.", *skip_link)}
    pressed["Kramfors, with a need and an offer"] = log_with_a_need(page, "1 kommun kvar.")
    pressed["Ånge"] = log_plainly(page, "Ånge kommun", "Alla kommuner är klara.")
    look(page, axe)
    return pressed


def accept_on_a_phone(window, axe):
    """Hedda sees the offer on her own page and says yes."""
    page = window(HEDDA, "/min-sida/", **PHONE)
    look(page, axe)
    page.get_by_role("link", name=f"Svara på erbjudandet: {OFFER}").tap()
    expect(page.get_by_text(WHEN).first).to_be_visible()
    look(page, axe)
    page.get_by_role("button", name="Tacka ja till stödet").tap()
    expect_said(page, "får mejl")


def open_case(window):
    """Alva's way from her list to the case."""
    page = window(ALVA, "/stod/")
    page.get_by_role("link", name=f"Kramfors: {AREA}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(AREA)
    return page


def start(window, axe):
    page = open_case(window)
    expect(page.get_by_text("Tackat ja").first).to_be_visible()
    look(page, axe)
    page.get_by_role("button", name="Spara startdatum").click()
    expect_said(page, "Startdatumet är sparat.")


def deliver(window, axe):
    page = open_case(window)
    page.get_by_label("Vad gjordes?").fill("En timme med två nya.")
    page.get_by_role("button", name="Markera stödet som genomfört").click()
    expect_said(page, "Kommunens processledare får frågan om det hjälpte.")
    look(page, axe)


def say_that_it_helped(window, axe):
    """Answer in the next check-in, which asks whether the support helped."""
    page = window(ALVA, "/avstamningar/2026-12/kramfors/")
    helped = page.locator(".promise--helped")
    expect(helped).to_contain_text(OFFER)
    helped.get_by_role("radio", name="Ja").check()
    helped.get_by_label("Kommentar").fill("De nya är med.")
    page.get_by_role("radio", name="I fas").check()
    page.get_by_label(HAPPENED).fill("Gruppen är hel igen.")
    look(page, axe)
    page.get_by_role("button", name="Klarmarkera").click()
    expect_said(page, "Kramfors är klar för december.")


def row_of(page, text):
    """Return the cells of the row with that text."""
    return page.get_by_role("row").filter(has_text=text).first.get_by_role("cell").all_inner_texts()


def read_what_came_of_it(window, axe):
    """Check the matrix, the reports of both months, the municipality's page and MÄN's list of support."""
    page = window(ALVA, "/uppfoljning/")
    months = [" ".join(cell.split()[1:]) for cell in row_of(page, "Kramfors")[-4:-1]]
    assert months == ["oktober 2026: ✓ I fas", "november 2026: ! Behöver stöd", "december 2026: ✓ I fas"]
    look(page, axe)
    for month in ("2026-11", "2026-12"):
        page.goto(f"/rapport/{month}/")
        assert row_of(page, NEED) == [AREA, NEED, "Genomfört", OFFER, "2026-11-23", "2026-12-03", "–", "Ja"]
        look(page, axe)
    page.goto("/kommuner/kramfors/")
    page.get_by_text("Avslutade behov och stöd").click()
    expect(page.get_by_role("link", name=OFFER)).to_be_visible()
    look(page, axe)
    page = window(ROBIN, "/oversikt/stod/")
    asked, said = ["2", "2", "0", "2"], ["0", "0", "0"]  # the municipality has not answered yet
    assert row_of(page, OFFER) == ["Nationellt", *asked, *said, "1", "0", "0"]
    look(page, axe)


def test_a_month_by_keyboard_and_a_need_that_became_support_that_helped(window, clock, axe, record_property):
    pressed = log_november(window, axe)
    record_property("key presses per check-in besides the text", pressed)
    assert max(pressed.values()) <= MOST_KEYS
    accept_on_a_phone(window, axe)
    start(window, axe)
    clock.at = Clock(2026, 12, 3).at
    deliver(window, axe)
    clock.at = Clock(2026, 12, 7).at
    say_that_it_helped(window, axe)
    case = SupportCase.objects.get(need=NEED)
    assert (case.state, case.board_outcome, f"{case.evaluated_month}") == ("done", "yes", "2026-12-01")
    read_what_came_of_it(window, axe)


# --- The same form on a phone whose net goes -------------------------------------------------------------


def type_without_net(page, field, axe):
    """Type a little, then on for ten minutes without a net; a reload fails."""
    line = page.locator("[data-draft-line]")
    field.tap()
    page.keyboard.insert_text(TEXT[:12])
    page.clock.fast_forward(3000)
    expect(line).to_contain_text("Utkast sparat kl. ")
    page.context.set_offline(True)
    for part in (TEXT[12:30], TEXT[30:]):
        page.keyboard.insert_text(part)
        page.clock.fast_forward("05:00")
        expect(line).to_contain_text(OFFLINE)
    look(page, axe)
    page.get_by_role("radio", name="Behöver stöd").tap()
    with pytest.raises(Error):
        page.reload()


def test_a_phone_without_net_for_ten_minutes_loses_nothing(window, axe, console_errors):
    address = "/avstamningar/2026-11/ange/"
    page = window(ALVA, "/mitt-lan/", **PHONE)
    page.clock.install()
    page.goto(address)
    field = page.get_by_label(HAPPENED)
    type_without_net(page, field, axe)
    page.context.set_offline(False)
    page.goto(address)
    assert field.input_value() == TEXT
    expect(page.locator("input[name=number]")).to_have_value("3")  # a little, the unanswered, the whole
    stored = CheckIn.objects.get(
        expected__participation__municipality__slug="ange", expected__month="2026-11-01"
    )
    assert (stored.happened, stored.progress) == (normal(TEXT), "needs_support")
    page.get_by_role("button", name="Klarmarkera").tap()
    expect_said(page, "Ånge är klar för november.")
    assert CheckInVersion.objects.get(check_in=stored).happened == normal(TEXT)
    console_errors.clear()  # the browser says that it was offline


# --- Two voices, and what was agreed on ------------------------------------------------------------------


def answer_as_the_municipality(window, axe):
    page = window(HEDDA, "/min-sida/", **PHONE)
    page.get_by_role("link", name="Ändra svaren för november").tap()
    page.get_by_role("radio", name="Har fastnat").check()
    page.get_by_label("Vad behöver ni?").fill("Skolan behöver vara med.")
    look(page, axe)
    page.get_by_role("button", name="Skicka svaren").tap()
    expect_said(page, "Svaren är skickade")


def agree(window, axe):
    """Alva reads both voices, notes that her board kept its promise, and a new one of the municipality's."""
    page = window(ALVA, "/avstamningar/2026-11/kramfors/")
    voices = page.get_by_role("region", name="Kommunens egna svar")
    expect(voices).to_contain_text("Kommunens bild är en annan. Börja gärna samtalet där.")
    expect(voices).to_contain_text("Har fastnat")
    expect(voices).to_contain_text("Skolan behöver vara med.")
    kept = page.locator(".promise--kept").filter(has_text="Skicka exemplet på uppdragsbeskrivning")
    kept.get_by_role("radio", name="Klart", exact=True).check()
    page.get_by_label("Vad kom ni överens om?").first.fill("Bjuda in rektorerna")
    page.get_by_label("När ska det vara klart?").first.fill("2026-12-04")
    look(page, axe)
    page.get_by_role("button", name="Klarmarkera").click()
    expect_said(page, "Kramfors är klar för november.")
    return page


def test_two_voices_meet_and_what_was_agreed_on_is_seen_by_its_owner(window, clock, axe):
    answer_as_the_municipality(window, axe)
    page = agree(window, axe)
    assert Commitment.objects.get(text="Skicka exemplet på uppdragsbeskrivning").state == "done"
    page.goto("/mitt-lan/")
    expect(page.get_by_text("Skicka exemplet på uppdragsbeskrivning")).to_have_count(0)
    clock.at = Clock(2026, 12, 1).at
    phone = window(HEDDA, "/min-sida/", **PHONE)
    promise = phone.get_by_role("listitem").filter(has_text="Bjuda in rektorerna")
    expect(promise).to_contain_text("senast den 4 december")
    look(phone, axe)
    page = window(ALVA, "/avstamningar/2026-12/kramfors/")
    page.locator(".promise--kept").filter(has_text="Bjuda in rektorerna").get_by_role(
        "radio", name="Klart", exact=True
    ).check()
    page.get_by_role("radio", name="Behöver stöd").check()
    page.get_by_label("Inget nytt sedan sist").check()
    page.get_by_role("button", name="Klarmarkera").click()
    expect_said(page, "Kramfors är klar för december.")
    phone.reload()
    expect(phone.get_by_text("Bjuda in rektorerna")).to_have_count(0)
