"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from calendars.working_days import refuse_far_days
from ui.personal_numbers import refuse_personal_numbers
from ui.words import Lazy

TOO_LONG = gettext_lazy("The text has %(show_value)d characters. Shorten it to %(limit_value)d")


class WrittenField(forms.CharField):
    """A text in which a line break is one character, whichever way the browser sent it."""

    def to_python(self, value: Any) -> str:
        """Return the same text that autosave stores."""
        return str(super().to_python(value)).replace("\r\n", "\n")


def free_text(
    label: Lazy, *, rows: int = 0, max_length: int, hint: Lazy = "", missing: Lazy = ""
) -> forms.CharField:
    """Return a field for free text that refuses personal numbers; ``rows`` makes it more than one line.

    It is optional unless ``missing``, the message for an empty field, is given.
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
    """Return a field for a day, chosen or typed."""
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
