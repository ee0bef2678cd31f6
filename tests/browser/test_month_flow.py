"""A county's whole month from the month's page, by keyboard alone; and what happens when the net is gone."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from calendars.months import month_of, previous_month
from demo import people
from demo.build import build
from followups.models import CheckIn, CheckInVersion
from followups.months import county_months
from municipalities.models import CountyBoard
from tests import factories
from tests.browser.session import log_in, make_county_at_work
from tests.browser.test_check_in_flow import Keys

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
MOST_KEYS = 12
HAS_COPIES = "Object.keys(sessionStorage).some(name => name.startsWith('draft:'))"


def undone(month):
    """Return the municipalities of Västernorrland that are left, in the order of the page."""
    [county] = county_months(CountyBoard.objects.filter(code="22"), month, on=timezone.localdate())
    return county.undone


def mark_done(page, row):
    """Fill in and send a row by keyboard; gives how many keys that took besides the text."""
    keys, form = Keys(page), page.locator(f"#{row.slug}")
    keys.tab_to(form.get_by_role("radio", name="I fas"))
    keys.press("Space", "Tab")
    written = form.get_by_label("Vad har hänt sedan sist?")
    if page.locator("[data-all-open]:focus").count():
        keys.press("Space")  # nothing of what was agreed is done yet
    keys.tab_to(written)
    expect(written).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Kartläggningen fortsätter.")
    keys.press("Control+Enter")
    expect(page.locator("#receipt")).to_contain_text(f"{row.municipality} är klar för")
    return keys.pressed


def test_vasternorrland_logs_its_month_by_keyboard(page, axe, record_property):
    build(today=timezone.localdate())
    month = month_of(timezone.localdate())
    month = month if undone(month) else previous_month(month)  # a month off
    left = undone(month)
    log_in(page, User.objects.get(email=people.ALVA.email))
    page.goto(f"/avstamningar/{month:%Y-%m}/")
    page.locator(f"#{left[0].slug} summary").focus()
    pressed = []
    for row, following in zip(left, [*left[1:], None], strict=True):
        pressed.append(mark_done(page, row))
        if following:
            expect(page.locator(f"#{following.slug}")).to_have_attribute("open", "")
            expect(page.locator(f"#{following.slug} [type=radio]:focus")).to_have_count(1)
    expect(page.locator("#receipt")).to_contain_text("Alla kommuner är klara.")
    record_property("key presses per municipality besides the text", pressed)
    assert max(pressed) <= MOST_KEYS
    assert (undone(month), axe(page)) == ([], [])


# --- Two municipalities ---------------------------------------------------------------------------------


@pytest.fixture
def role(month):
    """The coordinator of Härnösand and Kramfors, in a county that works in July too."""
    role, _participations = make_county_at_work(month, "harnosand", "kramfors")
    return role


@pytest.fixture
def rows(page, role, month):
    """The two rows, Härnösand's filled in."""
    log_in(page, role.user)
    page.goto(f"/avstamningar/{month:%Y-%m}/")
    first, second = page.locator("#harnosand"), page.locator("#kramfors")
    first.get_by_role("radio", name="I fas").check()
    first.get_by_label("Vad har hänt sedan sist?").fill("Ett möte.")
    return first, second


def test_what_is_typed_in_another_row_stays(page, rows):
    first, second = rows
    second.locator("summary").click()
    second.get_by_label("Vad har hänt sedan sist?").fill("Halvskrivet")
    first.get_by_role("button", name="Klarmarkera Härnösand").click()
    expect(page.locator("#receipt")).to_contain_text("1 kommun kvar.")
    expect(second.get_by_label("Vad har hänt sedan sist?")).to_have_value("Halvskrivet")
    expect(second.get_by_role("radio").first).to_be_focused()
    second.get_by_role("radio", name="I fas").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#receipt")).to_contain_text("Alla kommuner är klara.")
    expect(second.locator("summary")).to_be_focused()
    assert CheckInVersion.objects.count() == 2


def test_a_row_that_is_opened_gets_its_form_and_the_focus(page, rows):
    first, second = rows
    expect(second.locator("form")).to_have_count(0)
    second.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(second.get_by_role("radio").first).to_be_focused()
    expect(first.get_by_label("Vad har hänt sedan sist?")).to_have_value("Ett möte.")


