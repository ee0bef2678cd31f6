"""What is kept no longer is forgotten, once and for good; what must stay stays."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.actions import invite_user, reactivate_user
from accounts.models import User
from audit import forgetting as batches
from audit.actions import record
from audit.models import AuditEvent
from config import celery
from config.forgetting import FORGOT, forget, forget_once_a_day, steps
from notifications.actions.delivery import retry
from notifications.models import Message
from participants.models import Enrolment, StoredFile, Submission
from programmes.models import Cohort, Enquiry, Programme
from tests import factories

AT = factories.AT
DAY = timedelta(days=1)
LONG = AT - 600 * DAY  # longer ago than the 18 months of an account
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.STORAGES["default"]["OPTIONS"]["location"] = tmp_path


def done(*, at=AT):
    """Forget, and return what was done by the step's name."""
    return {name: count for name, count in forget(at=at).items() if count}


def make_mail(queued_at, **fields):
    """Add a mail to a person, sent when it was queued."""
    sent = {"state": Message.State.SENT, "sent_at": queued_at}
    number = factories.next_number()
    words = {"subject": "Hej", "text": "Hej Siri", "html": "<p>Hej Siri", "facts": {"a": 1}}
    to = {} if "to_email" in fields else {"recipient": factories.make_user()}
    fixed = {"kind": "note", "key": f"mail/{number}", "language": "sv", "urgent": False, "message_id": "x"}
    moments = {"not_before": queued_at, "queued_at": queued_at}
    return Message.objects.create(**fixed | words | moments | sent | to | fields)


def make_old_user(**fields):
    """Add a person of long ago, with an address, a factor, a session and a password."""
    fields = {"date_joined": LONG, "last_login": LONG, "phone": "070-174 06 00", "title": "Strateg"} | fields
    user = factories.make_user(**fields)
    user.set_password("ett-langt-losen-ord-12")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    UserSession.objects.create(
        user=user, session_key=f"key{user.pk}", ip="127.0.0.1", user_agent="Firefox", last_seen_at=AT
    )
    return user


def make_old_cohort(**fields):
    """Add a process-leader training whose last session was long ago."""
    fields = {"state": Cohort.State.FINISHED, "published_at": LONG - 300 * DAY} | fields
    cohort = factories.make_cohort(kind="process_leader_training", **fields)
    factories.make_session(cohort, starts_at=LONG - 2 * DAY)
    return cohort


def make_former(cohort=None, **fields):
    """Add a person who took part in a training that ended long ago, and handed in a homework of their own."""
    cohort = cohort or make_old_cohort()
    user = make_old_user(**fields)
    began = (LONG - 200 * DAY).date()
    enrolment = factories.make_enrolment(
        cohort=cohort, user=user, starts_on=began, department="Socialförvaltningen"
    )
    submission = factories.make_submission(factories.make_homework(cohort), enrolment, draft_text="Vår karta")
    factories.make_version(submission, user, submitted_at=LONG - 100 * DAY)
    return user


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


def test_a_former_participant_is_erased_and_the_hand_in_stays():
    user = make_former()
    mail = make_mail(AT - 30 * DAY, recipient=user)
    enrolment = user.enrolments.get()
    begun = factories.make_submission(factories.make_homework(enrolment.cohort), enrolment)
    begun.draft_files.add(factories.make_stored_file(uploaded_at=LONG, user=user))
    email = user.email

    assert done() == {"accounts.user.account.blanked": 1, "participants.storedfile.upload.deleted": 1}
    user.refresh_from_db()
    assert (user.first_name, user.last_name, user.phone, user.title) == ("", "", "", "")
    assert (user.email, user.is_active, user.last_login) == (f"person-{user.pk}@removed.invalid", False, None)
    assert not user.has_usable_password()
    assert not EmailAddress.objects.filter(user=user).exists()
    assert not Authenticator.objects.filter(user=user).exists()
    assert not UserSession.objects.filter(user=user).exists()
    enrolment.refresh_from_db()
    assert (enrolment.department, enrolment.state) == ("", Enrolment.State.ACTIVE)
    version = Submission.objects.exclude(versions=None).get().versions.get()
    assert (version.text, version.submitted_by, str(version.submitted_by)) == (
        "Vår karta",
        user,
        "Tidigare medverkande",
    )
    begun.refresh_from_db()
    assert (begun.draft_text, begun.draft_files.count()) == ("", 0)
    mail.refresh_from_db()
    assert (mail.subject, mail.text, mail.html) == ("", "", "")
    assert authenticate(login=email, password="ett-langt-losen-ord-12") is None
    assert AuditEvent.objects.about(user).get().verb == "user.forgotten"


