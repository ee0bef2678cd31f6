"""The sentence of a receipt about the mails that a deed has queued."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendars.months import day_of
from notifications.models import Message
from ui.dates import day_in_words, distance, time_in_words


def told(mails: Iterable[Message], *, at: datetime) -> str:
    """Return "2 personer får mejl (1 nu, 1 i morgon kl. 8)."; empty for no mails."""
    counts = Counter(max(mail.not_before, at) for mail in mails)
    times = [(counts[moment], _when(moment, at=at)) for moment in sorted(counts)]
    if not times:
        return ""
    total = counts.total()
    if set(counts) == {at}:
        sentence = ngettext("%(count)d person gets a mail.", "%(count)d people get a mail.", total)
        return sentence % {"count": total}
    sentence = ngettext(
        "%(count)d person gets a mail (%(when)s).", "%(count)d people get a mail (%(when)s).", total
    )
    parts = [f"{count} {when}" if len(times) > 1 else when for count, when in times]
    return sentence % {"count": total, "when": ", ".join(parts)}


def _when(moment: datetime, *, at: datetime) -> str:
    if moment == at:
        return _("now")
    local, on = timezone.localtime(moment), day_of(at)
    day = local.date()
    words = {
        "day": distance(day, on=on) if (day - on).days in (0, 1) else day_in_words(day, on=on),
        "time": time_in_words(moment) if local.minute else str(local.hour),
    }
    return _("%(day)s at %(time)s") % words
