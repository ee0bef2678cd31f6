"""Parts that forms before an action share."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError


def add_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """Show an action's refusal at its fields; errors of fields that the form lacks stand above it."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class ConfirmForm(forms.Form):
    """A form without fields, for pages with one button; an action's refusal is shown in it."""
