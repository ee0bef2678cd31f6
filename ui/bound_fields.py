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
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget, Widget
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from audit.forms import SeenBoundField
from ui.inputs import INPUTS
from ui.words import REQUIRED


@dataclass(frozen=True)
class ErrorLink:
    """One line of the error summary: the message and the id of its field."""

    text: str
    target: str


class PortalBoundField(SeenBoundField):
    """A field that knows its hint, its readers, its errors and their ids in the page."""

    def _said_by_form(self, attribute: str) -> Any:
        return getattr(self.form, attribute, {})

    @property
    def visible_to(self) -> str:
        """The sentence about the readers of this field; empty when the form has none."""
        return self._said_by_form("visible_to").get(self.name, "")

    @property
    def is_optional(self) -> bool:
        asked_for = self.field.required or self.name in self._said_by_form("not_optional")
        return not asked_for and not isinstance(self.field.widget, CheckboxInput)

    def render(self, *args: Any, **options: Any) -> SafeString:
        """Draw the field with all that is said about it; a template is used only where one is asked for.

        Functions do it because templates would take half of the time of a page with fifty inputs.
        """
        if args or options:
            return super().render(*args, **options)
        if self.is_hidden:
            return self.as_widget()
        css = "field field--err" if self.errors else "field"
        seen = self.as_hidden(only_initial=True) if self.field.show_hidden_initial else ""
        return format_html('<div class="{}">{}{}</div>', css, SafeString("".join(self._parts())), seen)

    as_field_group = render

    def _parts(self) -> Iterator[SafeString]:
        label_css = "vh" if self.name in self._said_by_form("hidden_labels") else ""
        optional = format_html(' <span class="opt">{}</span>', _("(optional)")) if self.is_optional else ""
        if isinstance(self.field.widget, CheckboxInput):
            yield self._errors()
            box = '<label class="choice choice--bare" for="{}">{}<span>{}</span></label>'
            yield format_html(box, self.id_for_label, self.as_widget(), self.label)
            yield self._hints()
        elif self.use_fieldset:
            yield format_html("<fieldset{}{}>", self._role(), self._described())
            yield format_html('<legend class="{}">{}{}</legend>', label_css, self.label, optional)
            yield from (self._hints(), self._errors())
            yield self._choices() if isinstance(self.field.widget, ChoiceWidget) else self.as_widget()
            yield SafeString("</fieldset>")
        else:
            label = '<label for="{}" class="{}">{}{}</label>'
            yield format_html(label, self.id_for_label, label_css, self.label, optional)
            yield from (self._hints(), self._errors(), self.as_widget())

    def _hints(self) -> SafeString:
        """Draw the hint, and the readers."""
        readers = self.visible_to and _("Visible to: %(readers)s") % {"readers": self.visible_to}
        texts = [("helptext", SafeString(self.help_text)), ("visible", readers)]
        rows = ((self.auto_id, name, text) for name, text in texts if text)
        return format_html_join("", '<span class="hint" id="{}_{}">{}</span>', rows)

    def _errors(self) -> SafeString:
        if not self.errors:
            return SafeString()
        each = '<span class="vh">{} </span>{}'
        told = ((_("Error:"), _with_label(self, str(error))) for error in self.errors)
        errors = format_html_join(SafeString("<br>"), each, told)
        return format_html('<span class="err" id="{}_error">{}</span>', self.auto_id, errors)

    def _role(self) -> SafeString:
        if not isinstance(self.field.widget, RadioSelect):
            return SafeString()
        return SafeString(' role="radiogroup" aria-invalid="true"' if self.errors else ' role="radiogroup"')

    def _described(self) -> SafeString:
        ids = self.aria_describedby
        return format_html(' aria-describedby="{}"', ids) if ids else SafeString()

    def _choices(self) -> SafeString:
        """Draw the choices of a group; ``aria-describedby`` ties a hint to its choice."""
        hints = self._said_by_form("choice_hints").get(self.name, {})
        drawn = []
        for widget in self.subwidgets:
            key, value = widget.id_for_label, widget.data["value"]
            hint = hints.get(value) or hints.get(str(value), "")
            if hint:
                widget.data["attrs"]["aria-describedby"] = f"{key}_hint"
                hint = format_html('<span class="hint" id="{}_hint">{}</span>', key, hint)
            drawn.append((key, widget.tag(), widget.choice_label, hint))
        css = "choices choices--4" if self.name in self._said_by_form("choices_in_a_row") else "choices"
        each = '<label class="choice" for="{}">{}<span>{}{}</span></label>'
        return format_html('<div class="{}">{}</div>', css, format_html_join("", each, drawn))

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
    """Draws ``{{ form }}`` as crispy does, and Django's plain inputs without a template."""

    form_template_name = "portal/form.html"
    field_template_name = "portal/field.html"
    bound_field_class = PortalBoundField

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """Draw an input by its function, and everything else with its template."""
        draw = INPUTS.get(template_name)
        if draw and not context["widget"].get("wrap_label"):
            return draw(context["widget"])
        return SafeString(super().render(template_name, context, request))


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
