"""The titles of charts, and the sentences of charts and of the period report: pure functions of numbers."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
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
    return title % {"count": on_track, "all": everybody, "month": date_format(month, "F Y")}, text


def _progress_parts(count: Mapping[Status, int]) -> list[tuple[int, str]]:
    needs, stuck, silent = (count[each] for each in (Status.NEEDS_SUPPORT, Status.STUCK, Status.NO_CONTACT))
    return [
        (needs, ngettext("%(count)s needs support", "%(count)s need support", needs)),
        (stuck, ngettext("%(count)s is stuck", "%(count)s are stuck", stuck)),
        (silent, ngettext("%(count)s has no contact", "%(count)s have no contact", silent)),
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
    words: dict[str, object] = {"month": date_format(month, "F Y"), "share": value}
    if len(told) == 1:
        return _("In %(month)s %(share)s%% were done in time") % words
    before, earlier = told[-2]
    count = abs(value - earlier)
    words |= {"before": month_name(before, on=month), "count": count}
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


# --- The period report: sentences to be pasted into a county board's own report ---------------------------


def followed_sentence(county: str, months: str, names: Sequence[str]) -> str:
    """Name the municipalities that were followed up."""
    if not names:
        return _("No municipality of the county was followed up in the period.")
    sentence = ngettext(
        "%(count)s municipality in %(county)s took part in the process training and was followed up in "
        "%(months)s: %(names)s.",
        "%(count)s municipalities in %(county)s took part in the process training and were followed up in "
        "%(months)s: %(names)s.",
        len(names),
    )
    return sentence % {"count": len(names), "county": county, "months": months, "names": listed(names)}


def check_ins_sentence(done: int, expected: int) -> str:
    """Return how many of the due check-ins are done."""
    words = {"done": done, "all": expected}
    if done == expected:
        sentence = ngettext(
            "The only monthly check-in is done.", "All %(all)s monthly check-ins are done.", expected
        )
    else:
        sentence = ngettext(
            "%(done)s of %(all)s monthly check-in is done.",
            "%(done)s of %(all)s monthly check-ins are done.",
            expected,
        )
    return sentence % words


def finished_sentence(count: int) -> str:
    """Return how many process steps were finished."""
    if not count:
        return _("No process step was finished in the period.")
    sentence = ngettext(
        "%(count)s process step was finished in the period.",
        "%(count)s process steps were finished in the period.",
        count,
    )
    return sentence % {"count": count}


def delivered_sentence(outcomes: Mapping[str, int]) -> str:
    """Return how often support was delivered, and whether it helped; an empty outcome is an open answer."""
    count = sum(outcomes.values())
    if not count:
        return _("No support was given in the period.")
    if count == 1:
        return _only_one(next(key for key in outcomes if outcomes[key]))
    parts = [
        (ngettext("%(count)s helped", "%(count)s helped", outcomes.get("yes", 0)), "yes"),
        (ngettext("%(count)s helped partly", "%(count)s helped partly", outcomes.get("partly", 0)), "partly"),
        (ngettext("%(count)s did not help", "%(count)s did not help", outcomes.get("no", 0)), "no"),
        (
            ngettext(
                "%(count)s has not been evaluated yet",
                "%(count)s have not been evaluated yet",
                outcomes.get("", 0),
            ),
            "",
        ),
    ]
    told = listed(words % {"count": outcomes[key]} for words, key in parts if outcomes.get(key))
    return _("Support was given %(count)s times: %(parts)s.") % {"count": count, "parts": told}


def board_view_sentence(views: Mapping[str, int]) -> str:
    """Return whether support helped as the county board sees it; empty where it has said nothing."""
    words = {each: views.get(each, 0) for each in ("yes", "partly", "no")}
    if not any(words.values()):
        return ""
    return _("The county board's own view: %(yes)s helped, %(partly)s helped partly, %(no)s did not.") % words


def _only_one(outcome: str) -> str:
    sentences = {
        "yes": _("Support was given once, and it helped."),
        "partly": _("Support was given once, and it helped partly."),
        "no": _("Support was given once, but it did not help."),
        "": _("Support was given once. Whether it helped has not been answered yet."),
    }
    return sentences[outcome]


def attendance_sentence(share: str) -> str:
    """Return how many of the sessions people took part in."""
    return _("Attendance at the sessions was %(share)s.") % {"share": share}


def homework_sentence(handed_in: int, due: int) -> str:
    """Return how much of the joint homework is handed in."""
    sentence = ngettext(
        "%(done)s of %(all)s joint piece of homework has been handed in.",
        "%(done)s of %(all)s joint pieces of homework have been handed in.",
        due,
    )
    return sentence % {"done": handed_in, "all": due}


def standing_sentence(counts: Mapping[Status, int]) -> str:
    """Return how the municipalities stood in their latest check-in of the period."""
    everybody = sum(counts.values())
    needs, stuck, silent = (counts[each] for each in (Status.NEEDS_SUPPORT, Status.STUCK, Status.NO_CONTACT))
    first = ngettext(
        "%(count)s of %(all)s municipality was on track in its latest check-in",
        "%(count)s of %(all)s municipalities were on track in their latest check-in",
        everybody,
    ) % {"count": counts[Status.ON_TRACK], "all": everybody}
    parts = [
        (needs, ngettext("%(count)s needed support", "%(count)s needed support", needs)),
        (stuck, ngettext("%(count)s was stuck", "%(count)s were stuck", stuck)),
        (silent, ngettext("%(count)s could not be reached", "%(count)s could not be reached", silent)),
    ]
    return f"{listed([first, *(words % {'count': count} for count, words in parts if count)])}."


def needs_sentence(count: int) -> str:
    """Return how many needs there were."""
    if not count:
        return _("No need of support was raised in the period.")
    sentence = ngettext(
        "In the period the municipalities had %(count)s need of support.",
        "In the period the municipalities had %(count)s needs of support.",
        count,
    )
    return sentence % {"count": count}


def answers_sentence(waiting: int, offered: int, done: int, declined: int, closed: int) -> str:
    """Return how far the needs have come."""
    parts = [
        (waiting, ngettext("%(count)s waits for an offer", "%(count)s wait for an offer", waiting)),
        (offered, ngettext("%(count)s has got an offer", "%(count)s have got an offer", offered)),
        (done, ngettext("%(count)s has got support", "%(count)s have got support", done)),
        (
            declined,
            ngettext(
                "%(count)s got an offer that was declined",
                "%(count)s got an offer that was declined",
                declined,
            ),
        ),
        (closed, ngettext("%(count)s is no longer needed", "%(count)s are no longer needed", closed)),
    ]
    told = listed(words % {"count": count} for count, words in parts if count)
    return f"{told}." if told else ""


def common_sentence(counts: Mapping[str, int]) -> str:
    """Return what most needs were about; empty when all areas are equally common."""
    most = max(counts.values(), default=0)
    names = [f"”{name}”" for name, count in counts.items() if count == most]
    if most <= 1 or len(names) == len(counts) > 1:
        return ""
    if len(counts) == 1:
        return _("All were about %(areas)s.") % {"areas": names[0]}
    return _("Most needs were about %(areas)s.") % {"areas": listed(names)}
