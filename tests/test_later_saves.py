"""A later save never undoes an earlier one: two pages of each form that several may open, saved in turn.

The first page saves one field, the second, which is older, another: both are kept. When both change the same
field the second gets 409, the stored value and its own, and may save once more.
"""

import pytest
from django.contrib import admin
from django.urls import reverse

from audit.admin import TrailForm
from tests import factories as make
from tests.access.crawl import Page
from tests.access.roles import ask, rolled_back
from tests.access.table import one_of
from tests.reading import as_read

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]
LATER = "sedan du öppnade sidan"

# By model: what the first page changes, what the second changes elsewhere, what the second writes instead, and
# the word of the first that the second then reads.
ADMIN = {
    "accounts.user": ({"title": "Samordnare"}, {"phone": "060-12"}, {"title": "Chef"}, "Samordnare"),
    "followups.obstacle": ({"name": "Tid och pengar"}, {"position": "77"}, {"name": "Kunskap"}, "Tid och pengar"),
    "municipalities.coordinator": (
        {"ends_on": "2031-05-01"}, {"is_stand_in": "on"}, {"ends_on": "2031-04-01"}, "1 maj 2031",
    ),
    "municipalities.countyboard": (
        {"contact_phone": "0611-1"}, {"contact_name": "Åsa Ek"}, {"contact_phone": "0611-2"}, "0611-1",
    ),
    "municipalities.municipality": ({"is_active": ""}, {}, {}, ""),
    "participants.enrolment": ({"department": "Skola"}, {"role": "steering_group"}, {"department": "IT"}, "Skola"),
    "programmes.cohort": ({"name": "Norra"}, {"sessions_required": "5"}, {"name": "Södra"}, "Norra"),
    "programmes.homework": ({"minutes": "45"}, {"title": "Karta"}, {"minutes": "50"}, "45"),
    "programmes.lecturer": ({"topic": "Normer"}, {"organisation": "MÄN"}, {"topic": "Våld"}, "Normer"),
    "programmes.material": ({"title": "Ett"}, {}, {"title": "Två"}, "Ett"),
    "programmes.participation": ({"registry_number": "KS 1"}, {}, {"registry_number": "KS 2"}, "KS 1"),
    "programmes.processstep": ({"title": "Analys"}, {"description": "Ny"}, {"title": "Lära"}, "Analys"),
    "programmes.programme": ({"name": "Ettan"}, {"description": "Ny"}, {"name": "Tvåan"}, "Ettan"),
    "programmes.session": (
        {"preparation": "Läs kapitel 1.\r\nTa med kartan."}, {"agenda": "Kl. 9 samling"},
        {"preparation": "Läs inget."}, "Ta med kartan.",
    ),
    "support.developmentarea": ({"name": "Skola"}, {"position": "77"}, {"name": "Fritid"}, "Skola"),
    "support.supportoffer": ({"name": "Mallar"}, {"description": "Mer"}, {"name": "Råd"}, "Mallar"),
}  # fmt: skip
COUNTY, MOVE, SESSION = (
    ("programmes:county_settings", "-"),
    ("participants:session_move", "coming"),
    "session",
)
# Page, thing, role, then as above; both pages are one person's or two people's, which makes no difference.
PORTAL = [
    (*COUNTY, "coordinator", {"contact_phone": "0611-1"}, {"due_day": "12"}, {"contact_phone": "0611-2"}, "0611-1"),
    (*COUNTY, "coordinator", {"months_off": ["7", "12"]}, {"contact_name": "Åsa"}, {"months_off": ["1"]}, "juli, december"),
    ("account", "-", "member", {"title": "Samordnare"}, {"phone": "060-12"}, {"title": "Chef"}, "Samordnare"),
    ("support:support_offer_edit", "offer", "coordinator", {"name": "Mallar"}, {"description": "Mer"}, {"name": "Råd"}, "Mallar"),
]  # fmt: skip


def sent(scene, role, url, page, answers):
    """Send the form of a page that was opened before."""
    form = next(
        values
        for action, values in Page(page).forms
        if (not action or action.startswith(url)) and len(values) > 1
    )
    data = {name: value for name, value in (form | answers).items() if value != ""}
    return ask(scene, role, "POST", url, data)


def opened(scene, role, url):
    response = ask(scene, role, "GET", url)
    assert response.status_code == 200
    return response.body.decode()


def shown(page, url):
    """Return what the form of a page says now, without what its page carries."""
    form = next(values for action, values in Page(page).forms if not action and len(values) > 1)
    return {name: value for name, value in form.items() if "initial-" not in name and "csrf" not in name}


def in_turn(scene, role, url, first, elsewhere, instead, word):
    older = opened(scene, role, url)
    assert sent(scene, role, url, older, first).status_code == 302
    if elsewhere:
        assert sent(scene, role, url, older, elsewhere).status_code == 302
    now = shown(opened(scene, role, url), url)
    for name, value in (first | elsewhere).items():
        assert now.get(name, [""]) == (value if isinstance(value, list) else [value])
    if not instead:
        return
    refused = sent(scene, role, url, older, instead)
    text = as_read(refused.body.decode())
    assert refused.status_code == 409
    assert LATER in text
    assert word in text.split(LATER)[0][-300:]
    ((name, mine),) = instead.items()
    assert shown(refused.body.decode(), url)[name] == (mine if isinstance(mine, list) else [mine])
    assert shown(opened(scene, role, url), url) == now
    assert sent(scene, role, url, refused.body.decode(), {}).status_code == 302
    after = shown(opened(scene, role, url), url)
    assert after == now | {name: mine if isinstance(mine, list) else [mine]}


def test_every_form_of_the_admin_is_walked(rf):
    request = rf.get("/")
    request.user = make.make_user(is_staff=True, is_superuser=True)
    open_ones = {
        model._meta.label_lower
        for model, page in admin.site._registry.items()
        if page.has_change_permission(request) and issubclass(page.form, TrailForm)
    }
    assert set(ADMIN) == open_ones


@pytest.mark.parametrize(("label", "case"), ADMIN.items())
def test_two_pages_of_the_admin_keep_what_each_has_changed(scene, label, case):
    with rolled_back():
        url = reverse(f"admin:{label.replace('.', '_')}_change", args=[one_of(scene, label)])
        in_turn(scene, "superuser", url, *case)


@pytest.mark.parametrize("case", PORTAL, ids=lambda case: case[0])
def test_two_pages_of_the_portal_keep_what_each_has_changed(scene, case):
    name, about, role, *rest = case
    with rolled_back():
        in_turn(scene, role, reverse(name, kwargs=scene.places[about]), *rest)
