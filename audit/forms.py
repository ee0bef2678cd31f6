"""Forms on rows: a later save never undoes an earlier one, and a broken constraint is a sentence.

A page carries with each field what it showed. When the form comes back, a field is changed if it differs from
that, whatever is stored meanwhile: only what was changed is written. Where somebody else wrote something else
into the same field, its error names the stored value and keeps the one that was entered; the page now carries
the stored value, so that saving once more means the entered one. The view answers with 409.

The row is read after it was locked (``audit.actions.hold``), and is held until the form is saved.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from http import HTTPStatus
from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BaseConstraint, CheckConstraint
from django.forms import BoundField
from django.forms.widgets import MultipleHiddenInput
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SENT_AS_LISTED = (forms.ModelChoiceField, forms.MultipleChoiceField, forms.MultiValueField)
DAY = "j F Y"


class SeenBoundField(BoundField):
    """A field that knows what its page showed, and what is stored now.

    Without a word from the page, as from a script, it is an ordinary field.
    """

    @property
    def data(self) -> Any:
        """The entered value; where none was, and somebody else wrote one, the stored one."""
        if self.is_moved and not self.is_touched:
            return self._stored_as_sent()
        return super().data

    @cached_property
    def stored(self) -> Any:
        """The value as it is now."""
        return getattr(self.form, "shown", {}).get(self.name, self.initial)

    @cached_property
    def seen(self) -> Any:
        """The value that the page showed, as the browser sent it; None where it did not say."""
        widget, name, form = self._hidden(), self.html_initial_name, self.form
        if not self.field.show_hidden_initial or not form.is_bound:
            return None
        if widget.value_omitted_from_data(form.data, form.files, name):
            return None
        sent = widget.value_from_datadict(form.data, form.files, name)
        return [each for each in sent.split(",") if each] if self._is_many() else sent

    @cached_property
    def is_touched(self) -> bool:
        """True when something else was entered than the page showed."""
        if isinstance(self.field, forms.FileField):
            return self.field.has_changed(None, super().data)
        return self._differs(self._read(self.seen), super().data)

    @cached_property
    def is_moved(self) -> bool:
        """True when something else is stored than the page showed."""
        return self.seen is not None and self._differs(self.stored, self.seen)

    @property
    def is_in_conflict(self) -> bool:
        """True when the stored value is neither what the page showed nor what was entered."""
        return self.is_moved and (
            isinstance(self.field, forms.FileField) or self._differs(self.stored, super().data)
        )

    def conflict(self) -> str:
        """Return the sentence with the stored value."""
        words = {"value": self._shown()}
        told = _("This has been emptied since you opened the page.")
        if words["value"]:
            told = _("This has been changed to “%(value)s” since you opened the page.") % words
        if isinstance(self.field, forms.FileField):
            advice = _("Choose your file again if it is to replace it.")
        elif self.is_touched and super().data:
            advice = _("What you entered is still here: save again if it is to hold.")
        else:
            advice = _("Look at it, and save again.")
        return f"{told} {advice}"

    def as_hidden(self, attrs: dict[str, Any] | None = None, **options: Any) -> SafeString:
        """Draw the field unseen; as the initial value always what is stored, also after an error."""
        if not options.get("only_initial"):
            return super().as_hidden(attrs, **options)
        value = self.field.prepare_value(self.stored)
        if self._is_many():
            value = ",".join(str(each) for each in value or ())
        return self._hidden().render(self.html_initial_name, value, {}, self.form.renderer)

    def _has_changed(self) -> bool:
        if self.seen is None:
            return self.field.has_changed(self.initial, super().data)
        return self.is_touched

    def _is_many(self) -> bool:
        return issubclass(self.field.hidden_widget, MultipleHiddenInput)

    def _hidden(self) -> forms.Widget:
        return forms.HiddenInput() if self._is_many() else self.field.hidden_widget()

    def _differs(self, value: Any, sent: Any) -> bool:
        """Compare a value with one that was sent."""
        if isinstance(self.field, forms.FileField):
            return str(value or "") != (sent or "")
        if isinstance(self.field, forms.CharField) and isinstance(value, str):
            value = self._read(value)
        return self.field.has_changed(value, _one_line_break(sent))

    def _read(self, sent: Any) -> Any:
        if isinstance(self.field, SENT_AS_LISTED):
            return sent
        try:
            return self.field.to_python(_one_line_break(sent))
        except ValidationError:
            return sent

    def _stored_as_sent(self) -> Any:
        if isinstance(self.field, forms.FileField):
            return super().data
        value = self.field.prepare_value(self.stored)
        widget = self.field.widget
        return widget.decompress(value) if isinstance(widget, forms.MultiWidget) else value

    def _shown(self) -> str:
        """Write the stored value for people."""
        field, value = self.field, self.field.prepare_value(self.stored)
        if isinstance(field, forms.ModelChoiceField):
            keys = value if isinstance(value, list | tuple) else [value]
            offered: Any = field.queryset
            rows = offered.model._default_manager.filter(pk__in=[key for key in keys if key])
            return ", ".join(field.label_from_instance(row) for row in rows)
        if isinstance(field, forms.ChoiceField):
            labels = dict(_flat(field.choices))
            keys = value if isinstance(value, list | tuple) else [value]
            return ", ".join(str(labels.get(str(key), key)) for key in keys if key not in (None, ""))
        if isinstance(field, forms.FileField):
            return self.form.file_name(self.name) if value else ""
        return _in_words(value)


def _one_line_break(sent: Any) -> Any:
    """Write a line break as one character, whichever way the browser sent it."""
    return sent.replace("\r\n", "\n") if isinstance(sent, str) else sent


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), label


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{date_format(local, DAY)} {time_format(local)}"
    if isinstance(value, date):
        return date_format(value, DAY)
    if isinstance(value, time):
        return time_format(value)
    return "" if value is None else str(value)


class LaterForm:
    """A form on a row that several may change. Call ``carry`` once the fields are there.

    ``together`` says that the fields mean one thing, such as a day and a time: if one of them was changed
    meanwhile, nothing is saved before the writer has seen it. ``shown`` holds what the page says of a field
    where that is not the field's first value.
    """

    together: ClassVar[bool] = False
    shown: Mapping[str, Any] = {}

    def carry(self: Any) -> None:
        """Let the page carry what it shows."""
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.show_hidden_initial = True

    def _clean_form(self: Any) -> None:
        """Tell of each conflict beside its field, before anything is stored."""
        super()._clean_form()  # type: ignore[misc]
        for name in self.conflicts:
            self.add_error(name, self[name].conflict())

    @cached_property
    def conflicts(self: Any) -> list[str]:
        """The names of the fields into which somebody else wrote something else."""
        fields = [self[name] for name, field in self.fields.items() if field.show_hidden_initial]
        if not self.is_bound or not any(field.is_touched for field in fields if field.seen is not None):
            return []
        return [
            field.name for field in fields if field.is_in_conflict and (self.together or field.is_touched)
        ]

    def file_name(self: Any, name: str) -> str:
        """Return the name under which people know a stored file."""
        return PurePath(str(self[name].stored)).name

    @property
    def status(self) -> int:
        """The status of a page with this form."""
        return HTTPStatus.CONFLICT if self.conflicts else HTTPStatus.OK


class RowForm(LaterForm, forms.ModelForm):
    """A form on a row that others may change meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.carry()


