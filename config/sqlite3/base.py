"""SQLite with Swedish order and Unicode case, to sort and compare names as PostgreSQL with ICU does.

A migration creates the collation ``swedish`` in PostgreSQL. Here the same name is registered on every
connection, with a ``LIKE`` that knows that Å is å.
"""

import re
import sqlite3
import unicodedata
from functools import lru_cache
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.sqlite3 import base, operations

# The last letters of the alphabet, each followed by the foreign letters sorted with it.
LAST_LETTERS = ("å", "äæę", "öøőœ")
# Letters without a decomposition, or sorted under another letter than their base.
SORTED_AS = {"ü": "y", "ű": "y", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ß": "ss"}
PUNCTUATION = " _-,;:!?.'\"()[]{}@*/\\&#%"
SortKey = tuple[tuple[int, ...], str, str, str]


def _weights(letter: str) -> tuple[int, ...]:
    """Return the first-level weights of one case-folded letter: punctuation, digits, a–z, å, ä, ö."""
    for place, letters in enumerate(LAST_LETTERS, start=ord("z") + 1):
        if letter in letters:
            return (1000 + place,)
    if letter in SORTED_AS:
        return tuple(1000 + ord(base_letter) for base_letter in SORTED_AS[letter])
    plain = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.combining(plain):
        return ()
    if plain in PUNCTUATION:
        return (PUNCTUATION.index(plain),)
    if plain.isdigit():
        return (500 + unicodedata.digit(plain),)
    return ((1000 if plain.isalnum() else 100) + ord(plain),)


@lru_cache(maxsize=8192)
def sort_key(text: str) -> SortKey:
    """Return a key by letter, then accent, then case (small first); only identical strings are equal."""
    composed = unicodedata.normalize("NFC", text)
    folded = unicodedata.normalize("NFC", composed.casefold())
    letters = tuple(weight for letter in composed.lower() for weight in _weights(letter))
    return letters, folded, composed.swapcase(), text


def compare(left: str, right: str) -> int:
    """Return -1, 0 or 1, as SQLite expects of a collation."""
    if left == right:
        return 0
    return -1 if sort_key(left) < sort_key(right) else 1


@lru_cache(maxsize=512)
def _like_pattern(pattern: str, escape: str | None) -> re.Pattern[str]:
    expression, letters = [], iter(pattern)
    for letter in letters:
        if letter == escape:
            expression.append(re.escape(next(letters, "")))
        else:
            expression.append({"%": ".*", "_": "."}.get(letter) or re.escape(letter))
    return re.compile("".join(expression), re.DOTALL)


def like(pattern: str | None, text: str | float | None, escape: str | None = None) -> bool | None:
    """Return ``text LIKE pattern ESCAPE escape``, ignoring case in every alphabet."""
    if pattern is None or text is None:
        return None
    return _like_pattern(pattern.casefold(), escape).fullmatch(str(text).casefold()) is not None


class DatabaseOperations(operations.DatabaseOperations):
    """Numbers fit or do not fit a column as in PostgreSQL, though SQLite would store them."""

    integer_field_range = BaseDatabaseOperations.integer_field_range


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend with this collation and LIKE on every connection."""

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Open a connection with the Swedish collation and LIKE."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        connection.create_collation("swedish", compare)
        connection.create_function("like", 2, like, deterministic=True)
        connection.create_function("like", 3, like, deterministic=True)
        return connection
