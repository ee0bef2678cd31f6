"""A coordinator's check-in by keyboard alone: from the home page to the next municipality."""

import pytest
from playwright.sync_api import expect

from calendars.months import previous_month
from followups.models import CheckInVersion
from tests import factories
from tests.browser.session import log_in, make_county_at_work

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
MOST_KEYS = 12


@pytest.fixture
def scene(month):
    """Härnösand and Kramfors, with a promise from last month, in a county that works in July too."""
    role, participations = make_county_at_work(month, "harnosand", "kramfors")
    for participation in participations:
        last = factories.make_check_in(participation, previous_month(month), state="done")
        factories.make_check_in_version(last, happened="Styrgruppen är utsedd.")
        factories.make_commitment(last, text="Boka möte")
    return role


class Keys:
    """Presses keys and counts them; text does not count."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def tab_to(self, locator):
        for _press in range(30):
            if locator.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        pytest.fail("Tab does not reach the field")


def test_a_check_in_by_keyboard_lands_on_the_next_municipality(page, scene, month):
    log_in(page, scene.user)
    page.goto(f"/avstamningar/{month:%Y-%m}/harnosand/#content")
    keys = Keys(page)
    keys.tab_to(page.get_by_role("radio", name="I fas"))
    keys.press("Space", "Tab")
    expect(page.get_by_role("radio", name="Inte klart än")).to_be_focused()
    keys.press("ArrowRight", "Tab", "Tab")
    expect(page.get_by_label("Vad har hänt sedan sist?")).to_be_focused()
    page.keyboard.type("Kartläggningen har börjat.")
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", name="Kramfors kommun")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("Härnösand är klar för")
    assert keys.pressed <= MOST_KEYS
    print(f"{keys.pressed} key presses besides the text")  # noqa: T201 -- a figure to watch
    version = CheckInVersion.objects.get(check_in__expected__month=month)
    assert (version.progress, version.happened) == ("on_track", "Kartläggningen har börjat.")
    assert [(each["text"], each["outcome"]) for each in version.commitments] == [("Boka möte", "done")]
    assert version.next_step is None
    keys = Keys(page)  # the address led to the content: the next municipality is as near
    keys.tab_to(page.get_by_role("radio", name="I fas"))
    assert keys.pressed <= MOST_KEYS


def test_what_is_missing_takes_the_focus_and_leads_to_the_field(page, scene, month):
    log_in(page, scene.user)
    page.goto(f"/avstamningar/{month:%Y-%m}/harnosand/")
    page.get_by_label("Vad kom ni överens om?").first.focus()
    page.keyboard.press("Control+Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Avstämningen är inte klar än. Rätta 2 saker")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="I fas")).to_be_focused()
    assert page.title().startswith("Fel: ")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_pages_hold_with_everything_open(new_page, axe, console_errors, scene, month, width):
    page = new_page(viewport={"width": width, "height": 800})
    log_in(page, scene.user)
    address = f"/avstamningar/{month:%Y-%m}/"
    other = factories.make_coordinator(starts_on=scene.starts_on)
    factories.make_check_in(
        scene.county_board.cohorts.get().participations.get(municipality__slug="kramfors"),
        month,
        user=other.user,
        number=1,
        happened="En annan text",
    )
    for path in ("/mitt-lan/", address, f"{address}harnosand/"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{address}kramfors/")
    page.locator("input[name=number]").evaluate("element => element.value = 0")
    page.get_by_label("Vad har hänt sedan sist?").fill("Min text")
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.get_by_role("alert")).to_contain_text("Välj vilken text som ska gälla.")
    console_errors.clear()  # the browser says that it got a 409
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_stands_beside_is_closed_on_a_phone_and_open_beside_the_form(new_page, scene, month):
    for width, is_open in ((390, False), (1280, True)):
        page = new_page(viewport={"width": width, "height": 800}, java_script_enabled=False)
        log_in(page, scene.user)
        page.goto(f"/avstamningar/{month:%Y-%m}/harnosand/")
        beside = page.get_by_role("complementary")
        expect(beside.get_by_text("Styrgruppen är utsedd.")).to_be_visible(visible=is_open)
        expect(beside.locator("summary")).to_be_visible(visible=not is_open)
        if not is_open:
            beside.locator("summary").click()
            expect(beside.get_by_text("Styrgruppen är utsedd.")).to_be_visible()


def test_a_step_that_is_done_offers_to_begin_the_next(page, axe, scene, month):
    log_in(page, scene.user)
    page.goto(f"/avstamningar/{month:%Y-%m}/harnosand/")
    page.get_by_text("Processteg: ").click()
    first, second = (page.locator(f"[name=step_{number}]") for number in (1, 2))
    offer = page.get_by_role("button", name="Markera att steg 2 pågår")
    first.select_option("ongoing")
    expect(offer).to_be_hidden()
    first.select_option("done")
    assert axe(page) == []
    offer.press("Enter")
    expect(second).to_have_value("ongoing")
    expect(second).to_be_focused()
    expect(offer).to_be_hidden()
    expect(page.locator("[data-draft-line]")).to_contain_text("Utkast sparat kl. ")


def test_a_need_is_one_link_away_from_what_has_happened(page, scene, month):
    log_in(page, scene.user)
    page.goto(f"/avstamningar/{month:%Y-%m}/harnosand/")
    link = page.get_by_role("link", name="Vad skulle hjälpa? Skriv vad kommunen behöver")
    expect(link).to_be_hidden()
    page.get_by_role("radio", name="Har fastnat").check()
    link.click()
    expect(page.get_by_label("Utvecklingsområde")).to_be_focused()
    expect(page.locator("[data-draft-line]")).to_contain_text("Utkast sparat kl. ")
