"""One's own account page and sessions."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session

from accounts.actions import deactivate_user
from accounts.models import User
from audit.models import AuditEvent
from tests.accounts.conftest import AT

pytestmark = pytest.mark.django_db
PASSWORD = "fyra-glada-hundar-i-sno"
GIVEN = {
    "first_name": "Amina",
    "last_name": "Berg",
    "title": "Kurator",
    "phone": "0650-190 00",
    "language": "sv",
}


def log_in(client, user):
    client.post("/logga-in/losenord/", {"login": user.email, "password": PASSWORD})


def test_account_shows_the_address_and_does_not_let_it_be_changed(client, invite):
    user = invite()
    client.force_login(user)
    page = client.get("/mitt-konto/").content.decode()
    assert "amina@kommun.se" in page
    assert 'name="email"' not in page
    client.post("/mitt-konto/", {**GIVEN, "email": "ny@kommun.se", "is_staff": "on", "is_superuser": "on"})
    user.refresh_from_db()
    assert (user.email, user.last_name, user.title) == ("amina@kommun.se", "Berg", "Kurator")
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_account_is_saved_with_a_trace_of_the_names_of_fields_only(client, invite):
    user = invite()
    client.force_login(user)
    answer = client.post("/mitt-konto/", GIVEN, follow=True)
    assert answer.redirect_chain == [("/mitt-konto/", 302)]
    assert "Dina uppgifter är sparade." in answer.content.decode()
    event = AuditEvent.objects.about(user).get(verb="user.corrected")
    assert (event.actor, event.data) == (user, {"fields": ["last_name", "phone", "title"]})


def test_account_with_an_empty_name_is_refused(client, invite):
    user = invite()
    client.force_login(user)
    answer = client.post("/mitt-konto/", {**GIVEN, "first_name": ""})
    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.last_name == "Ek"


def test_account_in_another_language_continues_in_it(client, invite):
    client.force_login(invite())
    answer = client.post("/mitt-konto/", {**GIVEN, "language": "en"})
    assert answer["Location"] == "/en/mitt-konto/"


def test_sessions_list_ends_the_other_browser(client, client_factory, invite):
    user = invite(password=PASSWORD)
    other = client_factory(headers={"user-agent": "Annan webbläsare"})
    log_in(client, user)
    log_in(other, user)
    page = client.get("/mitt-konto/sessioner/").content.decode()
    assert "Annan webbläsare" in page
    assert "Logga ut på alla andra ställen" in page
    client.post("/mitt-konto/sessioner/")
    assert get_user(client) == user
    assert other.get("/mitt-konto/")["Location"].startswith("/logga-in/")
    assert "Du är inloggad här och ingen annanstans." in client.get("/mitt-konto/sessioner/").content.decode()


def test_closed_account_is_out_at_the_next_request_in_every_browser(client, client_factory, invite):
    user = invite(password=PASSWORD)
    browsers = [client, client_factory()]
    for browser in browsers:
        log_in(browser, user)
        assert browser.get("/mitt-konto/").status_code == 200
    deactivate_user(user, actor=None, at=AT)
    for browser in browsers:
        assert browser.get("/mitt-konto/")["Location"] == "/logga-in/?next=/mitt-konto/"
    assert not UserSession.objects.filter(user=user).exists()
    assert Session.objects.count() == 0


def test_session_without_a_row_of_its_own_ends_too_when_the_account_is_closed(client, invite):
    user = invite()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/mitt-konto/").status_code == 302


@pytest.mark.parametrize(
    "page", ["/mitt-konto/", "/mitt-konto/sessioner/", "/mitt-konto/sakerhet/", "/mitt-konto/sakerhet/app/"]
)
def test_strangers_are_sent_to_log_in(client, page):
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/logga-in/")


def test_missing_name_is_asked_for_in_plain_words(client, invite):
    client.force_login(invite())
    page = client.post("/mitt-konto/", {**GIVEN, "first_name": "", "last_name": ""}).content.decode()
    assert "Skriv ditt förnamn" in page
    assert "Skriv ditt efternamn" in page
    assert "Fyll i:" not in page
