"""Fields that several forms of the follow-up ask with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from accounts.personal_numbers import refuse_personal_numbers
from participants.forms import fields as participants_fields

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

LONGEST_KEY = 18  # digits that every database takes for a number
TOO_LONG = gettext_lazy("The text has %(show_value)d characters. Shorten it to %(limit_value)d")


class WrittenField(forms.CharField):
    """A text in which a line break is one character, however the browser sent it."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401
        """Make it the same text that is saved by itself while somebody writes."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class RowsField(forms.ModelMultipleChoiceField):
    """Any number of rows. A key that no database holds is none of them."""

    def clean(self, value: Any) -> QuerySet:  # noqa: ANN401
        """Ask the database for what may be a key, and refuse the rest."""
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                shown = {"value": str(key)[:LONGEST_KEY]}
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", shown)
        return super().clean(value)


def free_text(
    label: _StrOrPromise, *, rows: int = 0, max_length: int, hint: _StrOrPromise = ""
) -> forms.CharField:
    """A field for free text: one line, or more when ``rows`` says so; never a personal number."""
    return WrittenField(
        label=label,
        required=False,
        max_length=max_length,
        widget=forms.Textarea({"rows": rows}) if rows else forms.TextInput,
        help_text=hint,
        validators=[refuse_personal_numbers],
        error_messages={"max_length": TOO_LONG},
    )


def day_field(label: _StrOrPromise) -> forms.DateField:
    """A day that may be left out."""
    return participants_fields.day_field(label, required=False)
