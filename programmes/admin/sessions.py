"""Sessions with their material and lecturers, and homework, in the admin."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.admin import ActionAdmin, TrailAdmin
from programmes.actions.setting_up import add_homework, add_session
from programmes.forms.enquiry import MaterialForm, OwnSessionForm
from programmes.models import Cohort, Homework, Lecturer, Material, Session

TIMES = ("number", "starts_at", "ends_at")


@admin.register(Lecturer)
class LecturerAdmin(TrailAdmin):
    """Outside lecturers."""

    list_display = ("name", "organisation", "topic", "email")
    search_fields = ("name", "organisation", "topic")


@admin.register(Session)
class SessionAdmin(ActionAdmin):
    """Sessions. In a published cohort times change on pages in the portal that also tell the participants."""

    list_display = ("theme", "cohort", "number", "starts_at", "mode", "venue", "state")
    list_filter = ("state", "mode", "cohort")
    list_select_related = ("cohort",)
    date_hierarchy = "starts_at"
    search_fields = ("theme", "venue", "cohort__name", "lecturers__name")
    autocomplete_fields = ("cohort", "step", "lecturers")
    readonly_fields = ("state", "change_links")
    fixed = ("cohort",)

    def get_fieldsets(
        self, request: HttpRequest, obj: Session | None = None
    ) -> list[tuple[Any, dict[str, Any]]]:
        """Show the state and links for changing the time, once the session exists."""
        times = ("cohort", *TIMES, *(("state", "change_links") if obj else ()))
        return [
            (None, {"fields": ("theme", *times)}),
            (_("Place"), {"fields": ("mode", "venue", "address", "join_url")}),
            (_("Content"), {"fields": ("step", "preparation", "agenda", "lecturers")}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Session | None = None) -> tuple[str, ...]:
        """Lock number and times once the cohort is published: people may have them in their calendars."""
        frozen = TIMES if obj and obj.cohort.state != Cohort.State.DRAFT else ()
        return (*super().get_readonly_fields(request, obj), *frozen)

    def add(self, answers: dict[str, Any], *, actor: User, at: datetime) -> Session:
        """Add the session."""
        return add_session(answers.pop("cohort"), **answers, actor=actor, at=at)

    @admin.display(description=_("change time"))
    def change_links(self, session: Session) -> str:
        """Link to the pages that move or cancel the session and tell the participants."""
        if session.cohort.state == Cohort.State.DRAFT:
            return str(_("Change the time above. The cohort is a draft, so nobody has been told."))
        where = (session.cohort.slug, session.number)
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            reverse("participants:session_move", args=where),
            _("Move the session"),
            reverse("participants:session_cancel", args=where),
            _("Cancel the session"),
        )


@admin.register(Material)
class MaterialAdmin(TrailAdmin):
    """A file or a link. A file is stored under a random name and served only by the portal."""

    form = MaterialForm
    list_display = ("title", "cohort", "session", "what")
    list_filter = ("cohort",)
    list_select_related = ("cohort", "session")
    search_fields = ("title", "file_name", "cohort__name")
    derived = ("file_name",)
    autocomplete_fields = ("cohort", "session")
    fixed = ("cohort",)
    readonly_fields = ("what",)

    def get_fieldsets(
        self, request: HttpRequest, obj: Material | None = None
    ) -> list[tuple[Any, dict[str, Any]]]:
        """Show the present file or link, once there is one."""
        hint = _("Choose a file or write a link, one of the two. A new file replaces the old one.")
        now = ("what",) if obj else ()
        return [(None, {"fields": ("cohort", "session", "title", *now, "file", "url"), "description": hint})]

    def save_model(self, request: HttpRequest, obj: Material, form: forms.ModelForm, change: bool) -> None:
        """Store the file's original name."""
        if "file" in form.changed_data:
            obj.file_name = form.cleaned_data["file"].name if form.cleaned_data["file"] else ""
        super().save_model(request, obj, form, change)

    @admin.display(description=_("file or link"))
    def what(self, material: Material) -> str:
        """Link to the file or the page."""
        if not (material.file or material.url):
            return "–"
        return format_html(
            '<a href="{}">{}</a>', material.get_absolute_url(), material.file_name or material.url
        )


@admin.register(Homework)
class HomeworkAdmin(ActionAdmin):
    """Homework; once somebody has begun, scope and instructions are locked."""

    form = OwnSessionForm
    list_display = ("title", "cohort", "number", "scope", "due_on", "session")
    list_filter = ("scope", "cohort")
    list_select_related = ("cohort", "session")
    date_hierarchy = "due_on"
    search_fields = ("title", "cohort__name")
    autocomplete_fields = ("cohort", "session")
    fixed = ("cohort",)

    def get_fieldsets(
        self, request: HttpRequest, obj: Homework | None = None
    ) -> list[tuple[Any, dict[str, Any]]]:
        """Explain why two fields are locked, when they are."""
        locked = _(
            "Somebody has begun to answer, so what is handed in and the instructions stay as they are."
        )
        fields = ("title", "cohort", "number", "session", "due_on", "minutes", "scope", "instructions")
        return [(None, {"fields": fields, "description": locked if self._is_begun(obj) else ""})]

    def get_readonly_fields(self, request: HttpRequest, obj: Homework | None = None) -> tuple[str, ...]:
        """Lock scope and instructions once a submission exists."""
        locked = ("scope", "instructions") if self._is_begun(obj) else ()
        return (*super().get_readonly_fields(request, obj), *locked)

    def add(self, answers: dict[str, Any], *, actor: User, at: datetime) -> Homework:
        """Add the homework."""
        return add_homework(answers.pop("cohort"), **answers, actor=actor, at=at)

    @staticmethod
    def _is_begun(homework: Homework | None) -> bool:
        return homework is not None and homework.submissions.exists()
