"""The drawing of all forms: label, hint, "Visible to", error and ``aria-*`` are written once.

A form may describe its fields with plain attributes, all of them optional:

``visible_to``       ``{"field": sentence}`` – the readers of what is written here
``choice_hints``     ``{"field": {value: sentence}}`` – a line under one choice
``choices_in_a_row`` ``{"field", …}`` – choices side by side where there is room
``not_optional``     ``{"field", …}`` – may be empty in a draft but is needed in the end: no "(optional)"
``hidden_labels``    ``{"field", …}`` – the label is for screen readers only
``error_heading``    the heading of the error summary, when "Correct 2 things" is not clear enough
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput, RadioSelect
from django.forms.boundfield import BoundWidget
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget, Widget
from django.utils.translation import gettext as _

from ui.wording import REQUIRED


@dataclass(frozen=True)
class Choice:
    """One radio button or checkbox of a group, with its own hint."""

    widget: BoundWidget
    hint: str

    @property
    def hint_id(self) -> str:
        return f"{self.widget.id_for_label}_hint"


@dataclass(frozen=True)
class ErrorLink:
    """One line of the error summary: the message and the id of its field."""

    text: str
    target: str


class PortalBoundField(BoundField):
    """A field that knows its hint, its readers, its errors and their ids in the page."""

    def _said_by_form(self, attribute: str) -> Any:
        return getattr(self.form, attribute, {})

    @property
    def visible_to(self) -> str:
        """The sentence about the readers of this field; empty when the form has none."""
        return self._said_by_form("visible_to").get(self.name, "")

    @property
    def is_explained(self) -> bool:
        return bool(self.help_text or self.visible_to)

    @property
    def label_class(self) -> str:
        return "vh" if self.name in self._said_by_form("hidden_labels") else ""

    @property
    def box_class(self) -> str:
        return "field field--err" if self.errors else "field"

    @property
    def choices_class(self) -> str:
        return "choices choices--4" if self.name in self._said_by_form("choices_in_a_row") else "choices"

    @property
    def is_optional(self) -> bool:
        asked_for = self.field.required or self.name in self._said_by_form("not_optional")
        return not asked_for and not isinstance(self.field.widget, CheckboxInput)

    @property
    def is_radio(self) -> bool:
        return isinstance(self.field.widget, RadioSelect)

    @property
    def part(self) -> str:
        """The template for this kind of field."""
        if isinstance(self.field.widget, CheckboxInput):
            return "portal/parts/checkbox.html"
        if isinstance(self.field.widget, ChoiceWidget) and self.use_fieldset:
            return "portal/parts/choices.html"
        return "portal/parts/group.html" if self.use_fieldset else "portal/parts/input.html"

    def choices(self) -> Iterator[Choice]:
        """Yield the choices of a group; ``aria-describedby`` ties a hint to its choice."""
        hints = self._said_by_form("choice_hints").get(self.name, {})
        for widget in self.subwidgets:
            hint = hints.get(widget.data["value"]) or hints.get(str(widget.data["value"]), "")
            choice = Choice(widget, hint)
            if hint:
                widget.data["attrs"]["aria-describedby"] = choice.hint_id
            yield choice

    @property
    def error_target(self) -> str:
        """The id that the error summary links to: the first choice of a group, else the field itself."""
        if self.is_hidden:
            return ""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def aria_describedby(self) -> str | None:
        """The ids of all texts that describe the field, those from the widget first."""
        ids = [str(self.field.widget.attrs.get("aria-describedby", ""))]
        if self.auto_id and not self.is_hidden:
            told = {"helptext": self.help_text, "visible": self.visible_to, "error": self.errors}
            ids += [f"{self.auto_id}_{name}" for name, text in told.items() if text]
        return " ".join(filter(None, ids)) or None

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Tie hint and error to the field, and leave out ``required``.

        The browser can then send an unfinished draft, and the server reports what is missing in our wording.
        """
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("required", None)
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)  # stands on the group
        elif described_by := self.aria_describedby:
            attrs["aria-describedby"] = described_by
        return attrs


class PortalRenderer(TemplatesSetting):
    """Draws ``{{ form }}`` and ``{{ form.field.as_field_group }}`` with the same templates as crispy."""

    form_template_name = "portal/form.html"
    formset_template_name = "portal/formset.html"
    field_template_name = "portal/field.html"
    bound_field_class = PortalBoundField


def error_links(form: BaseForm) -> list[ErrorLink]:
    """List a form's errors in the order of its fields; those about the whole form come first."""
    if not form.is_bound:
        return []
    links = [ErrorLink(str(error), "") for error in form.non_field_errors()]
    for field in form:
        target = field.error_target if isinstance(field, PortalBoundField) else field.id_for_label
        links += [ErrorLink(_with_label(field, str(error)), target) for error in field.errors]
    return links


def _with_label(field: BoundField, error: str) -> str:
    """Add the field's name to "This field is required.", which does not say which field is meant."""
    if error != str(REQUIRED):
        return error
    words = _("Choose: %(label)s") if field.use_fieldset else _("Fill in: %(label)s")
    return words % {"label": field.label}
