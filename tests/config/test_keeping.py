"""Every field with personal data has a class, and the page on personal data tells of all of them."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from audit.keep import LIBRARIES, Data, Then, keeps_of
from config.keeping import cookies, promise_of, promises
from tests import factories

WRITTEN = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.GenericIPAddressField,
)
MODELS = [model for model in apps.get_models() if not model._meta.proxy]


def may_be_personal(field: models.Field) -> bool:
    """Say whether somebody may have written the field, or whether it links to a person."""
    if field.is_relation:
        return field.related_model._meta.label == settings.AUTH_USER_MODEL
    return isinstance(field, WRITTEN) and not field.choices


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_that_may_be_personal_has_a_class(model):
    asked = {field.name for field in model._meta.concrete_fields if may_be_personal(field)}
    said = {name for keep in keeps_of(model) for name in keep.fields}
    assert asked - said == set(), "say in KEEPS what it is, or that it is not_personal"
    assert said - {field.name for field in model._meta.concrete_fields} == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_counts_the_days_is_there(model):
    for keep in keeps_of(model):
        if keep.since:
            assert isinstance(model._meta.get_field(keep.since), models.DateTimeField)
            assert not keep.among or hasattr(model._default_manager.all(), keep.among)
        assert (keep.days is None) == (keep.then not in {Then.DELETED, Then.BLANKED})
        assert bool(keep.counted) == (keep.days is not None)


def test_the_libraries_are_all_installed():
    assert LIBRARIES.keys() <= {model._meta.label for model in MODELS}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_tells_of_every_class(client, language):
    page = "/personuppgifter/" if language == "sv" else "/en/personuppgifter/"
    text = client.get(page).content.decode()
    assert {keep.data for model in MODELS for keep in keeps_of(model)} == set(Data)
    if language == "sv":
        for promise in promises():
            for words in (promise.what, promise.then, promise.when[1:]):
                assert str(escape(words)) in text
    assert text.count("<dd>") == len(promises()) + len(cookies())


def test_the_periods_in_words():
    said = {promise.what: [] for promise in promises()}
    for promise in promises():
        said[promise.what].append(promise.when)
    assert said["Mejl som portalen har skickat"][0] == "12 månader efter att mejlet skrevs"
    assert said[str(Data.ACCESS.label)] == ["6 månader efter att det hände"]
    assert said[str(Data.TRAIL.label)] == ["24 månader efter att det hände"]
    assert said[str(Data.ENQUIRY.label)] == ["12 månader efter att du skrev"]
    assert said[str(Data.UPLOAD.label)] == ["7 dagar efter att du laddade upp filen"]
    assert said[str(Data.EXPORT.label)] == ["30 dagar efter att filen skapades"]
    assert said[str(Data.ACCOUNT.label)][0].startswith("18 månader efter ")
    assert said[str(Data.INVITATION.label)][0].startswith("90 dagar efter ")
    assert [promise_of(keep).what for keep in keeps_of(apps.get_model("support.DevelopmentArea"))] == [""]


@pytest.mark.django_db
@pytest.mark.usefixtures("sunday")
def test_the_page_names_exactly_the_cookies_that_are_set():
    """Walk as a visitor and as a participant: read, log in, write, save, read again, log out."""
    homework = factories.make_homework(factories.make_cohort())
    person = factories.make_enrolment(factories.make_participation(homework.cohort)).user
    person.set_password("ett-langt-losen-ord-12")
    person.save()
    browser, found = Client(), set()

    def go(address, data=None):
        answer = browser.get(address) if data is None else browser.post(address, data)
        assert answer.status_code in {200, 302}, address
        found.update(answer.cookies.keys())

    for name in ("home", "help", "accessibility", "personal_data", "programmes:enquiry_create"):
        go(reverse(name))
    go("/en/hjalp/")
    login = {"login": person.email, "password": "ett-langt-losen-ord-12"}
    go(reverse("account_login"))
    go(reverse("account_login"), login)
    go(reverse("account"))
    go(homework.get_absolute_url())
    written = {"deed": "save", "text": "Halvt", "number": 0, "draft": "homework", "whole": "yes"}
    go(homework.get_absolute_url(), written)
    go(reverse("account_logout"), {})
    assert found == {cookie.name for cookie in cookies()}


@pytest.mark.django_db
def test_the_command_lists_what_and_why(capsys):
    call_command("forget", "--dry-run")
    text = capsys.readouterr().out
    assert "0 people: Your name, e-mail address" in text
    assert "18 months after your last training" in text
    assert text.endswith("0 rows would be forgotten.\n")
