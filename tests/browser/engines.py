"""Firefox ESR, WebKitGTK and Chromium as Debian has them: a window each, driven by W3C WebDriver's commands.

Playwright knows only builds of its own of the first two. Firefox takes the commands itself (Marionette: JSON
over a socket), the others through a driver (JSON over HTTP); names and answers are the same, so this is all
that the tests need. ``marionette-driver`` and ``selenium`` would bring thirty packages.
"""

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager, suppress

from tests.browser.conftest import ARGUMENTS, BROWSERS
from tests.services import free_port

PATIENCE = 20  # seconds
PHONE = {"width": 390, "height": 844}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key that the standard gives to an element
PREFERENCES = """
user_pref("marionette.port", 0);
user_pref("devtools.jsonview.enabled", false);
"""
ROUTES = {
    "NewSession": ("POST", ""),
    "DeleteSession": ("DELETE", "/{session}"),
    "Navigate": ("POST", "/{session}/url"),
    "Back": ("POST", "/{session}/back"),
    "Refresh": ("POST", "/{session}/refresh"),
    "SetWindowRect": ("POST", "/{session}/window/rect"),
    "AddCookie": ("POST", "/{session}/cookie"),
    "DeleteAllCookies": ("DELETE", "/{session}/cookie"),
    "ExecuteScript": ("POST", "/{session}/execute/sync"),
    "FindElement": ("POST", "/{session}/element"),
    "ElementClick": ("POST", "/{session}/element/{id}/click"),
    "ElementSendKeys": ("POST", "/{session}/element/{id}/value"),
}


SHOWN = """
const fields = [...document.querySelectorAll("textarea")].map(field => field.value);
return [location.href, document.body?.innerText.slice(0, 3000), ...fields].join("\\n");
"""
HAS_TEXT = """
return [...document.querySelectorAll(arguments[0])].some(element => element.innerText.includes(arguments[1]))
"""


class Refused(Exception):  # noqa: N818 -- the browser's answer
    """The browser did not carry out a command, say because the page was just being left."""


class Window:
    """The window of a browser, in the words of the commands."""

    home = ""

    def command(self, name, **facts):
        raise NotImplementedError

    def goto(self, path):
        self.command("Navigate", url=self.home + path)

    def back(self):
        self.command("Back")

    def reload(self):
        self.command("Refresh")

    def run(self, script, *args):
        return self.command("ExecuteScript", script=script, args=args)

    def find(self, what):
        """Return the element of a CSS selector, or of an XPath, once it is there."""
        using = "xpath" if what.startswith("//") else "css selector"
        return until(lambda: self.command("FindElement", using=using, value=what)[ELEMENT], what)

    def click(self, what):
        self.command("ElementClick", id=self.find(what))

    def press(self, words):
        """Press the link or button with these words."""
        self.click(f'//*[self::a or self::button][normalize-space()="{words}"]')

    def type(self, what, text):
        self.command("ElementSendKeys", id=self.find(what), text=text)

    def expect(self, script, *args):
        """Wait until the script returns something true."""
        try:
            return until(lambda: self.run(script, *args), args or script)
        except AssertionError as failure:
            failure.add_note(self.run(SHOWN))
            raise

    def expect_text(self, text, within="main"):
        """Wait until the text is to be seen in an element of the page."""
        self.expect(HAS_TEXT, within, text)

    def expect_value(self, selector, text):
        """Wait until a field holds the text."""
        self.expect("return document.querySelector(arguments[0])?.value === arguments[1]", selector, text)


def until(ask, what):
    """Ask until the answer is true."""
    end = time.monotonic() + PATIENCE
    last = None
    while time.monotonic() < end:
        try:
            if answer := ask():
                return answer
        except Refused as refusal:
            last = refusal
        time.sleep(0.03)
    raise AssertionError(f"Not within {PATIENCE} s: {what} ({last})")


