"""Generated sentences about a month and a check-in, for pages, mails and screen readers.

Pure functions of their arguments: no query, no clock.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from followups.matrix import Line
from followups.models import CheckInAnswers, CheckInStep, CheckInVersion
from followups.months import CountyMonth, Row
from followups.statuses import Status, of_progress
from support.models import SupportCase
from ui.dates import distance, month_name
from ui.tags import Tag
from ui.words import listed

MOST_NAMED = 3
LONGEST_FIRST_SENTENCE = 140
SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def count_sentence(county: CountyMonth) -> str:
    """Return how many of the month's check-ins are done."""
    values = {
        "done": len(county.done),
        "all": len(county.rows),
        "month": month_name(county.month, on=county.on),
    }
    if county.is_off:
        return _("No check-ins in %(month)s.") % values
    if not county.left:
        return (
            ngettext(
                "The check-in for %(month)s is done.",
                "All %(all)s check-ins for %(month)s are done.",
                len(county.rows),
            )
            % values
        )
    return (
        ngettext(
            "%(done)s of %(all)s check-in for %(month)s is done.",
            "%(done)s of %(all)s check-ins for %(month)s are done.",
            len(county.rows),
        )
        % values
    )


def due_sentence(county: CountyMonth) -> str:
    """Return when the rest must be done; empty when nothing is left."""
    if not county.left or not county.is_open:
        return ""
    due_on = county.due_on
    day = date_format(due_on, "l j F")
    if due_on < county.on:
        return _("They were due on %(day)s.") % {"day": day}
    return _("All must be done by %(day)s, %(distance)s.") % {
        "day": day,
        "distance": distance(due_on, on=county.on),
    }


def missing_sentence(rows: Sequence[Row]) -> str:
    """Name the municipalities that lack an earlier month."""
    if len(rows) > MOST_NAMED:
        return _("%(count)s municipalities lack earlier months.") % {"count": len(rows)}
    sentence = _("%(municipality)s has no check-in for %(months)s.")
    return " ".join(
        sentence
        % {
            "municipality": row.municipality,
            "months": listed(month_name(month, on=row.on) for month in row.missing),
        }
        for row in rows
    )


def month_sentence(county: CountyMonth) -> str:
    """Return the state of a county's month in two or three sentences."""
    parts = [count_sentence(county), due_sentence(county), missing_sentence(county.missing)]
    return " ".join(filter(None, parts))


def done_sentence(municipality: str, county: CountyMonth) -> str:
    """Return the receipt after a check-in was marked as done, and what is left."""
    left = len(county.left)
    receipt = _("%(municipality)s is done for %(month)s.") % {
        "municipality": municipality,
        "month": month_name(county.month, on=county.on),
    }
    if not left:
        return f"{receipt} " + _("All municipalities are done.")
    return f"{receipt} " + ngettext(
        "%(count)s municipality left.", "%(count)s municipalities left.", left
    ) % {"count": left}


def missing_words(row: Row | Line) -> str:
    """Return what a municipality lacks: "Oktober saknas"."""
    if len(row.missing) > 1:
        return _("%(count)s months missing") % {"count": len(row.missing)}
    return _("%(month)s missing") % {"month": month_name(row.missing[0], on=row.on).capitalize()}


def missing_tag(row: Row | Line) -> Tag:
    """Return the same as a tag."""
    return Tag(missing_words(row), Status.LATE.kind, Status.LATE.glyph)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, cut to the length of a line."""
    return Truncator(SENTENCE_END.split(text.strip(), maxsplit=1)[0]).chars(LONGEST_FIRST_SENTENCE)


def last_time_sentence(version: CheckInVersion | None, *, on: date) -> str:
    """Return how it went last time: "I fas i oktober. Styrgruppen är utsedd."."""
    if version is None:
        return _("No earlier check-in.")
    how = pgettext("how it went in a month", "%(status)s in %(month)s.") % {
        "status": of_progress(version.progress).word,
        "month": month_name(version.check_in.month, on=on),
    }
    return f"{how} {first_sentence(version.happened)}".strip()


def this_time_sentence(answers: CheckInAnswers) -> str:
    """Return a check-in in one line."""
    how = f"{of_progress(answers.progress).word}." if answers.progress else ""
    return f"{how} {news_sentence(answers)}".strip()


def news_sentence(answers: CheckInAnswers) -> str:
    """Return what has happened in one line, without the progress, which a tag beside it tells."""
    if not answers.happened.strip() and answers.nothing_new:
        return _("Nothing new since last time.")
    return first_sentence(answers.happened)


def steps_words(steps: Mapping[int, str], *, count: int) -> str:
    """Return how far the process has come: "steg 2 av 5 pågår"."""
    status = CheckInStep.Status
    ongoing = [number for number, each in steps.items() if each == status.ONGOING]
    done = [number for number, each in steps.items() if each == status.DONE]
    values = {"count": count}
    if ongoing:
        return _("step %(number)s of %(count)s is under way") % (values | {"number": max(ongoing)})
    if not done:
        return _("no step has begun")
    if len(done) == count:
        return _("all %(count)s steps are done") % values
    return _("step %(number)s of %(count)s is done") % (values | {"number": max(done)})


def obstacles_words(names: Sequence[str], *, since: date | None, on: date) -> str:
    """Return the obstacles, and the month that they were carried forward from."""
    if not names:
        return _("none")
    words = listed(names)
    if since is None:
        return words
    month = month_name(since, on=on)
    return _("%(obstacles)s (remaining from %(month)s)") % {"obstacles": words, "month": month}


def needs_words(states: Mapping[str, int]) -> str:
    """Return how many needs wait, how many offers do, and how much support is under way."""
    state = SupportCase.State
    needs, offers = states.get(state.NEED, 0), states.get(state.OFFERED, 0)
    running = sum(states.get(each, 0) for each in SupportCase.UNDER_WAY_STATES)
    parts = [
        (ngettext("%(count)s open need", "%(count)s open needs", needs), needs),
        (ngettext("%(count)s offer without an answer", "%(count)s offers without an answer", offers), offers),
        (ngettext("%(count)s support under way", "%(count)s supports under way", running), running),
    ]
    return listed(words % {"count": count} for words, count in parts if count) or _("no open need")


def step_words(number: int, *, count: int) -> str:
    """Return the step that a municipality has come to: "steg 2 av 5"; a dash before the first."""
    return _("step %(number)s of %(count)s") % {"number": number, "count": count} if number else "–"
