"""One status as every list prints it: a word, how it looks, and a glyph if it has one."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui.words import Lazy


class Tag(NamedTuple):
    """A status. ``kind`` is ok, info, warn, bad, draft or late; empty is quiet grey."""

    word: Lazy
    kind: str = "ok"
    glyph: str = ""

    @property
    def html(self) -> SafeString:
        """The tag as a page prints it, in the reader's language."""
        return _html(str(self.word), self.kind, self.glyph)


# A list prints the same few tags in every row. ``typed``: a text never stands in for one marked as safe.
@lru_cache(maxsize=512, typed=True)
def _html(word: str, kind: str, glyph: str) -> SafeString:
    css = f"tag tag--{kind}" if kind else "tag"
    mark = format_html('<span aria-hidden="true">{}</span>', glyph) if glyph else ""
    return format_html('<span class="{}">{}<span>{}</span></span>', css, mark, word)
