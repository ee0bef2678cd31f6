"""Municipalities, coordinators and asked months in the admin."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import by, locked
from audit.admin import ActionAdmin, ReadingAdmin, TrailAdmin
from municipalities.actions import appoint_coordinator, change_stand_in, end_coordinator, use_municipality
from municipalities.models import AskedMonth, Coordinator, Municipality

STAYS = _("A last day can be moved but not taken away. Appoint the person anew from the day after.")


class ReferenceAdmin(TrailAdmin):
    """For rows that follow the official list: updates of the portal add them, nobody does by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: an update of the portal adds new ones."""
        return False


@admin.register(AskedMonth)
class AskedMonthAdmin(ReadingAdmin):
    """The months that county boards ask for, read-only; their settings decide them."""

    list_display = ("county_board", "month", "is_asked", "due_on")
    list_filter = ("is_asked", "month", "county_board")
    list_select_related = ("county_board",)
    search_fields = ("county_board__short_name",)
    fields = list_display


@admin.register(Municipality)
class MunicipalityAdmin(ReferenceAdmin):
    """The 290 municipalities."""

    list_display = ("name", "county_board", "code", "population", "is_active")
    list_filter = ("is_active", "county_board")
    list_select_related = ("county_board",)
    search_fields = ("name", "full_name", "code", "county_board__short_name")
    readonly_fields = ("name", "full_name", "code", "slug", "county_board", "population", "population_on")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("is_active",)}),
        (
            _("From the official list"),
            {"fields": readonly_fields, "description": _("These change with an update of the portal.")},
        ),
    )

    def save_model(
        self, request: HttpRequest, obj: Municipality, form: forms.ModelForm, change: bool
    ) -> None:
        """Take the municipality out of use, or into use, through the action."""
        if "is_active" in form.changed_data:
            use_municipality(obj, is_active=obj.is_active, **by(request))


class CurrentFilter(admin.SimpleListFilter):
    """Filter by whether a role holds today."""

    title = _("today")
    parameter_name = "today"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """List the two choices."""
        return [("yes", _("Coordinates today")), ("no", _("Has ended or not begun"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Coordinator]) -> QuerySet[Coordinator]:
        """Keep the roles that hold today, or the others."""
        current = Coordinator.objects.current(on=timezone.localdate()).values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=current)
        return queryset.exclude(pk__in=current) if self.value() == "no" else queryset


@admin.register(Coordinator)
class CoordinatorAdmin(ActionAdmin):
    """Coordinators' roles: adding one appoints and sends a mail, a last day ends it."""

    add = staticmethod(appoint_coordinator)
    list_display = ("user", "county_board", "starts_on", "ends_on", "is_stand_in")
    list_filter = (CurrentFilter, "is_stand_in", "county_board")
    list_select_related = ("user", "county_board")
    search_fields = ("user__first_name", "user__last_name", "user__email", "county_board__short_name")
    autocomplete_fields = ("user", "county_board")
    fixed = ("user", "county_board", "starts_on")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ("user", "county_board", "starts_on", "ends_on", "is_stand_in"),
                "description": _(
                    "The person gets a mail when the role is added, and sees the county from the first day "
                    "to the last. Is the person not in the list? Add the person under People first."
                ),
            },
        ),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose that the role begins today."""
        return {"starts_on": timezone.localdate()} | super().get_changeform_initial_data(request)

    def hold(self, row: Coordinator) -> None:
        """Lock the county board before the row, as the action does."""
        locked(row.county_board)
        super().hold(row)

    def save_model(self, request: HttpRequest, obj: Coordinator, form: forms.ModelForm, change: bool) -> None:
        """Change the last day, and whether the person is a stand-in, through the actions."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        if "ends_on" in form.changed_data:
            if obj.ends_on is None:
                raise ValidationError({"ends_on": STAYS})
            end_coordinator(obj, ends_on=obj.ends_on, **by(request))
        if "is_stand_in" in form.changed_data:
            change_stand_in(obj, is_stand_in=obj.is_stand_in, **by(request))
