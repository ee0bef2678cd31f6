"""Sentences on a municipality's quiet signals. Pure functions."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.models import SignalKind
from followups.signals import Signal


def signal_sentence(signal: Signal, *, on: date) -> str:
    """Return one signal: "Ingen från Ånge har varit i portalen sedan 3 oktober."."""
    words = {
        "municipality": str(signal.participation.municipality),
        "count": signal.count,
        "step": signal.step,
        "usual": signal.usual,
        "day": date_format(signal.day, "j F" if signal.day.year == on.year else "j F Y")
        if signal.day
        else "",
    }
    return _sentence(signal) % words


def _sentence(signal: Signal) -> str:
    if signal.kind is SignalKind.NOT_IN_PORTAL and signal.day is None:
        return _("Nobody from %(municipality)s has been in the portal yet.")
    if signal.kind is SignalKind.NOT_IN_PORTAL:
        return _("Nobody from %(municipality)s has been in the portal since %(day)s.")
    if signal.kind is SignalKind.HOMEWORK_MISSING:
        return _("%(municipality)s has not handed in the latest %(count)s pieces of homework.")
    if signal.kind is SignalKind.NO_CONTACT:
        return _("No contact with %(municipality)s in the latest %(count)s check-ins.")
    return ngettext(
        "%(municipality)s has been at step %(step)s for %(count)s month. %(usual)s is usual.",
        "%(municipality)s has been at step %(step)s for %(count)s months. %(usual)s is usual.",
        signal.count,
    )