def test_erasing_twice_changes_nothing_and_nobody_opens_the_account_again():
    user = make_former()
    email = user.email
    done()
    forgotten_at = User.objects.get(pk=user.pk).forgotten_at

    assert done(at=AT + DAY) == {}
    assert User.objects.get(pk=user.pk).forgotten_at == forgotten_at
    with pytest.raises(ValidationError, match="borttagen"):
        reactivate_user(user, actor=factories.make_staff(), at=AT)
    anew = invite_user(email=email, first_name="Siri", last_name="Ek", actor=None, at=AT)
    assert anew.pk != user.pk


def test_staff_read_of_an_erased_person_and_write_nothing(client):
    user = make_former()
    done()
    client.force_login(factories.make_staff())

    assert "Tidigare medverkande" in client.get("/admin/accounts/user/").content.decode()
    address = f"/admin/accounts/user/{user.pk}/change/"
    assert client.get(address).status_code == 200
    assert (
        client.post(address, {"first_name": "Siri", "last_name": "Ek", "language": "sv"}).status_code == 403
    )
    answer = client.post(
        "/admin/accounts/user/", {"action": "reactivate", "_selected_action": user.pk}, follow=True
    )
    assert "Personen är borttagen" in answer.content.decode()
    assert User.objects.get(pk=user.pk).first_name == ""


def _running(user):
    factories.make_enrolment(cohort=make_old_cohort(state=Cohort.State.RUNNING), user=user)


def _completed_in_a_running_cohort(user):
    cohort = make_old_cohort(state=Cohort.State.RUNNING)
    factories.make_enrolment(cohort=cohort, user=user, state=Enrolment.State.COMPLETED)


def _paused(user):
    cohort = make_old_cohort(state=Cohort.State.RUNNING)
    factories.make_enrolment(cohort=cohort, user=user, state=Enrolment.State.PAUSED)


def _planned(user):
    cohort = factories.make_cohort(kind="process_leader_training", state=Cohort.State.DRAFT)
    factories.make_enrolment(cohort=cohort, user=user, state=Enrolment.State.INVITED)


def _ended_a_year_ago(user):
    cohort = factories.make_cohort(kind="process_leader_training", state=Cohort.State.FINISHED)
    factories.make_session(cohort, starts_at=AT - 365 * DAY)
    factories.make_enrolment(cohort=cohort, user=user)


def _left_a_year_ago(user):
    left = {"state": Enrolment.State.LEFT, "starts_on": LONG.date(), "ends_on": (AT - 365 * DAY).date()}
    factories.make_enrolment(cohort=make_old_cohort(state=Cohort.State.RUNNING), user=user, **left)


def _group_ended_a_year_ago(user):
    group = factories.make_participation(ended_on=(AT - 365 * DAY).date())
    factories.make_enrolment(group, user)


def _coordinates(user):
    factories.make_coordinator(user, starts_on=LONG.date())


def _coordinates_from_next_year(user):
    factories.make_coordinator(user, starts_on=(AT + 60 * DAY).date())


def _coordinated_until_last_year(user):
    factories.make_coordinator(user, starts_on=LONG.date(), ends_on=(AT - 365 * DAY).date())


def _mail_waits(user):
    make_mail(AT, recipient=user, state=Message.State.QUEUED, sent_at=None)


