"""Sentences on quiet facts about a municipality. Pure functions."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.models import QuietKind
from followups.quiet import QuietFact


def quiet_sentence(quiet: QuietFact, *, on: date) -> str:
    """Return one quiet fact: "Ingen från Ånge har varit i portalen sedan 3 oktober."."""
    words = {
        "municipality": str(quiet.participation.municipality),
        "count": quiet.count,
        "step": quiet.step,
        "usual": quiet.usual,
        "day": date_format(quiet.day, "j F" if quiet.day.year == on.year else "j F Y") if quiet.day else "",
    }
    return _sentence(quiet) % words


def _sentence(quiet: QuietFact) -> str:
    if quiet.kind is QuietKind.NOT_IN_PORTAL and quiet.day is None:
        return _("Nobody from %(municipality)s has been in the portal yet.")
    if quiet.kind is QuietKind.NOT_IN_PORTAL:
        return _("Nobody from %(municipality)s has been in the portal since %(day)s.")
    if quiet.kind is QuietKind.HOMEWORK_MISSING:
        return _("%(municipality)s has not handed in the latest %(count)s pieces of homework.")
    if quiet.kind is QuietKind.NO_CONTACT:
        return _("No contact with %(municipality)s in the latest %(count)s check-ins.")
    return ngettext(
        "%(municipality)s has been at step %(step)s for %(count)s month. %(usual)s is usual.",
        "%(municipality)s has been at step %(step)s for %(count)s months. %(usual)s is usual.",
        quiet.count,
    )
