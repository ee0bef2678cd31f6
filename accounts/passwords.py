"""Passwords that everybody here would think of: words of the domain, rows of the keyboard, a year."""

import re
import unicodedata
from itertools import pairwise

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = (
    "machofabriken", "kommunen", "kommun", "lansstyrelsen", "lansstyrelse", "losenord", "password",
    "passw0rd", "portalen", "portal", "valdsprevention", "valdspreventiv", "valdsforebyggande",
    "frifranvald", "vald", "fri", "fran", "utbildningen", "utbildning", "processledare", "process",
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
SHORTEST_RUN, SHORTEST_REST = 3, 6


def own_part(password: str) -> str:
    """Return what is left without all that others would guess too."""
    letters = unicodedata.normalize("NFD", password.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for word in sorted(WORDS, key=len, reverse=True):
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


class OwnWordsValidator:
    """Refuse a password of which too little is one's own."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002
        """Raise when little is left."""
        if len(own_part(password)) < SHORTEST_REST:
            sentence = _("Others would guess this password. Take a few words that do not belong together.")
            raise ValidationError(sentence)

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Words such as kommun or sommar, years and rows of the keyboard do not count.")
