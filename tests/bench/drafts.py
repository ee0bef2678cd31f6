"""Saves the draft of a check-in as a browser does, each time with another text."""

import http.client
import json
from html.parser import HTMLParser

from tests.bench.load import CSRF, OK, Send, answer


class DraftForm(HTMLParser):
    """The form that saves itself: where to, and what is filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.url, self.values = "", {}
        self.is_inside, self.select, self.textarea = False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the fields that a browser would send."""
        found = dict(attrs)
        if tag == "form":
            self.is_inside = "data-draft-url" in found
            self.url = self.url or found.get("data-draft-url") or ""
        if not self.is_inside:
            return
        if tag == "input" and (found.get("type") not in {"radio", "checkbox"} or "checked" in found):
            self.values.setdefault(found.get("name"), []).append(found.get("value") or "")
        self.select = (found.get("name") or "") if tag == "select" else self.select
        self.textarea = (found.get("name") or "") if tag == "textarea" else ""
        if tag == "option" and "selected" in found:
            self.values[self.select] = [found.get("value") or ""]

    def handle_data(self, data: str) -> None:
        """Note what stands in a text field."""
        if self.textarea:
            self.values[self.textarea] = [data.removeprefix("\n")]
            self.textarea = ""


def draft_saver(port: int, url: str, session: str) -> Send:
    """Return a sender that saves the check-in at that address again, from the number of the last save."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    form = DraftForm()
    form.feed(answer(connection, "GET", url, session)[1].decode())
    connection.close()
    number, count = form.values["number"][0], 0

    def send(connection: http.client.HTTPConnection) -> int:
        nonlocal number, count
        count += 1
        text = f"Gruppen har träffats {count} gånger sedan sist."
        fields = form.values | {"happened": [text], "number": [number], "csrfmiddlewaretoken": [CSRF]}
        status, said = answer(connection, "POST", form.url, session, fields)
        number = json.loads(said).get("number", number) if status == OK else number
        return status

    return send
