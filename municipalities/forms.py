"""Forms for a county board's coordinators, and for its settings."""

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.forms import LaterForm, TrailForm
from municipalities.actions import checked_months
from municipalities.models import Coordinator, CountyBoard
from ui.fields import EmailField, day_field, free_text
from ui.layout import Buttons, Link, Submit, drawn

WRONG_EMAIL = _("Write the e-mail address with @, for example name@kommun.se")
NAME_HINT = _("Needed when the person is new in the portal.")
STAND_IN, REGULAR = "stand_in", "regular"


def working_days_field(label: Any, *, most: int, hint: Any, words: Any) -> forms.IntegerField:
    """Return a field for a number of working days, at least one."""
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        help_text=hint,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
    )


class CoordinatorForm(forms.Form):
    """The person to appoint, the role, and its days."""

    not_optional = frozenset({"first_name", "last_name", "ends_on"})
    email = EmailField(
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

    def __init__(self, data: Any = None, *, on: date) -> None:
        super().__init__(data, initial={"starts_on": on, "role": STAND_IN})
        self.choice_hints = {
            "role": {
                STAND_IN: _("Does all that you do, but appoints nobody"),
                REGULAR: _("Shares the work with you, or takes over"),
            }
        }

    helper = drawn(
        "role", "email", "first_name", "last_name", "starts_on", "ends_on",
        Buttons(Submit(_("Appoint and send the mail")), Link(_("Cancel"))),
    )  # fmt: skip

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by the names of the action's arguments."""
        rest = {name: value for name, value in self.cleaned_data.items() if name != "role"}
        return rest | {"is_stand_in": self.cleaned_data["role"] == STAND_IN}


class CoordinatorEndForm(LaterForm, forms.Form):
    """A role's last day."""

    ends_on = day_field(_("Last day"), help_text=_("The person sees the county until this day is over."))
    helper = drawn("ends_on", Buttons(Submit(_("Save the last day")), Link(_("Cancel"))))

    def __init__(self, data: Any = None, *, role: Coordinator) -> None:
        super().__init__(data, initial={"ends_on": role.ends_on})
        self.carry()


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
