"""Commitments in a real browser: by keyboard, autosaved, and without JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from calendars.months import previous_month
from followups.models import CheckIn, Commitment
from tests import factories
from tests.browser.session import log_in, make_county_at_work

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
MOST_KEYS = 12


@pytest.fixture
def scene(month):
    """Härnösand with a promise from last month, in a county that works in July too."""
    role, [participation] = make_county_at_work(month, "harnosand")
    last = factories.make_check_in(participation, previous_month(month), state="done")
    factories.make_check_in_version(last, happened="Styrgruppen är utsedd.")
    factories.make_commitment(last, text="Boka lokal", due_on=month)
    return role


def test_a_promise_is_answered_by_keyboard_and_a_new_one_made(page, scene, month):
    log_in(page, scene.user)
    page.goto(f"/avstamningar/{month:%Y-%m}/harnosand/#content")
    pressed = []

    def press(*keys):
        for key in keys:
            page.keyboard.press(key)
            pressed.append(key)

    page.get_by_role("radio", name="I fas").focus()
    kept = page.locator(".promise--kept")
    expect(kept.get_by_label("Kommentar")).to_be_hidden()
    press("Space", "Tab")
    expect(kept.get_by_role("radio", name="Inte klart än")).to_be_focused()
    press("ArrowRight")
    expect(kept.get_by_label("Kommentar")).to_be_visible()
    expect(kept.get_by_label("Ny dag")).to_be_hidden()
    press("Tab")
    page.keyboard.type("Bokat")
    press("Tab")
    expect(page.get_by_label("Vad har hänt sedan sist?")).to_be_focused()
    page.keyboard.type("Kartläggningen har börjat.")
    assert len(pressed) + 1 <= MOST_KEYS
    page.get_by_label("Vad kom ni överens om?").first.fill("Ring rektorn")
    press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text="Härnösand är klar för")).to_be_visible()
    rows = Commitment.objects.order_by("pk").values_list("text", "state", "word")
    assert list(rows) == [("Boka lokal", "done", "Bokat"), ("Ring rektorn", "open", "")]


def test_promises_are_saved_by_themselves_and_come_back_after_being_offline(
    page, scene, month, console_errors
):
    log_in(page, scene.user)
    page.goto(f"/avstamningar/{month:%Y-%m}/harnosand/")
    page.context.set_offline(True)
    page.locator(".promise--kept").get_by_role("radio", name="Inte klart än").check()
    page.get_by_label("Ny dag").fill(f"{month + timedelta(days=40)}")
    page.get_by_label("Vad kom ni överens om?").first.fill("Ring å, ä & ö")
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("[data-draft-line]")).to_contain_text("Inte sparat.")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("Vad kom ni överens om?").first).to_have_value("Ring å, ä & ö")
    expect(page.locator("[data-draft-line]")).to_contain_text("Utkast sparat kl. ")
    expect(page.locator("input[name=number]")).to_have_value("2")  # the unanswered, then the whole
    draft = CheckIn.objects.get(expected__month=month)
    assert draft.agreed == [{"text": "Ring å, ä & ö", "owner": "municipality", "due_on": ""}]
    [said] = draft.commitment_answers.values()
    assert said == {"outcome": "open", "word": "", "due_on": f"{month + timedelta(days=40)}"}
    console_errors.clear()  # the browser says that it was offline


def test_promises_work_without_javascript(new_page, scene, month):
    page = new_page(java_script_enabled=False)
    log_in(page, scene.user)
    page.goto(f"/avstamningar/{month:%Y-%m}/harnosand/")
    page.get_by_role("radio", name="I fas").check()
    page.get_by_label("Inget nytt sedan sist").check()
    kept = page.locator(".promise--kept")
    kept.get_by_role("radio", name="Inte aktuellt längre").check()
    kept.get_by_label("Kommentar").fill("Behövs inte")
    page.get_by_label("Vad kom ni överens om?").first.fill("Ring rektorn")
    page.get_by_role("button", name="Klarmarkera").click()
    rows = Commitment.objects.order_by("pk").values_list("text", "state", "word")
    assert list(rows) == [("Boka lokal", "dropped", "Behövs inte"), ("Ring rektorn", "open", "")]


def test_all_promises_are_answered_at_once_in_the_months_row(page, scene, month):
    last = CheckIn.objects.get()
    factories.make_commitment(last, text="Ring skolan")
    log_in(page, scene.user)
    page.goto(f"/avstamningar/{month:%Y-%m}/")
    kept = page.locator(".promise--kept")
    kept.filter(has_text="Ring skolan").get_by_role("radio", name="Klart", exact=True).check()
    page.get_by_role("button", name="Alla: inte klart än").click()
    expect(kept.filter(has_text="Boka lokal").get_by_role("radio", name="Inte klart än")).to_be_checked()
    expect(kept.filter(has_text="Ring skolan").get_by_role("radio", name="Klart", exact=True)).to_be_checked()
    page.get_by_role("radio", name="I fas").check()
    page.get_by_label("Inget nytt sedan sist").check()
    page.get_by_role("button", name="Klarmarkera Härnösand").click()
    expect(page.get_by_role("status").filter(has_text="Härnösand är klar för")).to_be_visible()
    rows = Commitment.objects.order_by("pk").values_list("text", "state", "reviewed_in__expected__month")
    assert list(rows) == [("Boka lokal", "open", month), ("Ring skolan", "done", month)]
