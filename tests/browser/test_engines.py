"""Half a homework on a phone, in Firefox, WebKitGTK and Chromium: eight ways in which it must not be lost."""

import threading
from contextlib import contextmanager, suppress

import pytest
from django.contrib.sessions.models import Session
from django.core.servers.basehttp import WSGIRequestHandler
from django.utils import timezone

from participants.models import Submission
from tests import factories
from tests.browser.conftest import Running
from tests.browser.engines import ENGINES, PATIENCE, PHONE, Refused, until
from tests.browser.session import session_of
from tests.made_files import office, pdf

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
PASSWORD = "vindruvor-i-motvind"
HALF, WHOLE = "Halva kartan – åäö “här” & <b>", "Halva kartan, och resten."  # WebKit's driver types no emoji
ANSWER, LINE = "#id_text", "[data-draft-line]"
CONTROL = "\ue009"  # the key, as WebDriver writes it
SAVED = "Utkast sparat kl. "
OFFLINE = "Inte sparat. Vi försöker igen när du har uppkoppling."
KEPT = "return Object.keys({...sessionStorage, ...localStorage}).filter(key => key.startsWith('draft:'))"


@pytest.fixture(scope="session", params=ENGINES)
def engine(request, tmp_path_factory, live_server, django_db_setup):
    """Start the engine once, with a window as wide as a phone; end it before the database goes."""
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as window:
        window.command("SetWindowRect", **PHONE)
        window.home = live_server.url
        yield window
    for thread in threading.enumerate():  # each holds the database until it notices that the browser is gone
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE)


@pytest.fixture
def running():
    """The requests of the window."""
    return Running()


@pytest.fixture
def window(engine, running, django_db_serialized_rollback):
    """Give the engine's window, empty and unknown to the portal."""
    engine.goto("/health/live")
    engine.run("sessionStorage.clear(); localStorage.clear()")
    engine.command("DeleteAllCookies")
    yield engine
    engine.goto("/health/live")
    running.wait()


@pytest.fixture
def cut(monkeypatch):
    """Give a way to cut the network, or a part of it: the server hangs up without an answer."""
    parts = []
    parse_request = WSGIRequestHandler.parse_request

    def parse(handler):
        if any(part in handler.raw_requestline for part in parts):
            handler.close_connection = True
            return False
        return parse_request(handler)

    @contextmanager
    def cut_for(part=b""):
        parts.append(part)
        yield
        parts.remove(part)

    monkeypatch.setattr(WSGIRequestHandler, "parse_request", parse)
    return cut_for


@pytest.fixture
def writer():
    """Somebody who takes part and has a password."""
    user = factories.make_user(email="amina@kommun.se")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def homework(window, writer):
    """A joint homework, opened by one of its writers."""
    homework = factories.make_homework(factories.make_cohort())
    factories.make_enrolment(factories.make_participation(homework.cohort), writer)
    window.command("AddCookie", cookie=session_of(writer))
    window.goto(homework.get_absolute_url())
    return homework


def stored():
    return Submission.objects.get().draft_text


def leave_the_field(window):
    window.run("document.activeElement.blur()")


def write(window, text):
    """Write instead of what stands there."""
    window.type(ANSWER, f"{CONTROL}a")
    window.type(ANSWER, text)


def log_in(window):
    """Go the way with a password, from the page with the code."""
    window.press("Logga in med lösenord")
    window.type("#id_login", "amina@kommun.se")
    window.type("#id_password", PASSWORD)
    window.click("main form [type=submit]:not([disabled])")


def test_1_homework_outlives_a_reload(window, homework, record_property):
    record_property(window.found["browserName"], window.found["browserVersion"])
    window.type(ANSWER, HALF)
    window.reload()  # before anything was saved, or just then
    window.expect_value(ANSWER, HALF)
    window.expect_text(SAVED, LINE)
    assert (stored(), window.run(KEPT)) == (HALF, [])


def test_2_a_session_that_ended_while_writing(window, homework):
    Session.objects.all().delete()
    window.type(ANSWER, HALF)
    leave_the_field(window)
    window.expect_text("Du har loggats ut, men din text finns kvar här.", LINE)
    window.press("Logga in igen")
    window.expect_text("Det du skrev finns kvar på den här enheten", "[data-draft-waits]")
    log_in(window)
    window.expect_value(ANSWER, HALF)
    window.expect_text(SAVED, LINE)
    assert stored() == HALF


def test_3_half_a_homework_on_a_phone_whose_network_and_session_end(window, homework, cut):
    with cut():
        window.type(ANSWER, HALF)
        leave_the_field(window)
        window.expect_text(OFFLINE, LINE)
        Session.objects.all().delete()
        with suppress(Refused):  # Firefox says that it found an error page
            window.reload()
        window.expect("return !document.querySelector(arguments[0])", ANSWER)
    window.goto(homework.get_absolute_url())
    window.expect_text("Det du skrev finns kvar på den här enheten", "[data-draft-waits]")
    log_in(window)
    window.expect_value(ANSWER, HALF)
    window.expect_text(SAVED, LINE)
    assert (stored(), window.run(KEPT)) == (HALF, [])


