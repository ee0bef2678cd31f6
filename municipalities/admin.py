"""Municipalities, coordinators and asked months in the admin."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import ALREADY_AT_MAN, refuse_both_sides
from audit.actions import by, locked
from audit.admin import ActionAdmin, ReadingAdmin, TrailAdmin
from municipalities.actions import appoint_coordinator, end_coordinator
from municipalities.models import AskedMonth, Coordinator, Municipality


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
        """End a role through its action; other changes are plain corrections."""
        ends = change and "ends_on" in form.changed_data and form.initial["ends_on"] is None
        if ends and obj.ends_on:
            end_coordinator(obj, ends_on=obj.ends_on, **by(request))
            form.changed_data.remove("ends_on")
        super().save_model(request, obj, form, change)
        if change and "ends_on" in form.changed_data:  # a role that had ended may hold again
            refuse_both_sides(locked(obj.user), on=timezone.localdate(), because=ALREADY_AT_MAN)
