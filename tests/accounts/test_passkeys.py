"""A passkey is what a browser's ceremony made, and nothing else."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from tests.access.passkey import passkey_credential

pytestmark = pytest.mark.django_db
PASSWORD = "fyra-glada-hundar-i-sno"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADD, LOGIN = "/mitt-konto/sakerhet/nycklar/ny/", "/logga-in/nyckel/"
SECOND_STEP, CONFIRM = "/logga-in/andra-steget/", "/mitt-konto/sakerhet/bekrafta/nyckel/"


def altered(**fields):
    return json.dumps(passkey_credential() | fields)


NO_CEREMONY = {
    "zero": "0",
    "false": "false",
    "list": "[]",
    "object": "{}",
    "null": "null",
    "text": '"x"',
    "number as id": '{"id":1}',
    "half a pair": '{"id":"\\ud800","rawId":"x","type":"public-key","response":{}}',
    "deep lists": "[" * 40_000,
    "deep objects": '{"a":' * 5_000 + "1" + "}" * 5_000,
    "no JSON": "nyckel",
    "long": '"' + "x" * 200_000 + '"',
    "other type": altered(type="password"),
    "response is text": altered(response="x"),
    "number in response": altered(response={"clientDataJSON": 1, "attestationObject": 2}),
    "no base64": altered(response={"clientDataJSON": "å", "attestationObject": "*"}),
    "no CBOR": altered(response={"clientDataJSON": "e30", "attestationObject": "AAAA"}),
}


def log_in(client):
    return client.post("/logga-in/losenord/", {"login": "amina@kommun.se", "password": PASSWORD})


@pytest.mark.parametrize("credential", NO_CEREMONY.values(), ids=NO_CEREMONY)
def test_what_no_ceremony_made_is_400_and_no_second_factor(client, invite, credential):
    user = invite(password=PASSWORD)
    assert client.post(LOGIN, {"credential": credential}).status_code in (302, 400)
    log_in(client)
    client.get(ADD)
    assert client.post(ADD, {"name": "Min nyckel", "credential": credential}).status_code == 400
    assert client.post(CONFIRM, {"credential": credential}).status_code in (302, 400)
    assert not Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize("credential", NO_CEREMONY.values(), ids=NO_CEREMONY)
def test_second_step_never_breaks(client, invite, credential):
    TOTP.activate(invite(password=PASSWORD), SECRET)
    assert log_in(client)["Location"] == SECOND_STEP
    assert client.get(SECOND_STEP).status_code == 200
    assert client.post(SECOND_STEP, {"credential": credential}).status_code in (200, 302, 400)
    assert client.get(SECOND_STEP).status_code == 200


def test_credential_of_another_ceremony_is_refused_by_the_form(client, invite):
    user = invite(password=PASSWORD)
    log_in(client)
    client.get(ADD)
    answer = client.post(ADD, {"name": "Min nyckel", "credential": altered()})
    assert answer.status_code == 200
    assert not Authenticator.objects.filter(user=user).exists()