def test_4_back_never_writes_an_older_text_over_a_newer(window, homework, running):
    window.type(ANSWER, HALF)
    leave_the_field(window)
    window.expect_text(SAVED, LINE)
    window.press("Tillbaka till Hemuppgifter")
    window.click(f'main a[href="{homework.get_absolute_url()}"]')
    window.expect_value(ANSWER, HALF)
    write(window, WHOLE)
    window.press("Spara utkast")
    window.expect_text("Utkastet är sparat.")
    for path in ("/hemuppgifter/", homework.get_absolute_url()):
        until(lambda path=path: window.back() or window.run("return location.pathname") == path, path)
    window.expect_value(ANSWER, WHOLE)
    window.goto("/health/live")
    running.wait()
    assert stored() == WHOLE


def test_4_back_to_a_page_that_the_browser_kept_shows_the_newer_text(window):
    window.goto("/intresseanmalan/")
    window.type("#id_message", HALF)
    for path, text in (("/hjalp/", None), ("/intresseanmalan/", HALF)):
        window.run("location.href = arguments[0]", path)
        window.expect("return location.pathname === arguments[0] && document.readyState === 'complete'", path)
        if text:
            window.expect_value("#id_message", text)
    window.type("#id_message", " och mer")
    window.back()
    window.expect("return location.pathname === '/hjalp/'")
    window.back()
    window.expect_value("#id_message", f"{HALF} och mer")


def test_5_the_other_language_has_the_text(window, homework, cut):
    with cut(b"/utkast/"):
        window.type(ANSWER, HALF)
        for language, words in (("en", "English"), ("sv", "Svenska")):
            window.press(words)
            window.expect("return document.documentElement.lang === arguments[0]", language)
            window.expect_value(ANSWER, HALF)
        window.expect_text(OFFLINE, LINE)
    window.press("Spara utkast")
    window.expect_text("Utkastet är sparat.")
    assert stored() == HALF


def test_6_a_refused_form_keeps_the_text_and_the_good_file(window, homework, tmp_path, own_files):
    good, bad = tmp_path / "karta.pdf", tmp_path / "plan.docx"
    good.write_bytes(pdf())
    bad.write_bytes(office(more=[("word/vbaProject.bin", b"1")]))
    window.type(ANSWER, HALF)
    window.type("#id_attachments", f"{good}\n{bad}")
    window.press("Lämna in")
    window.expect_text("plan.docx", "[data-error-summary]")
    window.expect_text("Det du har skrivit och de filer som gick bra är sparade i utkastet.")
    window.expect_value(ANSWER, HALF)
    window.goto(homework.get_absolute_url())
    window.expect_value(ANSWER, HALF)
    window.expect_text("karta.pdf")
    draft = Submission.objects.get()
    assert (draft.draft_text, [file.name for file in draft.draft_files.all()]) == (HALF, ["karta.pdf"])


def test_7_both_texts_are_shown_where_a_colleague_has_saved(window, homework):
    colleague = factories.make_user(first_name="Ture", last_name="Fiktivberg")
    participation = homework.cohort.participations.get()
    factories.make_submission(
        homework,
        participation,
        draft_text=WHOLE,
        draft_number=1,
        drafted_by=colleague,
        drafted_at=timezone.now(),
    )
    window.type(ANSWER, HALF)
    window.press("Spara utkast")
    for text in (HALF, WHOLE, "Ture Fiktivberg"):
        window.expect_text(text, "[data-error-summary]")
    window.expect_value(ANSWER, HALF)
    assert stored() == WHOLE
    window.press("Spara utkast")
    window.expect_text("Utkastet är sparat.")
    assert (stored(), window.run(KEPT)) == (HALF, [])


def test_8_logging_out_asks_about_a_text_that_is_not_saved(window, homework, writer, cut):
    asked = "Du har text som inte är sparad"
    with cut(b"/utkast/"):
        window.type(ANSWER, HALF)
        window.press("Logga ut")
        window.expect_text(asked, "dialog[open]")
        window.press("Avbryt")
        window.expect_value(ANSWER, HALF)
        window.press("Logga ut")
        window.press("Spara texten")  # which cannot be done now: nobody is logged out
        window.expect("return !document.querySelector('dialog[open]')")
        window.expect_text(OFFLINE, LINE)
    window.press("Logga ut")
    window.press("Spara texten")
    window.expect("return location.pathname === '/'")
    assert (stored(), window.run(KEPT)) == (HALF, [])
    window.command("AddCookie", cookie=session_of(writer))
    with cut(b"/utkast/"):
        window.goto(homework.get_absolute_url())
        write(window, WHOLE)
        window.press("Logga ut")
        window.press("Kasta texten och logga ut")
        window.expect("return location.pathname === '/'")
    assert (stored(), window.run(KEPT)) == (HALF, [])
