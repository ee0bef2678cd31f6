"""Forms of the follow-up's filters, and of reports and exports: period, format and registry number."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from crispy_forms.helper import FormHelper
from django import forms
from django.urls import reverse_lazy
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from calendars.months import month_of, months_between
from followups.statuses import Status
from municipalities.models import CountyBoard
from programmes.models import Cohort, Participation
from reports.models import Export
from ui.fields import free_text
from ui.layout import SECOND, Div, Fields, Link, More, Submit, Text, drawn
from ui.words import Lazy

YEARS_BACK = 3
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


class PeriodForm(forms.Form):
    """County, first and last month. A choice that is not offered is ignored."""

    lan = forms.ChoiceField(label=_("County"), required=False)
    fran = forms.ChoiceField(label=pgettext_lazy("month", "From"), required=False)
    till = forms.ChoiceField(label=pgettext_lazy("month", "To"), required=False)
    not_optional = ("lan", "fran", "till")
    helper = drawn(Fields(), Submit(_("Show the period"), SECOND), css_class="period", method="get")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        boards: list[CountyBoard],
        on: date,
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.on = on
        first, last = on.replace(year=on.year - YEARS_BACK, month=1, day=1), on.replace(month=12, day=1)
        self.months = {f"{month:%Y-%m}": month for month in months_between(first, last)}
        offered = [(key, date_format(month, "F Y")) for key, month in self.months.items()]
        self.fields["lan"].choices = [(board.slug, board.county_name) for board in boards]
        self.fields["fran"].choices = self.fields["till"].choices = offered
        if len(boards) == 1:
            del self.fields["lan"]

    @property
    def months_chosen(self) -> tuple[date, date]:
        """First and last month, in order; by default this year so far."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        months = {
            self.months[found.get("fran", f"{self.on.year}-01")],
            self.months[found.get("till", f"{month_of(self.on):%Y-%m}")],
        }
        return min(months), max(months)


def _registry_number() -> forms.Field:
    return free_text(
        _("The county board's registry number"),
        max_length=60,
        hint=_("The number that the county board registers this under, not the municipality's."),
    )


def _read_by(board: CountyBoard | None) -> dict[str, str]:
    """Return who reads the registry number of what is taken out."""
    return {"registry_number": gettext("%(county_board)s and MÄN.") % {"county_board": board}}


class ReportExportForm(forms.Form):
    """The format of a report's download; the registry asks for a registry number."""

    format = forms.ChoiceField(
        choices=Export.Format.choices, error_messages={"required": _("Choose a format")}
    )
    registry_number = _registry_number()

    def __init__(
        self, data: Any = None, *, helper: FormHelper, formats: tuple[str, ...], board: CountyBoard
    ) -> None:
        super().__init__(data)
        self.helper = helper
        self.visible_to = _read_by(board)
        self.fields["format"].choices = [each for each in Export.Format.choices if each[0] in formats]


def _format(label: Lazy, value: str, css_class: str = SECOND) -> Submit:
    return Submit(label, css_class, name="format", value=value)


MONTH = drawn(
    Div(
        _format(_("Download as Excel"), "xlsx", "btn"), _format(_("Download as PDF"), "pdf"), css_class="row"
    ),
    More(
        _("Export to the registry"),
        Text(_("You get the report as PDF and the same content as data (JSON), in one file."), ""),
        "registry_number",
        Div(_format(_("Export to the registry"), "zip")),
        is_open=lambda context: context["form"].errors.get("registry_number"),
    ),
    css_class="take stack",
    data_file="",
)
PERIOD = drawn(
    "registry_number",
    Div(
        _format(_("Download as Excel"), "xlsx", "btn"),
        _format(_("Order as PDF"), "pdf"),
        Link(_("Export log"), reverse_lazy("reports:export_list")),
        css_class="row",
    ),
    css_class="take stack",
    data_file="",
)


class RegistryExportForm(forms.Form):
    """Options of an export to the registry. Only the county itself can add its internal notes."""

    registry_number = _registry_number()
    with_internal_note = forms.BooleanField(
        label=_("Include the county board's internal note"),
        required=False,
        help_text=_("Only county boards' coordinators can read it in the portal."),
    )

    def __init__(
        self, data: Any = None, *, button: str, participation: Participation, may_include_note: bool
    ) -> None:
        super().__init__(data, initial={"registry_number": Export.objects.last_number(participation)})
        self.visible_to = _read_by(participation.cohort.county_board)
        export = Submit(button, name="action", value="export")
        log = Link(gettext("Export log"), reverse_lazy("reports:export_list"))
        buttons = Div(export, log, css_class="row")
        self.helper = drawn(Div(Fields()), buttons, css_class="stack-5", data_file="")
        if not may_include_note:
            del self.fields["with_internal_note"]
