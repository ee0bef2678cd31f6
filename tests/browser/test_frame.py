"""The parts of portal.js: focus on errors, no double sending, a shortcut, opening a linked section."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from playwright.sync_api import expect

from config import urls

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.urls(__name__)]
handler500 = urls.handler500
sent = []
PAGE = """{% extends "base.html" %}{% block content %}<h1>Prov</h1>
<form id="slow" method="post" action="/slow/" data-shortcut>
  <label for="text">Text</label><input type="text" id="text" name="text">
  <button class="btn btn--2" type="submit" name="draft" value="1">Spara utkast</button>
  <button class="btn" type="submit" name="done" value="1">Klarmarkera</button>
</form>
<form id="file" method="post" action="/slow/" data-file>
  <button class="btn" type="submit" name="format" value="xlsx">Excel</button>
  <button class="btn" type="submit" name="format" value="pdf">Pdf</button>
</form>
<details id="hofors"><summary>Hofors</summary><p id="inside">Text</p></details>
<details id="wrong"><summary>Fel</summary><div class="field--err"><input aria-label="Fel"></div></details>
<button data-print hidden type="button" class="btn">Skriv ut</button>{% endblock %}"""


@login_not_required
def trial(request):
    from django.template import engines  # noqa: PLC0415

    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


@login_not_required
@csrf_exempt
def slow(request):
    sent.append(dict(request.POST.items()))
    return HttpResponse(status=204)  # the browser stays on the page, as on a slow line


@login_not_required
def faulty(request):
    from programmes.forms import EnquiryForm  # noqa: PLC0415
    from ui.layout import FormPage, form_page  # noqa: PLC0415

    return form_page(request, EnquiryForm({}), FormPage("Prov", "start", "/"))


urlpatterns = [path("trial/", trial), path("slow/", slow), path("faulty/", faulty), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def _nothing_sent():
    sent.clear()


def test_double_press_sends_once_and_a_later_try_goes_through(page):
    page.clock.install()
    page.goto("/trial/")
    button = page.get_by_role("button", name="Klarmarkera")
    button.dblclick()
    page.wait_for_timeout(300)
    assert sent == [{"text": "", "done": "1"}]
    assert button.get_attribute("aria-disabled") == "true"
    page.clock.run_for(5000)
    assert button.get_attribute("aria-disabled") is None
    button.click()
    page.wait_for_timeout(300)
    assert len(sent) == 2


def test_a_second_download_is_not_a_double_press(page):
    page.goto("/trial/")
    page.get_by_role("button", name="Excel").dblclick()
    page.get_by_role("button", name="Pdf").click()
    page.wait_for_timeout(1200)
    page.get_by_role("button", name="Excel").click()
    page.wait_for_timeout(300)
    assert sent == [{"format": "xlsx"}, {"format": "pdf"}, {"format": "xlsx"}]


def test_shortcut_presses_the_main_button_with_its_name(page):
    page.goto("/trial/")
    page.get_by_label("Text").fill("Möte")
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(300)
    assert sent == [{"text": "Möte", "done": "1"}]


def test_address_opens_the_row_that_it_names(page):
    page.goto("/trial/#inside")
    assert page.locator("#hofors").get_attribute("open") == ""


def test_rows_with_a_fault_are_open(page):
    page.goto("/trial/")
    assert page.locator("#wrong").get_attribute("open") == ""
    assert page.locator("#hofors").get_attribute("open") is None


def test_print_button_appears_only_with_the_script(page, browser, live_server):
    page.goto("/trial/")
    assert page.get_by_role("button", name="Skriv ut").is_visible()
    plain = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    window = plain.new_page()
    window.goto("/trial/")
    assert not window.get_by_text("Skriv ut").is_visible()
    plain.close()


def test_focus_goes_to_what_is_wrong_and_its_links_to_the_fields(page):
    page.goto("/faulty/")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first = page.locator("[data-error-summary] a").first.get_attribute("href")
    expect(page.locator(first)).to_be_focused()


@pytest.mark.parametrize(
    "address", ["/hjalp/", "/tillganglighet/", "/personuppgifter/", "/faulty/", "/en/hjalp/"]
)
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "light")])
def test_public_pages_have_no_fault_that_axe_finds_and_fit_the_screen(new_page, axe, address, width, scheme):
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(address)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_first_stop_of_the_keyboard_leads_past_the_menu(page):
    page.goto("/hjalp/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
