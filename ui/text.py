"""The one form in which a text is compared and stored, however it was pasted.

Word, PowerPoint, a Mac, a phone and a mail program write the same words with different characters:
decomposed letters, no-break spaces, vertical tabs, marks that nobody sees. Here they become the same text.
"""

import re
import unicodedata
from contextlib import suppress
from functools import cache
from string import ascii_lowercase

LINE_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
HIDDEN = {"Cc", "Cf", "Cs"}  # control and format characters (bidi among them), halves of characters
# Not seen either, though Unicode calls them letters, marks or symbols.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0\ufe00-\ufe0e\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0100-\U000e01ef]"
)
PICTURES = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
# What holds an emoji together is kept in an emoji, and is invisible everywhere else.
LONE_JOINER = re.compile(f"(?<![{PICTURES}\ufe0f])\u200d|\u200d(?![{PICTURES}])|(?<![{PICTURES}#*0-9])\ufe0f")
MOST_MARKS = 4  # on one letter; more climb over the lines above
MAY_BE_MARKS = re.compile(f"[\u0300-\U0010ffff]{{{MOST_MARKS + 1}}}")


class _Shown(dict[int, int | None]):
    """A table for ``str.translate`` that deletes hidden characters; it is filled as they are met."""

    def __missing__(self, code: int) -> int | None:
        shown = None if unicodedata.category(chr(code)) in HIDDEN else code
        self[code] = shown
        return shown


SHOWN = _Shown({ord("\n"): ord("\n"), ord("\t"): ord(" "), 0x200D: 0x200D})


def normal(text: str) -> str:
    """Return the text composed (NFC), without what nobody sees, and with line breaks of one kind.

    Doing it again changes nothing.
    """
    shown = LONE_JOINER.sub("", UNSEEN.sub("", LINE_BREAK.sub("\n", text)).translate(SHOWN))
    return unicodedata.normalize("NFC", _with_few_marks(unicodedata.normalize("NFD", shown))).strip()


def one_line(text: str) -> str:
    """Return the normal text on one line, with single spaces."""
    return " ".join(normal(text).split())


def address(text: str) -> str:
    """Return an e-mail address in its one form: lower case, the domain as it is read (``malmö.se``)."""
    mailbox, at, domain = one_line(text).lower().rpartition("@")
    with suppress(UnicodeError):  # no domain at all: the field's validators say so
        domain = domain.encode("idna").decode("idna")
    return f"{mailbox}{at}{domain}"


def pattern(term: str) -> str:
    """Return a regular expression for a search in any case: ``orebro`` finds Örebro, ``ånge`` only Ånge.

    It means the same to every database, as it names each letter that may stand there.
    """
    return "".join(_accented().get(letter) or _any_case(letter) for letter in one_line(term).lower())


@cache
def _accented() -> dict[str, str]:
    """Return for each letter from a to z those that it stands for, as a set of a regular expression."""
    letters = {letter: letter + letter.upper() for letter in ascii_lowercase}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base in letters:
            letters[base] += chr(code)
    return {letter: f"[{accented}]" for letter, accented in letters.items()}


def _any_case(letter: str) -> str:
    return re.escape(letter) if letter.upper() == letter else f"[{letter}{letter.upper()}]"


def _with_few_marks(decomposed: str) -> str:
    """Leave out the fifth and later marks on a letter."""
    if not MAY_BE_MARKS.search(decomposed):
        return decomposed
    kept, marks = [], 0
    for letter in decomposed:
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
