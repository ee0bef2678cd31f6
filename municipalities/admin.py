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
    """For rows that follow the official list: updates of the portal add them, nobody does by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: an update of the portal adds new ones."""
        return False


@admin.register(CountyBoard)
class CountyBoardAdmin(ReferenceAdmin):
    """A county board's short name, the days of its check-ins, and its contact."""

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
        """Fetch today's coordinators with the list."""
        today = Coordinator.objects.current(on=timezone.localdate()).select_related("user")
        return (
            super().get_queryset(request).prefetch_related(Prefetch("coordinators", today, to_attr="today"))
        )

    def portal_page(self, obj: CountyBoard) -> str:
        """Return the page where coordinators are appointed."""
        return f"{reverse('municipalities:coordinator_list')}?lan={obj.slug}"

    def save_model(
        self,
        request: HttpRequest,
        obj: CountyBoard,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001
    ) -> None:
        """Change months off and due day through the action, which keeps the rule of past months."""
        rule = {name: form.cleaned_data[name] for name in RULE if name in form.changed_data}
        if rule:
            actor: Any = request.user
            change_county_board_settings(obj, **rule, actor=actor, at=timezone.now())
            form.changed_data[:] = [name for name in form.changed_data if name not in RULE]
        super().save_model(request, obj, form, change)

    @admin.display(description=_("coordinators"))
    def coordinators_now(self, county_board: CountyBoard) -> str:
        """List those who coordinate today."""
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
        """Appoint the coordinator."""
        return appoint_coordinator(answers.pop("county_board"), **answers, actor=actor, at=at)

    def save_model(
        self,
        request: HttpRequest,
        obj: Coordinator,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001
    ) -> None:
        """End a role through its action; other changes are plain corrections."""
        ends = change and "ends_on" in form.changed_data and form.initial["ends_on"] is None
        if ends and obj.ends_on:
            end_coordinator(obj, ends_on=obj.ends_on, actor=request.user, at=timezone.now())  # type: ignore[arg-type]
            form.changed_data.remove("ends_on")
        super().save_model(request, obj, form, change)
