"""Forms on the catalogue of support, and the filter of the lists."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from audit.forms import LaterForm
from municipalities.models import CountyBoard
from support.models import DevelopmentArea, SupportOffer
from ui.fields import free_text
from ui.keys import RowsField
from ui.layout import SECOND, Buttons, Div, Fields, Include, Submit, drawn


class SupportOfferForm(LaterForm, forms.Form):
    """Support in a county's catalogue."""

    county_board: forms.ModelChoiceField = forms.ModelChoiceField(
        CountyBoard.objects.none(),
        label=gettext_lazy("County board"),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a county board")},
    )
    name = free_text(
        gettext_lazy("Name of the support"),
        max_length=150,
        missing=gettext_lazy("Write what the support is called"),
    )
    description = free_text(
        pgettext_lazy("support", "What it is"),
        rows=3,
        max_length=1000,
        hint=gettext_lazy("One or two sentences. The municipality reads this with the offer."),
    )
    areas = RowsField(
        DevelopmentArea.objects.filter(is_active=True),
        label=gettext_lazy("For which development areas?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The support is proposed first for needs in these areas."),
    )

    def __init__(
        self, data: Any = None, *, boards: QuerySet[CountyBoard], offer: SupportOffer | None = None
    ) -> None:
        """Ask for the county board only when the offer is new and there are several to choose from."""
        super().__init__(
            data, initial=model_to_dict(offer, ["name", "description", "areas"]) if offer else None
        )
        self.boards = list(boards)
        button = _("Save the support") if offer else _("Add to the catalogue")
        self.helper = drawn(Fields(), Buttons(Submit(button)), data_shortcut=True)
        self.fields["county_board"].queryset = boards
        if offer or len(self.boards) == 1:
            del self.fields["county_board"]
        if offer:
            self.carry()
        everyone = _("the county's coordinators, MÄN and the municipalities that are offered it.")
        self.visible_to = {"name": everyone, "description": everyone}

    @property
    def county(self) -> CountyBoard:
        """The county board of a new offer."""
        return self.cleaned_data.get("county_board") or self.boards[0]

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by the names of the action's arguments."""
        return {name: self.cleaned_data[name] for name in ("name", "description", "areas")}


class SupportFilterForm(forms.Form):
    """A filter by county and area, sent with GET. An unknown value is ignored."""

    lan = forms.ChoiceField(label=gettext_lazy("County"), required=False)
    omrade = forms.ModelChoiceField(
        DevelopmentArea.objects.filter(is_active=True),
        label=gettext_lazy("Development area"),
        required=False,
        empty_label=gettext_lazy("All areas"),
    )
    not_optional = ("lan", "omrade")
    helper = drawn(
        Fields(),
        Div(Submit(gettext_lazy("Filter"), css_class=SECOND), css_class="field"),
        Include("support/_show_all.html"),
        css_class="body row",
        method="get",
    )

    def __init__(self, data: Any = None, *, boards: list[CountyBoard]) -> None:
        super().__init__(data)
        counties = [("", _("All counties")), *((each.slug, each.county_name) for each in boards)]
        self.fields["lan"].choices = counties
        if len(boards) < 2:  # noqa: PLR2004  a choice takes two
            del self.fields["lan"]

    @property
    def chosen(self) -> dict[str, Any]:
        """The valid choices."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
