"""The admin's base for everybody, and the trail to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AbstractBaseUser as User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BaseConstraint, CheckConstraint, Model, QuerySet, URLField
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.actions import record
from audit.models import AuditEvent

NUL = "\x00"
UNREADABLE = re.compile(r"\x00|^-?\d{19,}$")  # no database has a character or a number like that
LONGEST_SEARCH = 200
WORD_INSIDE = re.compile(r"(?<!^)(?=[A-Z])")


def verb_for(thing: Model, deed: str) -> str:
    """Name the verb of a plain change: ``check_in.corrected`` for a CheckIn."""
    return f"{WORD_INSIDE.sub('_', type(thing).__name__).lower()}.{deed}"


class TrailForm(forms.ModelForm):
    """A form that asks every constraint of the model, also about fields it does not show.

    ``refusal`` is what an action said to this very request: the form shows it, still filled in.
    """

    refusal: ClassVar[ValidationError | None] = None

    def full_clean(self) -> None:
        """Add what the action said."""
        super().full_clean()
        if self.is_bound and self.refusal:
            self.add_error(None, self.refusal)

    def _post_clean(self) -> None:
        """Ask about the whole row, once each field is right by itself."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            self.validate_constraints()

    def validate_constraints(self) -> None:
        """Answer with the sentence, where a plain ModelForm would let the database refuse with a 500."""
        exclude = set()
        if self.instance.pk is None:  # the rest of a new row is filled in when it is saved
            exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]
        try:
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as refusal:
            self.add_error(None, refusal)

    def add_error(self, field: str | None, error: Any) -> None:
        """Put a sentence about the row beside the field that it is about, if the form shows that field."""
        if field is not None:
            super().add_error(field, error)
            return
        refusal = error if isinstance(error, ValidationError) else ValidationError(error)
        said = getattr(refusal, "error_dict", None) or {NON_FIELD_ERRORS: refusal.error_list}
        for name, errors in said.items():
            for one in errors:
                super().add_error(name if name in self.fields else self._field_of(one), one)

    def _field_of(self, error: ValidationError) -> str | None:
        """Name the last field of the form that a constraint with this sentence is about."""
        for _model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if constraint.get_violation_error_message() == error.message:
                    names = fields_of(constraint)
                    return next((name for name in reversed(self.fields) if name in names), None)
        return None


def fields_of(constraint: BaseConstraint) -> set[str]:
    """Name the fields that a constraint is about."""
    names = set(getattr(constraint, "fields", ()))
    if isinstance(constraint, CheckConstraint):
        names |= constraint.condition.referenced_base_fields  # type: ignore[union-attr]
    return names


