"""Production refuses a demo's people and a proxy that says too little; a database that is away is 503."""

import pytest
from django.core.checks import run_checks
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from config import views
from config.checks import refuse_invented_people
from config.middleware import proxy_tells_enough
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings):
    """Take the place of production with one proxy in front."""
    settings.PRODUCTION, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 1


def test_people_of_the_demo_are_refused_in_production(production):
    make_user(email="alva.provlund@lansstyrelsen.example")
    with pytest.raises(SystemExit, match="people of the demo"):
        refuse_invented_people()
    assert "config.E001" in {error.id for error in run_checks(databases=["default"])}


def test_other_people_are_welcome(production):
    make_user(email="alva@kommun.se")
    refuse_invented_people()
    assert "config.E001" not in {error.id for error in run_checks(databases=["default"])}


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.7", "HTTP_X_FORWARDED_PROTO": "https"}, "/", 200),
        ({"HTTP_X_FORWARDED_FOR": "6.6.6.6, 192.0.2.7", "HTTP_X_FORWARDED_PROTO": "https"}, "/", 200),
        ({"HTTP_X_FORWARDED_PROTO": "https"}, "/", 500),
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, "/", 500),
        ({}, "/", 500),
        ({}, "/health/ready", 200),
    ],
)
def test_proxy_must_send_what_the_settings_count_on(production, headers, path, status, caplog):
    middleware = proxy_tells_enough(lambda _request: HttpResponse("ok"))
    answer = middleware(RequestFactory().get(path, **headers))
    assert answer.status_code == status
    assert ("TRUSTED_PROXY_COUNT is 1, but the proxy in front does not send" in caplog.text) is (
        status == 500
    )


@pytest.mark.parametrize("error", [OperationalError("gone"), ValueError("a fault")])
def test_database_that_is_away_is_503_and_asks_to_come_back(client, monkeypatch, error):
    def fail(_request):
        raise error

    client.raise_request_exception = False
    monkeypatch.setattr(views, "home_of", fail)
    monkeypatch.setattr(views, "roles_of", fail)
    client.force_login(make_user())
    answer = client.get("/")
    away = isinstance(error, OperationalError)
    assert answer.status_code == (503 if away else 500)
    assert answer.get("Retry-After") == ("30" if away else None)
    assert ("Portalen når inte sina uppgifter just nu" in answer.content.decode()) is away
