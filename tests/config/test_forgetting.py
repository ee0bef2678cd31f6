"""Data whose time has passed is forgotten, once and for good; other data stays."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from audit import forgetting as batches
from audit.actions import record
from audit.models import AuditEvent
from config import celery
from config.forgetting import FORGOT, forget_once_a_day, steps
from notifications.actions.delivery import retry
from notifications.models import Message
from participants.models import StoredFile
from programmes.models import Enquiry, Programme
from tests import factories
from tests.forgotten import AT, DAY, LONG, done, make_former, make_mail, make_old_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def test_texts_of_mails_are_erased_after_twelve_months():
    old, young = make_mail(AT - 366 * DAY), make_mail(AT - 364 * DAY)
    failed = make_mail(
        AT - 366 * DAY, state=Message.State.FAILED, sent_at=None, reason="550 siri@example.org"
    )
    waiting = make_mail(AT - 366 * DAY, state=Message.State.QUEUED, sent_at=None)

    assert done() == {"notifications.message.mail.blanked": 2}
    for mail in (old, failed):
        mail.refresh_from_db()
        assert (mail.subject, mail.text, mail.html, mail.facts, mail.reason) == ("", "", "", {}, "")
        assert str(mail) == "note"
    for mail in (young, waiting):
        mail.refresh_from_db()
        assert mail.text == "Hej Siri"
    with pytest.raises(ValidationError, match="text är borttagen"):
        retry(failed, actor=factories.make_staff(), at=AT)
    assert done() == {}


def test_mails_to_addresses_without_an_account_are_removed():
    make_mail(AT - 366 * DAY, to_email="per@example.org")
    young = make_mail(AT - 364 * DAY, to_email="per@example.org")

    assert done() == {"notifications.message.mail.deleted": 1}
    assert list(Message.objects.all()) == [young]
    assert done() == {}


def test_enquiries_are_removed_after_twelve_months():
    words = {"programme": Programme.objects.first(), "name": "Per", "email": "per@example.org"}
    Enquiry.objects.create(**words, message="Hej", received_at=AT - 366 * DAY)
    young = Enquiry.objects.create(**words, message="Hej", received_at=AT - 364 * DAY)

    assert done() == {"programmes.enquiry.enquiry.deleted": 1}
    assert list(Enquiry.objects.all()) == [young]


def test_the_trail_keeps_what_concerns_access_for_six_months_and_the_rest_for_two_years():
    user = factories.make_user(is_superuser=True)
    for verb in ("user.invited", "login.failed", "coordinator.appointed", "homework.added"):
        for days in (100, 200, 731):
            record(actor=None, verb=verb, target=user, at=AT - days * DAY)

    assert done() == {"audit.auditevent.access.deleted": 6, "audit.auditevent.trail.deleted": 1}
    kept = AuditEvent.objects.exclude(verb=FORGOT)
    assert sorted((AT - event.at).days for event in kept) == [100, 100, 100, 100, 200]
    assert done() == {}


@pytest.mark.postgres
def test_postgresql_refuses_to_remove_young_rows_of_the_trail():
    event = record(actor=None, verb="homework.added", target=factories.make_user(), at=datetime.now(UTC))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).forget()
    old = record(actor=None, verb="homework.added", target=factories.make_user(), at=LONG)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [old.pk])
    assert AuditEvent.objects.filter(pk=old.pk).forget()[0] == 1


def test_sessions_go_when_they_have_run_out():
    user = factories.make_user()
    for key, ends in (("over", AT - DAY), ("alive", AT + DAY)):
        Session.objects.create(session_key=key, session_data="x", expire_date=ends)
        UserSession.objects.create(
            user=user, session_key=key, ip="127.0.0.1", user_agent="Firefox", last_seen_at=AT - 2 * DAY
        )

    assert done() == {"sessions.session.session.deleted": 1, "usersessions.usersession.session.deleted": 1}
    assert [row.session_key for row in UserSession.objects.all()] == ["alive"]
    assert [row.session_key for row in Session.objects.all()] == ["alive"]


def test_uploads_that_nothing_holds_and_files_of_exports_go_with_the_rest():
    loose = factories.make_stored_file(uploaded_at=AT - 8 * DAY)
    held = factories.make_stored_file(uploaded_at=AT - 8 * DAY)
    homework = factories.make_homework()
    factories.make_submission(homework, factories.make_participation(homework.cohort)).draft_files.add(held)
    finished = {"state": "done", "file": "x.pdf", "finished_at": AT - 31 * DAY}
    export = factories.make_export(**finished)

    assert done() == {"participants.storedfile.upload.deleted": 1, "reports.export.export.deleted": 1}
    assert list(StoredFile.objects.all()) == [held]
    assert not loose.file.storage.exists(loose.file.name)
    export.refresh_from_db()
    assert not export.file
    assert done() == {}


def test_a_file_that_no_row_names_goes_after_a_week(own_files):
    material = factories.make_material(factories.make_session())
    young, old = own_files / "young.pdf", own_files / "old.pdf"
    for file, age in ((young, 6 * DAY), (old, 8 * DAY), (Path(material.file.path), 8 * DAY)):
        file.touch()
        os.utime(file, times=((AT - age).timestamp(),) * 2)

    assert done() == {"files.orphan.deleted": 1}
    assert [young.exists(), old.exists(), Path(material.file.path).exists()] == [True, False, True]


def test_much_is_forgotten_in_batches(monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 2)
    cohort = make_old_cohort()
    for _ in range(5):
        make_former(cohort)
        make_mail(AT - 366 * DAY, to_email="per@example.org")

    assert done() == {"accounts.user.account.blanked": 5, "notifications.message.mail.deleted": 5}


def test_dry_run_lists_and_changes_nothing(capsys, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    user = make_former()
    make_mail(AT - 366 * DAY)

    for _ in range(2):
        call_command("forget", "--dry-run")
        lines = capsys.readouterr().out.splitlines()
        assert (
            "      1 people: Your name, e-mail address, work phone, job title and department – 18 months"
            in (next(line for line in lines if "18 months" in line))
        )
        assert any(
            line.startswith("      1 mails: Mails that the portal has sent – 12 months") for line in lines
        )
        assert lines[-1] == "2 rows would be forgotten."
        assert len(lines) == len(steps()) + 1
    assert User.objects.get(pk=user.pk).first_name == "Siri"
    assert not AuditEvent.objects.exists()

    call_command("forget")
    assert capsys.readouterr().out.endswith("2 rows forgotten.\n")
    assert User.objects.get(pk=user.pk).first_name == ""
    call_command("forget")
    assert capsys.readouterr().out.endswith("0 rows forgotten.\n")


def test_each_run_is_one_row_of_the_trail_and_the_clock_runs_once_a_day():
    make_mail(AT - 366 * DAY)

    assert forget_once_a_day(at=AT) is True
    assert forget_once_a_day(at=AT + timedelta(hours=3)) is False
    assert forget_once_a_day(at=AT + DAY) is True
    first, second = AuditEvent.objects.filter(verb=FORGOT).order_by("at")
    assert (first.actor, first.data) == (None, {"notifications.message.mail.blanked": 1})
    assert second.data == {}


def test_beat_and_run_due_forget(capsys):
    celery.app.loader.import_default_modules()
    assert "config.tasks.forget" in celery.app.tasks
    assert celery.app.conf.beat_schedule["forget"]["task"] == "config.tasks.forget"
    call_command("run_due")
    assert AuditEvent.objects.filter(verb=FORGOT).count() == 1
    celery.app.tasks["config.tasks.forget"]()
    assert AuditEvent.objects.filter(verb=FORGOT).count() == 1
