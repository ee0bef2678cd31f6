"""Participants and their hand-ins in the admin."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from audit.actions import by
from audit.admin import ActionAdmin, ReadingAdmin
from participants.actions.enrolling import LeavingReason, change_role, enrol, reinstate, withdraw
from participants.models import (
    Attendance,
    Enrolment,
    Feedback,
    MandateEntry,
    StoredFile,
    Submission,
    SubmissionVersion,
)


def shown(description: Any, path: str, ordering: str | None = None) -> Any:
    """Return a column with what stands at a dotted path, such as ``session.cohort``."""
    read = attrgetter(path)

    @admin.display(description=description, ordering=ordering)
    def column(_admin: Any, row: Any) -> str:
        return str(read(row))

    return column


def _links(found: Iterable[tuple[str, Any]]) -> str:
    return format_html_join("", '<a href="{}">{}</a><br>', found) or "–"


class ReasonForm(ActionForm):
    """The choice of an action, with the reason for leaving."""

    reason = forms.ChoiceField(
        label=_("Reason for leaving:"), choices=[("", "–"), *LeavingReason.choices], required=False
    )


@admin.register(Enrolment)
class EnrolmentAdmin(ActionAdmin):
    """Enrolments: adding one enrols, and sends an invitation when the cohort is published."""

    add = staticmethod(enrol)
    action_form = ReasonForm
    list_display = ("user", "cohort", "municipality", "role", "state", "starts_on")
    list_filter = ("state", "role", "cohort", "municipality__county_board")
    list_select_related = ("user", "cohort", "municipality")
    search_fields = (
        "user__first_name",
        "user__last_name",
        "user__email",
        "municipality__name",
        "cohort__name",
    )
    autocomplete_fields = ("cohort", "user", "municipality")
    fixed = ("cohort", "user", "municipality")
    readonly_fields = ("state", "participation", "starts_on", "ends_on")
    actions = ("let_leave", "take_back")

    def get_fieldsets(
        self, request: HttpRequest, obj: Enrolment | None = None
    ) -> list[tuple[Any, dict[str, Any]]]:
        """Explain what adding does; later show the state and where to change it."""
        who = ("user", "cohort", "municipality", "role", "department")
        if obj is None:
            hint = _(
                "In process training the municipality must take part in the cohort. The person gets a mail "
                "at once if the cohort is published, otherwise when you publish it."
            )
            return [(None, {"fields": who, "description": hint})]
        hint = _(
            "To let a person leave or come back, choose the person in the list and then what is to be done."
        )
        return [
            (None, {"fields": (*who, "participation")}),
            (_("State"), {"fields": ("state", "starts_on", "ends_on"), "description": hint}),
        ]

    def portal_page(self, obj: Enrolment) -> str | None:
        """Return the cohort's page."""
        return obj.cohort.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Enrolment, form: forms.ModelForm, change: bool) -> None:
        """Change the role through its action; other changes are plain corrections."""
        if change and "role" in form.changed_data:
            change_role(obj, role=obj.role, **by(request))
            form.changed_data.remove("role")
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Let the chosen people leave"), permissions=["change"])
    def let_leave(self, request: HttpRequest, queryset: QuerySet[Enrolment]) -> None:
        """Withdraw each, with the reason chosen beside the action."""
        self.do_each(request, queryset, withdraw, reason=request.POST.get("reason", ""))

    @admin.action(description=_("Take the chosen people back"), permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Enrolment]) -> None:
        """Reinstate each."""
        self.do_each(request, queryset, reinstate)


@admin.register(Attendance)
class AttendanceAdmin(ReadingAdmin):
    """Attendance, recorded on the session's attendance page."""

    list_display = ("person", "session", "cohort", "status")
    list_filter = ("status", "session__cohort")
    list_select_related = ("enrolment__user", "enrolment__cohort", "session__cohort")
    search_fields = ("enrolment__user__first_name", "enrolment__user__last_name", "session__theme")
    fields = ("person", "session", "cohort", "status")
    person = shown(_("person"), "enrolment.user", "enrolment__user__last_name")
    cohort = shown(_("cohort"), "session.cohort")

    def portal_page(self, obj: Attendance) -> str | None:
        """Return the page on which attendance is recorded."""
        return reverse("participants:attendance_edit", args=[obj.session.cohort.slug, obj.session.number])


