"""Words that name a value: days, months, times and shares, as pages show them and as Excel holds them."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# How Excel names the language of a month's name.
EXCEL_LANGUAGES = {"sv": "[$-41D]", "en": "[$-809]"}


class Valued(str):
    """A text about a value that a spreadsheet can count with: it gets the value, and shows it as ``shown``.

    It is never broken, however narrow the column.
    """

    __slots__ = ("shown", "value")
    value: date | datetime | float
    shown: str
    css: ClassVar[str] = "day"

    @classmethod
    def of(cls, text: str, value: date | datetime | float, shown: str) -> Self:
        """Return the text with its value."""
        made = cls(text)
        made.value, made.shown = value, shown
        return made


def day(value: date | None) -> str:
    """Return a day as tables and files write it: 2026-12-03."""
    return Valued.of(f"{value:%Y-%m-%d}", value, "yyyy-mm-dd") if value else "–"


def month_words(value: date) -> str:
    """Return a month in words: december 2026."""
    return Valued.of(date_format(value, "F Y"), value, f"{_excel_language()}mmmm yyyy")


def moment(value: datetime) -> str:
    """Return a time in words."""
    local = timezone.localtime(value)
    shown = 'd mmmm yyyy "kl." h.mm' if get_language() == "sv" else "d mmmm yyyy, hh:mm"
    return Valued.of(
        date_format(local, "DATETIME_FORMAT"), local.replace(tzinfo=None), _excel_language() + shown
    )


def share_words(part: int, whole: int) -> str:
    """Return a share in whole per cent; a dash where there is nothing to share."""
    return percent_words(round(100 * part / whole)) if whole else "–"


def percent_words(value: int | None) -> str:
    """Return a number of per cent; a dash where there is none."""
    if value is None:
        return "–"
    text = _("%(share)s%%") % {"share": value}
    return Valued.of(text, value / 100, "0 %" if " " in text else "0%")


def _excel_language() -> str:
    return EXCEL_LANGUAGES.get(get_language() or "", "")
