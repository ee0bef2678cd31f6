"""A check-in that saves itself in a real browser: nothing typed is lost, whatever happens meanwhile."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Error, expect

from audit.models import AuditEvent
from calendars.months import month_of
from followups.models import CheckIn, CheckInVersion
from participants.models import Submission
from tests import factories
from tests.browser.session import log_in, make_county_at_work
from ui.text import normal

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
HAPPENED = "Vad har hänt sedan sist?"
TEXT = "Åäö “citat” – 100 % & <b>fet</b>\n\n  indragen rad;\tflik 😀 e\u0301"
OFFLINE = "Inte sparat. Vi försöker igen när du har uppkoppling."
START = re.compile(r":\d+/$")
COPIES = "Object.keys(sessionStorage).filter(name => name.startsWith('draft:'))"
HEARD = """() => {
  window.heard = [];
  new MutationObserver(() => window.heard.push(document.querySelector('[data-draft-voice]').textContent))
    .observe(document.querySelector('[data-draft-voice]'), { childList: true });
}"""


@pytest.fixture
def scene(month):
    """Härnösand and Kramfors in a county that works in July too, and their coordinator."""
    role, _participations = make_county_at_work(month, "harnosand", "kramfors")
    return role


@pytest.fixture
def address(month):
    return f"/avstamningar/{month:%Y-%m}/harnosand/"


@pytest.fixture
def opened(page, scene, address):
    """The form of Härnösand, as the coordinator."""
    return open_form(page, scene.user, address)


def open_form(page, user, address):
    log_in(page, user)
    page.goto(address)
    page.evaluate(HEARD)
    return page


def field(page):
    return page.get_by_label(HAPPENED)


def line(page):
    return page.locator("[data-draft-line]")


def leave_the_field(page):
    page.evaluate("document.activeElement.blur()")


def expect_saved(page):
    expect(line(page)).to_contain_text("Utkast sparat kl. ")


def stored():
    return CheckIn.objects.get()


def test_a_draft_is_saved_a_moment_after_typing(opened):
    page = opened
    field(page).fill("Ett")
    expect_saved(page)  # two seconds later, the field still has the focus
    expect(field(page)).to_be_focused()
    assert (stored().happened, stored().number, stored().state) == ("Ett", 1, "draft")
    field(page).fill("Ett möte")
    leave_the_field(page)
    expect(page.locator("input[name=number]")).to_have_value("2")
    assert page.evaluate("window.heard.length") == 1  # those who listen hear the first save alone
    assert page.evaluate(COPIES) == []
    assert AuditEvent.objects.filter(verb__startswith="check_in").count() == 0
    page.get_by_role("radio", name="I fas").check()
    page.get_by_role("button", name="Klarmarkera och gå till Kramfors").click()
    expect(page.get_by_role("heading", name="Kramfors kommun")).to_be_visible()
    assert page.evaluate(COPIES) == []
    assert CheckInVersion.objects.get().happened == "Ett möte"


def test_leaving_the_window_saves(opened):
    page = opened
    field(page).fill("På språng")
    page.evaluate("""() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    expect(line(page)).to_contain_text("Utkast sparat", timeout=1500)
    assert stored().happened == "På språng"