@admin.register(Submission)
class SubmissionAdmin(ReadingAdmin):
    """Hand-ins and their states; only its authors read a draft's text and files."""

    list_display = ("author_shown", "homework", "cohort", "state", "submitted_at", "drafted_at")
    list_filter = ("state", "homework__cohort", "homework__scope")
    list_select_related = ("homework__cohort", "participation__municipality", "enrolment__user")
    search_fields = (
        "homework__title",
        "participation__municipality__name",
        "enrolment__user__first_name",
        "enrolment__user__last_name",
    )
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ("author_shown", "homework", "cohort", "state", "submitted_at", "versions_shown"),
                "description": _(
                    "You give feedback on the portal's page. A draft can be read by its authors alone."
                ),
            },
        ),
        (_("Draft"), {"fields": ("drafted_by", "drafted_at")}),
    )
    author_shown = shown(_("handed in by"), "author")
    cohort = shown(_("cohort"), "homework.cohort")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """Leave out the drafts' text."""
        return super().get_queryset(request).without_drafts()

    def portal_page(self, obj: Submission) -> str | None:
        """Return the feedback page, once something was handed in."""
        return reverse("participants:feedback_edit", args=[obj.pk]) if obj.versions.exists() else None

    @admin.display(description=_("versions"))
    def versions_shown(self, submission: Submission) -> str:
        """Link to the versions."""
        rows = submission.versions.select_related("submission__homework", "submission__enrolment__user")
        rows = rows.select_related("submission__participation__municipality")
        page = "admin:participants_submissionversion_change"
        return _links((reverse(page, args=[version.pk]), version) for version in rows)


@admin.register(SubmissionVersion)
class SubmissionVersionAdmin(ReadingAdmin):
    """Versions as they were handed in."""

    list_display = ("submission", "number", "cohort", "signer", "submitted_at", "is_late", "taken_back_at")
    list_filter = ("is_late", ("taken_back_at", admin.EmptyFieldListFilter), "submission__homework__cohort")
    list_select_related = (
        "submission__homework__cohort",
        "submission__participation__municipality",
        "submission__enrolment__user",
        "submitted_by",
    )
    date_hierarchy = "submitted_at"
    search_fields = (
        "submission__homework__title",
        "submitted_by__first_name",
        "submitted_by__last_name",
        "text",
    )
    fields = (
        "submission",
        "number",
        "text",
        "files_shown",
        "submitted_by",
        "signer",
        "submitted_at",
        "is_late",
        "taken_back_at",
    )
    cohort = shown(_("cohort"), "submission.homework.cohort")
    signer = shown(_("signed by"), "signer", "signer_name")

    def portal_page(self, obj: SubmissionVersion) -> str | None:
        """Return the feedback page."""
        return reverse("participants:feedback_edit", args=[obj.submission_id])

    @admin.display(description=_("files"))
    def files_shown(self, version: SubmissionVersion) -> str:
        """Link to the files as downloads."""
        return _links((file.get_absolute_url(), file) for file in version.files.all())


@admin.register(Feedback)
class FeedbackAdmin(ReadingAdmin):
    """Feedback as it was given."""

    list_display = ("version", "outcome", "signer", "given_at", "revise_by")
    list_filter = ("outcome", "version__submission__homework__cohort")
    list_select_related = (
        "version__submission__homework",
        "version__submission__participation__municipality",
        "version__submission__enrolment__user",
        "given_by",
    )
    date_hierarchy = "given_at"
    search_fields = ("version__submission__homework__title", "given_by__last_name", "text")
    fields = ("version", "outcome", "text", "revise_by", "given_by", "signer", "given_at")
    signer = shown(_("signed by"), "signer", "signer_name")

    def portal_page(self, obj: Feedback) -> str | None:
        """Return the feedback page."""
        return reverse("participants:feedback_edit", args=[obj.version.submission_id])


@admin.register(MandateEntry)
class MandateEntryAdmin(ReadingAdmin):
    """Mandate entries, written and ended on the municipality's page in the portal."""

    list_display = ("participation", "kind", "decided_on", "ends_on", "registry_number")
    list_filter = ("kind", "participation__municipality__county_board")
    list_select_related = ("participation__municipality", "participation__cohort")
    ordering = ("-decided_on", "-pk")
    search_fields = ("participation__municipality__name", "registry_number")


@admin.register(StoredFile)
class StoredFileAdmin(ReadingAdmin):
    """Files that were handed in; files of drafts are left out, even their names."""

    list_display = ("name", "size", "scan", "uploaded_by", "uploaded_at")
    list_select_related = ("uploaded_by",)
    date_hierarchy = "uploaded_at"
    search_fields = ("name", "uploaded_by__last_name")
    fields = ("download", "size", "scan", "sha256", "uploaded_by", "uploaded_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StoredFile]:
        """Leave out the files of drafts, which only their authors see."""
        return super().get_queryset(request).handed_in()

    @admin.display(description=_("file"))
    def download(self, file: StoredFile) -> str:
        """Link to the download."""
        return format_html('<a href="{}">{}</a>', file.get_absolute_url(), file)
