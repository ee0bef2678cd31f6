"""The security trail: one row and one line of the log for each event, without secrets and whole addresses."""

import json
import logging
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actions import change_rights
from audit.models import AuditEvent
from config.middleware import MAX_BODY_BYTES, MAX_VISITORS_BODY_BYTES
from participants.actions.enrolling import change_role
from participants.models import Enrolment
from tests.access.passkey import passkey_credential
from tests.accounts.conftest import AT
from tests.factories import make_enrolment, make_homework, make_participation
from ui.files import MAX_FILES

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
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.security"]
    lines = [line for line in lines if not line.startswith("user.invited")]
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


def wrong_passkey(client, user):
    client.get("/logga-in/nyckel/", headers={"X-Requested-With": "XMLHttpRequest"})
    client.post("/logga-in/nyckel/", {"credential": json.dumps(passkey_credential())})


def no_passkey(client, user):
    client.post("/logga-in/nyckel/", {"credential": "{}"})


def wrong_second_passkey(client, user):
    TOTP.activate(user, SECRET)
    log_in(client)
    client.get("/logga-in/andra-steget/")
    client.post("/logga-in/andra-steget/", {"credential": json.dumps(passkey_credential())})


def wrong_passkey_again(client, user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    client.force_login(user)
    client.post("/mitt-konto/sakerhet/bekrafta/nyckel/", {"credential": json.dumps(passkey_credential())})


def passkeys_too_often(client, user):
    for _ in range(121):
        client.post("/logga-in/nyckel/")


def too_large_a_body(client, user):
    assert client.post("/hjalp/", CONTENT_LENGTH=str(MAX_BODY_BYTES + 1)).status_code == 413


def a_visitors_file(client, user):
    client.post("/hjalp/", {"file": SimpleUploadedFile("hemligt-fel.pdf", b"x" * MAX_VISITORS_BODY_BYTES)})


def files_beyond_the_bare_limit(client, user):
    client.post("/hjalp/", {f"file{n}": SimpleUploadedFile("hemligt-fel.pdf", b"x") for n in range(31)})


@pytest.mark.parametrize(
    ("event", "verb", "facts"),
    [
        (wrong_passkey, "login.failed", {"method": "passkey"}),
        (no_passkey, "login.failed", {"method": "passkey"}),
        (wrong_second_passkey, "login.failed", {"method": "second step"}),
        (wrong_passkey_again, "login.failed", {"method": "second step"}),
        (passkeys_too_often, "login.refused", {"method": "mfa_login_webauthn"}),
        (too_large_a_body, "upload.refused", {"why": "too_large", "megabytes": MAX_BODY_BYTES // 10**6}),
        (a_visitors_file, "upload.refused", {"why": "visitor"}),
        (files_beyond_the_bare_limit, "upload.refused", {"why": "too_many_files"}),
    ],
)
def test_every_event_is_one_row_and_one_line(client_factory, invite, caplog, event, verb, facts):
    user = invite(password=PASSWORD)
    event(client_factory(REMOTE_ADDR="203.0.113.7"), user)
    noted(caplog)
    row = AuditEvent.objects.exclude(verb="user.invited").get()
    assert (row.verb, row.data) == (verb, facts | {"network": "203.0.113.0/24"})


def test_too_many_files_are_one_row_and_one_line(client, caplog):
    enrolment = make_enrolment(make_participation())
    client.force_login(enrolment.user)
    files = [SimpleUploadedFile(f"hemligt-fel{n}.pdf", b"x") for n in range(MAX_FILES + 1)]
    given = {"text": "Svar", "number": "0", "names_nobody": "on", "deed": "hand_in", "attachments": files}
    client.post(make_homework(enrolment.cohort).get_absolute_url(), given)
    row = AuditEvent.objects.get(verb="upload.refused")
    assert (row.data["why"], row.data["files"]) == ("too_many_files", MAX_FILES + 1)
    (line,) = [line for line in caplog.messages if line.startswith("upload.refused")]
    assert "hemligt-fel" not in f"{line} {row.data}"


def test_role_that_changes_is_a_line_too_and_is_kept_with_the_work(caplog):
    enrolment = make_enrolment(make_participation())
    change_role(enrolment, role=Enrolment.Role.PROCESS_LEADER, actor=None, at=AT)
    assert AuditEvent.objects.about_work().get(verb="enrolment.role_changed").object_id == str(enrolment.pk)
    (line,) = [line for line in caplog.messages if line.startswith("enrolment.role_changed")]
    assert line.startswith(f"enrolment.role_changed {enrolment.pk} by=-")
