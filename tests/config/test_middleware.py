"""Odd requests, as the portal treats them before any page sees them."""

import pytest
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/mitt-lan/installningar/?lan=%00",
        "/mitt-lan/samordnare/?lan=%00",
        "/stod/nytt/?kommun=%00",
        "/rapport/period/?lan=%00",
        "/avstamningar/{:%Y-%m}/?lan=%00&klar=a%00b",
    ],
)
def test_what_has_a_nul_was_not_asked(client, address):
    cohort = factories.make_cohort()
    factories.make_participation(cohort)
    client.force_login(factories.make_coordinator(county_board=cohort.county_board).user)
    address = address.format(timezone.localdate())
    assert client.get(address).status_code == client.get(address.partition("?")[0]).status_code == 200
