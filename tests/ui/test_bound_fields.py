"""The form templates: what a reader, a screen reader and a keyboard meet, whichever way a form is drawn."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template
from pytest_django.asserts import assertHTMLEqual, assertInHTML

from tests.reading import as_read

WAYS = {
    "crispy tag": "{% load crispy_forms_tags %}{% crispy form %}",
    "crispy filter": "{% load crispy_forms_tags %}{{ form|crispy }}",
    "crispy field": "{% load crispy_forms_tags %}{% for f in form %}{{ f|as_crispy_field }}{% endfor %}",
    "field group": "{% for field in form %}{{ field.as_field_group }}{% endfor %}",
    "form": "{{ form }}",
}


class CheckInForm(forms.Form):
    """A form with one field of each kind."""

    visible_to = {"text": "MÄN."}
    choice_hints = {"health": {"stuck": "Kommer inte vidare."}}
    choices_in_a_row = {"health"}

    health = forms.ChoiceField(
        label="Hur går det?", choices=[("fine", "I fas"), ("stuck", "Fastnat")], widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="Vad har hänt?",
        help_text="En mening räcker.",
        widget=forms.Textarea(attrs={"rows": 3, "aria-describedby": "count"}),
    )
    email = forms.EmailField(label="E-post", required=False)
    obstacles = forms.MultipleChoiceField(
        label="Hinder", choices=[("time", "Tid")], widget=forms.CheckboxSelectMultiple, required=False
    )
    nothing_new = forms.BooleanField(label="Inget nytt", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(form, way="form"):
    return as_read(Template(WAYS[way]).render(Context({"form": form})))


@pytest.mark.parametrize("way", WAYS)
def test_text_field_names_hint_readers_and_error_however_it_is_drawn(way):
    html = draw(CheckInForm({}), way)
    assertInHTML('<label for="id_text" class="">Vad har hänt?</label>', html, 1)
    assertInHTML('<span class="hint" id="id_text_helptext">En mening räcker.</span>', html, 1)
    assertInHTML('<span class="hint" id="id_text_visible">Syns för: MÄN.</span>', html, 1)
    assertInHTML(
        '<textarea name="text" cols="40" rows="3" id="id_text" aria-invalid="true" '
        'aria-describedby="count id_text_helptext id_text_visible id_text_error"></textarea>',
        html,
        1,
    )
    assertInHTML(
        '<span class="err" id="id_text_error"><span class="vh">Fel: </span>Fyll i: Vad har hänt?</span>',
        html,
        1,
    )


@pytest.mark.parametrize("way", WAYS)
def test_radio_buttons_are_a_group_with_a_legend_and_no_empty_for(way):
    html = draw(CheckInForm({}), way)
    assertInHTML('<legend class="">Hur går det?</legend>', html, 1)
    assert '<fieldset role="radiogroup" aria-invalid="true" aria-describedby="id_health_error">' in html
    assert 'for=""' not in html
    assertInHTML(
        '<label class="choice" for="id_health_1">'
        '<input type="radio" name="health" value="stuck" id="id_health_1" '
        'aria-describedby="id_health_1_hint">'
        '<span>Fastnat<span class="hint" id="id_health_1_hint">Kommer inte vidare.</span></span></label>',
        html,
        1,
    )
    assert html.count('class="choices choices--4"') == 1


def test_only_optional_fields_say_so():
    html = draw(CheckInForm())
    assertInHTML(
        '<label for="id_email" class="">E-post <span class="opt">(frivilligt)</span></label>', html, 1
    )
    assert html.count("(frivilligt)") == 2  # the address and the obstacles


def test_field_that_only_a_draft_may_leave_empty_is_not_called_optional():
    form = CheckInForm()
    form.not_optional = {"email", "obstacles"}
    assert "(frivilligt)" not in draw(form)


def test_unbound_form_says_nothing_of_errors_and_lets_the_server_judge():
    html = draw(CheckInForm())
    assert "aria-invalid" not in html
    assert "data-error-summary" not in html
    assert " required" not in html


def test_checkbox_is_one_label():
    assertHTMLEqual(
        str(CheckInForm()["nothing_new"].as_field_group()),
        '<div class="field"><label class="choice choice--bare" for="id_nothing_new">'
        '<input type="checkbox" name="nothing_new" id="id_nothing_new"><span>Inget nytt</span></label></div>',
    )


def test_hidden_field_is_only_itself():
    assertHTMLEqual(
        str(CheckInForm()["secret"].as_field_group()), '<input type="hidden" name="secret" id="id_secret">'
    )


def test_error_summary_links_to_each_field_and_counts():
    html = draw(CheckInForm({"email": "karin"}))
    assertInHTML('<h2 id="form-errors">Rätta 3 saker</h2>', html, 1)
    assert html.index("errsum") < html.index("<fieldset")
    assertInHTML('<a href="#id_health_0">Välj: Hur går det?</a>', html, 1)
    assertInHTML('<a href="#id_text">Fyll i: Vad har hänt?</a>', html, 1)
    assertInHTML('<a href="#id_email">Skriv e-postadressen med @, till exempel namn@kommun.se</a>', html, 1)


def test_error_summary_is_printed_once_for_a_page_and_its_form():
    page = '{% include "includes/error_summary.html" %}' + WAYS["crispy tag"]
    assert Template(page).render(Context({"form": CheckInForm({})})).count("data-error-summary") == 1


def test_what_concerns_the_whole_form_stands_in_the_summary_without_a_link():
    form = CheckInForm({"health": "fine", "text": "Möte."})
    form.error_heading = "Avstämningen är inte klar än"
    form.add_error(None, "Någon annan har ändrat.")
    html = draw(form)
    assertInHTML('<h2 id="form-errors">Avstämningen är inte klar än</h2>', html, 1)
    assertInHTML("<li>Någon annan har ändrat.</li>", html, 1)


def test_what_was_written_is_kept():
    html = draw(CheckInForm({"text": "Möte med <ledningen>", "health": "stuck"}))
    assert "Möte med &lt;ledningen&gt;" in html
    assert 'value="stuck" id="id_health_1" checked' in html.replace(
        ' aria-describedby="id_health_1_hint"', ""
    )


def test_layout_draws_fieldsets_rows_and_buttons():
    form = CheckInForm()
    form.helper = FormHelper()
    form.helper.layout = Layout(
        Fieldset("Läget", "health", css_class="card"),
        Div("text", css_class="wide"),
        Submit("done", "Klarmarkera"),
    )
    html = draw(form, "crispy tag")
    assertInHTML("<legend>Läget</legend>", html, 1)
    assert '<div class="wide"' in html
    assert '<button type="submit" name="done" value="Klarmarkera" class="btn btn btn-primary"' in html
    assert 'method="post" novalidate' in html


def test_form_with_files_is_sent_as_parts():
    class FileForm(forms.Form):
        file = forms.FileField(label="Fil")

    html = draw(FileForm(), "crispy tag")
    assert 'enctype="multipart/form-data"' in html
    assertInHTML('<input type="file" name="file" id="id_file">', html, 1)


def test_group_of_fields_gets_a_legend_too():
    class DayForm(forms.Form):
        hidden_labels = {"day"}
        day = forms.DateField(
            label="Dag", widget=forms.SelectDateWidget(years=[2026]), help_text="Året 2026."
        )

    html = draw(DayForm())
    assert '<fieldset aria-describedby="id_day_helptext">' in html
    assertInHTML('<legend class="vh">Dag</legend>', html, 1)
