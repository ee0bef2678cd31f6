"""The admin's base for everybody, and the trail to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record
from audit.models import AuditEvent

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

WORD_INSIDE = re.compile(r"(?<!^)(?=[A-Z])")


def verb_for(thing: Model, deed: str) -> str:
    """Name the verb of a plain change: ``check_in.corrected`` for a CheckIn."""
    return f"{WORD_INSIDE.sub('_', type(thing).__name__).lower()}.{deed}"


class TrailForm(forms.ModelForm):
    """A form that asks every constraint of the model, also about fields it does not show."""

    def _post_clean(self) -> None:
        """Answer with the sentence, where a plain ModelForm would let the database refuse with a 500."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors or self.instance.pk is None:  # the rest of a new row is filled in when it is saved
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)


class TrailAdmin(admin.ModelAdmin):
    """Base of all our admins: nothing is deleted, every plain change leaves a row in the trail.

    What has a state or sends mail overrides ``save_model`` and calls its action there; the action records.
    An action that refuses with a ``ValidationError`` becomes a message on the page.
    """

    form = TrailForm
    list_per_page = 50
    save_on_top = True
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes here; without the right the action ``delete_selected`` is gone too."""
        return False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        """Show an action's refusal as a sentence; everything of the request is undone."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001
        """Save, and record which fields were written, in the page's own transaction."""
        super().save_model(request, obj, form, change)
        self._record_plain(request, obj, added=not change, fields=form.changed_data)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: ANN401, FBT001
        """Save the rows below the form, and record each."""
        super().save_formset(request, form, formset, change)
        for obj in formset.new_objects:
            self._record_plain(request, obj, added=True, fields=[])
        for obj, fields in formset.changed_objects:
            self._record_plain(request, obj, added=False, fields=fields)

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

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Write nothing: Django's own log would be a second trail, with names in it."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Write nothing, for the same reason."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the trail of one object instead of Django's log."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
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


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    """The whole trail, to read."""

    list_display = ("at", "verb", "content_type", "object_id", "actor")
    list_filter = ("verb", "content_type")
    list_select_related = ("content_type", "actor")
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "at"
    search_fields: ClassVar[tuple[str, ...]] = ("verb", "object_id", "actor__email")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """Staff see everything."""
        return super().get_queryset(request).visible_to(request.user, on=timezone.localdate())  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only actions add rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes rows."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody removes rows."""
        return False