class Firefox(Window):
    """Speaks Marionette, protocol 3."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=4 * PATIENCE)
        self.stream = self.socket.makefile("rb")
        self.number = 0
        self._receive()  # says who it is

    def command(self, name, **facts):
        self.number += 1
        message = json.dumps([0, self.number, f"WebDriver:{name}", facts]).encode()
        self.socket.sendall(b"%d:%b" % (len(message), message))
        _kind, _number, error, answer = self._receive()
        if error:
            raise Refused(error["message"])
        return answer.get("value", answer) if isinstance(answer, dict) else answer

    def _receive(self):
        length = b""
        while (byte := self.stream.read(1)) != b":":
            if not byte:
                raise Refused("Firefox has closed.")
            length += byte
        return json.loads(self.stream.read(int(length)))

    def close(self):
        self.stream.close()
        self.socket.close()


class WebDriver(Window):
    """Speaks HTTP with a driver, which starts the browser."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4 * PATIENCE)
        self.session = ""

    def command(self, name, **facts):
        method, path = ROUTES[name]
        path = "/session" + path.format(session=self.session, **facts)
        facts.pop("id", None)
        body = json.dumps(facts) if method == "POST" else None
        self.connection.request(method, path, body, {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        answer = json.load(response)["value"]
        if response.status != http.HTTPStatus.OK:
            raise Refused(answer["message"] or answer["error"])
        if name == "NewSession":
            self.session = answer["sessionId"]
        return answer

    def close(self):
        self.connection.close()


@contextmanager
def firefox(folder):
    """Start Firefox without a display, with a profile of its own."""
    (folder / "user.js").write_text(PREFERENCES)
    port = folder / "MarionetteActivePort"
    flags = ["-headless", "-marionette", "-no-remote", "-profile", folder]
    with _running([_program("firefox-esr", "firefox"), *flags], HOME=str(folder)) as process:
        window = Firefox(int(_once(process, lambda: port.exists() and port.read_text())))
        yield from _session(window)


@contextmanager
def webkit(folder):
    """Start WebKitGTK's small browser on a display that nobody sees."""
    reading, writing = os.pipe()
    display = f"-displayfd {writing} -screen 0 1280x1024x24 -nolisten tcp"
    arguments = [_program("Xvfb"), *display.split()]
    with _running(arguments, pass_fds=[writing]), os.fdopen(reading) as told:
        os.close(writing)
        number, port = told.readline().strip(), free_port()
        here = {"HOME": str(folder), "DISPLAY": f":{number}", "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        with _running([_program("WebKitWebDriver"), f"--port={port}"], **here) as process:
            _once(process, lambda: _listens(port))
            yield from _session(WebDriver(port))


@contextmanager
def chromium(folder):
    """Start Chromium without a display; its driver finds no page in the headless shell."""
    flags = [*ARGUMENTS, "--headless", f"--user-data-dir={folder}"]
    wanted = {"goog:chromeOptions": {"binary": _program(*BROWSERS[1:]), "args": flags}}
    port = free_port()
    with _running([_program("chromedriver"), f"--port={port}"], HOME=str(folder)) as process:
        _once(process, lambda: _listens(port))
        yield from _session(WebDriver(port), alwaysMatch=wanted)


def _program(*names):
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, f"{names[0]} is missing: make test-packages"
    return found


def _session(window, **wanted):
    try:
        window.found = window.command("NewSession", capabilities=wanted)["capabilities"]
        yield window
        with suppress(Refused, OSError):
            window.command("DeleteSession")
    finally:
        window.close()


@contextmanager
def _running(arguments, *, pass_fds=(), **environment):
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(arguments, env=os.environ | environment, pass_fds=pass_fds, **quiet)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _once(process, ask):
    end = time.monotonic() + 3 * PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if answer := ask():
            return answer
        time.sleep(0.03)
    raise AssertionError(f"{process.args[0]} did not start.")


def _listens(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


ENGINES = {"firefox": firefox, "webkit": webkit, "chromium": chromium}
