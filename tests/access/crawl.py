"""Read pages as a role: their links, forms and text."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.access.roles import ask, rolled_back

LEAVES = ("/static/", "/logga-ut/", "/en/")
MOST_PAGES = 2000


class Page(HTMLParser):
    """The links and the POST forms of a page, each form with the values it stands with.

    ``written`` names the fields in which somebody writes a text.
    """

    def __init__(self, html):
        super().__init__()
        self.links, self.forms, self._form, self._select, self._area = [], [], None, None, None
        self.written = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif tag == "form":
            self._form = {} if found.get("method", "").lower() == "post" else None
            if self._form is not None:
                self.forms.append((found.get("action", ""), self._form))
        elif self._form is not None and tag == "select":
            self._select = found.get("name")
        elif self._form is not None and tag == "textarea":
            self._area = found.get("name")
            self._form[self._area] = [""]
            self.written.add(self._area)
        elif self._form is not None and tag == "option" and self._select and "selected" in found:
            self._form.setdefault(self._select, []).append(found.get("value", ""))
        elif self._form is not None and tag == "input":
            self._input(found)

    def _input(self, found):
        kind, name = found.get("type", "text"), found.get("name")
        unticked = kind in ("checkbox", "radio") and "checked" not in found
        if name and not unticked and kind not in ("submit", "file", "image", "button"):
            given = found.get("value") or ("on" if kind == "checkbox" else "")
            self._form.setdefault(name, []).append(given)
            if kind in ("text", "email", "tel", "search") and "Date" not in found.get("class", ""):
                self.written.add(name)

    def handle_data(self, data):
        if self._area and self._form is not None:
            self._form[self._area] = [(self._form[self._area][0] + data).removeprefix("\n")]

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None


def crawl(scene, role, starts):
    """Yield every page that the role reaches by links from these, as (address, status, text); only GET."""
    waiting, seen = deque(starts), set(starts)
    while waiting:
        assert len(seen) < MOST_PAGES, "a trap for robots"
        url = waiting.popleft()
        with rolled_back():
            response = ask(scene, role, "GET", url)
        if response.status_code in (301, 302):
            found = [response.headers["Location"]]
        elif response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            found = Page(response.body.decode()).links
        else:
            found = []
        text = response.body.decode(errors="replace")
        yield url, response.status_code, f"{response.headers} {text}"
        for link in found:
            target = _inside(url, link)
            if target and target not in seen:
                seen.add(target)
                waiting.append(target)


def _inside(url, link):
    """Return the address within the portal without its anchor; skip sort orders and filters of the admin."""
    parts = urlsplit(urljoin(f"http://testserver{url}", link))
    if parts.netloc != "testserver" or parts.scheme != "http" or parts.path.startswith(LEAVES):
        return None
    if parts.path.startswith("/admin/") and parts.query:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
