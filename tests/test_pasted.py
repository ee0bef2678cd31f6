"""No form and no model forgets to normalise: each is sent what a phone, a Mac and PowerPoint may paste."""

import pkgutil
from importlib import import_module

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection, models
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from accounts import forms as account_forms
from tests.access.crawl import Page
from tests.access.roles import SESSION_TABLES, WRITES, ask, rolled_back
from tests.access.table import one_of
from tests.test_mass_assignment import CORRECTIONS, FORMS, filled
from ui import columns
from ui.text import normal

# Texts that our code writes, or an official list.
CODES = {
    "accounts.CodeMail.secret",
    "accounts.User.letter",
    "accounts.User.password",
    "audit.AuditEvent.object_id",
    "audit.AuditEvent.verb",
    "followups.CheckIn.need_same",
    "followups.CheckInVersion.need_same",
    "followups.QuietDismissal.fact",
    "municipalities.CountyBoard.code",
    "municipalities.CountyBoard.iso",
    "municipalities.Municipality.code",
    "notifications.Message.html",
    "notifications.Message.key",
    "notifications.Message.kind",
    "notifications.Message.language",
    "notifications.Message.message_id",
    "notifications.Message.reason",
    "notifications.Message.text",
    "participants.StoredFile.sha256",
    "reports.Export.sha256",
}
PASTED = "A\u030asa\u200b \u202eEk\u00ad\x0b"
SEEN = "Åsa Ek"
UNWRITTEN = (forms.SlugField, forms.JSONField)  # refuse all that is not a slug, or hold no text


def our_models():
    return [model for app in settings.OUR_APPS for model in apps.get_app_config(app).get_models()]


def test_every_text_of_a_model_is_a_column_that_normalises():
    others = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, (columns.Written, models.SlugField))
        and not field.choices
    }
    assert others == CODES


def form_classes():
    """Return the forms of our apps, with allauth's below them; the admin's are made by the admin."""
    for app in settings.OUR_APPS:
        package = import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations" not in module.name:
                import_module(module.name)
    waiting, found = [forms.BaseForm], set()
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        found |= {one for one in below if one.__module__.partition(".")[0] in settings.OUR_APPS}
    return found


def forgetful(fields):
    """Return the names of the fields that take a text as it is pasted."""
    return [
        name
        for name, field in fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, UNWRITTEN)
        and not isinstance(field.widget, forms.PasswordInput)
        and (read := field.to_python(PASTED)) != normal(read)
    ]


def test_every_form_normalises():
    classes = {one for one in form_classes() if one.__module__ != account_forms.__name__}
    assert len(classes) > 20
    assert {str(one): found for one in classes if (found := forgetful(getattr(one, "base_fields", {})))} == {}


@pytest.mark.django_db
def test_every_form_of_the_admin_normalises(scene):
    request = RequestFactory().get("/admin/")
    request.user = scene.people["superuser"]
    found, seen = {}, 0
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label not in settings.OUR_APPS:
            continue
        row = model_admin.get_queryset(request).first()
        made = [model_admin.get_form(request)] if model_admin.has_add_permission(request) else []
        if model_admin.has_change_permission(request):
            made += [model_admin.get_form(request, row, change=True)]
        made += [each.form for each, _inline in model_admin.get_formsets_with_inlines(request)]
        seen += sum(len(form.base_fields) for form in made)
        found |= {f"{model.__name__}.{name}": 1 for form in made for name in forgetful(form.base_fields)}
    assert found == {}
    assert seen > 100


@pytest.fixture
def written():
    """The texts that are sent to the tables, sessions aside."""
    found = []

    def look(execute, sql, params, many, context):
        is_write = sql.lstrip().upper().startswith(WRITES)
        if is_write and not any(table in sql[:80] for table in SESSION_TABLES):
            found.extend(str(value) for value in params or ())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def pasted(name, value):
    """Return the answer to a field as somebody pastes it, with something unseen or dirty in it."""
    if "email" in name or "@" in value:
        value = value or "asa@kommun.example"
        return f"{value.upper()}\u200b"
    return value if name.endswith("url") else f"{value} {PASTED}"


def send(scene, role, url, answers):
    """Send the form of a page with something pasted into each text; return the answer."""
    page = Page(ask(scene, role, "GET", url).body.decode())
    form = next(values for action, values in page.forms if not action or action.startswith(url))
    form = {name: value for name, value in form.items() if name != "csrfmiddlewaretoken"} | answers
    for name in page.written & form.keys():
        value = form[name][-1] if isinstance(form[name], list) else str(form[name])
        form[name] = pasted(name, value)
    with rolled_back():
        return ask(scene, role, "POST", url, form)


def unclean(texts):
    return [text for text in texts if set(text) & set("\u030a\u200b\u202e\u00ad\x0b")]


@pytest.mark.django_db
@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_stores_a_text_as_it_was_pasted(scene, written, language):
    told = {}
    for name, about, role, answers in FORMS:
        before = len(written)
        with translation.override(language):
            url = reverse(name, kwargs=scene.places[about])
        status = send(scene, role, url, filled(scene, answers)).status_code
        told[f"{url} {role}"] = (status, sum(SEEN in text for text in written[before:]))
    assert {url: found for url, found in told.items() if found[0] >= 500} == {}
    assert unclean(written) == []
    assert sum(stored > 0 for _status, stored in told.values()) >= 18, told


@pytest.mark.django_db
@pytest.mark.usefixtures("quiet")
def test_no_form_of_the_admin_stores_a_text_as_it_was_pasted(scene, written):
    told = {}
    for model in sorted(admin.site._registry, key=str):
        label = model._meta.label_lower
        if model._meta.app_label not in settings.OUR_APPS:
            continue
        for deed, key in (("add", []), ("change", [one_of(scene, label)])):
            url = reverse(f"admin:{label.replace('.', '_')}_{deed}", args=key)
            if ask(scene, "staff", "GET", url).status_code != 200:
                continue
            before = len(written)
            try:
                status = send(scene, "staff", url, CORRECTIONS.get(label, {}) if key else {}).status_code
            except StopIteration:  # only to be read
                continue
            told[url] = (status, sum(SEEN in text for text in written[before:]))
    assert {url: found for url, found in told.items() if found[0] >= 500} == {}
    assert unclean(written) == []
    assert sum(stored > 0 for _status, stored in told.values()) >= 14, told