def _is_contact(user):
    User.objects.filter(pk=user.pk).update(is_staff=True, is_active=False)
    factories.make_cohort(contact=user)


STAYING = [
    _running,
    _completed_in_a_running_cohort,
    _paused,
    _planned,
    _ended_a_year_ago,
    _left_a_year_ago,
    _group_ended_a_year_ago,
    _coordinates,
    _coordinates_from_next_year,
    _coordinated_until_last_year,
    _mail_waits,
    _is_contact,
    {"last_login": AT - 365 * DAY},
    {"last_login": None, "date_joined": AT - 30 * DAY},
    {"is_staff": True},
    {"is_staff": True, "is_superuser": True},
    {"is_superuser": True, "is_active": False},
]


@pytest.mark.parametrize("reason", STAYING, ids=lambda reason: getattr(reason, "__name__", str(reason)))
def test_nobody_is_erased_who_takes_part_has_a_task_or_was_here(reason):
    user = make_former(**reason) if isinstance(reason, dict) else make_former()
    if callable(reason):
        reason(user)

    assert "accounts.user.account.blanked" not in done()
    assert User.objects.get(pk=user.pk).first_name == "Siri"


GOING = {
    "left long ago": lambda user: factories.make_enrolment(
        cohort=make_old_cohort(state=Cohort.State.RUNNING),
        user=user,
        state=Enrolment.State.LEFT,
        starts_on=(LONG - 9 * DAY).date(),
        ends_on=LONG.date(),
    ),
    "group left long ago": lambda user: factories.make_enrolment(
        factories.make_participation(ended_on=LONG.date()), user
    ),
    "coordinated long ago": lambda user: factories.make_coordinator(
        user, starts_on=(LONG - 9 * DAY).date(), ends_on=LONG.date()
    ),
    "closed account of staff": lambda user: User.objects.filter(pk=user.pk).update(
        is_staff=True, is_active=False
    ),
}


@pytest.mark.parametrize("story", GOING)
def test_erased_too(story):
    user = make_former()
    GOING[story](user)

    assert done()["accounts.user.account.blanked"] == 1
    assert User.objects.get(pk=user.pk).forgotten_at == AT


def invited(days=91, **fields):
    """Add a person who was invited to a running training and has never logged in."""
    told = AT - days * DAY
    cohort = fields.pop("cohort", None) or factories.make_cohort(
        kind="process_leader_training", published_at=AT - 300 * DAY
    )
    user = make_old_user(date_joined=told, last_login=None)
    fields = {"state": Enrolment.State.INVITED, "starts_on": told.date(), "department": "Skolan"} | fields
    return factories.make_enrolment(cohort=cohort, user=user, **fields)


def test_an_invitation_that_nobody_answers_is_erased_after_90_days():
    enrolment, young = invited(), invited(days=89)

    assert done() == {"accounts.user.invitation.blanked": 1}
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.ends_on, enrolment.department) == ("left", AT.date(), "")
    assert (enrolment.user.first_name, str(enrolment.user)) == ("", "Tidigare medverkande")
    young.refresh_from_db()
    assert (young.state, young.user.first_name) == ("invited", "Siri")
    assert done() == {}


def test_who_came_without_logging_in_has_answered():
    present, paused = invited(), invited(state=Enrolment.State.PAUSED)
    factories.make_attendance(factories.make_session(present.cohort), present)
    factories.make_coordinator(invited().user, starts_on=AT.date())
    opened_late = factories.make_cohort(kind="process_leader_training", published_at=AT - 10 * DAY)
    planned = factories.make_cohort(kind="process_leader_training", state=Cohort.State.DRAFT)
    people = [present, paused, invited(cohort=opened_late), invited(cohort=planned)]

    assert done() == {}
    assert {each.user.first_name for each in people} == {"Siri"}


def test_a_person_without_any_part_is_erased_when_the_invitation_was_not_answered():
    make_old_user(last_login=None)

    assert done() == {"accounts.user.invitation.blanked": 1}


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
