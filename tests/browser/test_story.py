"""The portal's main job in the demo: a county's month, a municipality's homework, the mails about both."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from demo import people
from followups.models import CheckInVersion
from participants.models import Submission
from programmes.models import Homework
from tests.made_files import pdf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]

MONDAY_LATER, FIRST_OF_DECEMBER = "2026-11-23T11:00", "2026-12-01T09:00"
ALVA, TURE, ROBIN = people.ALVA.email, people.TURE.email, people.STAFF[0].email
SIRI, NILS = people.VASTERNORRLAND[0].email, people.VASTERNORRLAND[1].email
PDF = pdf("En logisk kedja")
FILE = {"name": "kedja.pdf", "mimeType": "application/pdf", "buffer": PDF}
FIRST_ANSWER, SECOND_ANSWER = "Vår logiska kedja.", "Vår logiska kedja, nu med effekter på lång sikt."
WISH = "Beskriv också effekterna på lång sikt."


@pytest.fixture
def homework(demo):
    """Give the joint homework that Västernorrland works on now."""
    return Homework.objects.get(cohort__name="Västernorrland 2026–2027", title="Logisk kedja för en insats")


def log_in_with_mailed_code(page, email):
    page.get_by_label("E-postadress").fill(email)
    page.get_by_role("button", name="Skicka kod").click()
    code_field = page.get_by_label("Kod", exact=True)
    expect(code_field).to_be_visible()
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([email], "Din kod till Portalen")
    code_field.fill(re.search(r"^\d{6}$", letter.body, re.MULTILINE).group())
    page.get_by_role("button", name="Logga in", exact=True).click()


def mark_harnosand_done(page):
    page.get_by_role("radio", name="Behöver stöd").check()
    page.get_by_label("Vad har hänt sedan sist?").fill("Styrgruppen är utsedd.")
    page.get_by_role("button", name="Klarmarkera och gå till Kramfors").click()
    page.wait_for_url("**/avstamningar/2026-11/kramfors/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kramfors kommun")
    expect(page.get_by_text("Härnösand är klar för november. 2 kommuner kvar.").first).to_be_visible()
    version = CheckInVersion.objects.filter(check_in__expected__month="2026-11-01").latest("done_at")
    assert (str(version.check_in.participation.municipality), version.progress, version.happened) == (
        "Härnösand", "needs_support", "Styrgruppen är utsedd.",
    )  # fmt: skip


def test_coordinator_logs_in_with_a_code_and_goes_from_municipality_to_municipality(new_page, demo):
    page = new_page()
    page.goto("/mitt-lan/")
    log_in_with_mailed_code(page, ALVA)
    page.wait_for_url("**/mitt-lan/")
    expect(page.get_by_text("2 av 5 avstämningar för november är klara.")).to_be_visible()
    page.get_by_role("link", name="Fortsätt med november").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Härnösands kommun")
    mark_harnosand_done(page)
    page.goto("/mitt-lan/")
    expect(page.get_by_text("3 av 5 avstämningar för november är klara.")).to_be_visible()


def test_check_in_without_javascript(window):
    page = window(ALVA, "/avstamningar/2026-11/harnosand/", java_script_enabled=False)
    page.get_by_role("button", name="Klarmarkera och gå till Kramfors").click()
    assert page.title().startswith("Fel: ")
    expect(page.get_by_role("link", name="Välj hur det går för kommunen")).to_be_visible()
    mark_harnosand_done(page)


def hand_in(page, text, button="Lämna in"):
    page.get_by_label("Ditt svar").fill(text)
    page.get_by_label("Jag har kontrollerat att varken text eller filer").check()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", name="Din hemuppgift är inlämnad")).to_be_visible()


def hand_in_with_a_file(page):
    page.get_by_label("Bifoga filer").set_input_files(FILE)
    hand_in(page, FIRST_ANSWER)


def download(page):
    """Fetch the handed-in file as it comes out of the folded version."""
    page.get_by_text("Version 1, inlämnad").click()
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile(r"kedja\.pdf")).first.click()
    assert started.value.suggested_filename == "kedja.pdf"
    return started.value.path().read_bytes()


def test_hand_in_without_javascript(window, homework):
    page = window(SIRI, homework.get_absolute_url(), java_script_enabled=False)
    page.get_by_role("button", name="Lämna in", exact=True).click()
    assert page.title().startswith("Fel: ")
    expect(page.get_by_role("link", name="Skriv ditt svar eller bifoga en fil.")).to_be_visible()
    hand_in_with_a_file(page)
    submission = Submission.objects.get(homework=homework, participation__municipality__name="Härnösand")
    assert submission.state == Submission.State.SUBMITTED
    assert [file.name for file in submission.versions.get().files.all()] == ["kedja.pdf"]


def review(window, button):
    """Open Härnösand's hand-in from the queue; give the page, and the button to press at last."""
    page = window(ROBIN, "/oversikt/")
    page.get_by_role("link", name=re.compile("inlämningar väntar på återkoppling")).click()
    page.get_by_role("link", name="Härnösand: Logisk kedja för en insats").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logisk kedja för en insats")
    page.get_by_role("button", name="Börja läsa").click()
    expect(page.get_by_text("Du läser.")).to_be_visible()
    return page, page.get_by_role("button", name=button)


