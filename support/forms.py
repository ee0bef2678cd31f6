"""Forms for needs and support, and for the catalogue."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from audit.forms import LaterForm
from municipalities.models import CountyBoard
from programmes.models import Participation
from support.models import DevelopmentArea, SupportCase, SupportOffer
from ui.fields import day_field, free_text
from ui.keys import RowsField
from ui.layout import SECOND, Buttons, Div, Fields, Hidden, Include, Submit, Text, drawn
from ui.words import Lazy

NO_NAMES = gettext_lazy("Write nothing about individual people.")
YES, NO = "yes", "no"


def support_readers(county_board: CountyBoard) -> str:
    """Return the readers of a text about a need and its support."""
    return _("%(county_board)s, MÄN and the municipality.") % {"county_board": county_board.short_name}


class _Need(forms.Form):
    """A need: its area, and what it is."""

    area = forms.ModelChoiceField(
        DevelopmentArea.objects.filter(is_active=True),
        label=gettext_lazy("Development area"),
        empty_label=gettext_lazy("Choose an area"),
        error_messages={"required": gettext_lazy("Choose the development area of the need")},
    )
    need = free_text(
        gettext_lazy("What does the municipality need?"),
        rows=3,
        max_length=1000,
        hint=NO_NAMES,
        missing=gettext_lazy("Write what the municipality needs"),
    )


class NeedForm(_Need):
    """A request for support from the municipality."""

    helper = drawn("area", "need", Buttons(Submit(gettext_lazy("Send the need"))), data_shortcut=True)

    def __init__(self, data: Any = None, *, county_board: CountyBoard) -> None:
        super().__init__(data)
        self.fields["need"].label = _("What do you need?")
        self.visible_to = {"need": support_readers(county_board)}


class SupportCreateForm(_Need):
    """A need noted by the county board, with an offer at once if one is chosen."""

    field_order = ("participation", "area", "need", "offer", "offer_text")

    participation = forms.ModelChoiceField(
        Participation.objects.none(),
        label=gettext_lazy("Municipality"),
        empty_label=gettext_lazy("Choose a municipality"),
        error_messages={"required": gettext_lazy("Choose a municipality")},
    )
    offer = forms.ModelChoiceField(
        SupportOffer.objects.none(), label=gettext_lazy("Offer support"), required=False
    )
    offer_text = free_text(gettext_lazy("A line about the offer"), max_length=300)
    helper = drawn(
        Fields(),
        Buttons(
            Submit(gettext_lazy("Save need and offer")),
            Text(
                gettext_lazy("When you offer support, the municipality's process leader gets a mail."),
                tag="span",
            ),
        ),
        data_shortcut=True,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        participations: QuerySet[Participation],
        offers: QuerySet[SupportOffer],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["participation"].queryset = participations
        self.fields["participation"].label_from_instance = lambda each: str(each.municipality)
        areas = {area: str(area) for area in DevelopmentArea.objects.filter(is_active=True)}
        _offer(self.fields["offer"], offers, areas, none=_("No offer yet"))
        everyone = _("your county board, MÄN and the municipality.")
        self.visible_to = {"need": everyone, "offer_text": everyone}

    def clean(self) -> dict[str, Any]:
        """Require the offer when there is a line about it."""
        cleaned = super().clean() or {}
        if cleaned.get("offer_text") and not cleaned.get("offer") and "offer" not in self.errors:
            self.add_error("offer", _("Choose the support that you offer"))
        return cleaned


def _offer(
    field: Any, offers: QuerySet[SupportOffer], areas: dict[DevelopmentArea, str], *, none: str
) -> None:
    """Let the field offer these, in groups by area under the given words; what is for no area comes last."""
    found = list(offers.prefetch_related("areas"))
    groups = [(words, [each for each in found if area in each.areas.all()]) for area, words in areas.items()]
    groups.append((_("Other support"), [each for each in found if areas.keys().isdisjoint(each.areas.all())]))
    listed = [(words, [(each.pk, str(each)) for each in group]) for words, group in groups if group]
    field.queryset = offers
    field.choices = [("", none), *listed]


class DeedForm(LaterForm, forms.Form):
    """One action on a support case. ``deed`` names it in the POST."""

    deed: ClassVar[str]
    button: ClassVar[Lazy]

    def __init__(self, data: Any = None, *, case: SupportCase, on: date, is_main: bool = True) -> None:
        """Bind the form only to a POST about its own action; beside the main one its button is quiet."""
        first = {
            "started_on": on,
            "delivered_on": on,
            "outcome": case.outcome,
            "text": case.outcome_text,
            "seen": case.state,
        }
        super().__init__(data if data and data.get("deed") == self.deed else None, initial=first)
        readers = support_readers(case.county_board)
        self.visible_to = {
            name: readers for name, field in self.fields.items() if isinstance(field, forms.CharField)
        }
        submit = Submit(self.button, css_class="btn" if is_main else SECOND)
        self.helper = drawn(
            Hidden("deed", self.deed), Fields(), Buttons(submit), css_class="stack", data_shortcut=True
        )

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by the names of the action's arguments."""
        return self.cleaned_data


