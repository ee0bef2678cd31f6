"""What forms that lead to a deed have in common."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError


def add_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """Put an action's refusal at its fields; what concerns a field the form lacks stands above."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class ConfirmForm(forms.Form):
    """Nothing to fill in: pressing the button is the answer, and a refusal has a place to stand."""
