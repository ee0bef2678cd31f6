"""The states of an export: in line, taken by a worker, made or given up; no file is left behind."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from notifications import kinds
from notifications.models import Message
from reports.actions import (
    GIVE_UP_AFTER,
    LEASE,
    claim_export,
    expire_exports,
    fail_export,
    finish_export,
    log_export,
    note_progress,
    request_export,
    try_export_again,
)
from reports.building import build_exports
from reports.models import Export
from tests import factories

AT = factories.AT
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday", "own_files")]


@pytest.fixture
def period():
    """A long export that nobody has asked for yet."""
    return Export(
        kind="period", format="pdf", county_board=factories.make_county_board(),
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 1),
    )  # fmt: skip


def test_one_export_at_a_time_for_each_person(period, coordinator):
    request_export(period, actor=coordinator, at=AT)
    again = Export(kind="period", format="pdf", county_board=period.county_board)
    with pytest.raises(ValidationError, match="görs redan"):
        request_export(again, actor=coordinator, at=AT)
    request_export(again, actor=factories.make_coordinator().user, at=AT)
    assert Export.objects.count() == 2


def test_claimed_export_is_left_to_its_worker_until_the_lease_is_over(period, coordinator):
    request_export(period, actor=coordinator, at=AT)
    assert claim_export(at=AT).pk == period.pk
    assert claim_export(at=AT + LEASE - timedelta(seconds=1)) is None
    note_progress(period, 40, at=AT + timedelta(minutes=2))
    assert claim_export(at=AT + LEASE) is None
    taken = claim_export(at=AT + LEASE + timedelta(minutes=2))
    assert (taken.pk, taken.progress, taken.state) == (period.pk, 0, "running")


def test_finishing_twice_keeps_the_first_file_and_mails_once(period, coordinator):
    request_export(period, actor=coordinator, at=AT)
    claimed = claim_export(at=AT)
    done = finish_export(claimed, name="a.pdf", content=b"a", at=AT)
    again = finish_export(claimed, name="b.pdf", content=b"b", at=AT)
    assert (again.name, again.sha256, again.size) == (done.name, done.sha256, 1)
    assert (Message.objects.count(), AuditEvent.objects.filter(verb="export.made").count()) == (1, 1)


def test_one_that_is_not_being_made_cannot_be_finished(period, coordinator):
    request_export(period, actor=coordinator, at=AT)
    assert finish_export(period, name="a.pdf", content=b"a", at=AT).state == "queued"
    assert fail_export(period, at=AT).state == "queued"


def test_failed_export_can_be_tried_again(client, period, coordinator):
    request_export(period, actor=coordinator, at=AT)
    fail_export(claim_export(at=AT), at=AT)
    mail = Message.objects.get()
    assert (mail.subject, mail.recipient) == ("Det gick inte att skapa din export", coordinator)
    assert "/exporter/" in mail.text
    assert kinds.get("export_failed").still_due(mail, at=AT)
    assert client.get("/exporter/").context["page"].exports[0].can_try_again
    client.post(f"/exporter/{period.pk}/igen/")
    assert Export.objects.get().state == "queued"
    assert try_export_again(period, actor=coordinator, at=AT).state == "queued"
    assert not kinds.get("export_failed").still_due(mail, at=AT)
    assert AuditEvent.objects.filter(verb="export.requested").count() == 2


def test_trying_again_waits_for_the_other(client, period, coordinator):
    request_export(period, actor=coordinator, at=AT)
    fail_export(claim_export(at=AT), at=AT)
    request_export(
        Export(kind="period", format="pdf", county_board=period.county_board), actor=coordinator, at=AT
    )
    with pytest.raises(ValidationError, match="görs redan"):
        try_export_again(period, actor=coordinator, at=AT)
    page = client.post(f"/exporter/{period.pk}/igen/", follow=True)
    assert "görs redan" in str(next(iter(page.context["messages"])))


def test_what_ends_every_worker_is_given_up(period, coordinator, participations):
    request_export(period, actor=coordinator, at=AT)
    claim_export(at=AT + GIVE_UP_AFTER)
    assert build_exports(at=AT + GIVE_UP_AFTER + LEASE) == 0
    assert Export.objects.get().state == "failed"


def test_what_waited_for_a_worker_is_made_however_late(period, coordinator, participations):
    request_export(period, actor=coordinator, at=AT)
    assert build_exports(at=AT + timedelta(hours=7)) == 1
    assert (Export.objects.get().state, Message.objects.count()) == ("done", 1)


def finish_badly(claimed):
    """Refuse the row after the file is stored."""
    with pytest.raises(ValidationError):
        finish_export(claimed, name="a" * 300, content=b"a", at=AT)
    return claimed.file.storage.exists(claimed.file.name)


def test_no_file_stays_that_no_row_knows_of(period, coordinator):
    request_export(period, actor=coordinator, at=AT)
    first = claim_export(at=AT)
    assert finish_badly(first)
    assert Export.objects.get().file.name == first.file.name
    second = claim_export(at=AT + LEASE)
    storage, name = first.file.storage, first.file.name
    assert not storage.exists(name)
    assert finish_export(first, name="a.pdf", content=b"a", at=AT + LEASE).state == "running"
    assert not storage.exists(name)
    finish_export(second, name="b.pdf", content=b"b", at=AT + LEASE)
    assert (Export.objects.get().file.name, storage.exists(second.file.name)) == (second.file.name, True)


def test_failed_export_leaves_no_file(period, coordinator):
    request_export(period, actor=coordinator, at=AT)
    claimed = claim_export(at=AT)
    assert finish_badly(claimed)
    storage, name = claimed.file.storage, claimed.file.name
    fail_export(claimed, at=AT)
    assert (storage.exists(name), bool(Export.objects.get().file)) == (False, False)


def test_what_breaks_fails_alone(period, coordinator, participations, monkeypatch):
    import sys  # noqa: PLC0415

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    request_export(period, actor=coordinator, at=AT)
    assert (build_exports(at=AT), Export.objects.get().state) == (0, "failed")


def test_what_is_made_at_once_is_logged_without_a_file(period, coordinator):
    log_export(period, name="a.xlsx", content=b"abc", actor=coordinator, at=AT)
    export = Export.objects.get()
    assert (export.state, export.size, export.progress, bool(export.file)) == ("done", 3, 100, False)
    assert expire_exports(at=datetime(2027, 12, 1, tzinfo=UTC)) == 0


def test_a_worker_that_was_overtaken_fails_nobody_elses_export(period, coordinator):
    request_export(period, actor=coordinator, at=AT)
    slow = claim_export(at=AT)
    quick = claim_export(at=AT + timedelta(hours=1))
    fail_export(slow, at=AT + timedelta(hours=1))
    finish_export(quick, name="period.xlsx", content=b"x", at=AT + timedelta(hours=1))
    assert Export.objects.get().state == "done"
    assert [mail.kind for mail in Message.objects.all()] == ["export_done"]