def test_a_row_without_a_net_keeps_the_link_to_its_form(page, rows, console_errors):
    _first, second = rows
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        second.locator("summary").click()
    link = second.get_by_role("link", name="Fyll i för Kramfors")
    expect(link).to_be_visible()
    page.context.set_offline(False)
    link.click()
    expect(second.locator("summary")).to_be_focused()
    expect(second.get_by_role("radio").first).to_be_visible()
    console_errors.clear()  # the browser says that the net was gone


def test_what_is_missing_keeps_the_row_open(page, rows):
    first, _second = rows
    first.get_by_label("Vad har hänt sedan sist?").fill("")
    first.get_by_role("button", name="Klarmarkera Härnösand").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Avstämningen är inte klar än.")
    expect(first).to_have_attribute("open", "")
    assert page.title().startswith("Fel: ")
    first.get_by_role("checkbox").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#receipt")).to_contain_text("Härnösand är klar för")
    assert not page.title().startswith("Fel: ")


def test_the_text_outlives_a_net_that_is_gone(page, rows, console_errors):
    first, _second = rows
    while page.evaluate(HAS_COPIES):  # until all is saved
        page.wait_for_timeout(50)
    page.context.set_offline(True)
    first.get_by_role("button", name="Klarmarkera Härnösand").click()
    expect(page.locator("#receipt")).to_contain_text("Inte sparat: portalen svarar inte.")
    expect(first.get_by_label("Vad har hänt sedan sist?")).to_have_value("Ett möte.")
    page.context.set_offline(False)
    first.get_by_role("button", name="Klarmarkera Härnösand").click()
    expect(page.locator("#receipt")).to_contain_text("Härnösand är klar för")
    console_errors.clear()  # the browser says that the net was gone


def test_the_text_outlives_a_login_that_ended(page, role, rows, console_errors):
    first, _second = rows
    Session.objects.all().delete()
    first.get_by_role("button", name="Klarmarkera Härnösand").click()
    expect(page.locator("#receipt")).to_contain_text("Inte sparat: du är utloggad.")
    log_in(page, role.user)
    first.get_by_role("button", name="Klarmarkera Härnösand").click()
    expect(page.locator("#receipt")).to_contain_text("Härnösand är klar för")
    assert CheckInVersion.objects.get().happened == "Ett möte."
    console_errors.clear()  # the browser says that it got a 401


def test_a_conflict_shows_both_texts(page, rows, role, month, console_errors):
    first, _second = rows
    participation = role.county_board.cohorts.get().participations.get(municipality__slug="harnosand")
    factories.make_check_in(participation, month, number=1, happened="Kollegans text")
    first.get_by_role("button", name="Klarmarkera Härnösand").click()
    expect(page.get_by_role("alert")).to_contain_text("Välj vilken text som ska gälla.")
    expect(page.get_by_text("Kollegans text").first).to_be_visible()
    console_errors.clear()  # the browser says that it got a 409
    assert CheckIn.objects.get().number == 1


def test_without_a_script_the_next_row_is_open_and_has_the_focus(browser, live_server, role, month):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, role.user)
    page.goto(f"/avstamningar/{month:%Y-%m}/")
    row = page.locator("#harnosand")
    row.get_by_role("radio", name="Ingen kontakt").check()
    row.get_by_role("button", name="Klarmarkera Härnösand").click()
    expect(page.get_by_role("status")).to_contain_text("1 kommun kvar.")
    expect(page.locator("#kramfors summary")).to_be_focused()
    page.goto(f"/avstamningar/{month:%Y-%m}/?oppna=harnosand")
    expect(page.locator("#harnosand summary")).to_be_focused()
    context.close()


def test_a_text_in_a_row_is_saved_and_stands_in_the_whole_form(page, rows):
    first, _second = rows
    expect(first.locator("[data-draft-line]")).to_contain_text("Utkast sparat kl. ")
    first.get_by_role("link", name="Öppna hela avstämningen för Härnösand").click()
    page.wait_for_url("**/harnosand/")
    expect(page.get_by_label("Vad har hänt sedan sist?")).to_have_value("Ett möte.")
    stored = CheckIn.objects.get()
    assert (stored.happened, stored.progress, stored.state) == ("Ett möte.", "on_track", "draft")