class TrailForm(RowForm):
    """A form that checks all of the model's constraints, also those on fields that it does not show.

    ``refusal`` is the error that an action raised in this request: the form shows it, still filled in.
    """

    refusal: ClassVar[ValidationError | None] = None

    def full_clean(self) -> None:
        """Add the action's refusal, if there is one."""
        super().full_clean()
        if self.is_bound and self.refusal:
            self.add_error(None, self.refusal)

    def _post_clean(self) -> None:
        """Check the constraints on the row, once every field is valid by itself."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            self.validate_constraints()

    def validate_constraints(self) -> None:
        """Show a broken constraint as a form error; a plain ModelForm would answer 500 when saving."""
        exclude = set()
        if self.instance.pk is None:  # the other fields of a new row are set when it is saved
            exclude = self._get_validation_exclusions()
        try:
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as refusal:
            self.add_error(None, refusal)

    def add_error(self, field: str | None, error: Any) -> None:
        """Show an error about the row at the field it concerns, if the form has that field."""
        if field is not None:
            super().add_error(field, error)
            return
        refusal = error if isinstance(error, ValidationError) else ValidationError(error)
        said = getattr(refusal, "error_dict", None) or {NON_FIELD_ERRORS: refusal.error_list}
        for name, errors in said.items():
            for one in errors:
                super().add_error(name if name in self.fields else self._field_of(one), one)

    def _field_of(self, error: ValidationError) -> str | None:
        """Return the last field of the form that is named in the constraint with this message."""
        for _model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if constraint.get_violation_error_message() == error.message:
                    names = fields_of(constraint)
                    return next((name for name in reversed(self.fields) if name in names), None)
        return None


def fields_of(constraint: BaseConstraint) -> set[str]:
    """Return the names of the fields in a constraint."""
    names = set(getattr(constraint, "fields", ()))
    if isinstance(constraint, CheckConstraint):
        names |= constraint.condition.referenced_base_fields  # type: ignore[union-attr]
    return names
