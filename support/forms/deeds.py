"""Forms for the actions on one case."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from audit.forms import LaterForm
from support.forms.fields import NO_NAMES, let_offer, support_readers
from support.models import SupportCase, SupportOffer
from ui.fields import LineField, day_field, free_text
from ui.layout import SECOND, Buttons, Fields, Hidden, Submit, drawn
from ui.words import Lazy

YES, NO = "yes", "no"


class DeedForm(LaterForm, forms.Form):
    """One action on a support case. ``deed`` names it in the POST."""

    deed: ClassVar[str]
    button: ClassVar[Lazy]

    def __init__(self, data: Any = None, *, case: SupportCase, on: date, is_main: bool = True) -> None:
        """Bind the form only to a POST about its own action; beside the main one its button is quiet."""
        first = {
            "started_on": on,
            "delivered_on": on,
            "offer": case.offer_id,
            "offer_text": case.offer_text,
            "seen": case.state,
            **self.said(case),
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
        if self.together:
            self.carry()

    @staticmethod
    def said(case: SupportCase) -> dict[str, Any]:  # noqa: ARG004 -- for forms that show what was said
        """Return what was said before, by field."""
        return {}

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
        let_offer(self.fields["offer"], offers, areas, none=_("Choose support"))


class ChangeOfferForm(OfferForm):
    """Another offer, or other words about it, before it is answered."""

    deed, button = "change", gettext_lazy("Change the offer")
    together = True


class WithdrawOfferForm(DeedForm):
    """The end of an offer before it is answered."""

    deed, button = "withdraw_offer", gettext_lazy("Withdraw the offer")
    word = free_text(
        gettext_lazy("Why is the offer withdrawn?"),
        max_length=300,
        hint=NO_NAMES,
        missing=gettext_lazy("Write why the offer is withdrawn"),
    )


class PhoneAnswerForm(DeedForm):
    """An answer that came by phone: what it was, who said it, and when. Nothing is chosen beforehand."""

    deed, button = "phone", gettext_lazy("Note the answer")
    answer = forms.ChoiceField(
        label=gettext_lazy("What did the municipality answer?"),
        choices=[
            (YES, pgettext_lazy("by phone", "Yes, please")),
            (NO, pgettext_lazy("by phone", "No, thanks")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the municipality answered")},
    )
    said_by = free_text(
        gettext_lazy("Who answered?"),
        max_length=100,
        hint=gettext_lazy("Name or role."),
        missing=gettext_lazy("Write who answered"),
    )
    said_on = day_field(gettext_lazy("On which day?"))
    text = free_text(gettext_lazy("A word with the answer"), rows=2, max_length=300, hint=NO_NAMES)
    choices_in_a_row: ClassVar = {"answer"}

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by the names of the action's arguments."""
        said = {name: self.cleaned_data[name] for name in ("said_by", "said_on", "text")}
        return said | {"accept": self.cleaned_data["answer"] == YES}


class StartForm(DeedForm):
    """The start of accepted support."""

    deed, button = "start", gettext_lazy("Save the start date")
    started_on = day_field(gettext_lazy("The support began on"))


class DeliverForm(DeedForm):
    """The delivery of the support."""

    deed, button = "deliver", gettext_lazy("Mark the support as done")
    delivered_on = day_field(gettext_lazy("The support was given on"))
    text = free_text(gettext_lazy("What was done?"), max_length=300, hint=NO_NAMES)


class OutcomeForm(DeedForm):
    """The county board's view whether it helped."""

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

    @staticmethod
    def said(case: SupportCase) -> dict[str, Any]:
        """Return the county board's view so far."""
        return {"outcome": case.board_outcome, "text": case.board_outcome_text}


class OwnOutcomeForm(OutcomeForm):
    """The municipality's answer whether it helped."""

    deed = "tell"

    @staticmethod
    def said(case: SupportCase) -> dict[str, Any]:
        """Return the municipality's answer so far."""
        return {"outcome": case.outcome, "text": case.outcome_text}


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
    seen = LineField(required=False, widget=forms.HiddenInput)
    helper = drawn(
        Fields("seen", "text"),
        Buttons(
            Submit(pgettext_lazy("offer", "Accept the support"), name="answer", value=YES),
            Submit(pgettext_lazy("offer", "Decline the support"), name="answer", value=NO, css_class=SECOND),
        ),
    )

    def __init__(self, data: Any = None, *, case: SupportCase) -> None:
        super().__init__(data, initial={"seen": case.offered_at and case.offered_at.isoformat()})
        self.visible_to = {"text": support_readers(case.county_board)}

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by the names of the action's arguments."""
        said = {name: self.cleaned_data[name] for name in ("text", "seen")}
        return said | {"accept": self.cleaned_data["answer"] == YES}
