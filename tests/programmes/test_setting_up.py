"""Setting up a cohort: kinds are copied, closed cohorts take nothing."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from audit.models import AuditEvent
from participants.actions.enrolling import enrol
from participants.models import Enrolment
from programmes.actions.setting_up import add_homework, add_participation, add_session, create_cohort
from programmes.models import Cohort, Homework, Programme, TrainingKind
from tests import factories as make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BY = {"actor": None, "at": AT}
TASK = {"number": 1, "title": "Kartlägg", "instructions": "Beskriv.", "due_on": date(2026, 12, 1)}
TIMES = {
    "theme": "Kickoff",
    "mode": "online",
    "starts_at": datetime(2026, 12, 3, 8, tzinfo=UTC),
    "ends_at": datetime(2026, 12, 3, 11, tzinfo=UTC),
}


def new_cohort(kind, **fields):
    board = make.make_county_board() if kind == TrainingKind.PROCESS_TRAINING else None
    values = {"name": "Omgång", "slug": "omgang", "county_board": board} | fields
    return create_cohort(Programme.objects.get(kind=kind), **values, **BY)


@pytest.mark.parametrize("kind", TrainingKind.values)
def test_kinds_are_copied_from_their_source(kind):
    cohort = new_cohort(kind)
    participation = None
    if kind == TrainingKind.PROCESS_TRAINING:
        participation = add_participation(cohort, municipality=make.make_municipality(), **BY)
    add_homework(cohort, scope="person", **TASK, **BY)
    enrol(cohort, user=make.make_user(), municipality=make.make_municipality(), **BY)
    assert cohort.kind == cohort.programme.kind == kind
    assert Homework.objects.get().kind == kind
    assert (Enrolment.objects.get().kind, Enrolment.objects.get().participation) == (kind, participation)


def test_a_cohort_is_made_as_a_draft_once():
    cohort = new_cohort(TrainingKind.PROCESS_TRAINING)
    assert (cohort.state, cohort.published_at) == (Cohort.State.DRAFT, None)
    with pytest.raises(ValidationError) as refusal:
        new_cohort(TrainingKind.PROCESS_TRAINING)
    assert refusal.value.message_dict.keys() == {"slug"}
    assert [event.verb for event in AuditEvent.objects.all()] == ["cohort.created"]


@pytest.mark.parametrize(
    ("kind", "slug"),
    [(TrainingKind.PROCESS_TRAINING, None), (TrainingKind.PROCESS_LEADER_TRAINING, "gavleborg")],
)
def test_a_county_board_belongs_to_process_training_alone(kind, slug):
    with pytest.raises(ValidationError, match="länsstyrelse"):
        new_cohort(kind, county_board=slug and make.make_county_board(slug))


def test_municipalities_take_part_in_process_training_in_their_own_county_once():
    leaders, cohort = make.make_cohort(kind=TrainingKind.PROCESS_LEADER_TRAINING), make.make_cohort()
    harnosand = make.make_municipality()
    with pytest.raises(ValidationError):
        add_participation(leaders, municipality=harnosand, **BY)
    with pytest.raises(ValidationError):
        add_participation(cohort, municipality=make.make_municipality("bollnas"), **BY)
    add_participation(cohort, municipality=harnosand, **BY)
    with pytest.raises(ValidationError):
        add_participation(cohort, municipality=harnosand, **BY)
    with pytest.raises(ValidationError):
        add_participation(make.make_cohort(), municipality=harnosand, **BY)
    assert cohort.participations.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_cohorts_that_want_a_municipality_at_once_one_gets_it():
    harnosand = make.make_municipality()
    cohorts = [make.make_cohort() for _number in range(8)]
    outcomes = []

    def add(cohort):
        try:
            outcomes.append(add_participation(cohort, municipality=harnosand, **BY).cohort)
        except ValidationError as refusal:
            outcomes.append(refusal.messages)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=[cohort]) for cohort in cohorts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(["Kommunen är redan med i en annan omgång."]) == 7
    assert len(outcomes) == 8


def test_a_number_is_used_once_in_a_cohort():
    cohort, other = make.make_cohort(), make.make_cohort()
    add_session(cohort, number=1, **TIMES, **BY)
    add_session(other, number=1, **TIMES, **BY)
    add_homework(cohort, scope="municipality", **TASK, **BY)
    with pytest.raises(ValidationError):
        add_session(cohort, number=1, **TIMES, **BY)
    with pytest.raises(ValidationError):
        add_homework(cohort, scope="municipality", **TASK, **BY)


@pytest.mark.parametrize("state", [Cohort.State.FINISHED, Cohort.State.ARCHIVED])
def test_nothing_is_added_to_a_cohort_that_is_over(state):
    cohort = make.make_cohort(state=state)
    with pytest.raises(ValidationError, match="Omgången är avslutad"):
        add_session(cohort, number=1, **TIMES, **BY)
    with pytest.raises(ValidationError, match="Omgången är avslutad"):
        add_homework(cohort, scope="municipality", **TASK, **BY)
    with pytest.raises(ValidationError, match="Omgången är avslutad"):
        add_participation(cohort, municipality=make.make_municipality(), **BY)
    assert not AuditEvent.objects.exists()
