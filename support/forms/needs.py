"""Forms in which a need is written, by the municipality or for it."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.models import Participation
from support.actions.cases import CHOOSE_WHICH, NEW
from support.forms.fields import NO_NAMES, let_offer, support_readers
from support.models import DevelopmentArea, SupportCase, SupportOffer
from ui.fields import free_text
from ui.layout import Buttons, Fields, Submit, Text, drawn

LONGEST_SHOWN = 120


def open_in(participation: Participation) -> list[SupportCase]:
    """Return the municipality's open cases, the oldest first."""
    cases = SupportCase.objects.filter(participation=participation).open()
    return list(cases.select_related("area", "offer").order_by("raised_at", "pk"))


def same_choices(cases: Iterable[SupportCase]) -> list[tuple[str, str]]:
    """Return the answers to "Is it the same need?": each open one, and a new one."""
    return [*((str(case.pk), same_words(case)) for case in cases), (NEW, _("No, it is a new need"))]


def same_words(case: SupportCase) -> str:
    """Name an open case by what is needed and how it stands."""
    words = {"need": Truncator(case.need).chars(LONGEST_SHOWN), "state": case.get_state_display()}
    return _("Yes: %(need)s (%(state)s)") % words


class SameField(forms.ChoiceField):
    """The question whether it is the same need; a case that was closed since is no answer."""

    def __init__(self, cases: Iterable[SupportCase] = ()) -> None:
        super().__init__(
            label=gettext_lazy("Is it the same need?"),
            choices=same_choices(cases),
            required=False,
            widget=forms.RadioSelect,
            help_text=gettext_lazy("The same need keeps its words and days; what you write is added to it."),
        )

    def to_python(self, value: Any) -> str:
        """Return the choice, or nothing where it is none."""
        said = super().to_python(value)
        return said if self.valid_value(said) else ""


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
    whose: Participation | None = None
    not_optional: ClassVar = {"same"}

    def clean(self) -> dict[str, Any]:
        """Ask whether it is the same need where others are open in the area; nothing is chosen beforehand."""
        cleaned = super().clean() or {}
        participation = cleaned.get("participation", self.whose)
        area, need = cleaned.get("area"), cleaned.get("need", "")
        if not (participation and area):
            return cleaned
        cases = [case for case in open_in(participation) if case.area_id == area.pk]
        if cases and not any(case.is_waiting and case.need == need for case in cases):
            self.fields["same"] = SameField(cases)
            cleaned["same"] = self.fields["same"].clean(self.data.get("same", ""))
            if not cleaned["same"]:
                self.add_error("same", CHOOSE_WHICH)
        return cleaned


class NeedForm(_Need):
    """A request for support from the municipality."""

    helper = drawn(
        Fields("area", "same", "need"), Buttons(Submit(gettext_lazy("Ask for support"))), data_shortcut=True
    )

    def __init__(self, data: Any = None, *, participation: Participation) -> None:
        super().__init__(data)
        self.whose = participation
        self.fields["need"].label = _("What do you need?")
        self.visible_to = {"need": support_readers(participation.county_board)}


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
        Fields("participation", "area", "same"),
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
        let_offer(self.fields["offer"], offers, areas, none=_("No offer yet"))
        everyone = _("your county board, MÄN and the municipality.")
        self.visible_to = {"need": everyone, "offer_text": everyone}

    def clean(self) -> dict[str, Any]:
        """Require the offer when there is a line about it."""
        cleaned = super().clean() or {}
        if cleaned.get("offer_text") and not cleaned.get("offer") and "offer" not in self.errors:
            self.add_error("offer", _("Choose the support that you offer"))
        return cleaned
