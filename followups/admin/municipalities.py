"""Admins of commitments, the municipalities' own answers, and dismissed quiet facts."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from audit.admin import ReadingAdmin
from followups.models import Commitment, MunicipalReply, QuietDismissal
from programmes.admin.columns import MonthColumns, MunicipalityColumn


@admin.register(Commitment)
class CommitmentAdmin(MunicipalityColumn, ReadingAdmin):
    """Shows the commitments and their outcome; the county boards write them."""

    list_display = ("municipality", "text", "owner", "due_on", "state", "changed_at")
    list_filter = ("state", "owner", "participation__cohort__county_board")
    list_select_related = ("participation__municipality", "participation__cohort")
    date_hierarchy = "created_at"
    search_fields = ("participation__municipality__name", "text", "word")
    fields = (
        "municipality",
        "text",
        "owner",
        "due_on",
        "state",
        "word",
        "created_at",
        "changed_at",
        "changed_by",
    )


@admin.register(MunicipalReply)
class MunicipalReplyAdmin(MonthColumns, ReadingAdmin):
    """Shows that a municipality has answered. The answers are read on the check-in's page."""

    list_display = ("municipality", "month_shown", "saved_by", "saved_at")
    list_filter = ("expected__month", "expected__participation__cohort__county_board")
    list_select_related = ("expected__participation__municipality", "saved_by")
    search_fields = ("expected__participation__municipality__name",)
    secret = ("progress", "happened", "need", "next_step")
    fields = ("municipality", "month_shown", "number", "saved_by", "saved_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[MunicipalReply]:
        """Leave the answers in the database."""
        return super().get_queryset(request).defer(*self.secret)


@admin.register(QuietDismissal)
class QuietDismissalAdmin(MunicipalityColumn, ReadingAdmin):
    """Shows the dismissed quiet facts, and why they were dismissed."""

    list_display = ("municipality", "kind", "note", "dismissed_by", "dismissed_at")
    list_filter = ("kind", "participation__cohort__county_board")
    list_select_related = ("participation__municipality", "participation__cohort", "dismissed_by")
    date_hierarchy = "dismissed_at"
    search_fields = ("participation__municipality__name", "note")
    fields = ("municipality", "kind", "fact", "note", "dismissed_by", "dismissed_at")
