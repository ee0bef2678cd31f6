"""Handing in by keyboard alone, with an error first; and the participants' pages without findings."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participants.models import Feedback, SubmissionVersion
from tests.browser.session import log_in
from tests.factories import (
    make_attendance,
    make_cohort,
    make_enrolment,
    make_feedback,
    make_homework,
    make_material,
    make_participation,
    make_session,
    make_staff,
    make_stored_file,
    make_submission,
    make_user,
    make_version,
)
from tests.made_files import office, picture

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
DAY = timedelta(days=1)


@pytest.fixture
def scene():
    """Somebody with a homework to do, one to revise and one that is done, and two sessions."""
    contact = make_staff(email="lena@example.org")
    participation = make_participation(make_cohort(name="Västernorrland 2026", contact=contact))
    enrolment = make_enrolment(participation, make_user(first_name="Amina"), department="Skolan")
    past = make_session(participation.cohort, starts_at=timezone.now() - 20 * DAY)
    coming = make_session(
        participation.cohort, starts_at=timezone.now() + 11 * DAY, preparation="Läs kapitel 3."
    )
    make_attendance(past, enrolment)
    make_material(coming)
    due_on = (timezone.now() + 3 * DAY).date()
    todo = make_homework(participation.cohort, title="Beskriv en risksituation", session=past, due_on=due_on)
    revise = make_homework(participation.cohort, title="Kartläggning", due_on=due_on)
    version = make_version(make_submission(revise, participation), enrolment.user)
    version.files.add(make_stored_file())
    version.submission.draft_files.add(make_stored_file("utkast.pdf"))
    make_feedback(version, Feedback.Outcome.NEEDS_REVISION, text="Skriv mer om skolan.", given_by=contact)
    return enrolment, coming, todo, revise


def focused(page):
    """Tell what has the focus: its id, name or text."""
    return page.evaluate(
        "() => { const e = document.activeElement; return e.id || e.name || e.textContent.trim() }"
    )


def tab_to(page, name, most=40):
    """Press Tab until the focus is there."""
    for _press in range(most):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{name} is not reached by the keyboard, but {focused(page)}")


def test_hand_in_by_keyboard_with_an_error_first(page, scene):
    enrolment, _coming, todo, _revise = scene
    log_in(page, enrolment.user)
    page.goto("/min-sida/")
    tab_to(page, "Beskriv en risksituation")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{todo.get_absolute_url()}")
    tab_to(page, "deed")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-error-summary]")
    assert page.title().startswith("Fel: Beskriv en risksituation")
    assert page.evaluate("() => document.activeElement.matches('[data-error-summary]')")
    assert page.locator("[data-error-summary] h2").inner_text() == "Hemuppgiften är inte inlämnad än"
    page.keyboard.press("Tab")
    assert focused(page) == "Skriv ditt svar eller bifoga en fil."
    page.keyboard.press("Enter")
    assert focused(page) == "id_text"
    page.keyboard.type("Omklädningsrummet efter idrotten.")
    tab_to(page, "id_names_nobody")
    page.keyboard.press("Space")
    tab_to(page, "deed")
    page.keyboard.press("Enter")
    page.wait_for_url("**#inlamnad")
    assert page.locator("#inlamnad").inner_text() == "Din hemuppgift är inlämnad"
    assert (
        SubmissionVersion.objects.get(submission__homework=todo).text == "Omklädningsrummet efter idrotten."
    )


def test_photos_and_a_document_with_macros_from_a_phone(new_page, axe, scene):
    enrolment, _coming, todo, _revise = scene
    page = new_page(viewport={"width": 390, "height": 844})
    log_in(page, enrolment.user)
    page.goto(todo.get_absolute_url())
    page.fill("#id_text", "Vår karta.")
    page.check("#id_names_nobody")
    files = [
        ("image.jpg", picture(size=(1200, 1600), turned=6)),
        ("image.jpg", picture()),
        ("plan.docx", office(more=[("word/vbaProject.bin", b"1")])),
    ]
    page.set_input_files(
        "#id_attachments",
        [
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
            for name, content in files
        ],
    )
    page.click("button[value=hand_in]")
    told = page.locator("[data-error-summary]").inner_text()
    assert "plan.docx: Filen innehåller makron, det vill säga små program. Spara den som pdf" in told
    shown = page.locator("#id_remove .file img")
    shown.first.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.file img')].every((one) => one.naturalWidth)"
    )
    assert shown.evaluate_all("all => all.map((one) => one.naturalWidth > one.naturalHeight)") == [True, True]
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Ta bort image (2).jpg").check()
    page.click("button[value=hand_in]")
    page.wait_for_url("**#inlamnad")
    assert [
        file.name for file in SubmissionVersion.objects.get(number=1, submission__homework=todo).files.all()
    ] == ["image.jpg"]


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (390, "light"), (320, "light"), (390, "dark")]
)
def test_participants_pages_have_no_findings(new_page, axe, scene, width, scheme):
    enrolment, coming, todo, revise = scene
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    log_in(page, enrolment.user)
    addresses = ["/min-sida/", "/tillfallen/", "/hemuppgifter/"]
    addresses += [thing.get_absolute_url() for thing in (coming, todo, revise)]
    for address in addresses:
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert axe(page) == [], address
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), address
    page.goto(todo.get_absolute_url())
    page.click("button[value=hand_in]")
    page.wait_for_selector("[data-error-summary]")
    assert axe(page) == []


def test_followed_homework_has_no_findings(page, axe, scene):
    _enrolment, _coming, _todo, revise = scene
    log_in(page, make_staff(email="staff@example.org"))
    page.goto(revise.get_absolute_url())
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
