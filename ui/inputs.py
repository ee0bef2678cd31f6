"""Django's plain inputs as HTML, written by functions: a template for each takes five times as long."""

from collections.abc import Callable
from typing import Any

from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Drawn = dict[str, Any]  # what a widget tells its template


def _input(widget: Drawn) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    attributes = flatatt(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes)


def _textarea(widget: Drawn) -> SafeString:
    html = '<textarea name="{}"{}>\n{}</textarea>'
    return format_html(html, widget["name"], flatatt(widget["attrs"]), widget["value"] or "")


def _select(widget: Drawn) -> SafeString:
    groups = format_html_join("", "{}", ((_group(*each),) for each in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _group(name: str | None, options: list[Drawn], _index: int) -> SafeString:
    rows = ((each["value"], flatatt(each["attrs"]), each["label"]) for each in options)
    html = format_html_join("", '<option value="{}"{}>{}</option>', rows)
    return format_html('<optgroup label="{}">{}</optgroup>', name, html) if name else html


KINDS = ("checkbox", "checkbox_option", "date", "email", "hidden", "number", "radio_option", "text")
# By the name of Django's template; a widget with a template of its own keeps it.
INPUTS: dict[str, Callable[[Drawn], SafeString]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in KINDS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
