"""Every form with a free text asks the browser to keep a copy of it, one line or several."""

import re

import pytest

from support.actions.cases import deliver_support
from tests.factories import AT, ON

pytestmark = pytest.mark.django_db
FORM = re.compile(r'<form\b([^>]*method="post"[^>]*)>(.*?)</form>', re.DOTALL)
WRITTEN = re.compile(r'<textarea|<input[^>]*type="text"')


@pytest.fixture
def delivered(accepted, actor):
    return deliver_support(accepted, delivered_on=ON, text="", actor=actor, at=AT)


def forgetful(client, address):
    """Return the forms of a page that keep no copy of their text, and how many there are with one."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    forms = [(tag, inside) for tag, inside in FORM.findall(answer.content.decode()) if WRITTEN.search(inside)]
    return [tag for tag, _inside in forms if "data-draft" not in tag], len(forms)


@pytest.mark.usefixtures("sunday")
@pytest.mark.parametrize(
    ("stage", "pages"),
    [
        ("case", ["/stod/{}/"]),
        ("offered", ["/stod/{}/svar/", "/stod/{}/erbjudande/"]),
        ("accepted", ["/stod/{}/"]),
        ("delivered", ["/stod/{}/"]),
    ],
)
def test_each_form_about_a_case_keeps_its_texts(client, actor, leader, request, stage, pages):
    case = request.getfixturevalue(stage)
    client.force_login(actor)
    found = [forgetful(client, page.format(case.pk)) for page in pages]
    client.force_login(leader)
    found.append(forgetful(client, f"/min-kommun/stod/{case.pk}/"))
    assert [lost for lost, _count in found if lost] == []
    assert sum(count for _lost, count in found)


@pytest.mark.usefixtures("sunday")
@pytest.mark.parametrize("page", ["mandat", "paus"])
def test_each_form_about_a_municipality_keeps_its_texts(client, actor, participation, page):
    client.force_login(actor)
    assert forgetful(client, f"/kommuner/{participation.municipality.slug}/{page}/") == ([], 1)
