"""Refuse Swedish personal identity numbers (personnummer) in free text; the portal never needs one.

The last digit is a check digit (Luhn over ten digits); checking it lets telephone and registry numbers pass.
Coordination numbers (samordningsnummer) have 60 added to the day and are refused as well.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CANDIDATE = re.compile(r"(?<!\d)(?:18|19|20)?(\d{2})(\d{2})(\d{2})[-+\u2010-\u2015 ]?(\d{4})(?!\d)")
MONTHS = range(1, 13)
DAYS = (*range(1, 32), *range(61, 92))


def _checks_out(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(digits):
        product = int(digit) * (2 - place % 2)
        total += product - 9 if product > 9 else product  # noqa: PLR2004  digit sum of a two-digit product
    return total % 10 == 0


def holds_personal_number(text: str) -> bool:
    """Say whether the text contains a personal identity number with a correct check digit."""
    return any(
        int(month) in MONTHS and int(day) in DAYS and _checks_out(year + month + day + last)
        for year, month, day, last in CANDIDATE.findall(text)
    )


def refuse_personal_numbers(text: str) -> None:
    """Refuse text with a personal identity number; a validator for free text and file names.

    Raises:
        ValidationError: the text contains one.
    """
    if holds_personal_number(text):
        raise ValidationError(
            _("The text seems to contain a personal identity number. Remove it."), code="personal_number"
        )
