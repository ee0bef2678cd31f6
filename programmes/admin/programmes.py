"""The programmes and the steps of the handbook in the admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audit.admin import TrailAdmin
from programmes.models import ProcessStep, Programme


@admin.register(Programme)
class ProgrammeAdmin(TrailAdmin):
    """Programmes. The kind cannot be changed, because cohorts have a copy of it."""

    list_display = ("name", "kind", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name",)
    fixed = ("kind", "slug")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ("name", "slug", "kind", "description", "is_active"),
                "description": _(
                    "Name and description are shown on the public page while the training is offered."
                ),
            },
        ),
    )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Programme | None = None) -> dict[str, Any]:
        """Fill in the slug from the name while the programme is new."""
        return {} if obj else {"slug": ("name",)}


@admin.register(ProcessStep)
class ProcessStepAdmin(TrailAdmin):
    """The five steps: the titles are the handbook's, the descriptions are our own."""

    list_display = ("title", "number", "description")
    search_fields = ("title", "description")
    readonly_fields = ("number",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: the handbook has five."""
        return False
