"""Fields that several forms ask with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from calendars.working_days import refuse_far_days
from ui.personal_numbers import refuse_personal_numbers
from ui.words import Lazy

TOO_LONG = gettext_lazy("The text has %(show_value)d characters. Shorten it to %(limit_value)d")


class WrittenField(forms.CharField):
    """A text in which a line break is one character, however the browser sent it."""

    def to_python(self, value: Any) -> str:
        """Make it the same text that is saved by itself while somebody writes."""
        return str(super().to_python(value)).replace("\r\n", "\n")


def free_text(
    label: Lazy,
    *,
    rows: int = 0,
    max_length: int,
    hint: Lazy = "",
    missing: Lazy = "",
) -> forms.CharField:
    """A field for free text, never with a personal number: one line, or more when ``rows`` says so.

    It may be left empty, unless there is a sentence about what is ``missing`` then.
    """
    return WrittenField(
        label=label,
        required=bool(missing),
        max_length=max_length,
        widget=forms.Textarea({"rows": rows}) if rows else forms.TextInput,
        help_text=hint,
        validators=[refuse_personal_numbers],
        error_messages={"max_length": TOO_LONG, "required": missing},
    )


def day_field(label: Lazy, **options: Any) -> forms.DateField:
    """A day, chosen or written."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[refuse_far_days],
        error_messages={
            "required": gettext_lazy("Choose a day"),
            "invalid": gettext_lazy("Write the date as year-month-day, for example 2026-12-03"),
        },
        **options,
    )
