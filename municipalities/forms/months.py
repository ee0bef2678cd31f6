"""Forms for county boards in the admin."""

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from audit.admin import TrailForm
from municipalities.actions import checked_months
from municipalities.models import CountyBoard


def months_off_field() -> forms.TypedMultipleChoiceField:
    """Return a field of check boxes, one per month."""
    return forms.TypedMultipleChoiceField(
        label=_("Months without check-ins"),
        choices=list(MONTHS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No check-in is expected in these months. Most county boards are off in July."),
    )


class CountyBoardForm(TrailForm):
    """The details of a county board that staff may change."""

    months_off = months_off_field()

    class Meta:
        model = CountyBoard
        fields = (
            "short_name",
            "contact_name",
            "contact_phone",
            "contact_email",
            "months_off",
            "due_day",
            "remind_before",
            "remind_after",
            "is_active",
        )

    def clean_months_off(self) -> list[int]:
        """Refuse a year without check-ins."""
        return checked_months(self.cleaned_data["months_off"])
