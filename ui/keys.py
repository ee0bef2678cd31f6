"""Keys and rows that several forms of the follow-up ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

LONGEST_KEY = 18  # digits that every database takes for a number


def key_of(text: str) -> int | None:
    """The key that an address or a form names; None where no database holds such a key."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else None


class RowsField(forms.ModelMultipleChoiceField):
    """Any number of rows. A key that no database holds is none of them."""

    def clean(self, value: Any) -> QuerySet:
        """Ask the database for what may be a key, and refuse the rest."""
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                shown = {"value": str(key)[:LONGEST_KEY]}
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", shown)
        return super().clean(value)
