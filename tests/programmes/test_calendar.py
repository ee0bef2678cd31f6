"""Which months have a check-in, and when it is due, late and locked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from participants.actions import finish_cohort
from programmes import calendar
from programmes.models import Participation, ParticipationPause
from tests import factories


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2026, 1, 1), date(2026, 1, 30)),  # the 31st is a Saturday
        (date(2026, 5, 1), date(2026, 5, 29)),
        (date(2026, 6, 1), date(2026, 6, 30)),
        (date(2026, 10, 1), date(2026, 10, 30)),
        (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2027, 4, 1), date(2027, 4, 30)),
        (date(2028, 2, 1), date(2028, 2, 29)),  # leap day
        (date(2029, 3, 1), date(2029, 3, 29)),  # Good Friday is the 30th
        (date(2030, 4, 1), date(2030, 4, 30)),
        (date(2026, 12, 1), date(2026, 12, 10)),
        (date(2027, 12, 1), date(2027, 12, 10)),
        (date(2028, 12, 1), date(2028, 12, 8)),  # the 10th is a Sunday
        (date(2029, 12, 1), date(2029, 12, 10)),
        (date(2030, 12, 1), date(2030, 12, 10)),
    ],
)
def test_due_on_is_the_last_working_day_and_in_december_the_tenth(month, due):
    assert calendar.due_on(month) == due


@pytest.mark.parametrize(
    ("month", "locks"),
    [
        (date(2026, 3, 1), date(2026, 4, 16)),  # Easter in between
        (date(2026, 5, 1), date(2026, 6, 12)),
        (date(2026, 10, 1), date(2026, 11, 13)),
        (date(2026, 11, 1), date(2026, 12, 14)),
        (date(2026, 12, 1), date(2027, 1, 18)),  # New Year's Day and Epiphany in between
    ],
)
def test_locks_on_is_the_tenth_working_day_of_the_next_month(month, locks):
    assert calendar.locks_on(month) == locks


@pytest.mark.parametrize(
    ("unlocked", "locks"),
    [
        (date(2026, 11, 22), date(2026, 12, 4)),  # a Sunday
        (date(2026, 12, 17), date(2027, 1, 7)),  # Christmas, New Year's Day and Epiphany in between
        (date(2028, 2, 25), date(2028, 3, 10)),  # leap day
    ],
)
def test_an_unlocked_month_locks_again_on_the_tenth_working_day_after(unlocked, locks):
    assert calendar.locks_again_on(unlocked) == locks


@pytest.mark.parametrize("year", range(2026, 2031))
def test_every_month_is_due_on_a_working_day_within_it_and_locks_after_it(year):
    for number in range(1, 13):
        month = date(year, number, 1)
        due = calendar.due_on(month)
        assert calendar.month_of(due) == month
        assert calendar.is_working_day(due)
        assert calendar.month_of(calendar.locks_on(month)) == calendar.next_month(month)


def test_is_late_from_the_day_after():
    month = date(2026, 11, 1)
    days = [date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1)]
    assert [calendar.is_late(month, on=day) for day in days] == [False, False, True]


def test_months_have_neighbours_across_the_year():
    assert calendar.month_of(date(2028, 2, 29)) == date(2028, 2, 1)
    assert calendar.next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert calendar.next_month(date(2026, 1, 1)) == date(2026, 2, 1)
    assert calendar.previous_month(date(2026, 1, 1)) == date(2025, 12, 1)
    assert calendar.previous_month(date(2028, 3, 1)) == date(2028, 2, 1)


def test_expected_months_run_from_the_month_after_kick_off_to_the_last_session_without_july():
    months = calendar.expected_months(date(2026, 5, 31), date(2026, 9, 2), months_off=[7])
    assert months == [date(2026, 6, 1), date(2026, 8, 1), date(2026, 9, 1)]


def test_expected_months_are_none_without_sessions_or_with_a_single_one():
    assert calendar.expected_months(None, None, months_off=[7]) == []
    assert calendar.expected_months(date(2026, 5, 31), date(2026, 5, 31), months_off=[]) == []


def test_expected_months_follow_the_county_board():
    months = calendar.expected_months(date(2026, 11, 3), date(2027, 2, 1), months_off=[12, 1])
    assert months == [date(2027, 2, 1)]


def _participation(**fields):
    cohort = factories.make_cohort()
    factories.make_session(cohort, starts_at=factories.AT - timedelta(days=100))  # 14 August
    factories.make_session(cohort, starts_at=factories.AT + timedelta(days=30))  # 22 December
    return factories.make_participation(cohort, **fields)


def _expected(participation):
    rows = Participation.objects.with_span().select_related("cohort__county_board").prefetch_related("pauses")
    return [month.month for month in calendar.expected_of(rows.get(pk=participation.pk))]


@pytest.mark.django_db
def test_expected_of_asks_the_cohorts_sessions():
    assert _expected(_participation()) == [9, 10, 11, 12]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "left"),
    [
        (date(2026, 10, 30), None, [9]),  # the pause holds on October's last working day
        (date(2026, 10, 31), None, [9, 10]),
        (date(2026, 10, 1), date(2026, 10, 29), [9, 10, 11, 12]),  # over before it was due
        (date(2026, 10, 1), date(2026, 10, 30), [9, 11, 12]),
    ],
)
def test_expected_of_leaves_out_months_paused_on_their_due_date(starts_on, ends_on, left):
    participation = _participation()
    ParticipationPause.objects.create(
        participation=participation, starts_on=starts_on, ends_on=ends_on, reason="Omorganisation"
    )
    assert _expected(participation) == left


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ended_on", "left"),
    [
        (date(2026, 10, 29), [9]),
        (date(2026, 10, 30), [9, 10]),
        (date(2026, 12, 9), [9, 10, 11]),
        (date(2026, 12, 22), [9, 10, 11, 12]),  # the day of the last session
    ],
)
def test_expected_of_ends_when_the_municipality_leaves(ended_on, left):
    assert _expected(_participation(ended_on=ended_on)) == left


@pytest.mark.django_db
def test_expected_of_keeps_the_last_month_when_the_cohort_is_finished_before_it_is_due():
    participation = factories.make_participation(factories.make_cohort())
    for starts_at in (datetime(2026, 8, 14, 8, tzinfo=UTC), datetime(2026, 11, 18, 8, tzinfo=UTC)):
        factories.make_session(participation.cohort, starts_at=starts_at)
    finish_cohort(participation.cohort, actor=factories.make_staff(), at=factories.AT)
    participation.refresh_from_db()
    assert participation.ended_on == date(2026, 11, 22)
    assert _expected(participation) == [9, 10, 11]
