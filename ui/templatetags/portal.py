"""Template tags: a month in a sentence, the error summary shown once, and a widget's attributes."""

from datetime import date
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from ui import dates
from ui.bound_fields import ErrorLink, error_links
from ui.fields import LineField, TextField

register = template.Library()


@register.filter
def month_name(month: date, on: date) -> str:
    """Return the month as it stands in a sentence, with its year when the day is of another."""
    return dates.month_name(month, on=on)


@register.simple_tag
def errors_to_summarise(form: BaseForm | None) -> list[ErrorLink]:
    """List a form's errors on the first call only, so that page and form do not both show them."""
    if not form or getattr(form, "errors_are_summarised", False):
        return []
    form.errors_are_summarised = True  # type: ignore[attr-defined]
    return error_links(form)


@register.filter
def has_text(form: BaseForm) -> bool:
    """Say whether the form has a free text, whose copy the browser keeps until it is saved."""
    return any(
        isinstance(field, (LineField, TextField)) and not field.widget.is_hidden
        for field in form.fields.values()
    )


@register.filter
def as_attributes(attrs: dict[str, Any]) -> SafeString:
    """Return a widget's attributes as HTML, four times as fast as Django's own template."""
    return flatatt(attrs)
