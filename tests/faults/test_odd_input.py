"""Odd input to the pages of the follow-up is answered, never with a 500, and alike on both databases."""

import pytest

from tests.access.crawl import Page
from tests.access.roles import ask, rolled_back
from tests.access.table import address, own_rows

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]
# What no text may hold, numbers that no database holds and Python does not read, the last day there is.
ODD = ["\x00", "9" * 30, "9" * 5000, "9999-12-31"]
ROLES = ("coordinator", "staff", "process_leader", "member")
ASKED = ("lan", "klar", "sok", "kommun", "omrade", "omgang", "status", "steg", "manader", "fran", "till")
MONTHS = ("0001-01", "9999-11", "9999-12")
OF_A_MONTH = (
    "/avstamningar/{}/",
    "/avstamningar/{}/utkast/",
    "/avstamningar/{}/harnosand/",
    "/avstamningar/{}/harnosand/exportera/",
    "/avstamningar/{}/harnosand/utkast/",
    "/avstamningar/{}/harnosand/las-upp/",
    "/rapport/{}/",
    "/min-kommun/harnosand/{}/",
)


def pages(method):
    """Each page of the follow-up with the first role that it answers."""
    found = []
    for row in own_rows():
        roles = [role for role in ROLES if row.cells[role] in ("200", "302")]
        if row.name.startswith("followups:") and row.method == method and roles:
            found.append(pytest.param(row, roles[0], id=f"{row.name}-{row.about}"))
    return found


def is_broken(scene, role, method, url, data=None):
    with rolled_back():
        return ask(scene, role, method, url, data).status_code >= 500


def forms_of(scene, role, url):
    """Return the forms of a page with their values, without the token."""
    with rolled_back():
        page = ask(scene, role, "GET", url)
    found = Page(page.body.decode()).forms if page.status_code == 200 else []
    forms = [form for action, form in found if not action or action.startswith(url)]
    return [{name: value for name, value in form.items() if "csrf" not in name} for form in forms]


@pytest.mark.parametrize(("row", "role"), pages("GET"))
def test_odd_questions_are_answered(scene, row, role):
    url = address(scene, row)
    assert [odd[:20] for odd in ODD if is_broken(scene, role, "GET", url, dict.fromkeys(ASKED, odd))] == []


@pytest.mark.parametrize(("row", "role"), pages("POST"))
def test_odd_answers_are_told_or_taken(scene, row, role):
    url = address(scene, row)
    broken = [
        (name, odd[:20])
        for form in forms_of(scene, role, url)
        for name in form
        for odd in ODD
        if is_broken(scene, role, "POST", url, form | {name: [odd, odd]})
    ]
    assert broken == []


@pytest.mark.parametrize("role", ROLES)
def test_months_at_the_ends_of_time_are_answered(scene, role):
    broken = [
        (method, url)
        for url in (pattern.format(month) for pattern in OF_A_MONTH for month in MONTHS)
        for method in ("GET", "POST")
        if is_broken(scene, role, method, url)
    ]
    assert broken == []


def test_a_conflict_about_what_is_not_asked_is_no_conflict(scene):
    url = f"/avstamningar/{scene.today:%Y-%m}/kramfors/"  # has said nothing before
    [form, *_others] = forms_of(scene, "coordinator", url)
    for names in ("commitment_answers,", "progress,progress", "internal_note,steps,csrf"):
        sent = form | {"conflicts": names}
        assert not is_broken(scene, "coordinator", "POST", url, sent), names
