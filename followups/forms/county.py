"""What a county board decides itself: its settings, and who coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.personal_numbers import refuse_personal_numbers
from municipalities.calendar import LATEST_DUE_DAY
from municipalities.forms import months_off_field
from municipalities.models import CountyBoard
from participants.forms.fields import day_field, free_text

if TYPE_CHECKING:
    from datetime import date

WRONG_EMAIL = _("Write the e-mail address with @, for example name@kommun.se")
NAME_HINT = _("Needed when the person is new in the portal.")
STAND_IN, REGULAR = "stand_in", "regular"


def working_days_field(label: Any, *, most: int, hint: Any, words: Any) -> forms.IntegerField:  # noqa: ANN401
    """So many working days, one at least."""
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        help_text=hint,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )


class CountySettingsForm(forms.ModelForm):
    """When check-ins are expected, due and reminded of, and whom to turn to. The action saves."""

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

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["contact_name"].validators.append(refuse_personal_numbers)
        everyone = _("the municipalities of the county, MÄN and your colleagues.")
        self.visible_to = dict.fromkeys(("contact_name", "contact_phone", "contact_email"), everyone)

    def _post_clean(self) -> None:
        """Leave the row as it was: the action compares and saves, the form only reads."""


class CoordinatorForm(forms.Form):
    """Whom to appoint, as what, from when until when."""

    not_optional = frozenset({"first_name", "last_name", "ends_on"})
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": WRONG_EMAIL, "invalid": WRONG_EMAIL},
    )
    first_name = free_text(_("First name"), max_length=150, hint=NAME_HINT)
    last_name = free_text(_("Last name"), max_length=150, hint=NAME_HINT)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (STAND_IN, pgettext_lazy("role", "Stand-in")),
            (REGULAR, pgettext_lazy("role", "Coordinator")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the person is a stand-in or a coordinator")},
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(
        _("Last day"), required=False, help_text=_("A stand-in needs one, at most a year ahead.")
    )

    def __init__(self, data: Any = None, *, on: date) -> None:  # noqa: ANN401
        super().__init__(data, initial={"starts_on": on, "role": STAND_IN})
        self.choice_hints = {
            "role": {
                STAND_IN: _("Does all that you do, but appoints nobody"),
                REGULAR: _("Shares the work with you, or takes over"),
            }
        }

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, as the action takes it."""
        rest = {name: value for name, value in self.cleaned_data.items() if name != "role"}
        return rest | {"is_stand_in": self.cleaned_data["role"] == STAND_IN}


class CoordinatorEndForm(forms.Form):
    """A role's last day."""

    ends_on = day_field(_("Last day"), help_text=_("The person sees the county until this day is over."))
