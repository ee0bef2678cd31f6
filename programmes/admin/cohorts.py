"""Cohorts with their municipalities, sessions, material and homework, in the admin."""

from datetime import date
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
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.actions import by, hold
from audit.admin import ActionAdmin, ReadingAdmin, TrailAdmin
from programmes.actions.expecting import hold_months
from programmes.actions.participations import end_participation, pause_participation, rejoin_participation
from programmes.actions.setting_up import (
    add_homework,
    add_participation,
    add_session,
    create_cohort,
    move_homework,
)
from programmes.admin.columns import MunicipalityColumn
from programmes.forms import MaterialForm, OwnSessionForm
from programmes.models import (
    Cohort,
    ExpectedCheckIn,
    Homework,
    Lecturer,
    Material,
    Participation,
    ParticipationPause,
    Session,
)

DETAILS = ("programme", "name", "slug", "county_board", "contact", "sessions_required")
TIMES = ("number", "starts_at", "ends_at")
Fieldsets = list[tuple[Any, dict[str, Any]]]


@admin.register(Cohort)
class CohortAdmin(ActionAdmin):
    """Cohorts: adding one makes a draft. Publishing and later steps are on its page in the portal."""

    add = staticmethod(create_cohort)
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

    def get_fieldsets(self, request: HttpRequest, obj: Cohort | None = None) -> Fieldsets:
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

    @admin.display(description=_("first session"), ordering="first_starts_at")
    def starts_on(self, cohort: Cohort) -> date | None:
        """Return the Swedish date of the first session."""
        return cohort.first_on

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

    add = staticmethod(add_participation)
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

    def hold(self, row: Participation) -> None:
        """Lock the cohort and the county board before the row, as a pause does."""
        hold_months(Participation.objects.filter(pk=row.pk))

    def portal_page(self, obj: Participation) -> str | None:
        """Return the cohort's page."""
        return obj.cohort.get_absolute_url()

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
class ExpectedCheckInAdmin(MunicipalityColumn, ReadingAdmin):
    """The months in which a check-in is expected, read-only; the portal's actions write them."""

    list_display = ("municipality", "month", "due_on", "locks_on", "is_expected")
    list_filter = ("is_expected", "month", "participation__cohort__county_board")
    list_select_related = ("participation__municipality", "participation__cohort")
    search_fields = ("participation__municipality__name",)
    fields = ("municipality", "cohort", "month", "due_on", "locks_on", "is_expected")

    @admin.display(description=_("cohort"))
    def cohort(self, expected: ExpectedCheckIn) -> str:
        """Return the cohort's name."""
        return str(expected.participation.cohort)


@admin.register(Lecturer)
class LecturerAdmin(TrailAdmin):
    """Outside lecturers."""

    list_display = ("name", "organisation", "topic", "email")
    search_fields = ("name", "organisation", "topic")


class SilentAdmin(ActionAdmin):
    """For what belongs to a cohort: who saves it where people see it is told that nobody gets a mail."""

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        """Save, and say so."""
        is_changed = form.has_changed()
        self.save_row(request, obj, form, change)
        if is_changed and obj.cohort.is_open:
            self.message_user(
                request, _("Nobody gets a mail now. It is seen in the portal, and reminders follow it.")
            )

    def save_row(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        """Save, without a word about it."""
        super().save_model(request, obj, form, change)


@admin.register(Session)
class SessionAdmin(SilentAdmin):
    """Sessions. In a published cohort times change on pages in the portal that also tell the participants."""

    add = staticmethod(add_session)
    list_display = ("theme", "cohort", "number", "starts_at", "mode", "venue", "state_now")
    list_filter = ("state", "mode", "cohort")
    list_select_related = ("cohort",)
    date_hierarchy = "starts_at"
    search_fields = ("theme", "venue", "cohort__name", "lecturers__name")
    autocomplete_fields = ("cohort", "step", "lecturers")
    readonly_fields = ("state_now", "change_links")
    fixed = ("cohort",)

    def get_fieldsets(self, request: HttpRequest, obj: Session | None = None) -> Fieldsets:
        """Show the state and links for changing the time, once the session exists."""
        times = ("cohort", *TIMES, *(("state_now", "change_links") if obj else ()))
        return [
            (None, {"fields": ("theme", *times)}),
            (_("Place"), {"fields": ("mode", "venue", "address", "join_url")}),
            (_("Content"), {"fields": ("step", "preparation", "agenda", "lecturers")}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Session | None = None) -> tuple[str, ...]:
        """Lock number and times once the cohort is published: people may have them in their calendars."""
        frozen = TIMES if obj and obj.cohort.state != Cohort.State.DRAFT else ()
        return (*super().get_readonly_fields(request, obj), *frozen)

    @admin.display(description=_("state"), ordering="state")
    def state_now(self, session: Session) -> str:
        """Return the state; a planned session that is over has been held."""
        is_held = not session.is_cancelled and session.is_over(at=timezone.now())
        return gettext("Held") if is_held else session.get_state_display()

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

    def get_fieldsets(self, request: HttpRequest, obj: Material | None = None) -> Fieldsets:
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
class HomeworkAdmin(SilentAdmin):
    """Homework; once somebody has begun, scope and instructions are locked."""

    add = staticmethod(add_homework)
    form = OwnSessionForm
    list_display = ("title", "cohort", "number", "scope", "due_on", "session")
    list_filter = ("scope", "cohort")
    list_select_related = ("cohort", "session")
    date_hierarchy = "due_on"
    search_fields = ("title", "cohort__name")
    autocomplete_fields = ("cohort", "session")
    fixed = ("cohort",)

    def get_fieldsets(self, request: HttpRequest, obj: Homework | None = None) -> Fieldsets:
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

    def hold(self, row: Homework) -> None:
        """Lock the cohort before the row, as the action does."""
        hold(row.cohort)
        super().hold(row)

    def save_row(self, request: HttpRequest, obj: Homework, form: forms.ModelForm, change: bool) -> None:
        """Change the day that it is due through the action; other changes are plain corrections."""
        if change and "due_on" in form.changed_data:
            move_homework(obj, due_on=obj.due_on, **by(request))
            form.changed_data.remove("due_on")
        super().save_row(request, obj, form, change)

    @staticmethod
    def _is_begun(homework: Homework | None) -> bool:
        return homework is not None and homework.submissions.exists()
