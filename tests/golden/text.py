"""The visible text of a page or a document, line by line."""

import io
import json
import re
import zipfile
from html.parser import HTMLParser

from openpyxl import load_workbook
from pypdf import PdfReader

from tests.reading import shown

UNSEEN = {"script", "style", "template", "head"}
INLINE = {
    "a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "tspan", "u", "wbr",
}  # fmt: skip
SPOKEN = ("aria-label", "title", "alt")
NO_VALUE = {"hidden", "submit", "file", "image", "button", "password"}
SHA = re.compile(r"\b[0-9a-f]{64}\b")


class Page(HTMLParser):
    """The lines of a page, those of ``main`` apart from its frame, and the links it holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.main, self.frame, self.links = [], [], []
        self._inside, self._unseen, self._words, self._select = False, [], "", ""
        self._area = None
        self.feed(html)
        self._end_line()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag not in INLINE:
            self._end_line()
        if tag == "br":
            self._words += " "
        if tag == "main":
            self._inside = True
        if tag in UNSEEN:
            self._unseen.append(tag)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        for name in SPOKEN:
            if found.get(name):
                self._words += f" [{found[name]}] "
        self._field(tag, found)

    def _field(self, tag, found):
        """Note what stands in a field, as a person sees it filled in."""
        kind, name = found.get("type", "text"), found.get("name", "")
        if tag == "input" and kind in {"radio", "checkbox"} and "checked" in found:
            self._add(f"{name} = {found.get('value') or 'on'}")
        elif tag == "input" and kind not in {"radio", "checkbox"} | NO_VALUE and found.get("value"):
            self._add(f"{name} = {found['value']}")
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found and found.get("value"):
            self._add(f"{self._select} = {found['value']}")

    def handle_endtag(self, tag):
        if tag not in INLINE:
            self._end_line()
        if tag == "main":
            self._inside = False
        if self._unseen and self._unseen[-1] == tag:
            self._unseen.pop()

    def handle_data(self, data):
        if not self._unseen:
            self._words += data

    def _end_line(self):
        words, self._words = folded(self._words), ""
        if words:
            self._add(words)

    def _add(self, line):
        (self.main if self._inside else self.frame).append(line)


def folded(text: str) -> str:
    """Fold every run of white space."""
    return " ".join(SHA.sub("(sha)", text).split())


def lines_of_file(content: bytes, kind: str) -> list[str]:
    """Read a document that was downloaded; a file of another kind has no lines."""
    if content.startswith(b"%PDF"):
        return [line for page in PdfReader(io.BytesIO(content)).pages for line in _lines(page.extract_text())]
    if content.startswith(b"PK"):
        return _of_zip(content)
    return _lines(content.decode(errors="replace")) if kind.startswith(("text/", "application/json")) else []


def _lines(text):
    return [line for line in map(folded, text.splitlines()) if line]


def _of_zip(content):
    """Return the text of a workbook, or of a folder with a document, its data and attachments."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" in archive.namelist():
            return _of_book(content)
        for name in archive.namelist():
            found.append(f"--- {name}")
            if name.endswith(".json"):
                found += _of_json(json.loads(archive.read(name)))
            elif name.endswith(".pdf") and "/" not in name:
                found += lines_of_file(archive.read(name), "")
    return found


def _of_book(content):
    found = []
    for sheet in load_workbook(io.BytesIO(content)):
        found.append(f"--- {sheet.title}")
        rows = [[shown(cell) for cell in row] for row in sheet.iter_rows()]
        rows = [row for row in rows if any(value is not None for value in row)]
        found += [folded(" | ".join("" if value is None else str(value) for value in row)) for row in rows]
    return found


def _of_json(data, path=""):
    """One line per value, with the way to it."""
    if isinstance(data, dict):
        return [line for key, value in data.items() for line in _of_json(value, f"{path}.{key}")]
    if isinstance(data, list):
        return [line for number, value in enumerate(data) for line in _of_json(value, f"{path}[{number}]")]
    return [folded(f"{path} = {data}")]
