"""Base classes for every app's admin, and the audit trail to read."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet, URLField
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import camel_case_to_spaces
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.actions import by, hold, record
from audit.forms import RowForm, TrailForm
from audit.models import AuditEvent

UNREADABLE = re.compile(r"^-?\d{19,}$")  # no database takes a number this long
LONGEST_SEARCH = 200
GUESSING = {"startswith", "istartswith", "contains", "icontains", "regex", "iregex", "endswith", "iendswith"}
PARTS_OF_A_DATE = {"year": 9999, "month": 12, "day": 31}


def is_no_part_of_a_date(name: str, value: str) -> bool:
    """Say whether a year, month or day in an address is none: Django would ask the database for it."""
    part = name.rpartition(LOOKUP_SEP)[2]
    if LOOKUP_SEP not in name or part not in PARTS_OF_A_DATE:
        return False
    return not (value.isascii() and value.isdigit() and 1 <= int(value) <= PARTS_OF_A_DATE[part])


class SearchedRow(AutocompleteSelect):
    """A row that is chosen by searching; a key that no row can have was not sent."""

    def value_from_datadict(self, *args: Any) -> Any:
        """Return the key, or nothing."""
        value = super().value_from_datadict(*args)
        return value if _is_key(self.field, value) else None


class SearchedRows(AutocompleteSelectMultiple):
    """Rows that are chosen by searching; keys that no row can have were not sent."""

    def value_from_datadict(self, *args: Any) -> Any:
        """Return the keys."""
        return [value for value in super().value_from_datadict(*args) or [] if _is_key(self.field, value)]


def _is_key(field: Any, value: Any) -> bool:
    key = field.remote_field.model._meta.pk
    try:
        key.run_validators(key.to_python(value))
    except ValidationError:
        return False
    return str(value).isascii()


def verb_for(thing: Model, deed: str) -> str:
    """Return the verb of a plain change, such as ``check_in.corrected`` for a CheckIn."""
    return f"{camel_case_to_spaces(type(thing).__name__).replace(' ', '_')}.{deed}"


class TrailAdmin(admin.ModelAdmin):
    """The base of all our admins: nothing is deleted, and every plain change is recorded in the audit trail.

    An admin whose model has states or sends mail overrides ``save_model`` to call an action, which records.
    An action that refuses with a ``ValidationError`` becomes an error of the form, which stays filled in.
    ``derived`` names the fields that ``save_model`` sets itself, ``fixed`` those that are read-only once the
    row exists. A filter in an address may use only what ``list_filter`` and ``date_hierarchy`` name, as any
    other field would be revealed bit by bit.
    """

    form = TrailForm
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_per_page = 50
    save_on_top = True
    show_full_result_count = False
    derived: ClassVar[tuple[str, ...]] = ()
    fixed: ClassVar[tuple[str, ...]] = ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse for everybody; this also removes Django's action ``delete_selected``."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Make the ``fixed`` fields read-only once the row exists."""
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj else ()))

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """Link directly to the portal's own page."""
        return None if obj is None else self.portal_page(obj)

    def portal_page(self, obj: Any) -> str | None:
        """Return the address of the portal's page about a row, or None."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse every filter but those that the list offers; Django would allow all fields of the row."""
        listed: list[Any] = [one[0] if isinstance(one, tuple) else one for one in self.list_filter]
        listed += [self.date_hierarchy] if self.date_hierarchy else []
        named = [str(getattr(one, "parameter_name", one)) for one in listed]
        offered = any(lookup == one or lookup.startswith(one + LOOKUP_SEP) for one in named)
        if not offered or lookup.rpartition(LOOKUP_SEP)[2] in GUESSING:
            return False
        return super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Search for no more than anybody writes; join the rows that ``__str__`` reads."""
        if not isinstance(self.list_select_related, bool):
            queryset = queryset.select_related(*self.list_select_related)
        return super().get_search_results(request, queryset, search_term[:LONGEST_SEARCH])

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Redirect an unreadable query string to the whole list, as Django does with an invalid one."""
        given = [(name, value) for name, values in request.GET.lists() for value in values]
        if any(UNREADABLE.search(value) or is_no_part_of_a_date(name, value) for name, value in given):
            return HttpResponseRedirect(f"{request.path}?e=1")
        if request.method != "POST" or not self.list_editable:
            return super().changelist_view(request, extra_context)
        with transaction.atomic():
            list(self.model._default_manager.select_for_update().order_by("pk").values_list("pk"))
            return _with_status(super().changelist_view(request, extra_context))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choose a row by searching, with a field that any text may be sent to."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchedRow(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choose rows by searching, with a field that any text may be sent to."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchedRows(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show an action's refusal in the form; everything else in the request is rolled back."""
        try:
            return self._held_view(request, object_id, *args, **kwargs)
        except ValidationError as refusal:
            request.refusal = refusal
            return self._held_view(request, object_id, *args, **kwargs)

    def _held_view(
        self, request: HttpRequest, object_id: str | None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Hold the row from the comparison until it is saved; answer 409 to a conflict."""
        if request.method != "POST" or object_id is None or hasattr(request, "refusal"):  # nothing is saved
            return _with_status(super().changeform_view(request, object_id, *args, **kwargs))
        with transaction.atomic():
            row = self.get_object(request, unquote(object_id))
            if row is not None:
                self.hold(row)
            return _with_status(super().changeform_view(request, object_id, *args, **kwargs))

    def hold(self, row: Any) -> None:
        """Lock the row; where an action locks others before it, these first."""
        hold(row)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Prefill the form from the address; leave out values that the field could not hold."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        for field in [field for field in self.opts.fields if field.name in initial]:
            target = getattr(field, "target_field", field)
            try:
                initial[field.name] = target.to_python(initial[field.name])
                target.run_validators(initial[field.name])
            except ValidationError:
                del initial[field.name]
        return initial

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        """Return the form, with the refusal of this request if there is one, so that it is invalid."""
        form = super().get_form(request, *args, **kwargs)
        refusal = getattr(request, "refusal", None)
        return type(form.__name__, (form,), {"refusal": refusal}) if refusal else form

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        """Let a line of the list compare what it showed with what is stored, as the page of a row does."""
        return super().get_changelist_form(request, **{"form": TrailForm, **kwargs})

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[Any]:
        """Let the rows below the form compare too."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if not issubclass(formset.form, RowForm):
                formset.form = type(formset.form.__name__, (formset.form, RowForm), {})
            yield formset, inline

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        """Save, and record the names of the written fields, in one transaction.

        A correction writes only these fields, so that a simultaneous action's changes to others are kept.
        """
        if change:
            columns = {field.name for field in obj._meta.concrete_fields}
            obj.save(update_fields=columns & {*form.changed_data, *self.derived})
        else:
            super().save_model(request, obj, form, change)
        self._record_plain(request, obj, added=not change, fields=form.changed_data)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the inline rows, and record each."""
        super().save_formset(request, form, formset, change)
        for obj in formset.new_objects:
            self._record_plain(request, obj, added=True, fields=[])
        for obj, fields in formset.changed_objects:
            self._record_plain(request, obj, added=False, fields=fields)

    def do_each(
        self, request: HttpRequest, rows: Iterable[Model], deed: Callable[..., Model], **answers: str | date
    ) -> None:
        """Apply the action to each row, and say to how many."""
        if done := self.count_done(request, rows, deed, **answers):
            sentence = ngettext("%(count)d row was changed.", "%(count)d rows were changed.", done)
            messages.success(request, sentence % {"count": done})

    def count_done(
        self, request: HttpRequest, rows: Iterable[Model], deed: Callable[..., Model], **answers: str | date
    ) -> int:
        """Apply the action to each row; a refusal is shown with the row's name and does not stop the rest."""
        done = 0
        for row in rows:
            try:
                deed(row, **answers, **by(request))
            except ValidationError as refusal:
                messages.warning(request, f"{row}: {' '.join(refusal.messages)}")
            else:
                done += 1
        return done

    def _record_plain(self, request: HttpRequest, obj: Model, *, added: bool, fields: list[str]) -> None:
        if added:
            record(verb=verb_for(obj, "added"), target=obj, **by(request))
        elif fields:
            record(verb=verb_for(obj, "corrected"), target=obj, **by(request), fields=sorted(fields))

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Write nothing: Django's own log would be a second trail, and would contain names."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Write nothing, for the same reason."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the audit trail of one object instead of Django's log."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            return HttpResponse(status=403)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Trail of %(name)s") % {"name": obj},
            "events": AuditEvent.objects.about(obj).select_related("actor"),
            "object": obj,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return render(request, "audit/trail.html", context)


def _with_status(response: HttpResponse) -> HttpResponse:
    """Answer 409 where a form of the page tells that somebody else wrote something else."""
    told = getattr(response, "context_data", None) or {}
    shown = [told["adminform"].form] if "adminform" in told else []
    sets = [each.formset for each in told.get("inline_admin_formsets", ())]
    if "cl" in told and told["cl"].formset is not None:
        sets.append(told["cl"].formset)
    shown += [form for formset in sets for form in formset.forms]
    if any(getattr(form, "conflicts", ()) for form in shown):
        response.status_code = HTTPStatus.CONFLICT
    return response


class ActionAdmin(TrailAdmin):
    """For models whose rows an action creates; plain corrections are saved and recorded.

    ``add`` is the action. It takes the form's fields by their names, and returns the new row.
    """

    add: ClassVar[Callable[..., Model]]

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        """Let the action create the row; the form saves many-to-many fields afterwards."""
        if change:
            super().save_model(request, obj, form, change)
            return
        later = {field.name for field in obj._meta.many_to_many}
        answers = {name: value for name, value in form.cleaned_data.items() if name not in later}
        made = self.add(**answers, **by(request))
        obj.__dict__.update(made.__dict__)


class ReadingAdmin(TrailAdmin):
    """For models that staff only read in the admin."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: rows are created on the portal's pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: rows are changed on the portal's pages, if at all."""
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(ReadingAdmin):
    """The whole audit trail, read-only."""

    list_display = ("verb", "at", "content_type", "object_id", "actor")
    list_filter = ("verb", "content_type")
    list_select_related = ("content_type", "actor")
    date_hierarchy = "at"
    search_fields: ClassVar[tuple[str, ...]] = ("verb", "object_id", "actor__email")


class CatalogueAdmin(TrailAdmin):
    """A short list in an order that staff set; an entry out of use is made inactive, not deleted."""

    list_display = ("name", "position", "is_active")
    list_editable = ("position", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name",)
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": ("name", "position", "is_active"),
                "description": _(
                    "Nothing is removed: what is not active is no longer offered, and stays where it was "
                    "used."
                ),
            },
        ),
    )
