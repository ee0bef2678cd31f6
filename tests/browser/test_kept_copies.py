"""Texts that are not saved yet, on a device that the person asked the portal to remember."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.roles import KEEPS_COPIES
from programmes.models import Lecturer
from support.models import SupportOffer
from tests import factories
from tests.browser.session import log_in, make_county_at_work

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
TEXT = "Halvt skrivet"
KEPT = """[localStorage, sessionStorage]
  .map((each) => Object.keys(each).filter((key) => key.startsWith("draft:")).length)"""


def remember():
    session = SessionStore(Session.objects.get().session_key)
    session[KEEPS_COPIES] = True
    session.save()


@pytest.mark.parametrize(("is_remembered", "kept", "shown"), [(True, [1, 0], TEXT), (False, [0, 1], "")])
def test_text_outlives_the_window_where_the_device_is_remembered(
    page, month, console_errors, is_remembered, kept, shown
):
    role, _participations = make_county_at_work(month, "harnosand")
    address = f"/avstamningar/{month:%Y-%m}/harnosand/"
    log_in(page, role.user)
    if is_remembered:
        remember()
    page.goto(address)
    page.route("**/utkast/", lambda route: route.abort())
    page.get_by_label("Vad har hänt sedan sist?").fill(TEXT)
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("[data-draft-line]")).to_contain_text("Inte sparat.")
    assert page.evaluate(KEPT) == kept
    window = page.context.new_page()
    page.close(run_before_unload=False)
    window.goto(address)
    assert window.get_by_label("Vad har hänt sedan sist?").input_value() == shown
    console_errors.clear()  # the browser tells of the requests that failed


def test_a_copy_from_an_older_page_undoes_nothing_of_a_colleagues(page, month):
    role, _participations = make_county_at_work(month, "harnosand")
    offer = SupportOffer.objects.create(name="Mallar", county_board=role.county_board)
    log_in(page, role.user)
    page.goto(f"/stod/katalog/{offer.pk}/")
    page.locator("#id_description").fill(TEXT)
    page.goto("/stod/katalog/")
    SupportOffer.objects.filter(pk=offer.pk).update(name="Mallar och råd")

    page.goto(f"/stod/katalog/{offer.pk}/")
    assert page.locator("#id_description").input_value() == TEXT
    page.get_by_role("button", name="Spara stödet").click()
    page.wait_for_url("**/stod/katalog/")

    offer.refresh_from_db()
    assert (offer.name, offer.description) == ("Mallar och råd", TEXT)


def test_a_text_is_kept_by_who_takes_another_address_at_the_login(page, console_errors):
    homework = factories.make_homework(factories.make_cohort())
    enrolment = factories.make_enrolment(factories.make_participation(homework.cohort))
    log_in(page, enrolment.user)
    page.goto(homework.get_absolute_url())
    Session.objects.all().delete()
    page.get_by_label("Ditt svar").fill("Halva svaret")
    page.get_by_role("button", name="Lämna in").click()
    page.get_by_label("E-postadress").fill("fel.adress@example.org")
    page.get_by_role("button", name="Skicka kod").click()
    page.get_by_role("button", name="Använd en annan adress").click()
    expect(page.get_by_text("Det du skrev finns kvar på den här enheten")).to_be_visible()
    assert page.evaluate(KEPT) == [0, 1]
    console_errors.clear()  # the browser says that it got a 401


def test_the_admin_keeps_what_is_written_there(page, console_errors):
    homework = factories.make_homework(factories.make_cohort())
    user = factories.make_staff()
    log_in(page, user)
    address = f"/admin/programmes/homework/{homework.pk}/change/"
    page.goto(address)
    instructions = page.get_by_label("Instruktion")
    instructions.fill(TEXT)
    Session.objects.all().delete()
    page.get_by_role("button", name="Spara", exact=True).last.click()
    expect(page.get_by_text("Det du skrev finns kvar på den här enheten")).to_be_visible()
    log_in(page, user)
    page.goto(address)
    expect(instructions).to_have_value(TEXT)
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Avbryt").click()
    page.get_by_role("button", name="Spara", exact=True).last.click()
    page.wait_for_url("**/admin/programmes/homework/")
    homework.refresh_from_db()
    assert (homework.instructions, page.evaluate(KEPT)) == (TEXT, [0, 0])
    console_errors.clear()


def test_enter_in_a_field_of_the_admin_saves_nothing(page):
    log_in(page, factories.make_staff())
    page.goto("/admin/programmes/lecturer/add/")
    page.get_by_label("Namn").fill("Ada Exempel")
    page.get_by_label("Namn").press("Enter")
    page.wait_for_timeout(500)
    expect(page.get_by_label("Namn")).to_have_value("Ada Exempel")
    assert not Lecturer.objects.exists()
    page.get_by_role("button", name="Spara", exact=True).last.click()
    page.wait_for_url("**/admin/programmes/lecturer/")
    assert page.evaluate(KEPT) == [0, 0]


def test_a_pause_is_shown_and_then_written_down(page, month):
    role, [participation] = make_county_at_work(month, "harnosand")
    log_in(page, role.user)
    page.goto("/kommuner/harnosand/paus/")
    page.locator("#id_starts_on").fill(f"{month:%Y-%m-%d}")
    page.locator("#id_reason").fill(TEXT)
    page.reload()
    assert page.locator("#id_reason").input_value() == TEXT
    page.get_by_role("button", name="Visa vad pausen innebär").click()
    page.get_by_role("button", name="Pausa kommunen").click()
    page.wait_for_url("**/kommuner/harnosand/")
    assert (participation.pauses.get().reason, page.evaluate(KEPT)) == (TEXT, [0, 0])
