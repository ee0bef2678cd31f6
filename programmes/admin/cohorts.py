"""Cohorts and the municipalities that take part, in the admin."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.actions import by
from audit.admin import ActionAdmin, ReadingAdmin
from programmes.actions.leaving import end_participation, rejoin_participation
from programmes.actions.pausing import pause_participation
from programmes.actions.setting_up import add_participation, create_cohort
from programmes.models import Cohort, ExpectedCheckIn, Participation, ParticipationPause

DETAILS = ("programme", "name", "slug", "county_board", "contact", "sessions_required")


@admin.register(Cohort)
class CohortAdmin(ActionAdmin):
    """Cohorts: adding one makes a draft. Publishing and later steps are on its page in the portal."""

    list_display = ("name", "programme", "county_board", "state", "starts_on", "participants")
    list_filter = ("state", "programme", "county_board")
    list_select_related = ("programme", "county_board")
    ordering = ("name", "pk")
    search_fields = ("name", "county_board__short_name", "participations__municipality__name")
    autocomplete_fields = ("programme", "county_board", "contact")
    readonly_fields = ("state", "published_at", "add_links")
    fixed = ("programme", "slug", "county_board")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cohort]:
        """Fetch the first session and the number of participants with the list."""
        return super().get_queryset(request).with_span().annotate(people=Count("enrolments", distinct=True))

    def get_fieldsets(
        self, request: HttpRequest, obj: Cohort | None = None
    ) -> list[tuple[Any, dict[str, Any]]]:
        """Show the state and links for adding more, once the cohort exists."""
        if obj is None:
            hint = _(
                "The cohort is a draft that only MÄN sees. No mail leaves until you publish it in the portal."
            )
            return [(None, {"fields": DETAILS, "description": hint})]
        hint = _("You publish, start and finish the cohort on its page in the portal.")
        return [
            (None, {"fields": DETAILS}),
            (_("State"), {"fields": ("state", "published_at"), "description": hint}),
            (_("What belongs to the cohort"), {"fields": ("add_links",)}),
        ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Cohort | None = None) -> dict[str, Any]:
        """Fill in the slug from the name while the cohort is new."""
        return {} if obj else {"slug": ("name",)}

    def add(self, answers: dict[str, Any], *, actor: User, at: datetime) -> Cohort:
        """Create a draft."""
        return create_cohort(answers.pop("programme"), **answers, actor=actor, at=at)

    @admin.display(description=_("first session"), ordering="first_starts_at")
    def starts_on(self, cohort: Cohort) -> date | None:
        """Return the Swedish date of the first session."""
        starts_at = cohort.first_starts_at
        return timezone.localtime(starts_at).date() if starts_at else None

    @admin.display(description=_("participants"), ordering="people")
    def participants(self, cohort: Cohort) -> int:
        """Return the number of people who were added."""
        return cohort.people

    @admin.display(description=_("add"))
    def add_links(self, cohort: Cohort) -> str:
        """Link to the forms for adding, with the cohort filled in."""
        links = [
            ("admin:programmes_session_add", _("Add a session")),
            ("admin:programmes_homework_add", _("Add homework")),
            ("admin:programmes_material_add", _("Add material")),
            ("admin:participants_enrolment_add", _("Add a participant")),
        ]
        if cohort.is_process_training:
            links.insert(0, ("admin:programmes_participation_add", _("Add a municipality")))
        rows = ((reverse(name), cohort.pk, label) for name, label in links)
        return format_html(
            "<ul>{}</ul>", format_html_join("", '<li><a href="{}?cohort={}">{}</a></li>', rows)
        )


class PauseInline(admin.TabularInline):
    """A municipality's pauses, in which no check-in is expected; they end on the municipality's own page."""

    model = ParticipationPause
    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Participation | None = None) -> bool:
        """Refuse: an action on the municipality's page ends a pause."""
        return False


class LeavingForm(ActionForm):
    """The choice of an action, with the last day for leaving."""

    ended_on = forms.DateField(
        label=_("Last day:"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


@admin.register(Participation)
class ParticipationAdmin(ActionAdmin):
    """A municipality in a cohort, with its pauses. Decisions are in the mandate log on its own page."""

    list_display = ("municipality", "cohort", "registry_number", "ended_on")
    list_filter = (("ended_on", admin.EmptyFieldListFilter), "cohort", "municipality__county_board")
    list_select_related = ("municipality", "cohort")
    search_fields = ("municipality__name", "cohort__name", "registry_number")
    autocomplete_fields = ("cohort", "municipality")
    action_form = LeavingForm
    actions = ("let_leave", "take_back")
    fixed = ("cohort", "municipality")
    readonly_fields = ("ended_on",)
    inlines = (PauseInline,)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("cohort", "municipality", "registry_number")}),
        (
            _("If the municipality leaves"),
            {
                "fields": ("ended_on",),
                "description": _(
                    "Choose the municipality in the list and then what is to be done. After the last day no "
                    "check-ins are expected; what was due before stays as it was. The people keep their "
                    "access until they leave the cohort themselves, under Enrolments."
                ),
            },
        ),
    )

    def portal_page(self, obj: Participation) -> str | None:
        """Return the cohort's page."""
        return obj.cohort.get_absolute_url()

    def add(self, answers: dict[str, Any], *, actor: User, at: datetime) -> Participation:
        """Let the municipality take part."""
        return add_participation(answers.pop("cohort"), **answers, actor=actor, at=at)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Add each new pause through its action."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        names = ("starts_on", "ends_on", "reason")
        for row in (row for row in formset.extra_forms if row.has_changed()):
            answers: dict[str, Any] = {name: row.cleaned_data[name] for name in names}
            pause_participation(formset.instance, **answers, **by(request))

    @admin.action(description=_("Let the chosen municipalities leave"), permissions=["change"])
    def let_leave(self, request: HttpRequest, queryset: QuerySet[Participation]) -> None:
        """End each on the day chosen beside the action."""
        ended_on = parse_date(request.POST.get("ended_on", ""))
        if ended_on is None:
            self.message_user(request, _("Choose the last day."), messages.WARNING)
            return
        self.do_each(request, queryset, end_participation, ended_on=ended_on)

    @admin.action(description=_("Take the chosen municipalities back"), permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Participation]) -> None:
        """Let each take part again."""
        self.do_each(request, queryset, rejoin_participation)


@admin.register(ExpectedCheckIn)
class ExpectedCheckInAdmin(ReadingAdmin):
    """The months in which a check-in is expected, read-only; the portal's actions write them."""

    list_display = ("municipality", "month", "due_on", "locks_on", "is_expected")
    list_filter = ("is_expected", "month", "participation__cohort__county_board")
    list_select_related = ("participation__municipality", "participation__cohort")
    search_fields = ("participation__municipality__name",)
    fields = ("municipality", "cohort", "month", "due_on", "locks_on", "is_expected")

    @admin.display(description=_("municipality"), ordering="participation__municipality__name")
    def municipality(self, expected: ExpectedCheckIn) -> str:
        """Return the municipality's name."""
        return str(expected.participation.municipality)

    @admin.display(description=_("cohort"))
    def cohort(self, expected: ExpectedCheckIn) -> str:
        """Return the cohort's name."""
        return str(expected.participation.cohort)
