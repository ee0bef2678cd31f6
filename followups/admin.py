"""The follow-up's models in the admin. None of it shows the coordinator's internal note."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from audit.admin import CatalogueAdmin, ReadingAdmin
from followups.actions.unlocking import unlock_check_in
from followups.models import (
    CheckIn,
    CheckInAnswers,
    CheckInStep,
    CheckInVersion,
    Commitment,
    MunicipalReply,
    Obstacle,
    Owner,
    QuietDismissal,
    UnlockReason,
    UnlockRequest,
)
from followups.models.answers import WRITTEN
from programmes.admin.columns import MONTH, MonthColumns, MunicipalityColumn
from support.models import SupportCase

ANSWERS = tuple(field.name for field in CheckInAnswers._meta.fields)
NEED = tuple(name for name in ANSWERS if name.startswith("need"))
HAPPENED = tuple(name for name in ANSWERS if name not in {*NEED, "progress", "internal_note"})


class ReasonForm(ActionForm):
    """The admin's choice of action, with a reason for unlocking."""

    reason = forms.ChoiceField(
        label=_("Reason for unlocking:"), choices=[("", "–"), *UnlockReason.choices], required=False
    )


@admin.register(CheckIn)
class CheckInAdmin(MonthColumns, ReadingAdmin):
    """Shows that a check-in exists and its state. The answers are read in its versions."""

    action_form = ReasonForm
    list_display = ("municipality", "county_board", "month_shown", "state", "progress_done", "done_at")
    list_filter = ("state", "expected__month", "expected__participation__cohort__county_board")
    list_select_related = (
        "expected__participation__municipality",
        "expected__participation__cohort__county_board",
    )
    search_fields = (
        "expected__participation__municipality__name",
        "expected__participation__cohort__county_board__short_name",
    )
    actions = ("unlock",)
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ("municipality", "county_board", "month_shown", "state", "versions_shown"),
                "description": _(
                    "A draft can be read by the county board alone. To let it write in a month that is "
                    "locked, choose the check-in in the list and then what is to be done."
                ),
            },
        ),
        (_("History"), {"fields": ("opened_at", "saved_at", "saved_by", "done_at", "unlocked_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CheckIn]:
        """Leave the draft's answers in the database; read the newest version's progress."""
        newest = CheckInVersion.objects.filter(check_in=OuterRef("pk")).order_by("-version")
        rows = super().get_queryset(request).defer(*ANSWERS, *WRITTEN)
        return rows.annotate(newest_progress=Subquery(newest.values("progress")[:1]))

    @admin.display(description=_("county board"))
    def county_board(self, check_in: CheckIn) -> str:
        """Name the county board."""
        return str(check_in.participation.cohort.county_board)

    @admin.display(description=_("How is it going?"))
    def progress_done(self, check_in: CheckIn) -> str:
        """Name the newest version's progress."""
        known = dict(CheckIn.Progress.choices)
        return str(known.get(check_in.newest_progress, "–"))

    @admin.display(description=_("versions"))
    def versions_shown(self, check_in: CheckIn) -> str:
        """Link to the frozen versions."""
        page = "admin:followups_checkinversion_change"
        versions = check_in.versions.select_related("check_in__expected__participation__municipality")
        rows = ((reverse(page, args=[version.pk]), version) for version in versions)
        return format_html_join("", '<a href="{}">{}</a><br>', rows) or "–"

    @admin.action(description=_("Unlock the chosen months"), permissions=["view"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[CheckIn]) -> None:
        """Unlock each, with the reason chosen beside the action."""
        self.do_each(request, queryset, unlock_check_in, reason=request.POST.get("reason", ""))


@admin.register(CheckInVersion)
class CheckInVersionAdmin(ReadingAdmin):
    """Shows a frozen version, without the internal note."""

    list_display = ("municipality", "month_shown", "version", "progress", "signer", "done_at")
    list_filter = ("progress", "check_in__expected__participation__cohort__county_board")
    list_select_related = (
        "check_in__expected__participation__municipality",
        "done_by",
        "need_area",
        "need_offer",
    )
    date_hierarchy = "done_at"
    search_fields = ("check_in__expected__participation__municipality__name", "happened")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("municipality", "month_shown", "version", "progress")}),
        (_("What has happened"), {"fields": (*HAPPENED, "steps_shown", "obstacles_shown")}),
        (_("Need and support"), {"fields": NEED}),
        (_("Agreed on"), {"fields": ("commitments_shown", "outcomes_shown")}),
        (_("Done"), {"fields": ("done_at", "done_by", "signer")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CheckInVersion]:
        """Leave the internal note in the database."""
        return super().get_queryset(request).defer("internal_note")

    @admin.display(description=_("signed by"), ordering="signer_name")
    def signer(self, version: CheckInVersion) -> str:
        """Return the name as it was then."""
        return version.signer

    def portal_page(self, obj: CheckInVersion) -> str | None:
        """Return the address of the check-in's page."""
        return obj.check_in.get_absolute_url()

    @admin.display(
        description=_("municipality"), ordering="check_in__expected__participation__municipality__name"
    )
    def municipality(self, version: CheckInVersion) -> str:
        """Name the municipality."""
        return str(version.check_in.participation.municipality)

    @admin.display(description=_("month"), ordering="check_in__expected__month")
    def month_shown(self, version: CheckInVersion) -> str:
        """Show the month without a day."""
        return version.check_in.month.strftime(MONTH)

    @admin.display(description=_("process steps"))
    def steps_shown(self, version: CheckInVersion) -> str:
        """Show the steps, one a line, with the status in words."""
        words = dict(CheckInStep.Status.choices)
        rows = ((step["title"], words.get(step["status"], step["status"])) for step in version.steps)
        return format_html_join("", "{}: {}<br>", rows) or "–"

    @admin.display(description=_("commitments"))
    def commitments_shown(self, version: CheckInVersion) -> str:
        """Show what was agreed on, one a line, with what became of it."""
        owners, outcomes = dict(Owner.choices), dict(Commitment.State.choices)
        rows = (
            (each["text"], owners[each["owner"]], outcomes.get(each["outcome"], ""), each["word"])
            for each in version.commitments
        )
        return format_html_join("", "{} ({}) {} {}<br>", rows) or "–"

    @admin.display(description=_("whether support helped"))
    def outcomes_shown(self, version: CheckInVersion) -> str:
        """Show whether each support helped, one a line."""
        words = dict(SupportCase.Outcome.choices)
        rows = ((each["offer"], words[each["outcome"]], each["word"]) for each in version.outcomes)
        return format_html_join("", "{}: {} {}<br>", rows) or "–"

    @admin.display(description=_("obstacles"))
    def obstacles_shown(self, version: CheckInVersion) -> str:
        """Name the obstacles."""
        return ", ".join(version.obstacles) or "–"


@admin.register(UnlockRequest)
class UnlockRequestAdmin(MonthColumns, ReadingAdmin):
    """Shows the requests to unlock a month and their answers. They are answered on the check-in's page."""

    list_display = ("municipality", "month_shown", "state", "reason", "requested_by", "requested_at")
    list_filter = ("state", "expected__month", "expected__participation__cohort__county_board")
    list_select_related = ("expected__participation__municipality", "requested_by")
    search_fields = ("expected__participation__municipality__name",)
    fields = ("municipality", "month_shown", "reason", "state", "requested_by", "requested_at", "answered_at")


@admin.register(Obstacle)
class ObstacleAdmin(CatalogueAdmin):
    """The catalogue of obstacles."""


@admin.register(Commitment)
class CommitmentAdmin(ReadingAdmin):
    """Shows the commitments and their outcome; they are written on the portal's pages."""

    list_display = ("about", "text", "owner", "due_on", "state", "changed_at")
    list_filter = ("state", "owner", "participation__cohort__county_board")
    list_select_related = ("participation__municipality", "participation__cohort", "enrolment__user")
    date_hierarchy = "created_at"
    search_fields = ("participation__municipality__name", "text", "word")
    fields = (
        "about",
        "text",
        "owner",
        "due_on",
        "session",
        "is_shared",
        "state",
        "word",
        "created_at",
        "changed_at",
        "changed_by",
    )

    @admin.display(description=_("municipality"), ordering="participation__municipality__name")
    def about(self, commitment: Commitment) -> str:
        """Name the municipality, or the participant."""
        return commitment.whose

    def portal_page(self, obj: Commitment) -> str | None:
        """Return the address of the municipality's page: staff change MÄN's own alone."""
        participation = obj.participation
        return (
            reverse("homes:municipality", args=[participation.municipality.slug]) if participation else None
        )


@admin.register(MunicipalReply)
class MunicipalReplyAdmin(MonthColumns, ReadingAdmin):
    """Shows that a municipality has answered. The answers are read on the check-in's page."""

    list_display = ("municipality", "month_shown", "saved_by", "saved_at")
    list_filter = ("expected__month", "expected__participation__cohort__county_board")
    list_select_related = ("expected__participation__municipality", "saved_by")
    search_fields = ("expected__participation__municipality__name",)
    fields = ("municipality", "month_shown", "number", "saved_by", "saved_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[MunicipalReply]:
        """Leave the answers in the database."""
        return super().get_queryset(request).defer("progress", "happened", "need")


@admin.register(QuietDismissal)
class QuietDismissalAdmin(MunicipalityColumn, ReadingAdmin):
    """Shows the dismissed quiet facts, and why they were dismissed."""

    list_display = ("municipality", "kind", "note", "dismissed_by", "dismissed_at")
    list_filter = ("kind", "participation__cohort__county_board")
    list_select_related = ("participation__municipality", "participation__cohort", "dismissed_by")
    date_hierarchy = "dismissed_at"
    search_fields = ("participation__municipality__name", "note")
    fields = ("municipality", "kind", "fact", "note", "dismissed_by", "dismissed_at")
