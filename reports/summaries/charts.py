"""The titles and sentences of the charts. Pure functions of numbers."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.statuses import Status
from ui.dates import month_name
from ui.words import listed


def progress_sentences(counts: Mapping[date, Mapping[Status, int]]) -> tuple[str, str]:
    """Return how the municipalities are doing: the latest month with data as the title, the rest beside it.

    A month with less data than the one before it has only begun.
    """
    told = [month for month, count in counts.items() if any(count.values())]
    if not told:
        return _("No check-in is done in these months"), ""
    has_begun = len(told) > 1 and sum(counts[told[-1]].values()) < sum(counts[told[-2]].values())
    month = told[-2] if has_begun else told[-1]
    count = counts[month]
    everybody, on_track = sum(count.values()), count[Status.ON_TRACK]
    title = ngettext(
        "%(count)s of %(all)s municipality was on track in %(month)s",
        "%(count)s of %(all)s municipalities were on track in %(month)s",
        everybody,
    )
    parts = [text % {"count": number} for number, text in _progress_parts(count) if number]
    text = _("Otherwise: %(parts)s.") % {"parts": listed(parts)} if parts else ""
    return title % {"count": on_track, "all": everybody, "month": month_name(month)}, text


def _progress_parts(count: Mapping[Status, int]) -> list[tuple[int, str]]:
    needs, stuck, silent = (count[each] for each in (Status.NEEDS_SUPPORT, Status.STUCK, Status.NO_CONTACT))
    return [
        (needs, ngettext("%(count)s needs support", "%(count)s need support", needs)),
        (stuck, ngettext("%(count)s is stuck", "%(count)s are stuck", stuck)),
        (silent, ngettext("%(count)s without contact", "%(count)s without contact", silent)),
    ]


def steps_title(ongoing: Mapping[int, int], *, count: int) -> str:
    """Return where in the process most municipalities are; of equal steps the later one."""
    if not any(ongoing.values()):
        return _("No process step is ongoing")
    step = max(ongoing, key=lambda number: (ongoing[number], number))
    title = ngettext(
        "Step %(step)s is ongoing in %(count)s of %(all)s municipality",
        "Step %(step)s is ongoing in %(count)s of %(all)s municipalities",
        count,
    )
    return title % {"step": step, "count": ongoing[step], "all": count}


def change_words(now: int, before: int) -> str:
    """Return how a number differs from the one before it: "2 fler"."""
    if now == before:
        return _("as many as before")
    if now > before:
        return _("%(count)s more") % {"count": now - before}
    return _("%(count)s fewer") % {"count": before - now}


def obstacles_title(counts: Mapping[str, int]) -> str:
    """Return the most common obstacle, or several that are equally common."""
    if not counts:
        return _("No obstacles are named this quarter")
    most = max(counts.values())
    names = listed(name for name, count in counts.items() if count == most)
    title = ngettext(
        "What holds the work back most: %(names)s, in %(count)s municipality",
        "What holds the work back most: %(names)s, in %(count)s municipalities",
        most,
    )
    return title % {"names": names, "count": most}


def needs_sentences(raised: int, offered: int, *, days: float | None) -> tuple[str, str]:
    """Return how many needs were answered, and how long it takes."""
    if not raised:
        return _("No needs were raised in these months"), ""
    title = ngettext(
        "%(count)s of %(all)s need has been offered support",
        "%(count)s of %(all)s needs have been offered support",
        raised,
    )
    text = ""
    if days is not None:
        text = _days_sentence(round(days))
    return title % {"count": offered, "all": raised}, text


def _days_sentence(days: int) -> str:
    if days == 0:
        return _("Half of the offers came on the same day as the need (median).")
    sentence = ngettext(
        "Half of the offers came within %(count)s day of the need (median).",
        "Half of the offers came within %(count)s days of the need (median).",
        days,
    )
    return sentence % {"count": days}


def attendance_title(name: str, *, there: int, count: int) -> str:
    """Return how many came to the latest session."""
    return _("%(name)s: %(there)s of %(all)s took part") % {"name": name, "there": there, "all": count}


def homework_title(name: str, *, in_time: int, count: int) -> str:
    """Return how many handed in the latest homework in time."""
    values = {"name": name, "count": in_time, "all": count}
    return _("%(name)s: %(count)s of %(all)s handed in in time") % values


def on_time_sentence(shares: Mapping[date, int | None]) -> str:
    """Return the latest month's share in time, and how it differs from the one before."""
    told = [(month, value) for month, value in shares.items() if value is not None]
    if not told:
        return _("No check-in has been due in these months")
    month, value = told[-1]
    words: dict[str, object] = {"month": month_name(month), "share": value}
    if len(told) == 1:
        return _("In %(month)s %(share)s%% were done in time") % words
    before, earlier = told[-2]
    count = abs(value - earlier)
    words |= {"before": month_name(before), "count": count}
    if value == earlier:
        return _("In %(month)s %(share)s%% were done in time, as in %(before)s") % words
    if value > earlier:
        sentence = ngettext(
            "In %(month)s %(share)s%% were done in time, %(count)s percentage point more than in %(before)s",
            "In %(month)s %(share)s%% were done in time, %(count)s percentage points more than in %(before)s",
            count,
        )
    else:
        sentence = ngettext(
            "In %(month)s %(share)s%% were done in time, %(count)s percentage point less than in %(before)s",
            "In %(month)s %(share)s%% were done in time, %(count)s percentage points less than in %(before)s",
            count,
        )
    return sentence % words
