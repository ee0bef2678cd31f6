"""Refuse Swedish personal identity numbers (personnummer) in free text; the portal never needs one.

The last digit is a check digit (Luhn over ten digits); checking it lets most other numbers pass.
Coordination numbers (samordningsnummer) have 60 added to the day and are refused as well.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ui.text import normal

SIGN = r"[-+./_ \u2010-\u2015\u2043\u2212]"
BEFORE_LAST = r"[-+./_ :\n\u00b7\u2010-\u2015\u2022\u2043\u2212\u2219\u22c5]{0,3}"
LAST = r"(\d{4})(?!\d|-\d\d-\d\d)"  # not the year of another day: 2026-11-30 – 2026-12-04
# Found at every place, so that a number which is none hides no other that begins within it.
CANDIDATES = [
    re.compile(f"(?=({pattern}))")
    for pattern in (
        rf"(?<!\d)(18|19|20)?(\d\d)(\d\d)(\d\d){BEFORE_LAST}{LAST}",
        rf"(?<!\d)(18|19|20)?(\d\d){SIGN}{{1,3}}(\d\d){SIGN}{{1,3}}(\d\d){BEFORE_LAST}{LAST}",
        # Blanks at odd places: 8507 09 9805. What begins with 0 is a telephone number: 0611 24 5002.
        rf"(?<!\d)(?:(18|19|20)|(?!0))(\d\d) ?(\d\d) ?(\d\d) {{1,3}}{LAST}",
        rf"(?<=\d)()(\d\d)(\d\d)(\d\d)[-+\u2010-\u2015\u2212]{LAST}",  # other digits stand before it
    )
]
MONTHS = range(1, 13)
DAYS = (*range(1, 32), *range(61, 92))
MOBILE = re.compile(r"07\d{8}")
TIME = re.compile(r"([01]\d|2[0-3])[0-5]\d")
YEARS_OF_MEETINGS = range(24, 50)  # a day of these with a time after it is no birthday: 2026-12-03 0900


def _checks_out(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(digits):
        product = int(digit) * (2 - place % 2)
        total += product - 9 if product > 9 else product  # noqa: PLR2004  digit sum of a two-digit product
    return total % 10 == 0


def _is_one(found: str, century: str | None, year: str, month: str, day: str, last: str) -> bool:
    if int(month) not in MONTHS or int(day) not in DAYS or not _checks_out(year + month + day + last):
        return False
    apart = any(sign in found for sign in ":\n")  # a day, and then something about it: 2026-12-03: 4711
    if century == "20" and int(year) in YEARS_OF_MEETINGS and (apart or TIME.fullmatch(last)):
        return False
    return not MOBILE.fullmatch(found)


def personal_number_in(text: str) -> str:
    """Return the first personal identity number with a correct check digit, as it is written; "" if none.

    Blanks, dashes, dots, slashes and underscores may stand between its parts, a colon or a line break before
    its last four digits, characters that nobody sees anywhere. A mobile number in one piece is none, even if
    its check digit fits.
    """
    read = unicodedata.normalize("NFKC", normal(text))
    for candidates in CANDIDATES:
        for found in candidates.finditer(read):
            if _is_one(*found.groups()):
                return str(found[1])
    return ""


def refuse_personal_numbers(text: str) -> None:
    """Refuse text with a personal identity number, and quote it; a validator for free text and file names.

    Raises:
        ValidationError: the text contains one.
    """
    if found := personal_number_in(text):
        raise ValidationError(
            _("The text seems to contain a personal identity number. Remove “%(number)s”."),
            code="personal_number",
            params={"number": found},
        )
