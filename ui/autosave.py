"""Answers to ``drafts.js``, which saves a draft by itself: JSON with a sentence to show."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from ui.conflicts import ConflictError

UNAUTHORISED, CONFLICT, INVALID, LOCKED = 401, 409, 422, 423


def logged_out(page: str) -> JsonResponse:
    """Say that the session is over, the same whether the page is there or not; ``page`` is its address."""
    text = _("Not saved. You have been logged out, but your text is still here.")
    login = redirect_to_login(page).url
    return JsonResponse({"text": text, "url": login, "label": _("Log in again")}, status=UNAUTHORISED)


def autosaved(form: forms.Form, save: Callable[[], int], *, changed: str, at: datetime) -> JsonResponse:
    """Save with ``save``, which returns the draft's new number, and say so, or why not.

    ``changed`` is the sentence for somebody else's newer draft, with the words that the refusal brings.
    """
    if not form.is_valid():
        return _invalid(form)
    try:
        number = save()
    except ConflictError as conflict:
        words = conflict.params or {}
        answer = {"text": changed % words, "who": words["name"], "when": conflict.at}
        return JsonResponse(answer, status=CONFLICT)
    except ValidationError as refusal:
        text = _("Not saved. %(reason)s") % {"reason": " ".join(refusal.messages)}
        return JsonResponse({"text": text}, status=LOCKED)
    text = _("Draft saved at %(time)s") % {"time": time_format(timezone.localtime(at))}
    return JsonResponse({"number": number, "text": text})


def _invalid(form: forms.Form) -> JsonResponse:
    found = [(form[name].label, error) for name, errors in form.errors.items() for error in errors]
    reasons = [f"{label.rstrip('?')}: {error}" for label, error in found]
    text = _("Not saved. %(reason)s") % {"reason": " ".join(reasons)}
    return JsonResponse({"text": text, "errors": form.errors}, status=INVALID)
