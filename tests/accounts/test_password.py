"""Getting in with a password, and choosing one."""

import re

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError

from accounts.actions import deactivate_user
from accounts.models import User
from notifications.models import Message
from tests.accounts.conftest import AT

pytestmark = pytest.mark.django_db
PASSWORD = "fyra-glada-hundar-i-sno"
LOGIN, FORGOTTEN = "/logga-in/losenord/", "/logga-in/glomt-losenord/"


def log_in(client, email="amina@kommun.se", password=PASSWORD, **fields):
    return client.post(LOGIN, {"login": email, "password": password, **fields})


def test_password_lets_in(client, invite):
    user = invite(password=PASSWORD)
    page = client.get(LOGIN).content.decode()
    assert 'autocomplete="current-password"' in page
    assert log_in(client, "Amina@kommun.se")["Location"] == "/"
    assert get_user(client) == user


def test_wrong_password_and_unknown_address_get_the_same_sentence(client, client_factory, invite):
    invite(password=PASSWORD)
    sentence = "E-postadressen och lösenordet hör inte ihop. Kontrollera båda."
    assert sentence in log_in(client, password="fel").content.decode()
    assert sentence in log_in(client_factory(), "annan@kommun.se").content.decode()
    assert not get_user(client).is_authenticated


def test_person_without_password_cannot_use_one(client, invite):
    invite()
    log_in(client, password="")
    log_in(client, password="!")
    assert not get_user(client).is_authenticated


def test_closed_account_is_told_so_only_with_the_right_password(client, invite):
    deactivate_user(invite(password=PASSWORD), actor=None, at=AT)
    assert log_in(client)["Location"] == "/logga-in/stangt-konto/"
    assert "Kontot är stängt" in client.get("/logga-in/stangt-konto/").content.decode()
    assert not get_user(client).is_authenticated


def test_failed_tries_elsewhere_leave_the_password_open(client_factory, invite):
    invite(password=PASSWORD)
    for number in range(25):
        log_in(client_factory(REMOTE_ADDR=f"192.0.2.{number}"), password="fel")
    assert log_in(client_factory(REMOTE_ADDR="192.0.2.99"))["Location"] == "/"


def test_own_browser_gets_in_while_a_stranger_beside_it_guesses(client_factory, invite):
    invite(password=PASSWORD)
    own = client_factory()
    log_in(own)
    own.post("/logga-ut/")
    for _ in range(12):
        answer = log_in(client_factory(), password="fel")
    assert "För många försök. Vänta en stund eller logga in med en kod via mejl." in answer.content.decode()
    assert log_in(own)["Location"] == "/"
    answer = client_factory().post("/logga-in/", {"email": "amina@kommun.se"})
    assert answer["Location"] == "/logga-in/kod/"


def test_failed_tries_from_one_address_are_limited(client, invite):
    invite(password=PASSWORD)
    for number in range(10):
        log_in(client, f"p{number}@kommun.se")
    assert "För många försök" in log_in(client).content.decode()


def test_training_room_logs_in_with_passwords(client_factory, invite):
    people = [invite(f"p{number}", PASSWORD) for number in range(40)]
    assert {log_in(client_factory(), user.email).status_code for user in people} == {302}


def test_forgotten_password_is_replaced_after_a_code(client, invite):
    user = invite(password=PASSWORD)
    assert client.post(FORGOTTEN, {"email": user.email})["Location"] == f"{FORGOTTEN}kod/"
    (letter,) = mail.outbox
    assert letter.subject == "Kod för nytt lösenord till Portalen"
    assert "http" not in letter.body
    code = re.search(r"^(\d{6})$", letter.body, re.MULTILINE)[1]
    assert "Koden stämmer inte" in client.post(f"{FORGOTTEN}kod/", {"code": "x"}).content.decode()
    assert client.post(f"{FORGOTTEN}kod/", {"code": code})["Location"] == f"{FORGOTTEN}nytt/"
    new = "tre-lugna-katter-i-sol"
    answer = client.post(f"{FORGOTTEN}nytt/", {"password1": new, "password2": new}, follow=True)
    assert "Ditt nya lösenord är sparat" in answer.content.decode()
    log_in(client, password=new)
    assert get_user(client) == user
    notice = Message.objects.get(kind="security_notice", recipient=user)
    assert notice.subject == "Något är ändrat i hur du loggar in på Portalen"


def test_forgotten_password_of_a_stranger_gets_the_same_answer_and_no_mail(client):
    assert client.post(FORGOTTEN, {"email": "annan@kommun.se"})["Location"] == f"{FORGOTTEN}kod/"
    assert mail.outbox == []


def test_password_is_chosen_and_changed(client, invite):
    user = invite(password=PASSWORD)
    log_in(client)
    new = "tre-lugna-katter-i-sol"
    page = client.get("/mitt-konto/sakerhet/byt-losenord/")
    assert page.status_code == 200
    given = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    assert client.post("/mitt-konto/sakerhet/byt-losenord/", given).status_code == 200
    given |= {"password1": new, "password2": new}
    assert client.post("/mitt-konto/sakerhet/byt-losenord/", given)["Location"] == "/mitt-konto/"
    assert User.objects.get(pk=user.pk).check_password(new)


def test_logging_out_takes_a_post(client, invite):
    invite(password=PASSWORD)
    log_in(client)
    assert client.get("/logga-ut/").status_code == 405
    assert get_user(client).is_authenticated
    assert client.post("/logga-ut/")["Location"] == "/"
    assert not get_user(client).is_authenticated


def test_log_in_page_sends_a_logged_in_person_home(client, invite):
    invite(password=PASSWORD)
    log_in(client)
    assert client.get("/logga-in/")["Location"] == "/"


@pytest.mark.parametrize(
    "password",
    [
        "kommun123456",
        "hejhejhejhej",
        "sommar2026!!",
        "lösenord2026",
        "losenord1234",
        "Machofabriken26",
        "Länsstyrelsen26",
        "qwertyuiop12",
        "asdfghjklöä1",
        "poiuytrewq12",
        "1234567890ab",
        "aaaaaaaaaaaa",
        "kommunkommun1",
        "hemuppgift2026",
        "avstämning2026",
        "tillfälle2026",
        "tillfa\u0308lle2026",
        "omgång123456",
        "uppfoljning12",
        "härnösand2026",
        "harnosand2026",
        "Kramfors2026!",
        "sundsvall1234",
        "UpplandsVäsby1",
        "vasternorrland1",
        "Västra Götaland",
        "iloveyou1234",
        "trustno1trustno1",
    ],
)
def test_password_that_others_would_guess_is_refused(client, invite, password):
    user = invite()
    client.force_login(user)
    with pytest.raises(ValidationError) as refused:
        validate_password(password, user)
    assert any("Andra skulle gissa det här lösenordet." in sentence for sentence in refused.value.messages)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "ett-riktigt-langt-losenord",
        "gurka-tåg-månsken",
        "xkT9#mQ2vL!s",
        "correcthorsebattery",
        "kaffe-i-mora-klockan-tre",
    ],
)
def test_password_of_ones_own_is_taken(invite, password):
    validate_password(password, invite())
