"""The form that marks several drafts of a month as done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms


class DraftsForm(forms.Form):
    """Holds the number of each draft as it was shown; a draft that has changed since has another number."""

    def __init__(self, data: Any = None, *, numbers: Mapping[str, int]) -> None:
        super().__init__(data)
        for slug, number in numbers.items():
            self.fields[slug] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=number)

    @property
    def numbers(self) -> dict[str, int]:
        """Submitted numbers by municipality."""
        return {slug: number for slug, number in self.cleaned_data.items() if number is not None}