def ask_for_a_revision(window):
    page, button = review(window, "Be om komplettering och nästa")
    expect(page.get_by_text(FIRST_ANSWER)).to_be_visible()
    page.get_by_role("textbox", name="Återkoppling").fill(WISH)
    page.get_by_label("Komplettera senast").fill("2026-12-09")
    button.click()
    expect(page.get_by_text("Härnösand: du har bett om komplettering.").first).to_be_visible()


def revise(window):
    page = window(NILS, "/min-sida/")
    expect(page.get_by_text("Behöver kompletteras")).to_be_visible()
    page.get_by_role("link", name="Logisk kedja för en insats").click()
    expect(page.get_by_role("heading", name="Återkoppling från Robin Exempelsson")).to_be_visible()
    expect(page.get_by_text(WISH).first).to_be_visible()
    expect(page.get_by_text("Onsdag 9 december (om 16 dagar)")).to_be_visible()
    hand_in(page, SECOND_ANSWER, "Lämna in igen")


def approve(window):
    page, button = review(window, "Godkänn och nästa")
    expect(page.get_by_text(SECOND_ANSWER)).to_be_visible()
    button.click()
    expect(page.get_by_text("Härnösand: hemuppgiften är godkänd.").first).to_be_visible()


def run_due(at=MONDAY_LATER):
    """Send what is due, and list each mail's subject and recipient."""
    mail.outbox.clear()
    call_command("run_due", "--at", at)
    return sorted((letter.subject, *letter.to) for letter in mail.outbox)


def to(subject, *addresses):
    return [(subject, address) for address in sorted(addresses)]


def test_homework_is_handed_in_revised_and_done(window, homework):
    assert run_due() == to("3 kommuner kvar för november 2026", ALVA, TURE)
    page = window(SIRI, "/min-sida/")
    page.get_by_role("link", name="Logisk kedja för en insats").click()
    hand_in_with_a_file(page)
    assert run_due() == to("Inlämnad: Logisk kedja för en insats", NILS, SIRI)
    colleague = window(NILS, homework.get_absolute_url())
    assert download(colleague) == PDF
    ask_for_a_revision(window)
    assert run_due() == to("Komplettera din hemuppgift senast den 9 december", NILS, SIRI)
    revise(window)
    assert run_due() == to("Inlämnad: Logisk kedja för en insats", NILS, SIRI)
    approve(window)
    assert run_due() == to("Din hemuppgift är klar", NILS, SIRI)
    page.goto("/hemuppgifter/")
    row = page.get_by_role("listitem").filter(has_text="Logisk kedja för en insats")
    expect(row.get_by_text("Klar", exact=True)).to_be_visible()


def test_next_month_reminds_those_who_have_not_handed_in_and_only_once(window, homework):
    hand_in_with_a_file(window(SIRI, homework.get_absolute_url()))
    run_due()
    rest = [one.email for one in people.VASTERNORRLAND[2:] if one.role != people.STEERING]
    leaders = [one.email for one in people.PROCESS_LEADERS]
    assert run_due(FIRST_OF_DECEMBER) == [
        *to("Avstämningar för december 2026: 5 kommuner", ALVA, TURE),
        *to("Lämna in hemuppgiften senast onsdag 2 december", *rest),
        *to("Lämna in hemuppgiften senast torsdag 3 december", *leaders),
    ]
    assert run_due(FIRST_OF_DECEMBER) == []
