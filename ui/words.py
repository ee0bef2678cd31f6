"""The type of a text that may be translated lazily, and lists within a sentence."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Lazy  # only the stubs have it
else:
    Lazy = object


def listed(words: Iterable[str]) -> str:
    """Return the words as a list within a sentence: "a, b och c"."""
    return get_text_list([str(word) for word in words], _("and"))