class TrailAdmin(admin.ModelAdmin):
    """Base of all our admins: nothing is deleted, every plain change leaves a row in the trail.

    What has a state or sends mail overrides ``save_model`` and calls its action there; the action records.
    An action that refuses with a ``ValidationError`` becomes an error of the form, which stays filled in.
    ``derived`` names the fields that ``save_model`` fills in itself, ``fixed`` those that nobody changes once
    the row exists; ``secret`` those that nobody can ask
    about in an address, letter by letter.
    """

    form = TrailForm
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_per_page = 50
    save_on_top = True
    show_full_result_count = False
    derived: ClassVar[tuple[str, ...]] = ()
    fixed: ClassVar[tuple[str, ...]] = ()
    secret: ClassVar[tuple[str, ...]] = ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes here; without the right the action ``delete_selected`` is gone too."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Fix what was decided when the row was made."""
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj else ()))

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """Lead straight to the portal's own page."""
        return None if obj is None else self.portal_page(obj)

    def portal_page(self, obj: Any) -> str | None:
        """Name the portal's page about a row."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse questions about secret fields, which Django answers for every field of the row."""
        if lookup.partition(LOOKUP_SEP)[0] in self.secret:
            return False
        return super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Search without what a database cannot read; fetch with a row what its name is made of."""
        if not isinstance(self.list_select_related, bool):
            queryset = queryset.select_related(*self.list_select_related)
        readable = search_term.replace(NUL, "")[:LONGEST_SEARCH]
        return super().get_search_results(request, queryset, readable)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Answer an address that cannot be read like one that Django cannot read: with the whole list."""
        if any(UNREADABLE.search(value) for _name, values in request.GET.lists() for value in values):
            return HttpResponseRedirect(f"{request.path}?e=1")
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show an action's refusal in the form; everything else of the request is undone."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in from the address what can be read; a value that no field could hold is left out."""
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
        """Give the form of a refused request its refusal: it is not valid, so nothing is saved."""
        form = super().get_form(request, *args, **kwargs)
        refusal = getattr(request, "refusal", None)
        return type(form.__name__, (form,), {"refusal": refusal}) if refusal else form

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001
        """Save, and record which fields were written, in the page's own transaction.

        A correction writes these fields alone: what an action changes at the same moment stays.
        """
        if change:
            columns = {field.name for field in obj._meta.concrete_fields}
            obj.save(update_fields=columns & {*form.changed_data, *self.derived})
        else:
            super().save_model(request, obj, form, change)
        self._record_plain(request, obj, added=not change, fields=form.changed_data)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Save the rows below the form, and record each."""
        super().save_formset(request, form, formset, change)
        for obj in formset.new_objects:
            self._record_plain(request, obj, added=True, fields=[])
        for obj, fields in formset.changed_objects:
            self._record_plain(request, obj, added=False, fields=fields)

    def do_each(
        self, request: HttpRequest, rows: Iterable[Model], deed: Callable[..., Model], **answers: str
    ) -> None:
        """Do an action to each; a refusal names the row and stops no other."""
        done = 0
        for row in rows:
            try:
                deed(row, **answers, actor=request.user, at=timezone.now())
            except ValidationError as refusal:
                messages.warning(request, f"{row}: {' '.join(refusal.messages)}")
            else:
                done += 1
        if done:
            sentence = ngettext("%(count)d row was changed.", "%(count)d rows were changed.", done)
            messages.success(request, sentence % {"count": done})

    def _record_plain(self, request: HttpRequest, obj: Model, *, added: bool, fields: list[str]) -> None:
        if added:
            record(actor=request.user, verb=verb_for(obj, "added"), target=obj, at=timezone.now())  # type: ignore[arg-type]
        elif fields:
            record(
                actor=request.user,  # type: ignore[arg-type]
                verb=verb_for(obj, "corrected"),
                target=obj,
                at=timezone.now(),
                fields=sorted(fields),
            )

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Write nothing: Django's own log would be a second trail, with names in it."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Write nothing, for the same reason."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the trail of one object instead of Django's log."""
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


class ActionAdmin(TrailAdmin):
    """For what comes into being by an action: ``add`` calls it, plain corrections are saved and recorded."""

    def add(self, answers: dict[str, Any], *, actor: User, at: datetime) -> Model:
        """Call the action with what the form gave."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001
        """Let the action make the row; what hangs on it is saved by the form afterwards."""
        if change:
            super().save_model(request, obj, form, change)
            return
        later = {field.name for field in obj._meta.many_to_many}
        answers = {name: value for name, value in form.cleaned_data.items() if name not in later}
        made = self.add(answers, actor=request.user, at=timezone.now())  # type: ignore[arg-type]
        obj.__dict__.update(made.__dict__)


class ReadingAdmin(TrailAdmin):
    """For what staff look up here and change elsewhere, or never."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows come from the portal's pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows are changed on the portal's pages, if at all."""
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(ReadingAdmin):
    """The whole trail, to read."""

    list_display = ("verb", "at", "content_type", "object_id", "actor")
    list_filter = ("verb", "content_type")
    list_select_related = ("content_type", "actor")
    date_hierarchy = "at"
    search_fields: ClassVar[tuple[str, ...]] = ("verb", "object_id", "actor__email")


class CatalogueAdmin(TrailAdmin):
    """A short list in the staff's own order; what is no longer used is made inactive."""

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
