"""People who try to get in."""

from datetime import UTC, datetime

import pytest
from django.test import Client

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def invite(db):
    """Invite somebody by first name: ``invite("amina")`` is amina@kommun.se."""
    from accounts.actions import invite_user  # noqa: PLC0415 -- models load after this file

    def invite_one(name="amina", password=None, **fields):
        user = invite_user(
            email=f"{name}@kommun.se", first_name=name.title(), last_name="Ek", actor=None, at=AT, **fields
        )
        if password:
            user.set_password(password)
            user.save()
        return user

    return invite_one


@pytest.fixture
def client_factory():
    """Open as many browsers as there are people."""
    return Client
