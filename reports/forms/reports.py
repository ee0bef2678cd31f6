"""Forms for reports and exports: period, format and registry number."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.urls import reverse_lazy
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from calendars.months import month_of, months_between
from municipalities.models import CountyBoard
from reports.models import Export
from ui.fields import free_text
from ui.layout import SECOND, Div, Fields, Link, More, Submit, Text, drawn
from ui.words import Lazy

YEARS_BACK = 3


class PeriodForm(forms.Form):
    """County, first and last month. A choice that is not offered is ignored."""

    lan = forms.ChoiceField(label=gettext_lazy("County"), required=False)
    fran = forms.ChoiceField(label=pgettext_lazy("month", "From"), required=False)
    till = forms.ChoiceField(label=pgettext_lazy("month", "To"), required=False)
    not_optional = ("lan", "fran", "till")
    helper = drawn(
        Fields(), Submit(gettext_lazy("Show the period"), SECOND), css_class="period", method="get"
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        boards: list[CountyBoard],
        on: date,
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        first, self.last = on.replace(year=on.year - YEARS_BACK, month=1, day=1), on.replace(month=12, day=1)
        self.on = on
        self.months = {f"{month:%Y-%m}": month for month in months_between(first, self.last)}
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


class ReportExportForm(forms.Form):
    """The format of a report's download; the registry asks for a registry number."""

    format = forms.ChoiceField(
        choices=Export.Format.choices, error_messages={"required": gettext_lazy("Choose a format")}
    )
    registry_number = free_text(gettext_lazy("Registry number"), max_length=60)

    def __init__(
        self, data: Any = None, *, helper: FormHelper, formats: tuple[str, ...], board: CountyBoard
    ) -> None:
        super().__init__(data)
        self.helper = helper
        self.fields["format"].choices = [each for each in Export.Format.choices if each[0] in formats]
        self.visible_to = {"registry_number": _("%(county_board)s and MÄN.") % {"county_board": board}}


def _format(label: Lazy, value: str, css_class: str = SECOND) -> Submit:
    return Submit(label, css_class, name="format", value=value)


MONTH = drawn(
    Div(
        _format(gettext_lazy("Download as Excel"), "xlsx", "btn"),
        _format(gettext_lazy("Download as PDF"), "pdf"),
        css_class="row",
    ),
    More(
        gettext_lazy("Export to the registry"),
        Text(gettext_lazy("You get the report as PDF and the same content as data (JSON), in one file."), ""),
        "registry_number",
        Div(_format(gettext_lazy("Export to the registry"), "zip")),
        is_open=lambda context: context["form"].errors.get("registry_number"),
    ),
    css_class="take stack",
)
PERIOD = drawn(
    "registry_number",
    Div(
        _format(gettext_lazy("Download as Excel"), "xlsx", "btn"),
        _format(gettext_lazy("Order as PDF"), "pdf"),
        Link(gettext_lazy("Export log"), reverse_lazy("reports:export_list")),
        css_class="row",
    ),
    css_class="take stack",
)


class RegistryExportForm(forms.Form):
    """Options of an export to the registry. Only the county itself can add its internal notes."""

    registry_number = free_text(gettext_lazy("Registry number"), max_length=60)
    with_internal_note = forms.BooleanField(
        label=gettext_lazy("Include the county board's internal note"),
        required=False,
        help_text=gettext_lazy("Only county boards' coordinators can read it in the portal."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        button: str,
        board: CountyBoard | None,
        registry_number: str,
        may_include_note: bool,
    ) -> None:
        super().__init__(data, initial={"registry_number": registry_number})
        export = Submit(button, name="action", value="export")
        log = Link(_("Export log"), reverse_lazy("reports:export_list"))
        self.helper = drawn(Div(Fields()), Div(export, log, css_class="row"), css_class="stack-5")
        if not may_include_note:
            del self.fields["with_internal_note"]
        self.visible_to = {"registry_number": _("%(county_board)s and MÄN.") % {"county_board": board}}
