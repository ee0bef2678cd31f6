"""The parts of which the layouts of forms are made, beside those of django-crispy-forms.

A form declares ``helper = drawn(...)``; its page says ``{% crispy form %}``. A text in a layout may be a
function of the page's context, for words that only the page knows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from crispy_forms import layout as crispy
from crispy_forms.helper import FormHelper
from crispy_forms.utils import flatatt
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui.words import Lazy

Words = Lazy | Callable[[Context], Any]
FORM_PAGE = "portal/form_page.html"
SECOND, THIRD = "btn btn--2", "btn btn--3"  # buttons beside the main one


@dataclass(frozen=True)
class FormPage:
    """The texts around the form of a plain page: see ``templates/portal/form_page.html``."""

    heading: Lazy
    back: Any
    back_url: str
    hint: Any = ""
    lead: Lazy = ""
    title: Lazy = ""


def form_page(
    request: HttpRequest, form: forms.BaseForm, frame: FormPage, template: str = FORM_PAGE, **more: Any
) -> HttpResponse:
    """Show a form with what stands around it."""
    status = getattr(form, "status", HTTPStatus.OK)  # another than OK after a conflict
    return render(request, template, {"form": form, "frame": frame, **more}, status=status)


def drawn(
    *parts: Any,
    css_class: str = "",
    tag: bool = True,
    method: str = "post",
    enter: bool = False,
    **attributes: Any,
) -> FormHelper:
    """Return the helper of a form: the parts of its layout, and what stands in its tag.

    ``tag=False`` leaves the tag to the page, which may know more of it than the form does. ``enter`` lets
    Enter in a field send the form; otherwise nothing is sent before its button is pressed.
    """
    helper = FormHelper()
    helper.layout, helper.enter = Layout(*parts), enter
    helper.form_tag, helper.form_method, helper.form_class, helper.attrs = tag, method, css_class, attributes
    return helper


def _said(words: Any, context: Context) -> Any:
    return words(context) if callable(words) else words


def _joined(parts: Iterable[Any], form: Any, context: Context) -> SafeString:
    """Draw parts and fields in a row; django-crispy-forms gives each field a growing copy of the context."""
    html = []
    for part in parts:
        if isinstance(part, str):
            form.rendered_fields.add(part)
            html.append(form[part].as_field_group())
        else:
            html.append(part.render(form, context))
    return SafeString("".join(html))


class Layout(crispy.Layout):
    """The parts of a form, from first to last."""

    def render(self, form: Any, context: Context, *_: Any, **__: Any) -> SafeString:
        """Draw them all."""
        return _joined(self.fields, form, context)


class Fields(crispy.LayoutObject):
    """The named fields, as far as the form has them; without names all that are not drawn yet."""

    def __init__(self, *names: str) -> None:
        self.fields = list(names)

    def render(self, form: Any, context: Context, *_: Any, **__: Any) -> SafeString:
        """Draw each with the pack's template of a field."""
        names = [name for name in self.fields or form.fields if name in form.fields]
        return _joined((name for name in names if name not in form.rendered_fields), form, context)


class Include:
    """A template of the page between the fields; it sees what the page sees, and ``form``."""

    def __init__(self, template: str) -> None:
        self.template = template

    def render(self, form: Any, context: Context, *_: Any, **__: Any) -> SafeString:
        """Draw it as ``{% include %}`` does."""
        with context.push(form=form):
            return get_template(self.template).template.render(context)  # type: ignore[attr-defined]


class Said:
    """A part made of words: ``html`` with the words in their places, unless the first of them are empty."""

    html: ClassVar[str]

    def __init__(self, *words: Words) -> None:
        self.words = words

    def render(self, _: Any, context: Context, *__: Any, **___: Any) -> SafeString:
        """Draw it if there is something to say."""
        said = [_said(words, context) for words in self.words]
        return format_html(self.html, *said) if said[0] else SafeString()


class Submit(Said):
    """A button that sends the form; ``name`` and ``value`` tell several apart."""

    html = "<button{1}>{0}</button>"

    def __init__(self, label: Words, css_class: str = "btn", **attributes: str) -> None:
        super().__init__(label, flatatt({"class": css_class, "type": "submit", **attributes}))


class Link(Said):
    """A link among the buttons, back to where the page came from unless it has another address."""

    html = '<a class="btn btn--3" href="{}">{}</a>'

    def __init__(self, label: Words, url: Words = lambda context: context["frame"].back_url) -> None:
        super().__init__(url, label)


class Hidden(Said):
    """A name and a value that go along unseen: the page's own, whatever was sent before."""

    html = '<input type="hidden" name="{}" value="{}">'


class Text(Said):
    """A sentence between the fields or, as a ``span``, among the buttons."""

    html = '<{1} class="{2}">{0}</{1}>'

    def __init__(self, words: Words, css_class: str = "hint", *, tag: str = "p") -> None:
        super().__init__(words, tag, css_class)


class Div(crispy.Div):
    """Parts that belong together."""

    def render(self, form: Any, context: Context, *_: Any, **__: Any) -> SafeString:
        """Draw them in a box."""
        css = flatatt({"class": self.css_class} if self.css_class else {})
        parts = _joined(self.fields, form, context)
        return format_html("<div{}{}>{}</div>", css, SafeString(self.flat_attrs), parts)


class Buttons(Div):
    """The row of buttons that ends a form."""

    css_class = "bar row"


class Section(Div):
    """Fields under a heading of their own."""

    def __init__(self, css_id: str, heading: Any, *parts: Any, css_class: str = "stack") -> None:
        super().__init__(*parts, css_id=css_id)
        self.heading, self.css_class = heading, css_class

    def render(self, form: Any, context: Context, *_: Any, **__: Any) -> SafeString:
        """Draw the heading and what stands under it."""
        html = '<section class="{0}" aria-labelledby="{1}"><h2 id="{1}">{2}</h2>{3}</section>'
        heading, parts = _said(self.heading, context), _joined(self.fields, form, context)
        return format_html(html, self.css_class, self.css_id, heading, parts)


class More(Div):
    """Fields behind a line that opens them."""

    def __init__(self, summary: Words, *parts: Any, is_open: Any = False, css_id: str | None = None) -> None:
        super().__init__(*parts, css_id=css_id)
        self.summary, self.is_open = summary, is_open

    def render(self, form: Any, context: Context, *_: Any, **__: Any) -> SafeString:
        """Draw the line, and what it opens."""
        html = '<details class="more"{}><summary>{}</summary><div class="body">{}</div></details>'
        told = {"id": self.css_id} if self.css_id else {}
        tag = flatatt({**told, "open": bool(_said(self.is_open, context))})
        return format_html(html, tag, _said(self.summary, context), _joined(self.fields, form, context))
