"""Read a page as a browser does, so that a test need not know how a template breaks its lines."""

import re

import pytest
from django.test import Client
from django.utils.formats import date_format

BLOCKS = (
    "article|aside|button|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|form|h[1-6]|label|legend|li"
    "|main|nav|ol|option|p|section|summary|svg|table|tbody|td|th|thead|title|tr|ul"
)
KEPT = re.compile(r"(<(?:textarea|script|style|pre)\b.*?</(?:textarea|script|style|pre)>)", re.DOTALL)


def as_read(html):
    """Fold every run of white space, and drop it where no browser shows it."""
    return "".join(part if KEPT.match(part) else _folded(part) for part in KEPT.split(html)).strip()


def _folded(html):
    html = re.sub(r"<[^<>]+>", lambda tag: re.sub(r"\s+", " ", tag[0]).replace(" >", ">"), html)
    html = re.sub(r"\s*\n\s*", " ", html)
    html = re.sub(rf"(</?(?:{BLOCKS})(?: [^<>]*)?>) +", r"\1", html)
    return re.sub(rf" +(</(?:{BLOCKS})>)", r"\1", html)


FORMATS = {
    "yyyy-mm-dd": lambda value: f"{value:%Y-%m-%d}",
    "[$-41D]mmmm yyyy": lambda value: date_format(value, "F Y"),
    '[$-41D]d mmmm yyyy "kl." h.mm': lambda value: date_format(value, "DATETIME_FORMAT"),
    "0 %": lambda value: f"{value * 100:.0f} %",
    "0%": lambda value: f"{value * 100:.0f}%",
}


def shown(cell):
    """Return what a cell of a workbook shows: its value in its format."""
    return FORMATS[cell.number_format](cell.value) if cell.number_format in FORMATS else cell.value


class Reader(Client):
    """A client whose pages are given as a browser reads them."""

    def request(self, **request):
        response = super().request(**request)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = as_read(response.content.decode()).encode()
        return response


@pytest.fixture
def client():
    """Stand in for the client of pytest-django."""
    return Reader()
