"""An address is the same address, whatever came along when it was pasted."""

import re

import pytest
from django.contrib.auth import get_user
from django.core import mail

from accounts import actions
from accounts.models import User
from tests.accounts.conftest import AT
from tests.admin_pages import add, errors
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

ADDRESS = "amina@malmö.example"
PASTED = [
    "amina@malmö.example\u200b",
    "amina@malmö.example\u2060",
    "amina@mal\u00admö.example",
    "\u00a0Amina@MALMÖ.example ",
    "amina@malmo\u0308.example",
    "amina@xn--malm-8qa.example",
]


@pytest.fixture
def amina(invite):
    user = invite()
    return actions.change_email(user, email=f"{ADDRESS}\u200b", actor=None, at=AT)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("pasted", PASTED)
def test_who_pastes_an_address_and_a_code_gets_in(client, amina, pasted, language):
    mail.outbox.clear()
    answer = client.post(f"{language}/logga-in/", {"email": pasted})
    code = re.search(r"^(\d{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
    client.post(answer["Location"], {"code": f"\u00a0{code}\u200b"})
    assert get_user(client) == amina


@pytest.mark.parametrize("pasted", PASTED)
def test_who_pastes_an_address_logs_in_with_a_password(client, amina, pasted):
    amina.set_password("en mening som bara jag kan")
    amina.save()
    client.post("/logga-in/losenord/", {"login": pasted, "password": "en mening som bara jag kan"})
    assert get_user(client) == amina


def test_the_mail_goes_to_the_domain_as_mail_servers_know_it(client, amina):
    mail.outbox.clear()
    client.post("/logga-in/", {"email": ADDRESS})
    [letter] = mail.outbox
    assert letter.message()["To"] == "amina@xn--malm-8qa.example"


@pytest.mark.parametrize("pasted", PASTED)
def test_nobody_is_invited_twice(client, amina, pasted):
    again = actions.invite_user(email=pasted, first_name="A", last_name="B", actor=None, at=AT)
    client.force_login(make_staff())
    answer = add(client, User, email=pasted, first_name="A", last_name="B", language="sv")
    assert again == amina
    assert errors(answer) == {"email": ["Någon har redan den här e-postadressen."]}
