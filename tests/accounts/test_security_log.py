"""The security trail: one row and one line of the log for each event, without secrets and whole addresses."""

import logging
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actions import change_rights
from audit.models import AuditEvent
from tests.accounts.conftest import AT
from tests.factories import make_enrolment, make_homework, make_participation

pytestmark = pytest.mark.django_db
PASSWORD = "fyra-glada-hundar-i-sno"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD_PAGE, CODE = "/logga-in/losenord/", "/logga-in/kod/"


@pytest.fixture(autouse=True)
def _log(caplog):
    caplog.set_level(logging.INFO, logger="portal.security")


def log_in(client, password=PASSWORD, email="amina@kommun.se"):
    return client.post(PASSWORD_PAGE, {"login": email, "password": password})


def noted(caplog, user=None):
    """Give the verbs and ways of the trail; there is one line of the log for each, with nothing to hide."""
    rows = AuditEvent.objects.order_by("pk").exclude(verb="user.invited")
    lines = [line for line in caplog.messages if not line.startswith("user.invited")]
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert line.startswith(f"{row.verb} {row.object_id} ")
    told = f"{lines} {[row.data for row in rows]}"
    for secret in (PASSWORD, "hemligt-fel", "amina", "203.0.113.7", SECRET, *re.findall(r"\d{6}", str(told))):
        assert secret not in told
    return [(row.verb, row.data.get("method"), row.object_id == str(user.pk if user else 0)) for row in rows]


def test_password_that_is_wrong_and_right(client_factory, invite, caplog):
    user = invite(password=PASSWORD)
    client = client_factory(REMOTE_ADDR="203.0.113.7")
    log_in(client, "hemligt-fel")
    log_in(client)
    assert noted(caplog, user) == [("login.failed", "password", True), ("login.succeeded", "password", True)]
    assert {row.data["network"] for row in AuditEvent.objects.exclude(verb="user.invited")} == {
        "203.0.113.0/24"
    }


def test_address_that_nobody_has(client, caplog):
    log_in(client, "hemligt-fel", "ingen@kommun.se")
    assert noted(caplog) == [("login.failed", "password", True)]


def test_network_of_the_newer_kind_is_cut_short(client_factory, invite):
    invite(password=PASSWORD)
    log_in(client_factory(REMOTE_ADDR="2001:db8:1:2::3"))
    assert AuditEvent.objects.get(verb="login.succeeded").data["network"] == "2001:db8:1::/48"


def test_code_that_is_wrong_and_right(client, invite, caplog):
    user = invite()
    client.post("/logga-in/", {"email": user.email})
    client.post(CODE, {"code": "x"})
    client.post(CODE, {"code": mail.outbox[0].body.split()[0]})
    assert noted(caplog, user) == [("login.failed", "code", True), ("login.succeeded", "code", True)]


def test_second_step_that_is_wrong(client, invite, caplog):
    user = invite(password=PASSWORD)
    TOTP.activate(user, SECRET)
    log_in(client)
    client.post("/logga-in/andra-steget/", {"code": "x"})
    assert noted(caplog, user) == [("login.failed", "second step", True)]


def test_too_many_tries(client, invite, caplog):
    user = invite(password=PASSWORD)
    for _ in range(11):
        log_in(client, "hemligt-fel")
    assert noted(caplog, user)[-1] == ("login.refused", "password", True)
    for _ in range(21):
        client.post("/logga-in/", {"email": user.email})
    assert noted(caplog, user)[-1] == ("login.refused", "login_code", True)


def test_password_factor_and_role_that_change(client, invite, caplog):
    user = invite(password=PASSWORD)
    log_in(client)
    new = "tre-lugna-katter-i-sol"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/mitt-konto/sakerhet/byt-losenord/", given)
    change_rights(user, is_staff=True, is_superuser=False, actor=None, at=AT)
    assert [verb for verb, _method, _his in noted(caplog, user)] == [
        "login.succeeded",
        "user.password_changed",
        "user.rights_changed",
    ]


def test_upload_that_is_refused(client, caplog):
    enrolment = make_enrolment(make_participation())
    homework = make_homework(enrolment.cohort)
    client.force_login(enrolment.user)
    bad = SimpleUploadedFile("rapport.exe", b"MZ")
    given = {"text": "Svar", "number": "0", "names_nobody": "on", "deed": "hand_in", "attachments": bad}
    client.post(homework.get_absolute_url(), given)
    row = AuditEvent.objects.get(verb="upload.refused")
    assert (row.actor, row.data["ending"], row.data["bytes"]) == (enrolment.user, "exe", 2)
    (line,) = [line for line in caplog.messages if line.startswith("upload.refused")]
    assert "rapport" not in f"{line} {row.data}"
