"""A status as every list shows it: a word, a style, and a glyph if it has one."""

from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui.words import Lazy


class Tag(NamedTuple):
    """A status. ``kind`` is ok, info, warn, bad, draft or late; an empty one is grey."""

    word: Lazy
    kind: str = "ok"
    glyph: str = ""

    @property
    def html(self) -> SafeString:
        """The tag's HTML in the reader's language."""
        return _html(str(self.word), self.kind, self.glyph)


# Cached because a list shows the same few tags in every row. ``typed`` keeps str and SafeString apart.
@lru_cache(maxsize=512, typed=True)
def _html(word: str, kind: str, glyph: str) -> SafeString:
    css = f"tag tag--{kind}" if kind else "tag"
    mark = format_html('<span aria-hidden="true">{}</span>', glyph) if glyph else ""
    return format_html('<span class="{}">{}<span>{}</span></span>', css, mark, word)
