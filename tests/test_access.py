"""Every address × eleven roles × GET and POST. A new address without rows in the table fails here."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

import config.urls
from tests.access.resolver import addresses
from tests.access.roles import ROLES, ask, cell, rolled_back, writes
from tests.access.table import address, all_rows, own_rows, registered

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]
ROWS = all_rows()
OWN = list(own_rows())
PUBLIC = {
    "account_complete_password_reset",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_password_reset_completed",
    "account_request_login_code",
    "account_reset_password",
    "account_signup",
    "accessibility",
    "admin:login",
    "demo_mail",
    "demo_mail_list",
    "participants:feedback_draft",  # answers 401 itself, as the next two
    "participants:homework_draft",
    "followups:check_in_draft",  # answers 401 itself: a script cannot use a redirect
    "health_live",
    "health_ready",
    "help",
    "home",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "personal_data",
    "programmes:enquiry_create",
    "programmes:enquiry_received",
}
# An empty POST is complete here: the page only asks "are you sure", or an unticked box means no.
EMPTY_IS_AN_ANSWER = {
    "account_logout",
    "admin:municipalities_coordinator_change",
    "reports:check_in_export",
    "reports:export_again",
    "reports:export_file",
    "reports:municipality_export",
    "admin:municipalities_municipality_change",
    "admin:programmes_enquiry_note",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
    "followups:quiet_restore",
    "participants:cohort_publish",
    "participants:cohort_step",
    "participants:homework_take_back",
    "municipalities:coordinator_withdraw",
    "participants:session_cancel",
}
# allauth notes that somebody has seen their recovery codes.
NOTES_A_LOOK = {"mfa_view_recovery_codes", "mfa_download_recovery_codes"}
MISSING = {"pk": 987_654, "slug": "finns-inte", "number": 987, "month": "2001-01", "name": "finns-inte.eml"}
ONE_LANGUAGE = {"health_live", "health_ready", "stored_file", "stored_picture", "material_file"}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def plain_refusals(monkeypatch):
    """Refusals without a page: there are thousands, and the page has tests of its own."""
    for status in (403, 404):
        handler = _plain(status)
        monkeypatch.setattr(config.urls, f"handler{status}", handler, raising=False)


def _plain(status):
    return lambda *_request, **_reason: HttpResponse(status=status)


def test_table_has_every_address_both_ways_and_no_other():
    wanted = {(name, method) for name in addresses() for method in ("GET", "POST")}
    assert {(row.name, row.method) for row in ROWS} == wanted


def test_table_has_every_model_of_the_admin():
    assert {row.about for row in ROWS if row.is_admin} - {"-"} == registered()


def test_table_says_something_about_every_role():
    assert {tuple(row.cells) for row in ROWS} == {ROLES}


def test_only_the_admin_answers_403():
    assert [str(row) for row in OWN if row.roles_with("403")] == []


def test_public_pages_are_these_and_no_others():
    assert {name for name, found in addresses().items() if found.is_public} == PUBLIC


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_gets_what_the_table_says(scene, row, plain_refusals):
    """Also: GET writes nothing, and an empty POST changes nothing."""
    url, got, changed = address(scene, row), {}, {}
    for role in ROLES:
        with rolled_back(), writes() as written:
            got[role] = cell(ask(scene, role, row.method, url))
        if written and not _may_write(row):
            changed[role] = written
    assert got == row.cells
    assert changed == {}


def _may_write(row):
    return row.name in (EMPTY_IS_AN_ANSWER if row.method == "POST" else NOTES_A_LOOK) or (
        row.name == "mfa_download_recovery_codes"
    )


@pytest.mark.parametrize("row", [row for row in OWN if row.roles_with("404") and row.about != "-"], ids=str)
def test_out_of_scope_answers_exactly_as_non_existent(scene, row):
    """The same bytes, but for the address itself, which the page repeats in its links."""
    there = address(scene, row)
    nowhere = reverse(
        row.name, kwargs={name: MISSING.get(name, value) for name, value in _filled(scene, row)}
    )
    for role in row.roles_with("404"):
        assert _told(scene, role, row.method, there) == _told(scene, role, row.method, nowhere)


def _filled(scene, row):
    return scene.places[row.about].items()


def _told(scene, role, method, url):
    with rolled_back():
        response = ask(scene, role, method, url)
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, headers, TOKEN.sub(b"", response.body).replace(url.encode(), b"(address)")


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "POST"], ids=str)
def test_post_without_a_token_is_refused(scene, row, settings):
    """Asked as the superuser, whom nothing else would stop."""
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"  # Django's own page costs less
    with rolled_back(), writes() as written:
        assert ask(scene, "superuser", "POST", address(scene, row), csrf=True).status_code == 403
    assert written == []


@pytest.mark.parametrize(
    "row", [row for row in OWN if row.method == "GET" and row.name not in ONE_LANGUAGE], ids=str
)
def test_english_twin_lets_in_the_same_people(scene, row, plain_refusals):
    url = f"/en{address(scene, row)}"
    for role in ("anonymous", "member_elsewhere", "coordinator"):
        with rolled_back():
            assert (role, cell(ask(scene, role, "GET", url))) == (role, row.cells[role])
