"""Primary keys and rows that come from an address or a form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

LONGEST_KEY = 18  # longer numbers do not fit a key in every database


def key_of(text: str) -> int | None:
    """Return the primary key in a text; None when no database could hold such a key."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else None


class RowsField(forms.ModelMultipleChoiceField):
    """Any number of rows; a key that is too long for the database is refused before the query."""

    def clean(self, value: Any) -> QuerySet:
        """Refuse keys that are too long, and look up the rest."""
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                shown = {"value": str(key)[:LONGEST_KEY]}
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", shown)
        return super().clean(value)
