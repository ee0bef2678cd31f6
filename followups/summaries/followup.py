"""Generated sentences about municipalities over several months, for pages, mails and screen readers.

Pure functions of their arguments: no query, no clock.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext

from followups.matrix import Line
from followups.statuses import Status
from followups.summaries.check_ins import MOST_NAMED, step_words
from ui.dates import month_name
from ui.words import Lazy, listed


class Summary(NamedTuple):
    """A follow-up in words: a title with the worst, and two or three sentences."""

    title: str
    text: str


def followup_summary(lines: Sequence[Line], *, month: date) -> Summary:
    """Return several months of several municipalities in words, for a page's title and text or a mail.

    Late comes first, then stuck, then those that have needed support for a long time, then the rest.
    """
    late = [line for line in lines if line.missing]
    told = late if len(late) <= MOST_NAMED else []
    stuck = [line for line in lines if line.is_stuck and line not in told]
    long_need = [line for line in lines if line.has_long_need]
    rest = [line for line in lines if not (line.missing or line.is_stuck or line.has_long_need)]
    sentences = [
        _late_sentence(late),
        _stuck_sentence(stuck),
        _long_need_sentence(long_need),
        _rest_sentence(rest, is_all=len(rest) == len(lines)),
    ]
    return Summary(_followup_title(lines, month=month), " ".join(filter(None, sentences)))


def _followup_title(lines: Sequence[Line], *, month: date) -> str:
    if not lines:
        return _("No municipality to follow up right now")
    count = len(lines)
    if all(line.statuses.get(month) is Status.ON_TRACK for line in lines):
        title = ngettext(
            "The municipality is on track in %(month)s",
            "All %(count)s municipalities are on track in %(month)s",
            count,
        )
        return title % {"count": count, "month": month_name(month, on=lines[0].on)}
    found = [line for line in lines if line.is_stuck]
    if found:
        title = ngettext(
            "One municipality needs help now", "%(count)s municipalities need help now", len(found)
        )
        return _with_names(title, found)
    return _calmer_title(lines)


def _calmer_title(lines: Sequence[Line]) -> str:
    """Return the title when no municipality is stuck: the worst status that occurs."""
    titles = {
        Status.LATE: ngettext_lazy(
            "One municipality lacks a check-in", "%(count)s municipalities lack check-ins", "count"
        ),
        Status.NEEDS_SUPPORT: ngettext_lazy(
            "One municipality needs support", "%(count)s municipalities need support", "count"
        ),
        Status.NO_CONTACT: ngettext_lazy(
            "No contact with one municipality", "No contact with %(count)s municipalities", "count"
        ),
    }
    for status, title in titles.items():
        found = [line for line in lines if line.standing is status]
        if found:
            return _with_names(title, found)
    return _("No municipality needs help right now")


def _with_names(title: Lazy, lines: Sequence[Line]) -> str:
    words = str(title % {"count": len(lines)})
    return words if len(lines) > MOST_NAMED else f"{words}: {listed(line.name for line in lines)}"


def _late_sentence(lines: Sequence[Line]) -> str:
    if len(lines) > MOST_NAMED:
        sentence = _("%(count)s municipalities lack a check-in for this month or an earlier one.")
        return sentence % {"count": len(lines)}
    return " ".join(map(_late_words, lines))


def _late_words(line: Line) -> str:
    words = {
        "municipality": line.name,
        "months": listed(month_name(month, on=line.on) for month in line.missing),
    }
    if not line.is_stuck or line.told_in is None:
        return _("%(municipality)s has not done the check-in for %(months)s.") % words
    sentence = _("%(municipality)s has not done the check-in for %(months)s and was stuck in %(month)s.")
    return sentence % (words | {"month": month_name(line.told_in, on=line.on)})


def _stuck_sentence(lines: Sequence[Line]) -> str:
    count = len(lines)
    if count > MOST_NAMED:
        return _("%(count)s municipalities are stuck.") % {"count": count}
    names = listed(line.name for line in lines)
    sentence = ngettext("%(municipalities)s is stuck.", "%(municipalities)s are stuck.", count)
    return sentence % {"municipalities": names} if lines else ""


def _long_need_sentence(lines: Sequence[Line]) -> str:
    if len(lines) > MOST_NAMED:
        sentence = _("%(count)s municipalities have needed support for at least three check-ins in a row.")
        return sentence % {"count": len(lines)}
    return " ".join(
        _("%(municipality)s has needed support since %(month)s.")
        % {"municipality": line.name, "month": month_name(line.support_months[-1], on=line.on)}
        for line in lines
    )


def _rest_sentence(lines: Sequence[Line], *, is_all: bool) -> str:
    if not lines:
        return ""
    if all(line.standing is Status.ON_TRACK for line in lines):
        return _calm_sentence(len(lines), is_all=is_all)
    head = _("As it stands: %(parts)s.") if is_all else _("The others: %(parts)s.")
    return head % {"parts": listed(_rest_parts(lines))}


def _calm_sentence(count: int, *, is_all: bool) -> str:
    if is_all:
        sentence = ngettext(
            "The municipality is on track.", "All %(count)s municipalities are on track.", count
        )
    else:
        sentence = ngettext(
            "The other municipality is on track.", "The other %(count)s municipalities are on track.", count
        )
    return sentence % {"count": count}


def _rest_parts(lines: Sequence[Line]) -> list[str]:
    """Return how many are on track, need support, had no contact, are paused or have not reported."""
    paused = [line.is_paused for line in lines].count(True)
    standing = [line.standing for line in lines if not line.is_paused]
    on_track, needs = standing.count(Status.ON_TRACK), standing.count(Status.NEEDS_SUPPORT)
    no_contact, unknown = standing.count(Status.NO_CONTACT), standing.count(None)
    words = (
        (on_track, ngettext("%(count)s is on track", "%(count)s are on track", on_track)),
        (needs, ngettext("%(count)s needs support", "%(count)s need support", needs)),
        (no_contact, ngettext("%(count)s has no contact", "%(count)s have no contact", no_contact)),
        (paused, ngettext("%(count)s is paused", "%(count)s are paused", paused)),
        (unknown, ngettext("%(count)s not checked in on yet", "%(count)s not checked in on yet", unknown)),
    )
    return [text % {"count": count} for count, text in words if count]


def line_sentence(line: Line, *, count: int) -> str:
    """Return one municipality in a line: "Fastnat i september. Steg 2 av 5."."""
    parts = []
    if line.progress is not None and line.told_in is not None:
        how = pgettext("how it went in a month", "%(status)s in %(month)s.")
        month = month_name(line.told_in, on=line.on)
        parts.append(how % {"status": line.progress.word, "month": month})
    if line.step:
        parts.append(f"{step_words(line.step, count=count).capitalize()}.")
    return " ".join(parts)
