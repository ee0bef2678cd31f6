"""Odd requests, as the portal treats them before any page sees them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import timezone

from config.context import on_this_host
from config.middleware import uploads_need_a_login
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


class Unread:
    """A body that nobody may read."""

    def read(self, *_size):
        raise AssertionError("The body was read.")

    readline = read


@pytest.mark.parametrize("length", ["100000000", ""])
def test_upload_of_a_visitor_is_sent_to_the_login_before_its_body_is_read(client, length):
    kind = 'multipart/form-data; boundary="x"'
    client.cookies["csrftoken"] = "x" * 32
    answer = client.generic(
        "POST", "/hemuppgifter/1/", b"", content_type=kind, CONTENT_LENGTH=length, **{"wsgi.input": Unread()}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/logga-in/?next=/hemuppgifter/1/")


def test_upload_of_somebody_and_small_forms_of_visitors_go_on():
    user = factories.make_user()
    for who, length in ((user, "100000000"), (AnonymousUser(), "2000")):
        request = RequestFactory().generic("POST", "/", content_type='multipart/form-data; boundary="x"')
        request.META["CONTENT_LENGTH"], request.user = length, who
        assert uploads_need_a_login(lambda _request: "went on")(request) == "went on"


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/%5Cevil.example/x", "///evil.example", "/\\evil.example"]
)
def test_links_of_a_page_never_leave_the_host(client, path):
    page = client.get(path).content.decode()
    assert 'href="//' not in page
    assert 'href="/\\' not in page


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "\\/evil.example", "evil.example"])
def test_address_on_this_host_begins_with_one_slash(address):
    assert on_this_host(address) == "/evil.example"
