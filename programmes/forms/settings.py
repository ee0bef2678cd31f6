"""The form for a county board's settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendars.months import LATEST_DUE_DAY
from municipalities.forms.coordinators import WRONG_EMAIL, working_days_field
from municipalities.forms.months import months_off_field
from municipalities.models import CountyBoard
from ui.layout import Buttons, Include, Section, Submit, Text, drawn
from ui.personal_numbers import refuse_personal_numbers

UNAFFECTED = _("Earlier months are not affected. Reminders change at once.")


class CountySettingsForm(forms.ModelForm):
    """Months off, due day, reminders and contact. The action saves."""

    months_off = months_off_field()
    due_day = forms.IntegerField(
        label=_("Day when check-ins are due"),
        required=False,
        min_value=1,
        max_value=LATEST_DUE_DAY,
        help_text=_(
            "A day of the month from 1 to 28. Is it no working day, the working day before counts. "
            "Leave it empty for the last working day. December is due on the 10th at the latest."
        ),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Choose a day from 1 to 28, or leave it empty.")
        ),
    )
    remind_before = working_days_field(
        _("Reminder before the day"),
        most=10,
        hint=_("Working days before check-ins are due."),
        words=_("Choose from 1 to 10 working days before the day."),
    )
    remind_after = working_days_field(
        _("Reminder after the day"),
        most=6,
        hint=_("Working days after check-ins were due."),
        words=_("Choose from 1 to 6 working days after the day."),
    )
    choices_in_a_row = frozenset({"months_off"})
    helper = drawn(
        Section(
            "check-ins", _("When check-ins are done"),
            Include("programmes/_rule_now.html"),
            "months_off", "due_day", "remind_before", "remind_after",
            Text(lambda context: f"{context['page'].change} {UNAFFECTED}"),
        ),
        Section(
            "contact", _("Contact at the county board"), "contact_name", "contact_phone", "contact_email"
        ),
        Buttons(Submit(_("Save the settings"))),
        css_class="stack-5",
    )  # fmt: skip

    class Meta:
        model = CountyBoard
        fields = (
            "months_off",
            "due_day",
            "remind_before",
            "remind_after",
            "contact_name",
            "contact_phone",
            "contact_email",
        )
        error_messages = {"contact_email": {"invalid": WRONG_EMAIL}}
        widgets = {
            "contact_name": forms.TextInput({"autocomplete": "off"}),
            "contact_phone": forms.TextInput({"type": "tel", "autocomplete": "off"}),
            "contact_email": forms.EmailInput({"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact_name"].validators.append(refuse_personal_numbers)
        everyone = _("the municipalities of the county, MÄN and your colleagues.")
        self.visible_to = dict.fromkeys(("contact_name", "contact_phone", "contact_email"), everyone)

    def _post_clean(self) -> None:
        """Keep the instance unchanged: the action compares the answers with it, and saves."""
