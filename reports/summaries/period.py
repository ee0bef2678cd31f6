"""The sentences of the period report, written to be pasted into a county board's own report."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.statuses import Status
from ui.words import listed


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
