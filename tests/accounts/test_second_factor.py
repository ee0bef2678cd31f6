"""The second step: set up, used, demanded."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import get_user
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import OPEN_PAGES
from audit.models import AuditEvent
from municipalities.models import Coordinator, CountyBoard
from notifications.models import Message

pytestmark = pytest.mark.django_db
PASSWORD = "fyra-glada-hundar-i-sno"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECURITY, APP = "/mitt-konto/sakerhet/", "/mitt-konto/sakerhet/app/"
SECOND_STEP = "/logga-in/andra-steget/"


def app_code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def log_in(client, email="amina@kommun.se", **fields):
    return client.post("/logga-in/losenord/", {"login": email, "password": PASSWORD, **fields})


def make_session_old(client):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 3600
    session.save()


def coordinate(user, first=0, last=None):
    today = timezone.localdate()
    return Coordinator.objects.create(
        user=user,
        county_board=CountyBoard.objects.get(slug="gavleborg"),
        starts_on=today + timedelta(days=first),
        ends_on=None if last is None else today + timedelta(days=last),
    )


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_app_is_connected_right_after_login_and_recovery_codes_follow(
    client, invite, django_capture_on_commit_callbacks
):
    user = invite(password=PASSWORD)
    log_in(client)
    page = client.get(APP).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'<dd class="code">(\w+)</dd>', page)[1]
    assert "Koden stämmer inte" in client.post(APP, {"code": "x"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(APP, {"code": app_code(secret)})["Location"] == f"{SECURITY}reservkoder/"
    codes = re.findall(r"<li>(\d{8})</li>", client.get(f"{SECURITY}reservkoder/").content.decode())
    assert len(codes) == 10
    assert client.get(f"{SECURITY}reservkoder/fil/").content.decode().split() == codes
    assert Authenticator.objects.filter(user=user).count() == 2
    (notice,) = Message.objects.filter(kind="security_notice")
    assert notice.subject == "Något är ändrat i hur du loggar in på Portalen"
    assert "En app är kopplad till ditt konto." in notice.text


def test_login_with_app(client, invite):
    user = invite(password=PASSWORD)
    TOTP.activate(user, SECRET)
    assert log_in(client, next="/mitt-konto/")["Location"] == SECOND_STEP
    assert not get_user(client).is_authenticated
    assert "Koden stämmer inte" in client.post(SECOND_STEP, {"code": "x"}).content.decode()
    assert client.post(SECOND_STEP, {"code": app_code()})["Location"] == "/mitt-konto/"
    assert get_user(client) == user


def test_login_by_code_asks_for_the_app_too(client, invite):
    user = invite()
    TOTP.activate(user, SECRET)
    client.post("/logga-in/", {"email": user.email})
    code = re.search(r"^(\d{6})$", mail.outbox[0].body, re.MULTILINE)[1]
    assert client.post("/logga-in/kod/", {"code": code})["Location"] == SECOND_STEP
    client.post(SECOND_STEP, {"code": app_code()})
    assert get_user(client) == user


def test_recovery_code_lets_in_once(client, client_factory, invite):
    user = invite(password=PASSWORD)
    TOTP.activate(user, SECRET)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    log_in(client)
    client.post(SECOND_STEP, {"code": code})
    assert get_user(client) == user
    other = client_factory()
    log_in(other)
    other.post(SECOND_STEP, {"code": code})
    assert not get_user(other).is_authenticated


def test_old_session_confirms_with_the_password_before_a_change(client, invite):
    invite(password=PASSWORD)
    log_in(client)
    make_session_old(client)
    confirm = f"{SECURITY}bekrafta/losenord/"
    answer = client.get(APP)
    assert answer["Location"] == f"{confirm}?next=%2Fmitt-konto%2Fsakerhet%2Fapp%2F"
    assert "Lösenordet stämmer inte" in client.post(confirm, {"password": "fel"}).content.decode()
    assert client.post(confirm, {"password": PASSWORD, "next": APP})["Location"] == APP
    assert client.get(APP).status_code == 200


def test_old_session_without_password_logs_in_with_a_new_code_before_a_change(client, invite):
    user = invite()
    client.post("/logga-in/", {"email": user.email})
    client.post("/logga-in/kod/", {"code": re.search(r"^(\d{6})$", mail.outbox[0].body, re.MULTILINE)[1]})
    assert client.get(APP).status_code == 200
    make_session_old(client)
    again = f"{SECURITY}bekrafta/ny-kod/"
    assert client.get(APP)["Location"] == f"{again}?next=%2Fmitt-konto%2Fsakerhet%2Fapp%2F"
    assert "Logga in med en ny kod" in client.get(f"{again}?next={APP}").content.decode()
    assert (
        client.post(again, {"next": APP})["Location"] == "/logga-in/?next=%2Fmitt-konto%2Fsakerhet%2Fapp%2F"
    )
    assert not get_user(client).is_authenticated
    assert client.get("/mitt-konto/")["Location"].startswith("/logga-in/")


def test_fresh_login_never_leads_elsewhere(client, invite):
    client.force_login(invite())
    answer = client.post(f"{SECURITY}bekrafta/ny-kod/", {"next": "https://evil.example/"})
    assert answer["Location"] == "/logga-in/?next=%2Fmitt-konto%2Fsakerhet%2F"


def test_old_session_with_an_app_confirms_with_it(client, invite):
    user = invite()
    TOTP.activate(user, SECRET)
    client.force_login(user)
    answer = client.get(f"{SECURITY}app/ta-bort/")
    assert answer["Location"].startswith(f"{SECURITY}bekrafta/?next=")
    client.post(f"{SECURITY}bekrafta/", {"code": app_code()})
    assert client.get(f"{SECURITY}app/ta-bort/").status_code == 200
    assert client.post(f"{SECURITY}app/ta-bort/")["Location"] == SECURITY
    assert not Authenticator.objects.filter(user=user).exists()


def test_new_recovery_codes_replace_the_old(client, invite):
    user = invite(password=PASSWORD)
    TOTP.activate(user, SECRET)
    old = RecoveryCodes.activate(user).get_unused_codes()
    log_in(client)
    client.post(SECOND_STEP, {"code": app_code()})
    assert client.get(f"{SECURITY}reservkoder/nya/").status_code == 200
    client.post(f"{SECURITY}reservkoder/nya/")
    new = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    assert len(new) == 10
    assert not set(new) & set(old)


@pytest.mark.parametrize(
    "page", [SECURITY, f"{SECURITY}nycklar/", f"{SECURITY}nycklar/ny/", "/mitt-konto/sessioner/"]
)
def test_security_pages_answer(client, invite, page):
    invite(password=PASSWORD)
    log_in(client)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", ["/", "/mitt-konto/", "/admin/", "/admin/accounts/user/", "/en/mitt-konto/"])
def test_staff_without_second_step_are_led_to_it(client, invite, demanded, page):
    client.force_login(invite(is_staff=True))
    answer = client.get(page, follow=True)
    security, sentence = (SECURITY, "Skaffa ett andra steg först. Det skyddar andras uppgifter.")
    if page.startswith("/en/"):
        security, sentence = (f"/en{SECURITY}", "Set up a second step first.")
    assert answer.redirect_chain == [(security, 302)]
    assert sentence in answer.content.decode()


def test_post_of_staff_without_second_step_does_nothing(client, invite, demanded):
    user = invite(is_staff=True)
    client.force_login(user)
    answer = client.post("/mitt-konto/", {"first_name": "Ny", "last_name": "Ek", "language": "sv"})
    assert answer["Location"] == SECURITY
    user.refresh_from_db()
    assert user.first_name == "Amina"


@pytest.mark.parametrize(
    ("first", "last", "asked"), [(1, None, False), (0, None, True), (-9, 0, True), (-9, -1, False)]
)
def test_coordinators_need_it_while_the_role_lasts(client, invite, demanded, first, last, asked):
    user = invite()
    coordinate(user, first, last)
    client.force_login(user)
    assert (client.get("/mitt-konto/").status_code == 302) is asked


def test_participants_need_none(client, invite, demanded):
    client.force_login(invite())
    assert client.get("/mitt-konto/").status_code == 200


def test_who_sees_numbers_only_needs_it_too(client, invite, demanded):
    client.force_login(invite(is_reader=True))
    assert client.get("/oversikt/")["Location"] == SECURITY


def test_with_a_second_step_staff_come_in(client, invite, demanded):
    user = invite(is_staff=True)
    TOTP.activate(user, SECRET)
    client.force_login(user)
    assert client.get("/mitt-konto/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(client, invite, demanded):
    user = invite(is_staff=True)
    RecoveryCodes.activate(user)
    client.force_login(user)
    assert client.get("/mitt-konto/")["Location"] == SECURITY


def test_way_in_way_out_and_health_stay_open(client, invite, demanded):
    client.force_login(invite(is_staff=True))
    assert client.get(SECURITY).status_code == 200
    assert client.get("/health/live").status_code == 200
    assert client.get("/hjalp/").status_code == 200
    assert client.post("/logga-ut/")["Location"] == "/"


def test_pages_that_stay_open_exist():
    for name in OPEN_PAGES:
        assert reverse(name)


def test_whole_way_of_new_staff(client, invite, demanded):
    user = invite(is_staff=True)
    client.post("/logga-in/", {"email": user.email})
    client.post("/logga-in/kod/", {"code": re.search(r"^(\d{6})$", mail.outbox[0].body, re.MULTILINE)[1]})
    assert client.get("/admin/")["Location"] == SECURITY
    secret = re.search(r'<dd class="code">(\w+)</dd>', client.get(APP).content.decode())[1]
    client.post(APP, {"code": app_code(secret)})
    assert client.get("/admin/").status_code == 200


def test_session_from_before_the_second_step_ends_when_it_is_added(
    client, client_factory, invite, demanded, django_capture_on_commit_callbacks
):
    user, earlier = invite(password=PASSWORD, is_staff=True), client_factory()
    log_in(earlier)
    log_in(client)
    secret = re.search(r'<dd class="code">(\w+)</dd>', client.get(APP).content.decode())[1]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(APP, {"code": app_code(secret)})
    assert client.get("/mitt-konto/").status_code == 200
    assert earlier.get("/mitt-konto/")["Location"] == "/logga-in/?next=/mitt-konto/"
    ended = AuditEvent.objects.about(user).get(verb="user.other_sessions_ended")
    assert ended.actor == user


def test_admin_has_no_login_of_its_own(client):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1] == ("/logga-in/?next=/admin/", 302)
    answer = client.post("/admin/login/", {"username": "x", "password": "y"})
    assert answer["Location"] == "/logga-in/?next=/admin/"
