"""Known cases of the stored calendar, each as it is done in the portal."""

from datetime import UTC, date, datetime, timedelta

import pytest

from participants.actions.publishing import finish_cohort, publish_cohort
from participants.actions.scheduling import cancel_session, move_session
from programmes.actions.expecting import change_check_in_rule
from programmes.actions.participations import pause_participation, resume_participation
from programmes.actions.setting_up import add_participation, add_session
from programmes.models import Cohort, ExpectedCheckIn
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def participation():
    """A municipality that takes part from 14 August 2026 to 9 March 2027."""
    cohort = make.make_cohort()
    make.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    make.make_session(cohort, starts_at=datetime(2026, 12, 14, 8, tzinfo=UTC))
    make.make_session(cohort, starts_at=datetime(2027, 3, 9, 7, tzinfo=UTC))
    return make.make_participation(cohort)


def by(month=11, day=22, year=2026):
    return {
        "actor": make.make_staff(email=f"{month}.{day}.{make.next_number()}@example.org"),
        "at": datetime(year, month, day, 9, tzinfo=UTC),
    }


def expected(participation):
    found = ExpectedCheckIn.objects.of([participation]).expected()
    return [month.month for month in found.values_list("month", flat=True)]


def rule(*, on, **settings):
    return change_check_in_rule(make.make_county_board(), **by(*on), **settings)


def due(participation, month, year=2026):
    return ExpectedCheckIn.objects.of([participation]).get(month=date(year, month, 1)).due_on


def test_the_last_session_is_cancelled_before_its_months_are_due(participation):
    cancel_session(participation.cohort.sessions.last(), **by())
    assert expected(participation) == [9, 10, 11, 12]
    assert ExpectedCheckIn.objects.of([participation]).count() == 7


def test_the_last_session_is_cancelled_when_some_of_its_months_are_due(participation):
    cancel_session(participation.cohort.sessions.last(), **by(2, 28, 2027))
    assert expected(participation) == [9, 10, 11, 12, 1, 2]


def test_kick_off_moves_to_a_later_month():
    cohort = make.make_cohort()
    kick_off = make.make_session(cohort, starts_at=datetime(2026, 12, 3, 8, tzinfo=UTC))
    make.make_session(cohort, starts_at=datetime(2027, 4, 9, 8, tzinfo=UTC))
    participation = make.make_participation(cohort)
    assert expected(participation) == [1, 2, 3, 4]
    starts_at = datetime(2027, 1, 12, 8, tzinfo=UTC)
    move_session(kick_off, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), **by())
    assert expected(participation) == [2, 3, 4]


def test_a_session_is_added_after_the_last_one(participation):
    starts_at = datetime(2027, 5, 9, 8, tzinfo=UTC)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    add_session(participation.cohort, number=9, theme="Avslut", mode="online", **times, **by())
    assert expected(participation) == [9, 10, 11, 12, 1, 2, 3, 4, 5]


def test_december_is_due_on_the_tenth_and_stands_still_from_the_eleventh(participation):
    assert due(participation, 12) == date(2026, 12, 10)
    rule(on=(12, 11), months_off=[7, 12])
    assert 12 in expected(participation)


def test_december_follows_on_the_tenth(participation):
    rule(on=(12, 10), months_off=[7, 12])
    assert 12 not in expected(participation)


def test_a_cohort_that_is_finished_early_keeps_its_last_month(participation):
    cancel_session(participation.cohort.sessions.last(), **by())
    finish_cohort(participation.cohort, **by(12, 15))
    assert expected(participation) == [9, 10, 11, 12]


def test_a_cohort_that_is_finished_before_its_last_month_is_due_keeps_it(participation):
    finish_cohort(participation.cohort, **by(3, 10, 2027))
    assert expected(participation) == [9, 10, 11, 12, 1, 2, 3]


def test_settings_on_off_and_on_again(participation):
    for months_off in ([7, 11, 12], [7], [7, 12], [7]):
        rule(on=(11, 22), months_off=months_off)
        assert expected(participation) == [m for m in (9, 10, 11, 12, 1, 2, 3) if m not in months_off]


def test_a_new_day_that_has_passed_leaves_the_month(participation):
    rule(on=(11, 22), due_day=16)
    assert [due(participation, month) for month in (10, 11, 12)] == [
        date(2026, 10, 30),
        date(2026, 11, 30),
        date(2026, 12, 10),
    ]
    assert due(participation, 1, 2027) == date(2027, 1, 15)


def test_two_cohorts_of_a_county_have_the_same_days(participation):
    other = make.make_cohort()
    make.make_session(other, starts_at=datetime(2026, 10, 1, 8, tzinfo=UTC))
    make.make_session(other, starts_at=datetime(2027, 1, 20, 8, tzinfo=UTC))
    second = make.make_participation(other, "timra")
    rule(on=(11, 22), due_day=25)
    for month in (11, 12):
        assert due(participation, month) == due(second, month)
    assert (expected(second), due(second, 11)) == ([11, 12, 1], date(2026, 11, 25))


@pytest.mark.parametrize(("day", "months"), [(30, [11, 12, 1, 2, 3]), (29, [11, 12, 1, 2, 3])])
def test_a_municipality_is_added_on_the_due_day(participation, day, months):
    facts = {"municipality": make.make_municipality("timra")}
    assert expected(add_participation(participation.cohort, **facts, **by(11, day))) == months


def test_a_municipality_is_added_the_day_after_the_due_day(participation):
    facts = {"municipality": make.make_municipality("timra")}
    assert expected(add_participation(participation.cohort, **facts, **by(12, 1))) == [12, 1, 2, 3]


def test_a_cohort_that_is_published_late_is_asked_from_then_on():
    cohort = make.make_cohort(state=Cohort.State.DRAFT)
    make.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    make.make_session(cohort, starts_at=datetime(2027, 7, 9, 7, tzinfo=UTC))
    participation = make.make_participation(cohort)
    publish_cohort(cohort, **by(12, 1))
    assert expected(participation) == [12, 1, 2, 3, 4, 5, 6]


def test_a_pause_that_begins_in_a_month_that_is_due_leaves_that_month(participation):
    rule(on=(11, 3), due_day=12)
    days = {"starts_on": date(2026, 11, 1), "ends_on": date(2027, 1, 31)}
    pause = pause_participation(participation, **days, reason="Val", **by())
    assert (pause.starts_on, expected(participation)) == (date(2026, 11, 1), [9, 10, 11, 2, 3])
    resume_participation(pause, **by(12, 11))
    assert expected(participation) == [9, 10, 11, 1, 2, 3]
