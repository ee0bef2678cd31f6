"""Programmes, the handbook's steps, county boards and enquiries in the admin."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.actions import by
from audit.admin import ReadingAdmin, TrailAdmin
from municipalities.actions import RULE
from municipalities.admin import ReferenceAdmin
from municipalities.forms import CountyBoardForm
from municipalities.models import Coordinator, CountyBoard
from programmes.actions.enquiries import answer_enquiry, clear_enquiry, close_enquiry, reopen_enquiry
from programmes.actions.expecting import change_check_in_rule, hold_county
from programmes.models import Enquiry, ProcessStep, Programme

DEEDS: dict[str, Callable[..., Enquiry]] = {
    "answered": answer_enquiry,
    "closed": close_enquiry,
    "cleared": clear_enquiry,
    "reopened": reopen_enquiry,
}


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

    def hold(self, row: CountyBoard) -> None:
        """Lock the county as the action does, before its board."""
        hold_county(row)

    def portal_page(self, obj: CountyBoard) -> str:
        """Return the page where coordinators are appointed."""
        return f"{reverse('municipalities:coordinator_list')}?lan={obj.slug}"

    def save_model(self, request: HttpRequest, obj: CountyBoard, form: forms.ModelForm, change: bool) -> None:
        """Change months off and due day through the action, which keeps the rule of past months."""
        rule = {name: form.cleaned_data[name] for name in RULE if name in form.changed_data}
        if rule:
            change_check_in_rule(obj, **rule, **by(request))
            form.changed_data[:] = [name for name in form.changed_data if name not in RULE]
        super().save_model(request, obj, form, change)

    @admin.display(description=_("coordinators"))
    def coordinators_now(self, county_board: CountyBoard) -> str:
        """List those who coordinate today."""
        return ", ".join(str(role.user) for role in county_board.today) or "–"


@admin.register(Enquiry)
class EnquiryAdmin(ReadingAdmin):
    """Enquiries stay as they were written; the buttons change the state."""

    change_form_template = "admin/programmes/enquiry/change_form.html"
    list_display = (
        "name",
        "programme",
        "municipality",
        "organisation",
        "state",
        "is_suspected",
        "received_at",
    )
    list_filter = ("state", "is_suspected", "programme", "municipality__county_board")
    list_select_related = ("programme", "municipality")
    date_hierarchy = "received_at"
    search_fields = ("name", "email", "organisation", "municipality__name", "message")
    actions = ("note_answered", "note_closed", "note_reopened", "note_cleared")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("message", "programme", "municipality")}),
        (_("Who is asking"), {"fields": ("name", "mail_link", "phone", "organisation")}),
        (_("State"), {"fields": ("state", "is_suspected", "received_at")}),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses of the buttons."""
        move = self.admin_site.admin_view(self.move_view)
        return [path("<int:pk>/note/<slug:deed>/", move, name="programmes_enquiry_note"), *super().get_urls()]

    @method_decorator(require_POST)
    def move_view(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        """Mark as answered, closed, open again or no spam, and return to the page."""
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

    @admin.action(description=_("Open the enquiry again"), permissions=["view"])
    def note_reopened(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> None:
        """Open the selected enquiries again."""
        self.do_each(request, queryset, reopen_enquiry)

    @admin.action(description=_("Note that it is no spam"), permissions=["view"])
    def note_cleared(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> None:
        """Take away the mark of suspected spam from the selected enquiries."""
        self.do_each(request, queryset, clear_enquiry)
