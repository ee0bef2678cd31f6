"""Visits pages as a person, from address to address; gives what stands on each."""

import re
import time
from collections import deque
from datetime import date
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.contrib.auth import get_user_model
from django.test import Client

from tests.golden.text import Page, lines_of_file

# Leaves the page's language or the portal, is made anew at each visit, moves with the code, or is taken out
# as a document.
LEAVES = re.compile(
    r"^/(static|logga-ut|en|admin|demo/mejl|mitt-konto/sakerhet/(app|nycklar|reservkoder)|"
    r"avstamningar/[^/]+/[^/]+/exportera)/"
)
MOST_PAGES = 3000
MOST_FILTERS = 1
OK, MOVED = 200, (301, 302)


def months(day: date, *, back: int, ahead: int = 0) -> list[str]:
    """Name the months around a day as addresses do."""
    count = day.year * 12 + day.month - 1
    return [f"{each // 12}-{each % 12 + 1:02}" for each in range(count - back, count + ahead + 1)]


class Visitor:
    """Somebody with a browser, logged in by code."""

    def __init__(self, email: str) -> None:
        self.email = email
        self.name = email.partition("@")[0] or "anonymous"
        self.client = Client(raise_request_exception=False, headers={"accept-language": "sv"})
        if email:
            self.client.force_login(get_user_model().objects.get(email=email))
            session = self.client.session
            session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
            session.save()
        self.frame: list[str] = []

    def read(self, url: str) -> tuple[list[str], list[str]]:
        """Return the lines of a page, and where its links lead."""
        response = self.client.get(url)
        if response.status_code in MOVED:
            target = response.headers["Location"]
            return [f"-> {target}"], [target]
        body = b"".join(response.streaming_content) if response.streaming else response.content
        kind = response.headers.get("Content-Type", "")
        if not kind.startswith("text/html"):
            return [f"{response.status_code} {kind}", *lines_of_file(body, kind)], []
        page = Page(body.decode())
        self.frame = self.frame or page.frame
        frame = [] if page.frame == self.frame else [f"frame: {line}" for line in page.frame]
        head = [str(response.status_code)] if response.status_code != OK else []
        return [*head, *frame, *page.main], page.links if response.status_code == OK else []

    def post(self, url: str, fields: dict[str, str]) -> list[str]:
        """Send a form that answers with a document."""
        response = self.client.post(url, fields)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html"):
            return [str(response.status_code), *Page(body.decode()).main]
        return [f"{response.status_code} {kind}", *lines_of_file(body, kind)]

    def crawl(self, starts: list[str], *, follow: bool = True) -> dict[str, list[str]]:
        """Read every page that links reach from these addresses."""
        waiting, found = deque(starts), {}
        seen = set(starts)
        while waiting:
            if len(seen) > MOST_PAGES:
                raise RuntimeError("The pages do not end.")
            url = waiting.popleft()
            found[f"{self.name} {url}"], links = self.read(url)
            for target in filter(None, (_inside(url, link) for link in links if follow)):
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return found


def _inside(url: str, link: str) -> str:
    """Return the address within the portal without its anchor; of filters one is followed at a time."""
    parts = urlsplit(urljoin(f"http://testserver{url}", link))
    if parts.netloc != "testserver" or parts.scheme != "http" or LEAVES.match(parts.path):
        return ""
    if len(parse_qsl(parts.query)) > MOST_FILTERS:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
