"""Each form declares how it is drawn; the parts of a layout print what they should."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from audit.forms import RowForm, TrailForm
from followups.forms.promises import PromiseFields
from tests.reading import as_read
from ui.layout import Buttons, Div, Fields, Hidden, Include, Link, More, Section, Submit, Text, drawn

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def forms_of_ours():
    """List the forms that our pages draw.

    The admin draws its own, no page shows promises alone, and the browser asks for a passkey.
    """
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for app in settings.OUR_APPS
        for path in (*(ROOT / app).glob("forms.py"), *(ROOT / app).glob("forms/[a-z]*.py"))
    ]
    found = {
        form
        for name in ("ui.deeds", *names)
        for _, form in inspect.getmembers(import_module(name), inspect.isclass)
        if form.__module__ == name and issubclass(form, forms.BaseForm)
    }
    bases = {PromiseFields, RowForm, *(form for form in found if form.__name__.startswith("_"))}
    bases |= {form for form in found if set(form.base_fields) == {"credential"}}
    shown = [form for form in found - bases if not issubclass(form, TrailForm)]
    return sorted(shown, key=lambda form: form.__qualname__)


@pytest.mark.parametrize("form", forms_of_ours(), ids=lambda form: form.__name__)
def test_every_form_declares_how_it_is_drawn(form):
    """For its class, or for each form where the layout depends on the data."""
    declared = inspect.getattr_static(form, "helper", None)
    ours = [base for base in form.__mro__ if base.__module__.split(".")[0] in settings.OUR_APPS]
    if isinstance(declared, FormHelper):
        assert declared.layout.fields
    else:
        assert isinstance(declared, cached_property) or any(
            "self.helper = " in inspect.getsource(base) for base in ours
        )


def test_there_are_forms_to_look_at():
    assert len(forms_of_ours()) > 35


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_no_template_places_a_form_by_hand(path):
    assert not re.search(r"as_field_group|\.as_(p|div|table|ul)\b|\{\{ form \}\}", path.read_text())


class Asked(forms.Form):
    """A form with two fields."""

    name = forms.CharField(label="Namn")
    note = forms.CharField(label="Anteckning", required=False)


def draw(*parts, form=None, **context):
    """Draw a form with this layout, without its tag."""
    form = form or Asked()
    form.helper = drawn(*parts, tag=False)
    page = Context({"form": form, **context})
    return as_read(Template("{% load crispy_forms_tags %}{% crispy form %}").render(page))


def test_form_has_its_own_tag_unless_the_page_has_it():
    form = Asked()
    form.helper = drawn("name", css_class="stack", data_shortcut=True)
    html = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))
    assert '<form class="stack" data-shortcut method="post" novalidate>' in as_read(html)
    assert "<form" not in draw("name")


def test_get_form_says_nothing_of_errors():
    form = Asked({})
    form.helper = drawn(Fields(), method="get")
    html = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))
    assert "data-error-summary" not in html
    assert "data-error-summary" in draw(Fields(), form=Asked({}))


def test_fields_are_those_that_the_form_has_and_nobody_drew():
    html = draw("note", Fields("gone"), Fields())
    assert html.count("<input") == 2
    assert html.index('name="note"') < html.index('name="name"')


def test_field_that_the_form_lacks_is_a_mistake():
    with pytest.raises(KeyError):
        draw("gone")


def test_button_speaks_the_language_of_each_reader():
    button = Submit(gettext_lazy("Save draft"), name="action", value="draft")
    assert '<button class="btn" name="action" type="submit" value="draft">Spara utkast</button>' in draw(
        button
    )
    with translation.override("en"):
        assert ">Save draft</button>" in draw(button)


def test_button_takes_attributes_for_scripts():
    assert 'data-begins="step_2"' in draw(Submit("Börja", type="button", data_begins="step_2"))


def test_button_without_a_label_is_not_there():
    assert "btn" not in draw(Submit(""))


def test_words_may_be_the_pages_own():
    assert ">Spara Ett</button>" in draw(Submit(lambda context: f"Spara {context['what']}"), what="Ett")


def test_words_are_escaped():
    assert "&lt;b&gt;" in draw(Submit(lambda context: context["what"]), what="<b>")


def test_link_leads_back_or_elsewhere_or_nowhere():
    frame = {"back_url": "/tillbaka/"}
    assert '<a class="btn btn--3" href="/tillbaka/">Avbryt</a>' in draw(
        Link("Avbryt"), frame=type("F", (), frame)
    )
    assert 'href="/annan/"' in draw(Link("Annan", "/annan/"))
    assert "<a" not in draw(Link("Ingen", lambda _: ""))


def test_hidden_value_is_the_pages_own():
    html = draw(
        Hidden("name", lambda context: context["what"]), what="sidan", form=Asked({"name": "skickat"})
    )
    assert '<input type="hidden" name="name" value="sidan">' in html


def test_text_stands_only_where_there_is_one():
    assert draw(Text("Så här", tag="span")).endswith('<span class="hint">Så här</span>')
    assert "<p" not in draw(Text(""))


def test_section_has_a_heading_that_names_it():
    html = draw(Section("om", "Om", "name"))
    assert '<section class="stack" aria-labelledby="om"><h2 id="om">Om</h2><div class="field">' in html


def test_more_opens_on_its_own_where_something_is_wrong():
    assert '<details class="more"><summary>Mer</summary><div class="body"><div class="field">' in draw(
        More("Mer", "name")
    )
    assert '<details class="more" id="mer" open>' in draw(More("Mer", "name", is_open=True, css_id="mer"))


def test_parts_stand_in_boxes():
    html = draw(Div("name", css_class="wide", aria_hidden="true"), Buttons(Submit("Spara")))
    assert '<div class="wide" aria-hidden="true"><div class="field">' in html
    assert '<div class="bar row"><button' in html


def test_template_between_the_fields_sees_the_page():
    html = draw(Include("includes/empty.html"), text="Ingenting här")
    assert "<p>Ingenting här</p>" in html
