"""People come into a cohort, change role, leave and come back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from notifications.models import Message
from participants.actions.enrolling import (
    LeavingReason,
    activate_enrolments,
    change_role,
    enrol,
    reinstate,
    withdraw,
)
from participants.models import Enrolment
from programmes.models import Cohort, TrainingKind
from tests.factories import (
    AT,
    ON,
    make_cohort,
    make_enrolment,
    make_municipality,
    make_participation,
    make_session,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

DRAFT, PUBLISHED, FINISHED = Cohort.State.DRAFT, Cohort.State.PUBLISHED, Cohort.State.FINISHED


def verbs(target):
    return list(AuditEvent.objects.about(target).values_list("verb", flat=True))


def join(cohort, user=None, **fields):
    fields = {"municipality": make_municipality(), "actor": make_staff(), "at": AT} | fields
    return enrol(cohort, user=user or make_user(), **fields)


def test_enrol_copies_the_kind_and_finds_the_participation():
    participation = make_participation(make_cohort(state=DRAFT))
    enrolment = join(participation.cohort, department="Socialtjänsten")
    assert (enrolment.kind, enrolment.participation, enrolment.state, enrolment.starts_on) == (
        TrainingKind.PROCESS_TRAINING,
        participation,
        Enrolment.State.INVITED,
        ON,
    )
    assert verbs(enrolment) == ["enrolment.created"]
    assert not Message.objects.exists()


def test_enrol_in_process_leader_training_needs_no_participation():
    enrolment = join(make_cohort(kind=TrainingKind.PROCESS_LEADER_TRAINING, state=DRAFT))
    assert (enrolment.kind, enrolment.participation) == (TrainingKind.PROCESS_LEADER_TRAINING, None)


def test_enrol_in_a_published_cohort_invites_by_mail(client):
    participation = make_participation(make_cohort(state=PUBLISHED, name="Västernorrland 2026"))
    make_session(participation.cohort)
    enrolment = join(participation.cohort, make_user(first_name="Amina"))
    message = Message.objects.get()
    assert (message.kind, message.recipient, message.subject) == (
        "enrolment_invited",
        enrolment.user,
        "Du deltar i Västernorrland 2026",
    )
    assert "Nästa tillfälle: torsdag 3 december 2026 kl. 10.00–13.00\nPlats: Folkets hus" in message.text


def test_enrol_twice_is_refused():
    participation = make_participation(make_cohort(state=DRAFT))
    user = make_user()
    join(participation.cohort, user)
    with pytest.raises(ValidationError, match="deltar redan"):
        join(participation.cohort, user)
    assert Enrolment.objects.count() == 1


def test_enrol_refuses_a_municipality_that_takes_no_part():
    with pytest.raises(ValidationError, match="Härnösand medverkar inte i omgången"):
        join(make_cohort(state=DRAFT))


@pytest.mark.parametrize("state", [FINISHED, Cohort.State.ARCHIVED])
def test_enrol_refuses_a_finished_cohort(state):
    with pytest.raises(ValidationError, match="Omgången är avslutad"):
        join(make_participation(make_cohort(state=state)).cohort)


def test_enrol_refuses_a_closed_account():
    with pytest.raises(ValidationError, match="konto är stängt"):
        join(make_participation(make_cohort(state=DRAFT)).cohort, make_user(is_active=False))


def test_withdraw_ends_access_and_keeps_the_row():
    enrolment = make_enrolment()
    withdraw(enrolment, reason=LeavingReason.NEW_JOB, actor=make_staff(), at=AT)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.ends_on) == (Enrolment.State.LEFT, ON)
    assert not Enrolment.objects.current(on=ON).exists()
    assert AuditEvent.objects.about(enrolment).get().data == {"reason": "new_job"}


def test_withdraw_refuses_an_unknown_reason():
    enrolment = make_enrolment()
    with pytest.raises(ValidationError, match="Välj varför"):
        withdraw(enrolment, reason="hon är sjuk", actor=make_staff(), at=AT)
    assert verbs(enrolment) == []


def test_withdraw_twice_is_refused():
    enrolment = make_enrolment()
    withdraw(enrolment, reason=LeavingReason.OTHER, actor=make_staff(), at=AT)
    with pytest.raises(ValidationError, match="Det går inte för en person"):
        withdraw(enrolment, reason=LeavingReason.OTHER, actor=make_user(), at=AT)
    assert verbs(enrolment) == ["enrolment.withdrawn"]


def test_reinstate_takes_a_person_back_who_has_come():
    enrolment = make_enrolment(state=Enrolment.State.LEFT, ends_on=ON)
    enrolment.user.last_login = AT
    enrolment.user.save()
    reinstate(enrolment, actor=make_staff(), at=AT)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.ends_on) == (Enrolment.State.ACTIVE, None)
    with pytest.raises(ValidationError, match="deltar redan"):
        reinstate(enrolment, actor=make_user(), at=AT)
    assert verbs(enrolment) == ["enrolment.reinstated"]


def test_who_has_left_is_taken_back_and_not_enrolled_again():
    left = make_enrolment(state=Enrolment.State.LEFT, ends_on=ON)
    with pytest.raises(ValidationError, match="Ta tillbaka personen i listan"):
        enrol(left.cohort, user=left.user, municipality=left.municipality, actor=make_staff(), at=AT)


@pytest.mark.parametrize("last_login", [None, AT - timedelta(days=900)])
def test_reinstate_invites_again_who_has_not_come_since_the_invitation(last_login):
    enrolment = make_enrolment(state=Enrolment.State.LEFT, ends_on=ON)
    enrolment.user.last_login = last_login
    enrolment.user.save()
    reinstate(enrolment, actor=make_staff(), at=AT)
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.INVITED


def test_reinstate_is_refused_when_the_municipality_has_left():
    participation = make_participation(ended_on=ON)
    enrolment = make_enrolment(participation, state=Enrolment.State.LEFT, ends_on=ON)
    with pytest.raises(ValidationError, match="medverkar inte längre"):
        reinstate(enrolment, actor=make_staff(), at=AT)


def test_change_role_holds_at_once_and_is_refused_twice():
    enrolment = make_enrolment()
    change_role(enrolment, role=Enrolment.Role.PROCESS_LEADER, actor=make_staff(), at=AT)
    enrolment.refresh_from_db()
    assert enrolment.is_process_leader
    with pytest.raises(ValidationError, match="redan den rollen"):
        change_role(enrolment, role=Enrolment.Role.PROCESS_LEADER, actor=make_user(), at=AT)
    assert AuditEvent.objects.about(enrolment).get().data == {"before": "member", "after": "process_leader"}


def test_change_role_refuses_a_role_that_does_not_exist():
    with pytest.raises(ValidationError):
        change_role(make_enrolment(), role="king", actor=make_staff(), at=AT)


def test_activate_enrolments_turns_invitations_active_once():
    user = make_user()
    invited = make_enrolment(user=user, state=Enrolment.State.INVITED)
    draft = make_cohort(kind=TrainingKind.PROCESS_LEADER_TRAINING, state=DRAFT)
    waiting = make_enrolment(cohort=draft, user=user, state=Enrolment.State.INVITED)
    assert activate_enrolments(user, at=AT) == 1
    assert activate_enrolments(user, at=AT) == 0
    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert states == {invited.pk: Enrolment.State.ACTIVE, waiting.pk: Enrolment.State.INVITED}
    assert verbs(invited) == ["enrolment.activated"]


@pytest.mark.postgres
def test_activate_enrolments_locks_no_cohort():
    """A room full of people logs in while staff change the cohort: nobody waits, nothing deadlocks."""
    user = make_enrolment(state=Enrolment.State.INVITED).user
    with CaptureQueriesContext(connection) as asked:
        activate_enrolments(user, at=AT)
    locks = [query["sql"].partition(" FOR ")[2] for query in asked if " FOR UPDATE" in query["sql"]]
    assert locks == ['UPDATE OF "participants_enrolment"']


def test_logging_in_activates(client):
    user = make_user()
    user.set_password("demo-portal-2026")
    user.save()
    enrolment = make_enrolment(user=user, state=Enrolment.State.INVITED)
    client.post(reverse("account_login"), {"login": user.email, "password": "demo-portal-2026"})
    enrolment.refresh_from_db()
    user.refresh_from_db()
    assert enrolment.state == Enrolment.State.ACTIVE
    assert AuditEvent.objects.about(enrolment).get().at == user.last_login
