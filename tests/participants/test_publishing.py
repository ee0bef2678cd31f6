"""A cohort is published, started, finished and archived; everybody is told once."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from audit.models import AuditEvent
from notifications import kinds
from notifications.models import Message
from participants.actions.enrolling import withdraw
from participants.actions.publishing import archive_cohort, finish_cohort, publish_cohort, start_cohort
from participants.actions.readiness import add_months, refusals, warnings
from participants.models import Enrolment
from programmes.models import Cohort, Session, TrainingKind
from tests.factories import (
    AT,
    ON,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_homework,
    make_participation,
    make_session,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

State = Cohort.State
FIRST = datetime(2027, 2, 4, 8, tzinfo=UTC)  # a Thursday
LAST = datetime(2028, 4, 6, 7, tzinfo=UTC)


def ready(**fields):
    """Add a draft that can be published: one municipality with its process leader, fourteen months."""
    cohort = make_cohort(state=State.DRAFT, **{"contact": make_staff(email="lena@man.example")} | fields)
    make_session(cohort, starts_at=FIRST)
    make_session(cohort, starts_at=LAST)
    make_homework(cohort, due_on=date(2027, 3, 4))
    participation = make_participation(cohort)
    make_enrolment(participation, role=Enrolment.Role.PROCESS_LEADER, state=Enrolment.State.INVITED)
    make_coordinator(county_board=cohort.county_board)
    return cohort


def verbs(target):
    return list(AuditEvent.objects.about(target).order_by("pk").values_list("verb", flat=True))


def test_publish_tells_participants_and_coordinators_once():
    cohort = ready()
    paused = make_enrolment(cohort.participations.get(), state=Enrolment.State.PAUSED)
    published = publish_cohort(cohort, actor=make_staff(), at=AT)
    assert (published.state, published.published_at) == (State.PUBLISHED, AT)
    told = cohort.enrolments.exclude(pk=paused.pk).get().user
    coordinator = cohort.county_board.coordinators.get().user
    assert set(Message.objects.values_list("kind", "recipient")) == {
        ("cohort_published", told.pk),
        ("coordinator_cohort_published", coordinator.pk),
    }
    assert AuditEvent.objects.about(cohort).get().data == {"mails": 2}
    assert {message.urgent for message in Message.objects.all()} == {False}


def test_publish_says_when_it_starts():
    publish_cohort(ready(name="Västernorrland 2027"), actor=make_staff(), at=AT)
    message = Message.objects.get(kind="cohort_published")
    assert message.subject == "Välkommen till Västernorrland 2027, start 4 februari"
    assert "Nästa tillfälle: torsdag 4 februari 2027 kl. 9.00–12.00" in message.text


def test_publish_twice_is_refused():
    cohort = ready()
    publish_cohort(cohort, actor=make_staff(), at=AT)
    with pytest.raises(ValidationError, match="redan publicerad"):
        publish_cohort(cohort, actor=make_user(), at=AT)
    assert Message.objects.count() == 2
    assert verbs(cohort) == ["cohort.published"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_four_who_publish_at_once_publish_once():
    cohort, staff = ready(), make_staff()
    refused = []

    def publish():
        try:
            publish_cohort(cohort, actor=staff, at=AT)
        except ValidationError as refusal:
            refused.append(refusal.messages)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [["Omgången är redan publicerad."]] * 3
    assert Message.objects.count() == 2
    assert verbs(cohort) == ["cohort.published"]


def test_a_coordinator_who_takes_part_gets_one_mail():
    cohort = ready()
    make_coordinator(cohort.enrolments.get().user, cohort.county_board)
    publish_cohort(cohort, actor=make_staff(), at=AT)
    assert Message.objects.filter(recipient=cohort.enrolments.get().user).get().kind == "cohort_published"


@pytest.mark.parametrize(
    ("last", "refused"),
    [
        (datetime(2027, 12, 3, 7, tzinfo=UTC), True),
        (datetime(2027, 12, 4, 7, tzinfo=UTC), False),
        (datetime(2028, 10, 4, 7, tzinfo=UTC), False),
        (datetime(2028, 10, 5, 7, tzinfo=UTC), True),
    ],
)
def test_publish_refuses_a_process_training_outside_ten_to_twenty_months(last, refused):
    cohort = ready()
    cohort.sessions.filter(starts_at=LAST).update(starts_at=last, ends_at=last + timedelta(hours=1))
    assert [text for text in refusals(cohort) if "10 till 20 månader" in text] == refusals(cohort)
    assert bool(refusals(cohort)) == refused


@pytest.mark.parametrize(
    ("last", "warned"),
    [
        (datetime(2028, 2, 3, 7, tzinfo=UTC), True),
        (datetime(2028, 2, 4, 7, tzinfo=UTC), False),
        (datetime(2028, 8, 4, 7, tzinfo=UTC), False),
        (datetime(2028, 8, 5, 7, tzinfo=UTC), True),
    ],
)
def test_publish_warns_outside_twelve_to_eighteen_months(last, warned):
    cohort = ready()
    cohort.sessions.filter(starts_at=LAST).update(starts_at=last, ends_at=last + timedelta(hours=1))
    assert any("12 till 18 månader" in text for text in warnings(cohort, on=ON)) == warned


def test_publish_refuses_a_cohort_without_sessions_and_municipalities():
    assert refusals(make_cohort(state=State.DRAFT)) == [
        "Omgången har inga tillfällen än. Lägg till dem först.",
        "Ingen kommun medverkar än. Lägg till minst en först.",
    ]
    with pytest.raises(ValidationError):
        publish_cohort(Cohort.objects.get(), actor=make_staff(), at=AT)
    assert Cohort.objects.get().state == State.DRAFT


def test_cancelled_sessions_do_not_count():
    cohort = ready()
    cohort.sessions.update(state=Session.State.CANCELLED)
    assert refusals(cohort) == ["Omgången har inga tillfällen än. Lägg till dem först."]


def test_process_leader_training_may_be_of_any_length():
    cohort = make_cohort(kind=TrainingKind.PROCESS_LEADER_TRAINING, state=State.DRAFT)
    make_session(cohort, starts_at=FIRST)
    assert refusals(cohort) == []
    assert warnings(cohort, on=ON) == [
        "Ingen kontaktperson på MÄN är vald.",
        "Det finns inga deltagare än. De som du lägger till senare får mejl då.",
        "Omgången har inga hemuppgifter än.",
    ]


def test_a_ready_cohort_has_no_warnings():
    assert warnings(ready(), on=ON) == []


def test_warnings_name_what_looks_odd():
    cohort = ready(contact=None)
    cohort.enrolments.all().update(role=Enrolment.Role.MEMBER)
    cohort.county_board.coordinators.all().update(ends_on=ON - timedelta(days=1))
    make_participation(cohort, "timra")
    make_session(cohort, number=9, starts_at=datetime(2027, 5, 6, 8, tzinfo=UTC), venue="")
    late = make_session(
        cohort, number=10, starts_at=datetime(2027, 5, 7, 8, tzinfo=UTC), mode=Session.Mode.ONLINE
    )
    make_homework(cohort, session=late, due_on=date(2027, 5, 7))
    make_homework(cohort, due_on=date(2027, 5, 8))
    assert warnings(cohort, on=date(2027, 2, 5)) == [
        "Ingen kontaktperson på MÄN är vald.",
        "Länsstyrelsen har ingen samordnare än.",
        "Härnösand har ingen processledare än.",
        "Timrå har inga deltagare än.",
        "Tillfällenas nummer följer inte datumen. Numren går inte att ändra sedan.",
        "Det första tillfället har redan varit.",
        "Tillfälle 9 ligger på en ledig dag: torsdag 6 maj 2027.",
        "Tillfälle 9 har ingen plats än.",
        "Tillfälle 10 ligger på en klämdag: fredag 7 maj 2027.",
        "Tillfälle 10 har ingen länk till det digitala mötet än.",
        "Hemuppgift 2 ska lämnas in före sitt tillfälle: fredag 7 maj 2027.",
        "Hemuppgift 3 ska lämnas in på en ledig dag: lördag 8 maj 2027.",
    ]


def test_add_months_stays_within_the_month():
    assert add_months(date(2027, 1, 31), 13) == date(2028, 2, 29)
    assert add_months(date(2027, 12, 15), 1) == date(2028, 1, 15)


def test_the_mail_is_dropped_when_the_person_has_left():
    cohort = ready()
    publish_cohort(cohort, actor=make_staff(), at=AT)
    still_due = kinds.get("cohort_published").still_due
    assert {still_due(message, at=AT) for message in Message.objects.all()} == {True}
    withdraw(cohort.enrolments.get(), reason="other", actor=make_staff(email="x@man.example"), at=AT)
    assert not still_due(Message.objects.get(kind="cohort_published"), at=AT)
    assert still_due(Message.objects.get(kind="coordinator_cohort_published"), at=AT)


def test_start_waits_for_the_day_of_the_first_session():
    cohort = make_cohort(state=State.PUBLISHED)
    make_session(cohort, starts_at=AT + timedelta(days=1))
    with pytest.raises(ValidationError, match="Det första tillfället är den 23 november 2026"):
        start_cohort(cohort, actor=make_staff(), at=AT)
    started = start_cohort(cohort, actor=make_user(), at=AT + timedelta(hours=20))
    assert started.state == State.RUNNING
    with pytest.raises(ValidationError, match="Bara en publicerad"):
        start_cohort(cohort, actor=make_user(), at=AT + timedelta(hours=20))
    assert verbs(cohort) == ["cohort.started"]


def test_finish_frees_the_municipalities_and_completes_people():
    participation = make_participation()
    active = make_enrolment(participation)
    left = make_enrolment(participation, state=Enrolment.State.LEFT)
    make_session(participation.cohort, starts_at=AT - timedelta(days=3))
    finish_cohort(participation.cohort, actor=make_staff(), at=AT)
    participation.refresh_from_db()
    assert participation.ended_on == ON
    assert dict(Enrolment.objects.values_list("pk", "state")) == {
        active.pk: Enrolment.State.COMPLETED,
        left.pk: Enrolment.State.LEFT,
    }
    assert AuditEvent.objects.about(participation.cohort).get().data == {"municipalities": 1, "people": 1}
    with pytest.raises(ValidationError, match="Bara en omgång som är publicerad"):
        finish_cohort(participation.cohort, actor=make_user(), at=AT)


def test_finish_is_refused_while_sessions_remain():
    session = make_session()
    with pytest.raises(ValidationError, match="1 tillfälle är kvar"):
        finish_cohort(session.cohort, actor=make_staff(), at=AT)


def test_archive_a_finished_cohort_once():
    cohort = make_cohort(state=State.FINISHED)
    assert archive_cohort(cohort, actor=make_staff(), at=AT).state == State.ARCHIVED
    with pytest.raises(ValidationError, match="Bara en avslutad"):
        archive_cohort(cohort, actor=make_user(), at=AT)
    assert verbs(cohort) == ["cohort.archived"]
