"""The sentence of a receipt about the mails that a deed has queued."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendars.months import day_of
from notifications.models import Message
from ui.dates import day_in_words, distance, time_in_words
from ui.words import Lazy

A_WEEK = 7


def receipt(sentence: str, mails: Iterable[Message], *, reader: Any, at: datetime, nobody: Lazy = "") -> str:
    """Return the sentence of a deed and, after it, who is told and when."""
    return f"{sentence} {told(mails, reader=reader, at=at, nobody=nobody)}".strip()


def told(mails: Iterable[Message], *, reader: Any, at: datetime, nobody: Lazy = "") -> str:
    """Return "2 people get a mail (1 now, 1 tomorrow at 8)."; ``nobody`` where there are no mails.

    One person is named, and is "you" where it is the reader.
    """
    rows = list(mails)
    counts = Counter(max(mail.not_before, at) for mail in rows)
    if not rows:
        return str(nobody)
    times = [(counts[moment], _when(moment, at=at)) for moment in sorted(counts)]
    parts = [f"{count} {when}" if len(times) > 1 else when for count, when in times]
    words = {"count": len(rows), "when": ", ".join(parts), "who": _who(rows, reader)}
    is_now = set(counts) == {at}
    if words["who"]:
        sentence = _("%(who)s gets a mail.") if is_now else _("%(who)s gets a mail (%(when)s).")
    elif is_now:
        sentence = ngettext("%(count)d person gets a mail.", "%(count)d people get a mail.", len(rows))
    else:
        sentence = ngettext(
            "%(count)d person gets a mail (%(when)s).", "%(count)d people get a mail (%(when)s).", len(rows)
        )
    return sentence % words


def _who(rows: list[Message], reader: Any) -> str:
    """Return the one person's name; empty for several, without an account, and where it is withheld."""
    person: Any = rows[0].recipient if len(rows) == 1 else None
    if person == reader and person:
        return _("You")
    return "" if person is None or person.protected_identity else str(person)


def _when(moment: datetime, *, at: datetime) -> str:
    if moment == at:
        return _("now")
    local, on = timezone.localtime(moment), day_of(at)
    words = {"day": _day(local, on=on), "time": time_in_words(moment) if local.minute else str(local.hour)}
    return _("%(day)s at %(time)s") % words


def _day(local: datetime, *, on: date) -> str:
    day = local.date()
    days = (day - on).days
    if days in (0, 1):
        return distance(day, on=on)
    return (
        _("on %(weekday)s") % {"weekday": date_format(day, "l")}
        if days < A_WEEK
        else day_in_words(day, on=on)
    )
