"""Health: what a load balancer and a person on duty may conclude."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config import views
from config.celery import app
from notifications.models import Message

pytestmark = pytest.mark.django_db


def test_live_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"web": "ok"})


def test_ready_when_database_broker_and_mail_are_well(client):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "broker": "ok", "mail": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("minutes", "status", "word"), [(14, 200, "ok"), (16, 503, "piling up")])
def test_mail_that_waits_over_fifteen_minutes_is_not_ready(client, minutes, status, word):
    since = timezone.now() - timedelta(minutes=minutes)
    Message.objects.create(
        kind="test", key="test/1", to_email="a@example.org", language="sv", subject="Hej", text="Hej",
        urgent=True, not_before=since, queued_at=since, message_id="1@example.org",
    )  # fmt: skip
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["mail"]) == (status, word)


def test_broker_out_of_reach_is_not_ready(client, settings):
    before = app.conf.broker_write_url
    app.conf.broker_write_url = "redis://127.0.0.1:1/0"
    try:
        answer = client.get("/health/ready")
    finally:
        app.conf.broker_write_url = before
    assert (answer.status_code, answer.json()["broker"]) == (503, "unreachable")


def test_broker_without_its_folder_is_not_ready(client, settings, tmp_path):
    gone = {"data_folder_out": str(tmp_path / "gone")}
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, **gone}
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["broker"]) == (503, "unreachable")


def test_database_out_of_reach_is_a_word_and_no_error_page(client, monkeypatch):
    from django.db import OperationalError  # noqa: PLC0415

    def no_cursor():
        raise OperationalError("gone")

    monkeypatch.setattr(views.connection, "cursor", no_cursor)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"database": "unreachable", "broker": "ok", "mail": "unknown"}