class OfferForm(DeedForm):
    """An offer of support; what is meant for the need's area comes first."""

    deed, button = "offer", gettext_lazy("Offer the support")
    offer = forms.ModelChoiceField(
        SupportOffer.objects.none(),
        label=gettext_lazy("Support to offer"),
        error_messages={"required": gettext_lazy("Choose the support that you offer")},
    )
    offer_text = free_text(
        gettext_lazy("A line about the offer"), max_length=300, hint=gettext_lazy("For example when and how.")
    )

    def __init__(self, data: Any = None, *, case: SupportCase, on: date) -> None:
        super().__init__(data, case=case, on=on)
        areas = {case.area: _("For %(area)s") % {"area": case.area}}
        offers = SupportOffer.objects.offered_in(case.county_board)
        _offer(self.fields["offer"], offers, areas, none=_("Choose support"))


class StartForm(DeedForm):
    """The start of accepted support."""

    deed, button = "start", gettext_lazy("Note the start")
    started_on = day_field(gettext_lazy("The support began on"))


class DeliverForm(DeedForm):
    """The delivery of the support."""

    deed, button = "deliver", gettext_lazy("Mark the support as done")
    delivered_on = day_field(gettext_lazy("The support was given on"))
    text = free_text(gettext_lazy("What was done?"), max_length=300, hint=NO_NAMES)


class OutcomeForm(DeedForm):
    """The answer whether it helped."""

    deed, button = "evaluate", gettext_lazy("Save the answer")
    outcome = forms.ChoiceField(
        label=gettext_lazy("Did it help?"),
        choices=SupportCase.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether the support helped")},
    )
    text = free_text(gettext_lazy("In what way?"), max_length=300, hint=NO_NAMES)
    together = True
    choices_in_a_row: ClassVar = {"outcome"}

    def __init__(self, data: Any = None, *, case: SupportCase, on: date, is_main: bool = True) -> None:
        super().__init__(data, case=case, on=on, is_main=is_main)
        self.carry()


class WithdrawForm(DeedForm):
    """The closing of a need."""

    deed, button = "withdraw", gettext_lazy("Close the need")
    seen = forms.ChoiceField(choices=SupportCase.State.choices, widget=forms.HiddenInput)
    word = free_text(
        gettext_lazy("Why is it no longer needed?"),
        max_length=300,
        hint=NO_NAMES,
        missing=gettext_lazy("Write why it is no longer needed"),
    )


class AnswerForm(forms.Form):
    """The municipality's answer to an offer; the two buttons carry yes and no."""

    deed = "answer"
    answer = forms.ChoiceField(
        choices=[
            (YES, pgettext_lazy("offer", "Accept the support")),
            (NO, pgettext_lazy("offer", "Decline the support")),
        ],
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Choose whether you accept the support")},
    )
    text = free_text(gettext_lazy("A word with the answer"), rows=2, max_length=300, hint=NO_NAMES)
    helper = drawn(
        "text",
        Buttons(
            Submit(pgettext_lazy("offer", "Accept the support"), name="answer", value=YES),
            Submit(pgettext_lazy("offer", "Decline the support"), name="answer", value=NO, css_class=SECOND),
        ),
    )

    def __init__(self, data: Any = None, *, county_board: CountyBoard) -> None:
        super().__init__(data)
        self.visible_to = {"text": support_readers(county_board)}

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by the names of the action's arguments."""
        return {"accept": self.cleaned_data["answer"] == YES, "text": self.cleaned_data["text"]}


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
        Div(Submit(gettext_lazy("Show the selection"), css_class=SECOND), css_class="field"),
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