def test_a_text_typed_without_connection_is_byte_equal_after_a_reload(opened, address, console_errors):
    page = opened
    page.context.set_offline(True)
    for end in (len(TEXT) // 3, len(TEXT) // 2, len(TEXT)):
        field(page).fill(TEXT[:end])
        leave_the_field(page)
        expect(line(page)).to_contain_text(OFFLINE)
    page.get_by_role("radio", name="Har fastnat").check()
    assert page.evaluate("window.heard") == [OFFLINE]
    assert CheckIn.objects.count() == 0
    with pytest.raises(Error):
        page.reload()
    page.context.set_offline(False)
    page.goto(address)
    assert field(page).input_value() == TEXT
    expect(page.get_by_role("radio", name="Har fastnat")).to_be_checked()
    expect_saved(page)
    expect(page.locator("input[name=number]")).to_have_value("2")  # the unanswered text, then the whole
    assert stored().happened == normal(TEXT)
    assert (stored().progress, page.evaluate(COPIES)) == ("stuck", [])
    console_errors.clear()  # the browser says that it was offline


def test_a_draft_is_saved_when_the_connection_comes_back(opened, console_errors):
    page = opened
    page.context.set_offline(True)
    field(page).fill("I källaren")
    page.get_by_role("button", name="Spara utkast").click()  # the page stays, with its text
    expect(line(page)).to_contain_text(OFFLINE)
    page.context.set_offline(False)
    expect_saved(page)
    assert stored().happened == "I källaren"
    assert [text.split(" kl.")[0] for text in page.evaluate("window.heard")] == [OFFLINE, "Utkast sparat"]
    console_errors.clear()


def test_an_answer_that_is_lost_on_its_way_is_no_conflict(opened, console_errors):
    page = opened

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/utkast/", lose)
    field(page).fill("Första")
    leave_the_field(page)
    expect(line(page)).to_contain_text(OFFLINE)
    assert (stored().happened, stored().number) == ("Första", 1)
    page.unroute("**/utkast/")
    field(page).fill("Första och andra")
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.get_by_text("Utkastet är sparat.")).to_be_visible()
    assert stored().happened == "Första och andra"
    console_errors.clear()


def test_a_session_that_ended_keeps_the_text_and_leads_to_the_login(opened, scene, address, console_errors):
    page = opened
    Session.objects.all().delete()
    field(page).fill(TEXT)
    leave_the_field(page)
    expect(line(page)).to_contain_text("Inte sparat. Du har loggats ut, men din text finns kvar här.")
    link = page.get_by_role("link", name="Logga in igen")
    assert link.get_attribute("href") == f"/logga-in/?next={address}"
    assert field(page).input_value() == TEXT
    link.click()
    expect(page).to_have_url(re.compile(re.escape(f"/logga-in/?next={address}") + "$"))
    log_in(page, scene.user)
    page.goto(address)
    assert field(page).input_value() == TEXT
    expect_saved(page)
    assert stored().happened == normal(TEXT)
    console_errors.clear()  # the browser says that it got a 401


def test_the_text_is_not_shown_to_the_next_person_in_the_window(opened, scene, address, console_errors):
    page = opened
    Session.objects.all().delete()
    field(page).fill("Alvas text")
    leave_the_field(page)
    expect(page.get_by_role("link", name="Logga in igen")).to_be_visible()
    other = factories.make_coordinator(county_board=scene.county_board, starts_on=scene.starts_on)
    page.goto("/hjalp/")  # a page that is left tries once more to save
    open_form(page, other.user, address)
    expect(field(page)).to_have_value("")
    page.get_by_role("button", name="Logga ut").click()
    expect(page).to_have_url(START)
    assert len(page.evaluate(COPIES)) == 1  # it waits for its writer
    open_form(page, scene.user, address)
    expect(field(page)).to_have_value("Alvas text")
    expect_saved(page)
    console_errors.clear()


def test_logging_out_takes_the_copy_away(opened, console_errors):
    page = opened
    page.route("**/utkast/", lambda route: route.fulfill(status=503))
    field(page).fill("Inte för andra")
    assert len(page.evaluate(COPIES)) == 1
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("dialog", name="Du har text som inte är sparad")).to_contain_text(
        "Härnösands kommun"
    )
    page.keyboard.press("Escape")
    assert (field(page).input_value(), len(page.evaluate(COPIES))) == ("Inte för andra", 1)
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("button", name="Kasta texten och logga ut").click()
    expect(page).to_have_url(START)
    assert page.evaluate("sessionStorage.length") == 0
    console_errors.clear()  # the browser says that it got a 503


