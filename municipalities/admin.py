"""County boards, municipalities and coordinators in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.admin import ActionAdmin, TrailAdmin
from municipalities.actions import RULE, appoint_coordinator, change_county_board_settings, end_coordinator
from municipalities.forms.months import CountyBoardForm
from municipalities.models import Coordinator, CountyBoard, Municipality


class ReferenceAdmin(TrailAdmin):
    """Rows that come with the portal's updates: none is added by hand, and names follow the official list."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """New ones come with an update of the portal."""
        return False


@admin.register(CountyBoard)
class CountyBoardAdmin(ReferenceAdmin):
    """What a county board calls itself, when check-ins are due, and whom to turn to."""

    form = CountyBoardForm
    list_display = ("short_name", "county_name", "code", "coordinators_now", "is_active")
    list_filter = ("is_active",)
    search_fields = ("short_name", "name", "county_name", "code")
    readonly_fields = ("name", "county_name", "code", "iso", "slug")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("short_name", "is_active")}),
        (
            _("Check-ins"),
            {
                "fields": ("months_off", "due_day", "remind_before", "remind_after"),
                "description": _(
                    "Months and day count from this month, or from the next if this month's day has passed. "
                    "Earlier months are not affected."
                ),
            },
        ),
        (
            _("Contact"),
            {
                "fields": ("contact_name", "contact_phone", "contact_email"),
                "description": _("Coordinators change these and the check-ins' days themselves."),
            },
        ),
        (
            _("From the official list"),
            {
                "fields": ("name", "county_name", "code", "iso", "slug"),
                "description": _("These change with an update of the portal."),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CountyBoard]:
        """Know the coordinators of the day."""
        today = Coordinator.objects.current(on=timezone.localdate()).select_related("user")
        return (
            super().get_queryset(request).prefetch_related(Prefetch("coordinators", today, to_attr="today"))
        )

    def portal_page(self, obj: CountyBoard) -> str:
        """Lead to the page where coordinators are appointed."""
        return f"{reverse('municipalities:coordinator_list')}?lan={obj.slug}"

    def save_model(
        self,
        request: HttpRequest,
        obj: CountyBoard,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001
    ) -> None:
        """Change months off and due day by their action, which leaves the past as it was."""
        rule = {name: form.cleaned_data[name] for name in RULE if name in form.changed_data}
        if rule:
            actor: Any = request.user
            change_county_board_settings(obj, **rule, actor=actor, at=timezone.now())
            form.changed_data[:] = [name for name in form.changed_data if name not in RULE]
        super().save_model(request, obj, form, change)

    @admin.display(description=_("coordinators"))
    def coordinators_now(self, county_board: CountyBoard) -> str:
        """Name those who coordinate today."""
        return ", ".join(str(role.user) for role in county_board.today) or "–"  # type: ignore[attr-defined]


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
    """Whether a role holds today."""

    title = _("today")
    parameter_name = "today"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Offer those who coordinate today and the others."""
        return [("yes", _("Coordinates today")), ("no", _("Has ended or not begun"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Coordinator]) -> QuerySet[Coordinator]:
        """Ask the day's question."""
        current = Coordinator.objects.current(on=timezone.localdate()).values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=current)
        return queryset.exclude(pk__in=current) if self.value() == "no" else queryset


@admin.register(Coordinator)
class CoordinatorAdmin(ActionAdmin):
    """Adding appoints and sends a mail; a last day ends the role."""

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

    def add(self, answers: dict[str, Any], *, actor: User, at: datetime) -> Coordinator:
        """Appoint."""
        return appoint_coordinator(answers.pop("county_board"), **answers, actor=actor, at=at)

    def save_model(
        self,
        request: HttpRequest,
        obj: Coordinator,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001
    ) -> None:
        """End a role by its action; the rest is a plain correction."""
        ends = change and "ends_on" in form.changed_data and form.initial["ends_on"] is None
        if ends and obj.ends_on:
            end_coordinator(obj, ends_on=obj.ends_on, actor=request.user, at=timezone.now())  # type: ignore[arg-type]
            form.changed_data.remove("ends_on")
        super().save_model(request, obj, form, change)
