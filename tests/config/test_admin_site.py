"""The way into the admin, and what its pages may load."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from config.admin_site import APPS_IN_ORDER
from tests.factories import make_staff, make_user

pytestmark = pytest.mark.django_db


def test_stranger_comes_to_the_portals_login_and_back(client):
    answer = client.get("/admin/accounts/user/", follow=True)
    assert answer.redirect_chain[-1] == ("/logga-in/?next=/admin/accounts/user/", 302)


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/accounts/user/"])
def test_person_without_staff_rights_is_told_so(client, address):
    client.force_login(make_user())
    assertContains(client.get(address), "Du har inte tillgång till den här sidan", status_code=403)


def test_staff_who_ask_for_the_login_come_in(client):
    client.force_login(make_staff())
    assertRedirects(client.get("/admin/login/"), "/admin/")
    assertRedirects(client.get("/admin/password_change/"), "/mitt-konto/", fetch_redirect_response=False)


def test_admin_leads_back_to_the_portal_and_wears_the_banner(client, settings):
    settings.DEMO = True
    client.force_login(make_staff(is_superuser=True))
    answer = client.get("/admin/")
    assertContains(answer, "Visa portalen")
    assertContains(answer, "Exempeldata")
    assertContains(answer, 'action="/logga-ut/"')


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_admin_pages_have_no_inline_script_or_style(client, model, page):
    client.force_login(make_staff(is_superuser=True))
    answer = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"))
    assert answer.status_code in {200, 302, 403}
    html = answer.content.decode()
    assert not re.search(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(src=|type=\"application/json\"))", html
    )


def test_admin_holds_our_models_alone():
    apps = {model._meta.app_label for model in admin.site._registry}

    assert apps == set(APPS_IN_ORDER)
