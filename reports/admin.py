"""The log of exports in the admin."""

from django.contrib import admin

from audit.admin import ReadingAdmin
from reports.models import Export


@admin.register(Export)
class ExportAdmin(ReadingAdmin):
    """The log of what left the portal. Only those who asked for a file can download it."""

    list_display = (
        "requested_at",
        "kind",
        "format",
        "county_board",
        "requested_by",
        "state",
        "registry_number",
    )
    list_filter = ("kind", "state", "format", "county_board")
    list_select_related = ("county_board", "requested_by", "participation__municipality")
    date_hierarchy = "requested_at"
    search_fields = ("registry_number", "sha256")
    exclude = ("check_in", "progress", "file", "lease_until")
