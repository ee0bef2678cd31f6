"""Development areas, support on offer and the cases, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from audit.actions import by
from audit.admin import CatalogueAdmin, ReadingAdmin, TrailAdmin
from programmes.admin.columns import MunicipalityColumn
from support.actions.catalogue import (
    add_support_offer,
    change_support_offer,
    restore_support_offer,
    retire_support_offer,
)
from support.models import DevelopmentArea, SupportCase, SupportOffer


@admin.register(DevelopmentArea)
class DevelopmentAreaAdmin(CatalogueAdmin):
    """Areas in which municipalities develop their work."""


@admin.register(SupportOffer)
class SupportOfferAdmin(TrailAdmin):
    """Support on offer, from one county board or in the whole country."""

    list_display = ("name", "county_board", "areas_shown", "times_offered", "is_active")
    list_editable = ("is_active",)
    list_filter = ("is_active", "areas", "county_board")
    list_select_related = ("county_board",)
    search_fields = ("name", "description")
    autocomplete_fields = ("areas", "county_board")
    fixed = ("county_board",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SupportOffer]:
        """Fetch the areas and the number of offers with the list."""
        return super().get_queryset(request).with_use().prefetch_related("areas")

    def save_model(
        self, request: HttpRequest, obj: SupportOffer, form: forms.ModelForm, change: bool
    ) -> None:
        """Add, change, retire and restore through the actions."""
        told: dict[str, Any] = {
            name: form.cleaned_data.get(name) for name in ("name", "description", "areas")
        }
        if not change:
            made = add_support_offer(form.cleaned_data["county_board"], **told, **by(request))
            obj.__dict__.update(made.__dict__)
        elif not told.keys().isdisjoint(form.changed_data):
            change_support_offer(obj, **told, **by(request))
        if "is_active" in form.changed_data:
            set_active = restore_support_offer if form.cleaned_data["is_active"] else retire_support_offer
            set_active(obj, **by(request))

    @admin.display(description=_("times offered"), ordering="offered")
    def times_offered(self, offer: SupportOffer) -> int:
        """Return the number of municipalities that it has been offered to."""
        return offer.offered

    @admin.display(description=_("development areas"))
    def areas_shown(self, offer: SupportOffer) -> str:
        """List the areas."""
        return ", ".join(area.name for area in offer.areas.all()) or "–"


@admin.register(SupportCase)
class SupportCaseAdmin(MunicipalityColumn, ReadingAdmin):
    """Municipalities' needs and the support offered; written by the county boards."""

    list_display = ("municipality", "area", "state", "offer", "raised_at", "offered_at", "outcome")
    list_filter = ("state", "area", "participation__cohort__county_board")
    list_select_related = ("participation__municipality", "participation__cohort", "area", "offer")
    date_hierarchy = "raised_at"
    search_fields = ("participation__municipality__name", "area__name", "need")
    fields = (
        "municipality", "area", "need", "state", "origin", ("raised_at", "raised_by"),
        ("offer", "offer_text", "offered_at"), ("answered_at", "answered_by", "answer_text"), "started_on",
        ("answer_said_by", "answer_said_on"), ("delivered_on", "delivery_text"),
        ("outcome", "outcome_text", "outcome_at", "outcome_by"),
        ("board_outcome", "board_outcome_text", "board_outcome_at", "evaluated_month"),
        ("withdrawn_at", "withdrawn_by", "withdrawn_text"), "entries_shown",
    )  # fmt: skip

    @admin.display(description=_("said earlier"))
    def entries_shown(self, case: SupportCase) -> str:
        """List what was added to the need, changed and taken back."""
        rows = ((each.said_on, each.get_kind_display(), each.text) for each in case.entries.all())
        return format_html_join(mark_safe("<br>"), "{}: {} {}", rows) or "–"
