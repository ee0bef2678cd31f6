"""A real browser for these tests: one per run, a fresh window per test, and no error goes unseen."""

import os
import shutil
import threading
import time
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

# Playwright's event loop runs in the thread of the tests; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]
# The same engine without a window opens pages and takes keys several times as fast.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # what is right is not described
}
ASK_AXE = """options => axe.run(options).then(({violations}) => violations.flatMap(
  ({id, nodes}) => nodes.map(({target}) => `${id}: ${target}`)
))"""


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """Start Chromium once."""
    from django.db import connection, connections  # noqa: PLC0415
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        pytest.fail("Chromium is missing: install the package chromium.")
    contents = getattr(connection, "_test_serialized_contents", None)
    with sync_playwright() as playwright:
        if contents is not None:  # playwright's loop makes Django open another connection, which needs them
            connections["default"]._test_serialized_contents = contents
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def console_errors():
    """List what the browser complained about; a test that expects a complaint clears it."""
    errors = []
    yield errors
    assert errors == []


class Running:
    """The requests that the server has begun and not ended; a page that is left may just have sent one."""

    def __init__(self):
        from django.core.signals import request_finished, request_started  # noqa: PLC0415

        self.count, self.changed_at = 0, time.monotonic()
        self.lock = threading.Lock()
        self.begin = lambda **_facts: self._add(1)
        self.end = lambda **_facts: self._add(-1)
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def _add(self, number):
        with self.lock:
            self.count, self.changed_at = self.count + number, time.monotonic()

    def wait(self, *, quiet=0.15, most=20):
        """Wait until nothing has run for a while: the tables are emptied next."""
        until = time.monotonic() + most
        while time.monotonic() < until and (self.count > 0 or time.monotonic() - self.changed_at < quiet):
            time.sleep(0.02)


@pytest.fixture
def new_page(browser, live_server, console_errors, django_db_serialized_rollback):
    """Give a way to open windows with settings of their own, say a narrow ``viewport``."""
    contexts = []

    def open_page(**options):
        options = {"locale": "sv-SE", "viewport": {"width": 1280, "height": 900}} | options
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: console_errors.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: console_errors.append(str(error)))
        return page

    running = Running()
    yield open_page
    for context in contexts:
        context.close()
    running.wait()


@pytest.fixture
def page(new_page):
    """Open one window on the portal; ``page.goto("/")`` is enough."""
    return new_page()


@pytest.fixture
def window(new_page):
    """Give a way to open a window as somebody."""
    from accounts.models import User  # noqa: PLC0415
    from tests.browser.session import log_in  # noqa: PLC0415

    def open_window(email, path, **options):
        page = new_page(**options)
        log_in(page, User.objects.get(email=email))
        page.goto(path)
        return page

    return open_window


@pytest.fixture
def demo(live_server, django_db_serialized_rollback, monkeypatch):
    """Build the demo around a Monday in November; the server's clock goes on by a second at each look."""
    from django.utils import timezone  # noqa: PLC0415

    from demo.build import build  # noqa: PLC0415

    seconds = count()
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(seconds=next(seconds)))
    build(today=MONDAY.date())


@pytest.fixture
def month():
    """Give the month of today, whichever day the tests are run."""
    from django.utils import timezone  # noqa: PLC0415

    from calendars.months import month_of  # noqa: PLC0415

    return month_of(timezone.localdate())


@pytest.fixture
def axe(console_errors):
    """Give a way to ask axe about a page; no finding is an empty list."""
    from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415 -- half a megabyte

    def findings(page):
        seen = list(console_errors)
        if page.evaluate("typeof axe === 'undefined'"):
            page.evaluate(AXE_SCRIPT)
        result = page.evaluate(ASK_AXE, WCAG)
        console_errors[:] = seen  # axe's own styles are stopped by our content security policy
        return result

    return findings


def pytest_terminal_summary(terminalreporter):
    """Print what the tests counted."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")
