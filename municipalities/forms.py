"""Forms of the admin for county boards."""

from __future__ import annotations

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from audit.admin import TrailForm
from municipalities.models import CountyBoard


class CountyBoardForm(TrailForm):
    """Months off are ticked, not written as a list of numbers."""

    months_off = forms.TypedMultipleChoiceField(
        label=_("Months without check-ins"),
        choices=list(MONTHS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No check-in is expected in these months. Most county boards are off in July."),
    )

    class Meta:
        model = CountyBoard
        fields = ("short_name", "contact_email", "months_off", "is_active")
