"""The filters of the follow-up: a form that is sent with GET."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.statuses import Status
from municipalities.models import CountyBoard
from programmes.models import Cohort
from ui.layout import SECOND, Div, Fields, Submit, drawn

MONTHS = (("", _("6 months")), ("12", _("12 months")))
ORDERS = (("", _("Worst first")), ("namn", _("By name, A–Ö")))
# The statuses by their names in addresses.
STATUSES = {
    "sen": Status.LATE,
    "fastnat": Status.STUCK,
    "behover-stod": Status.NEEDS_SUPPORT,
    "ej-kontakt": Status.NO_CONTACT,
    "i-fas": Status.ON_TRACK,
    "utkast": Status.DRAFT,
    "att-gora": Status.TO_DO,
}


class Offers(NamedTuple):
    """The available choices."""

    boards: list[CountyBoard]
    cohorts: list[Cohort]
    steps: list[int]


class FollowupFilterForm(forms.Form):
    """County, cohort, months, order, status and step. A choice that is not offered is ignored."""

    lan = forms.ChoiceField(label=_("County"), required=False)
    omgang = forms.ChoiceField(label=_("Cohort"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    steg = forms.ChoiceField(label=_("Process step"), required=False)
    manader = forms.ChoiceField(label=pgettext_lazy("how many", "Months"), required=False, choices=MONTHS)
    ordning = forms.ChoiceField(label=pgettext_lazy("sorting", "Order"), required=False, choices=ORDERS)
    not_optional = ("lan", "omgang", "status", "steg", "manader", "ordning")
    helper = drawn(
        Fields(), Div(Submit(_("Show the selection"), SECOND)), css_class="body filter", method="get"
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, offers: Offers, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = {
            "lan": [("", _("All counties")), *((board.slug, board.county_name) for board in offers.boards)],
            "omgang": [("", _("All that are running")), *((each.slug, each.name) for each in offers.cohorts)],
            "status": [("", _("All statuses")), *((slug, each.word) for slug, each in STATUSES.items())],
            "steg": [("", _("All steps")), *((str(number), str(number)) for number in offers.steps)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered
        if len(offers.boards) < 2:  # noqa: PLR2004  a choice takes two
            del self.fields["lan"]

    @property
    def chosen(self) -> dict[str, str]:
        """Choices that are on offer."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def words_of(self, name: str, value: str) -> str:
        """Return a choice as the page writes it: "Län: Kalmar län"."""
        field = self.fields[name]
        return f"{field.label}: {dict(field.choices)[value]}"
