"""Asks a server over and over, alone or eight at a time, and keeps the time of each answer."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urlencode

CSRF = "a" * 32
OK, FOUND = 200, 302
Send = Callable[[http.client.HTTPConnection], float]


def median(seconds: list[float]) -> float:
    """Give the middle one in milliseconds."""
    return statistics.median(seconds) * 1000


def p95(seconds: list[float]) -> float:
    """Give the time that 19 of 20 keep, in milliseconds."""
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1000


def ask(
    connection: http.client.HTTPConnection, method: str, url: str, session: str, fields: dict | None = None
) -> tuple[bytes, float]:
    """Ask once as a logged-in browser does; give the whole answer and how long it took."""
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Accept-Language": "sv",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = urlencode(fields, doseq=True) if fields else None
    started = time.perf_counter()
    connection.request(method, url, body=body, headers=headers)
    response = connection.getresponse()
    content = response.read()
    seconds = time.perf_counter() - started
    if response.status not in {OK, FOUND} or (method == "GET" and response.status != OK):
        raise RuntimeError(f"{method} {url} answered {response.status}.")
    return content, seconds


def getter(url: str, session: str) -> Send:
    """Give what asks for a page."""
    return lambda connection: ask(connection, "GET", url, session)[1]


def measure(port: int, send: Send, *, times: int, at_once: int = 1) -> list[float]:
    """Let each of so many ask so many times on a connection of their own; give every time."""
    found: list[float] = []
    faults: list[Exception] = []

    def run() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            found.extend(send(connection) for _ in range(times))
        except (RuntimeError, OSError) as fault:
            faults.append(fault)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return found


class DraftForm(HTMLParser):
    """The first form of a page that keeps a draft: where it saves itself, and what is filled in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.url, self.values = "", {}
        self.texts: list[str] = []
        self._inside, self._select, self._area = False, "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the fields that a browser would send."""
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "form" and not self.texts:  # a form without a text is another one
            self._inside, self.values = (found.get("method") or "").lower() == "post", {}
            self.url = found.get("data-draft-url") or ""
        if not self._inside:
            return
        kind = found.get("type") or "text"
        is_sent = kind not in {"file", "submit", "radio", "checkbox"} or "checked" in found
        if tag == "input" and is_sent:
            self.values.setdefault(name, []).append(found.get("value") or "")
        self._select = name if tag == "select" else self._select
        self._area = name if tag == "textarea" else ""
        if self._area:
            self.texts.append(name)
            self.values[name] = [""]
        if tag == "option" and "selected" in found:
            self.values[self._select] = [found.get("value") or ""]

    def handle_endtag(self, tag: str) -> None:
        """Leave the form, or the text field."""
        self._inside = self._inside and tag != "form"
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        """Note what stands in a text field."""
        if self._area:
            self.values[self._area] = [(self.values[self._area][0] + data).removeprefix("\n")]

    def fields(self, count: int) -> dict[str, list[str]]:
        """Return what is sent after somebody has written on in the first text field."""
        text = f"Gruppen har träffats {count} gånger sedan sist."
        return self.values | {self.texts[0]: [text], "csrfmiddlewaretoken": [CSRF]}


def saver(url: str, session: str) -> Send:
    """Give what saves the draft on a page once more, each time with another text, from the number it has."""
    count = 0

    def send(connection: http.client.HTTPConnection) -> float:
        nonlocal count
        count += 1
        form = DraftForm(ask(connection, "GET", url, session)[0].decode())
        return ask(connection, "POST", form.url or url, session, form.fields(count))[1]

    return send
