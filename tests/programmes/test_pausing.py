"""A municipality pauses and takes part again: done, refused, done twice."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from programmes.actions.participations import pause_participation, resume_participation
from programmes.models import ParticipationPause
from tests.check_ins import expected_months
from tests.factories import AT, make_cohort, make_participation, make_session, make_user

pytestmark = pytest.mark.django_db
REASON = "Gruppen väntar på en ny processledare."


@pytest.fixture
def participation():
    cohort = make_cohort()
    make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    make_session(cohort, starts_at=datetime(2027, 3, 9, 7, tzinfo=UTC))
    return make_participation(cohort)


def pause(participation, starts_on=date(2026, 11, 15), ends_on=date(2026, 12, 31), **answers):
    answers = {"reason": REASON, "actor": make_user(), "at": AT} | answers
    return pause_participation(participation, starts_on=starts_on, ends_on=ends_on, **answers)


def expected(participation):
    return [f"{month:%Y-%m}" for month in expected_months(participation)]


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_pause_takes_the_months_out_whose_day_it_covers(participation):
    made = pause(participation)
    assert (made.starts_on, made.ends_on, made.reason) == (date(2026, 11, 15), date(2026, 12, 31), REASON)
    assert expected(participation) == ["2026-09", "2026-10", "2027-01", "2027-02", "2027-03"]
    event = AuditEvent.objects.get(verb="participation.paused")
    days = {"starts_on": "2026-11-15", "ends_on": "2026-12-31"}
    assert event.data == {"pause": made.pk, **days}


def test_pausing_twice_is_one_pause(participation):
    assert pause(participation) == pause(participation)
    assert verbs() == ["participation.paused"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sentence"),
    [
        (date(2026, 12, 31), None, "Kommunen är pausad från den 15 november 2026 till den 31 december 2026."),
        (date(2026, 11, 20), date(2026, 11, 19), "Sista dagen kan inte vara före första dagen."),
        (date(2026, 10, 1), date(2026, 10, 31), "Oktober 2026 är låst. Välj en senare dag."),
    ],
)
def test_pause_is_refused(participation, starts_on, ends_on, sentence):
    pause(participation)
    with pytest.raises(ValidationError) as refusal:
        pause(participation, starts_on, ends_on)
    assert refusal.value.messages == [sentence]
    assert ParticipationPause.objects.count() == 1


def test_pause_without_an_end_stops_every_later_one(participation):
    pause(participation, ends_on=None)
    with pytest.raises(ValidationError) as refusal:
        pause(participation, date(2027, 1, 1), None)
    assert refusal.value.messages == ["Kommunen är pausad från den 15 november 2026 tills vidare."]


def test_pause_needs_a_reason_without_a_personal_number(participation):
    for reason in ("", "Gäller 811228-9874."):
        with pytest.raises(ValidationError):
            pause(participation, reason=reason)
    assert verbs() == []


def test_a_municipality_that_has_left_is_not_paused(participation):
    participation.ended_on = date(2026, 11, 1)
    participation.save()
    with pytest.raises(ValidationError, match="medverkar inte längre"):
        pause(participation)


def test_resuming_ends_the_pause_the_day_before(participation):
    made = pause(participation, ends_on=None)
    ended = resume_participation(made, actor=make_user(), at=AT)
    assert ended.ends_on == date(2026, 11, 21)
    assert expected(participation)[2:4] == ["2026-11", "2026-12"]
    assert resume_participation(made, actor=make_user(), at=AT) == ended
    assert verbs() == ["participation.paused", "participation.resumed"]


@pytest.mark.parametrize("starts_on", [date(2026, 11, 22), date(2027, 1, 1)])
def test_a_pause_that_never_was_is_taken_away(participation, starts_on):
    made = pause(participation, starts_on, date(2027, 1, 31))
    assert resume_participation(made, actor=make_user(), at=AT) is None
    assert resume_participation(made, actor=make_user(), at=AT) is None
    assert not ParticipationPause.objects.exists()
    assert verbs() == ["participation.paused", "participation.pause_withdrawn"]


def test_a_pause_at_the_end_of_time_is_refused(participation):
    with pytest.raises(ValidationError, match="Kontrollera året"):
        pause(participation, starts_on=date.max, ends_on=None)
