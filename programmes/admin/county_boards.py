"""County boards in the admin; their settings move what is expected of their municipalities."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.actions import RULE
from municipalities.admin import ReferenceAdmin
from municipalities.forms.months import CountyBoardForm
from municipalities.models import Coordinator, CountyBoard
from programmes.actions.rule import change_check_in_rule


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

    def save_model(self, request: HttpRequest, obj: CountyBoard, form: forms.ModelForm, change: bool) -> None:
        """Change months off and due day through the action, which keeps the rule of past months."""
        rule = {name: form.cleaned_data[name] for name in RULE if name in form.changed_data}
        if rule:
            actor: Any = request.user
            change_check_in_rule(obj, **rule, actor=actor, at=timezone.now())
            form.changed_data[:] = [name for name in form.changed_data if name not in RULE]
        super().save_model(request, obj, form, change)

    @admin.display(description=_("coordinators"))
    def coordinators_now(self, county_board: CountyBoard) -> str:
        """List those who coordinate today."""
        return ", ".join(str(role.user) for role in county_board.today) or "–"
