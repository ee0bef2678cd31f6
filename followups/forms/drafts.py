"""The form that marks several drafts of a month as done."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ui.layout import Fields, Link, Submit, drawn


def _mark_words(context: Context) -> str:
    count = len(context["page"].ready)
    return ngettext("Mark %(count)s draft as done", "Mark %(count)s drafts as done", count) % {"count": count}


def _month_url(context: Context) -> str:
    page = context["page"]
    return reverse("followups:check_in_month", args=[page.month]) + page.query


class DraftsForm(forms.Form):
    """Holds the number of each draft as it was shown; a draft that has changed since has another number."""

    helper = drawn(
        Fields(), Submit(_mark_words), Link(_("Back to the month"), _month_url), css_class="bar row"
    )

    def __init__(self, data: Any = None, *, numbers: Mapping[str, int]) -> None:
        super().__init__(data)
        for slug, number in numbers.items():
            self.fields[slug] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=number)

    @property
    def numbers(self) -> dict[str, int]:
        """Submitted numbers by municipality."""
        return {slug: number for slug, number in self.cleaned_data.items() if number is not None}
