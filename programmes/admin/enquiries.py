"""Enquiries in the admin: read and marked here, answered from MÄN's own mail."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.admin import ReadingAdmin
from programmes.actions.enquiries import answer_enquiry, close_enquiry
from programmes.models import Enquiry

DEEDS: dict[str, Callable[..., Enquiry]] = {"answered": answer_enquiry, "closed": close_enquiry}


@admin.register(Enquiry)
class EnquiryAdmin(ReadingAdmin):
    """Enquiries stay as they were written; two buttons change the state."""

    change_form_template = "admin/programmes/enquiry/change_form.html"
    list_display = ("name", "programme", "municipality", "organisation", "state", "received_at")
    list_filter = ("state", "programme", "municipality__county_board")
    list_select_related = ("programme", "municipality")
    date_hierarchy = "received_at"
    search_fields = ("name", "email", "organisation", "municipality__name", "message")
    actions = ("note_answered", "note_closed")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("message", "programme", "municipality")}),
        (_("Who is asking"), {"fields": ("name", "mail_link", "phone", "organisation")}),
        (_("State"), {"fields": ("state", "received_at")}),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses of the two buttons."""
        move = self.admin_site.admin_view(self.move_view)
        return [path("<int:pk>/note/<slug:deed>/", move, name="programmes_enquiry_note"), *super().get_urls()]

    @method_decorator(require_POST)
    def move_view(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        """Mark as answered or closed, and return to the page."""
        enquiry = get_object_or_404(self.get_queryset(request), pk=pk)
        if deed not in DEEDS:
            raise Http404
        self.do_each(request, [enquiry], DEEDS[deed])
        return redirect("admin:programmes_enquiry_change", pk)

    @admin.display(description=_("e-mail address"))
    def mail_link(self, enquiry: Enquiry) -> str:
        """Link to the sender's address, which opens the mail program."""
        return format_html('<a href="mailto:{0}">{0}</a>', enquiry.email)

    @admin.action(description=_("Note as answered"), permissions=["view"])
    def note_answered(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> None:
        """Mark the selected enquiries as answered."""
        self.do_each(request, queryset, answer_enquiry)

    @admin.action(description=_("Close the enquiry"), permissions=["view"])
    def note_closed(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> None:
        """Close the selected enquiries."""
        self.do_each(request, queryset, close_enquiry)
