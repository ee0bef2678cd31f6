"""The trail is written with the deed and never changes."""

from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction

from audit.actions import record
from audit.models import AuditEvent
from calendars.working_days import STOCKHOLM

AT = datetime(2026, 9, 15, 10, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def anna(db):
    return get_user_model().objects.create_user("anna@bollnas.example", first_name="Anna", last_name="Öberg")


@pytest.fixture
def event(anna):
    return record(actor=anna, verb="user.invited", target=anna, at=AT, on=AT.date(), number=3)


def test_record_writes_one_row(event, anna):
    row = AuditEvent.objects.get()

    assert row == event
    assert (row.at, row.actor, row.verb, str(row)) == (AT, anna, "user.invited", f"user.invited {anna.pk}")
    assert (row.content_type.model, row.object_id) == ("user", str(anna.pk))
    assert row.data == {"on": "2026-09-15", "number": 3}


def test_record_may_be_the_clocks(anna):
    assert record(actor=None, verb="user.reminded", target=anna, at=AT).actor is None


def test_record_is_undone_with_the_deed(anna):
    with transaction.atomic():
        record(actor=anna, verb="user.invited", target=anna, at=AT)
        transaction.set_rollback(True)

    assert not AuditEvent.objects.exists()


def test_about_gives_one_thing_the_latest_first(event, anna):
    other = get_user_model().objects.create_user("bo@bollnas.example")
    record(actor=anna, verb="user.invited", target=other, at=AT)
    later = record(actor=anna, verb="user.deactivated", target=anna, at=AT)

    assert list(AuditEvent.objects.about(anna)) == [later, event]


def test_staff_alone_see_the_trail(event, anna):
    day = AT.date()
    staff = get_user_model().objects.create_user("karin@man.example", is_staff=True)

    assert set(AuditEvent.objects.visible_to(staff, on=day)) == {event}
    assert set(AuditEvent.objects.visible_to(anna, on=day)) == set()
    assert set(AuditEvent.objects.visible_to(AnonymousUser(), on=day)) == set()


@pytest.mark.parametrize(
    "deed",
    [
        lambda event: event.save(),
        lambda event: AuditEvent.objects.get(pk=event.pk).save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.about(event.actor).update(verb="x"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["verb"]),
    ],
)
def test_the_trail_is_append_only(event, deed):
    with pytest.raises(TypeError, match="append-only"), transaction.atomic():
        deed(event)

    assert AuditEvent.objects.get().verb == "user.invited"


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditevent SET verb = 'x'", "DELETE FROM audit_auditevent"]
)
def test_the_database_refuses_too(event, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert AuditEvent.objects.get().verb == "user.invited"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_trigger_can_be_taken_away_and_put_back():
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", "audit", "0001", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent")
    call_command("migrate", verbosity=0)