def test_logging_out_saves_the_text_where_the_server_takes_it(opened):
    page = opened
    field(page).fill("Sparas sist")
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("button", name="Spara texten").click()
    expect(page).to_have_url(START)
    assert stored().happened == "Sparas sist"
    assert page.evaluate("sessionStorage.length") == 0


def test_a_second_writer_stops_the_saving_and_both_texts_are_shown(opened, scene, address, console_errors):
    page = opened
    other = factories.make_coordinator(
        county_board=scene.county_board,
        starts_on=scene.starts_on,
        user=factories.make_user(first_name="Ture", last_name="Fiktivberg"),
    )
    participation = scene.county_board.cohorts.get().participations.get(municipality__slug="harnosand")
    factories.make_check_in(
        participation, month_of(timezone.localdate()), user=other.user, number=1, happened="Tures text"
    )
    field(page).fill("Min text")
    leave_the_field(page)
    expect(line(page)).to_contain_text("Tryck på Spara utkast för att se båda texterna.")
    expect(line(page)).to_contain_text("Ture Fiktivberg ändrade avstämningen")
    assert stored().happened == "Tures text"
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.get_by_role("alert")).to_contain_text("Välj vilken text som ska gälla.")
    assert field(page).input_value() == "Min text"
    assert len(page.evaluate(COPIES)) == 1
    for mine in page.get_by_role("radio", name="Din text").all():
        mine.check()
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.get_by_text("Utkastet är sparat.")).to_be_visible()
    assert (stored().happened, page.evaluate(COPIES)) == ("Min text", [])
    console_errors.clear()  # the browser says that it got a 409


def test_a_copy_does_not_overwrite_what_a_colleague_saved_meanwhile(opened, scene, address, console_errors):
    page = opened
    page.context.set_offline(True)
    field(page).fill("Min text")
    leave_the_field(page)
    expect(line(page)).to_contain_text(OFFLINE)
    other = factories.make_coordinator(county_board=scene.county_board, starts_on=scene.starts_on)
    participation = scene.county_board.cohorts.get().participations.get(municipality__slug="harnosand")
    factories.make_check_in(
        participation, month_of(timezone.localdate()), user=other.user, number=1, happened="Kollegans text"
    )
    with pytest.raises(Error):
        page.reload()
    page.context.set_offline(False)
    page.goto(address)
    assert field(page).input_value() == "Min text"
    expect(line(page)).to_contain_text("Tryck på Spara utkast för att se båda texterna.")
    assert stored().happened == "Kollegans text"
    console_errors.clear()


def test_what_is_wrong_is_said_and_the_text_is_kept(opened, console_errors):
    page = opened
    field(page).fill("Ring 19121212-1212")
    leave_the_field(page)
    expect(line(page)).to_contain_text("Texten verkar innehålla ett personnummer. Ta bort ”19121212-1212”.")
    assert (CheckIn.objects.count(), len(page.evaluate(COPIES))) == (0, 1)
    field(page).fill("Ring processledaren")
    leave_the_field(page)
    expect_saved(page)
    console_errors.clear()  # the browser says that it got a 422


def test_what_is_done_is_not_opened_by_typing(opened, address):
    page = opened
    field(page).fill("Klart")
    page.get_by_role("radio", name="I fas").check()
    page.get_by_role("button", name="Klarmarkera och gå till Kramfors").click()
    expect(page.get_by_role("heading", name="Kramfors kommun")).to_be_visible()
    page.goto(address)
    field(page).fill("Klart, och mer")
    leave_the_field(page)
    page.reload()
    assert field(page).input_value() == "Klart, och mer"  # the window keeps it, the server is not asked
    expect(line(page)).to_contain_text("Texten du skrev är tillbaka. Den är inte sparad än.")
    assert (stored().state, stored().happened) == ("done", "Klart")


