"""The form for a municipality's pause."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template import Context
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.models import CountyBoard
from ui.fields import day_field, free_text
from ui.layout import Buttons, Fields, Include, Submit, drawn


def _button_words(context: Context) -> str:
    return _("Pause the municipality") if context["consequence"] else _("Show what the pause does")


class PauseForm(forms.Form):
    """First day, last day and reason. ``told`` are the days whose effect the person has been shown."""

    starts_on = day_field(gettext_lazy("From"))
    ends_on = day_field(
        gettext_lazy("Until and including"),
        required=False,
        help_text=gettext_lazy("Empty when nobody knows yet. You can resume at any time."),
    )
    reason = free_text(
        gettext_lazy("Why does the municipality pause?"),
        max_length=200,
        hint=gettext_lazy("Write nothing about individual people."),
        missing=gettext_lazy("Write why the municipality pauses"),
    )
    told = forms.CharField(required=False, widget=forms.HiddenInput)

    helper = drawn(
        Fields("told", "starts_on", "ends_on", "reason"),
        Include("programmes/_pause_consequence.html"),
        Buttons(Submit(_button_words)),
    )

    def __init__(self, data: Any = None, *, county_board: CountyBoard | None) -> None:
        super().__init__(data)
        self.visible_to = {"reason": _("%(county_board)s and MÄN.") % {"county_board": county_board}}

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        data = super().clean() or self.cleaned_data
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", ValidationError(_("The last day must be on or after the first day.")))
        return data

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by the names of the action's arguments."""
        return {name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "reason")}

    @property
    def days(self) -> str:
        """The two days as one text, to compare with ``told``."""
        return f"{self.cleaned_data['starts_on']}/{self.cleaned_data['ends_on'] or ''}"

    @property
    def is_told(self) -> bool:
        """True when the person has been shown the effect of a pause on these days."""
        return self.cleaned_data["told"] == self.days

    def tell(self) -> None:
        """Put the days into ``told``, so that the next POST confirms them."""
        self.data = {**self.data.dict(), "told": self.days}  # a QueryDict
