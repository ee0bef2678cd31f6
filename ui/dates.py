"""Dates and times as they stand in a sentence."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

# A date further away than this is written with its year.
NEAR = timedelta(days=180)


def day_in_words(day: date, *, on: date) -> str:
    """Return for example "torsdag 3 december", with the year when it is more than half a year away."""
    return date_format(day, "l j F" if abs(day - on) <= NEAR else "l j F Y")


def distance(day: date, *, on: date) -> str:
    """Return for example "om 3 dagar", "i dag" or "för 2 dagar sedan"."""
    days = (day - on).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


def time_in_words(moment: datetime) -> str:
    """Return the time of day in Sweden: 9.00 in Swedish, 9:00 in English."""
    return date_format(timezone.localtime(moment), pgettext("time of day", "G:i"))


def moment_in_words(moment: datetime, *, on: date) -> str:
    """Return for example "20 november kl. 14.32"; today only the time."""
    if timezone.localtime(moment).date() == on:
        return _("today at %(time)s") % {"time": time_in_words(moment)}
    return _("%(day)s at %(time)s") % {"day": short_day(moment, on=on), "time": time_in_words(moment)}


def short_day(moment: datetime, *, on: date) -> str:
    """Return for example "20 november", with the year when it is more than half a year away."""
    local = timezone.localtime(moment).date()
    return date_format(local, "j F" if abs(local - on) <= NEAR else "j F Y")


def month_name(month: date, *, on: date) -> str:
    """Return the month as it stands in a sentence: "november", with its year when ``on`` is of another."""
    return _month_name(month, get_language(), "F" if month.year == on.year else "F Y")


# Cached because a long page writes the same few months in each of its rows.
@lru_cache(maxsize=256)
def _month_name(month: date, _language: str | None, pattern: str) -> str:
    return date_format(month, pattern)


def months_words(months: Sequence[date]) -> str:
    """Return a span of months, such as "juni–november 2026"."""
    first, last = months[0], months[-1]
    if first == last:
        return date_format(last, "F Y")
    begins = date_format(first, "F" if first.year == last.year else "F Y")
    return f"{begins}–{date_format(last, 'F Y')}"
