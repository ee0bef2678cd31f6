"""A passkey's credential as a browser hands it over, made without a browser."""

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

USER_PRESENT_AND_CREDENTIAL_ATTACHED = 0x41
CREDENTIAL_ID = b"0123456789abcdef"


def passkey_credential():
    """Return what allauth stores when somebody adds a passkey."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, CREDENTIAL_ID, key)
    facts = AuthenticatorData.create(b"\0" * 32, USER_PRESENT_AND_CREDENTIAL_ATTACHED, 0, credential)
    attestation = AttestationObject.create("none", facts, {})
    return {
        "type": "public-key",
        "id": websafe_encode(CREDENTIAL_ID),
        "rawId": websafe_encode(CREDENTIAL_ID),
        "clientExtensionResults": {"credProps": {"rk": True}},
        "response": {
            "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":""}'),
            "attestationObject": websafe_encode(bytes(attestation)),
        },
    }