def test_without_script_the_form_saves_as_before(new_page, scene, address):
    page = new_page(java_script_enabled=False)
    log_in(page, scene.user)
    page.goto(address)
    field(page).fill("Utan skript")
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.get_by_text("Utkastet är sparat.")).to_be_visible()
    assert stored().happened == "Utan skript"


@pytest.mark.parametrize("width", [390, 320])
def test_saving_is_gentle_on_a_phone(new_page, axe, scene, address, width):
    page = open_form(new_page(viewport={"width": width, "height": 800}), scene.user, address)
    field(page).focus()
    page.keyboard.type("Ett möte")
    place = "[scrollY, document.activeElement.id, document.activeElement.selectionStart]"
    box = "document.querySelector('.bar .btn').getBoundingClientRect().top + scrollY"
    before, button = page.evaluate(place), page.evaluate(box)
    expect_saved(page)
    assert (page.evaluate(place), page.evaluate(box)) == (before, button)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []


# --- Every other text -----------------------------------------------------------------------------------


@pytest.fixture
def homework(page):
    """A joint homework, opened by one of its writers."""
    homework = factories.make_homework(factories.make_cohort())
    enrolment = factories.make_enrolment(factories.make_participation(homework.cohort))
    log_in(page, enrolment.user)
    page.goto(homework.get_absolute_url())
    return homework


def test_homework_is_saved_by_itself_and_after_a_lost_session(page, homework, console_errors):
    answer = page.get_by_label("Ditt svar")
    answer.fill("Första halvan.")
    expect_saved(page)
    assert Submission.objects.get().draft_text == "Första halvan."
    Session.objects.all().delete()
    answer.fill("Första halvan. Andra halvan.")
    page.get_by_role("button", name="Lämna in").click()
    expect(page.get_by_text("Det du skrev finns kvar på den här enheten")).to_be_visible()
    assert page.url.split("?")[0].endswith("/logga-in/")
    log_in(page, Submission.objects.get().drafted_by)
    page.goto(homework.get_absolute_url())
    assert answer.input_value() == "Första halvan. Andra halvan."
    expect_saved(page)
    assert Submission.objects.get().draft_text == "Första halvan. Andra halvan."
    console_errors.clear()  # the browser says that it got a 401


def test_homework_is_kept_when_the_language_is_changed_and_when_one_goes_back(page, homework, console_errors):
    page.route("**/utkast/", lambda route: route.fulfill(status=503))
    page.get_by_label("Ditt svar").fill("Skrivet på svenska")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_label("Your answer")).to_have_value("Skrivet på svenska")
    page.goto("/hemuppgifter/")
    page.go_back()
    expect(page.get_by_label("Your answer")).to_have_value("Skrivet på svenska")
    console_errors.clear()  # the browser says that it got a 503


def test_enter_in_a_tick_box_hands_nothing_in(page, homework):
    page.get_by_label("Ditt svar").fill("Inte klart")
    tick = page.get_by_role("checkbox", name="Jag har kontrollerat att varken text eller filer")
    tick.check()
    tick.press("Enter")
    expect_saved(page)
    assert Submission.objects.get().state == "draft"


def test_a_text_without_draft_is_kept_on_the_device_until_it_is_sent(page):
    page.goto("/intresseanmalan/")
    message = page.get_by_label("Vad vill du veta?")
    message.fill("Kan vi vara med?")
    expect(line(page)).to_contain_text("Inte skickat än. Texten finns kvar på den här enheten")
    page.reload()
    expect(message).to_have_value("Kan vi vara med?")
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert len(page.evaluate(COPIES)) == 1
    page.get_by_label("Ditt namn").fill("Karin Exempel")
    page.get_by_label("Din e-postadress").fill("karin@kommun.example")
    page.get_by_role("radio").first.check()
    page.get_by_role("combobox").first.select_option(index=1)
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tack")
    assert page.evaluate(COPIES) == []
