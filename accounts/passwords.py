"""Passwords that everybody here would think of: words of the domain, places, rows of the keyboard, a year.

Django's list knows the world's common passwords; here each is common with digits around it or twice, too.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = (
    "machofabriken", "kommunen", "kommun", "lansstyrelsen", "lansstyrelse", "losenord", "password",
    "passw0rd", "portalen", "portal", "valdsprevention", "valdspreventiv", "valdsforebyggande",
    "frifranvald", "vald", "fri", "fran", "utbildningen", "utbildning", "processledare",
    "hemuppgifter", "hemuppgiften", "hemuppgift", "avstamningar", "avstamningen", "avstamning", "tillfallet",
    "tillfallen", "tillfalle", "omgangen", "omgangar", "omgang", "uppfoljningen", "uppfoljning", "deltagare",
    "medarbetare", "ataganden", "atagande", "oversikten", "oversikt", "kontaktperson", "handlingsplan",
    "projekt", "process",
    "samordnare", "jamstalldhet", "sommaren", "sommar", "vintern", "vinter", "hosten", "host",
    "varen", "var", "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
    "september", "oktober", "november", "december", "mandag", "fredag", "valkommen", "welcome",
    "sverige", "sweden", "stockholm", "goteborg", "malmo", "admin", "hemligt", "hemlig", "secret",
    "logga", "login", "inlogg", "hejsan", "hej", "test", "abc", "man", "mfj", "min", "mitt",
)  # fmt: skip
ROWS = ("1234567890", "qwertyuiopa", "asdfghjkloa", "zxcvbnm", "abcdefghijklmnopqrstuvwxyzaao")
NEIGHBOURS = {pair for row in ROWS for line in (row, row[::-1]) for pair in map("".join, pairwise(line))}
NOT_A_LETTER = re.compile(r"[^a-z]+")
REPEATED = re.compile(r"(.+?)\1+")
REPEATED_WHOLE = re.compile(r"^(.+?)\1+$")
SHORTEST_RUN, SHORTEST_REST = 3, 6
SHORTEST_PLACE = 4  # shorter ones stand within many words: Ale, Kil


def plain_letters(text: str) -> str:
    """Return the text in lower case, without dots, rings and accents."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def places_in(*files: Path) -> frozenset[str]:
    """Return what the column ``name`` says, whole and by word: vasternorrland, upplandsvasby, vasby."""
    found: set[str] = set()
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                name = row["name"].removesuffix(" län").removesuffix("s")
                words = re.findall("[a-z]+", plain_letters(name))
                found |= {"".join(words), *words}
    return frozenset(word for word in found if len(word) >= SHORTEST_PLACE)


def own_part(password: str, places: frozenset[str] = frozenset()) -> str:
    """Return what is left without all that others would guess too."""
    plain = plain_letters(password)
    for word in sorted(places.union(WORDS), key=len, reverse=True):
        plain = plain.replace(word, " ")
    return REPEATED.sub(r"\1", NOT_A_LETTER.sub("", _without_rows(plain)))


def _without_rows(text: str) -> str:
    """Leave out three or more letters in a row that are neighbours on the keyboard, or the same."""
    kept, run = "", text[:1]
    for before, letter in pairwise(text):
        if before + letter in NEIGHBOURS or before == letter:
            run += letter
        else:
            kept, run = kept + _unless_long(run), letter
    return kept + _unless_long(run)


def _unless_long(run: str) -> str:
    return run if len(run) < SHORTEST_RUN else " "


def cores_of(password: str) -> Iterator[str]:
    """Yield what a password is made of when digits and signs around it, and repetitions, do not count."""
    once = REPEATED_WHOLE.sub(r"\1", password.lower())
    yield once
    yield NOT_A_LETTER.sub("", once)


class OwnWordsValidator:
    """Refuse a password of which too little is one's own; ``places`` are files with names that all know."""

    def __init__(self, places: Sequence[Path] = ()) -> None:
        self.places = places_in(*places)
        self.common: Any = CommonPasswordValidator().passwords

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002
        """Raise when little is left."""
        own = own_part(password, self.places)
        if len(own) < SHORTEST_REST or not self.common.isdisjoint({own, *cores_of(password)}):
            sentence = _("Others would guess this password. Take a few words that do not belong together.")
            raise ValidationError(sentence)

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Words such as kommun or sommar, years and rows of the keyboard do not count.")
