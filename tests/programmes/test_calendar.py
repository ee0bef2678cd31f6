"""The months that have a check-in, and the days on which it is due, late and locked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from calendars import months
from calendars.months import month_of, next_month, previous_month
from calendars.working_days import add_working_days, is_working_day
from participants.actions.publishing import finish_cohort
from programmes import calendar
from programmes.calendar import wanted_months
from tests import factories
from tests.check_ins import expected_months as expected_in


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
    assert months.due_on(month) == due


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
        due = months.due_on(month)
        assert months.month_of(due) == month
        assert is_working_day(due)
        assert month_of(calendar.locks_on(month)) == next_month(month)


def test_months_have_neighbours_across_the_year():
    assert month_of(date(2028, 2, 29)) == date(2028, 2, 1)
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert next_month(date(2026, 1, 1)) == date(2026, 2, 1)
    assert previous_month(date(2026, 1, 1)) == date(2025, 12, 1)
    assert previous_month(date(2028, 3, 1)) == date(2028, 2, 1)


def expected_months(first_on, last_on, *, months_off):
    """Return the months that are wanted of a municipality that neither pauses nor leaves."""
    every = months.months_between(date(2020, 1, 1), date(2031, 12, 1))
    asked = {month: months.due_on(month) for month in every if month.month not in months_off}
    return wanted_months(first_on, last_on, pauses=[], ended_on=None, asked=asked)


def test_expected_months_run_from_the_month_after_kick_off_to_the_last_session_without_july():
    months = expected_months(date(2026, 5, 31), date(2026, 9, 2), months_off=[7])
    assert months == [date(2026, 6, 1), date(2026, 8, 1), date(2026, 9, 1)]


def test_expected_months_are_none_without_sessions_or_with_a_single_one():
    assert expected_months(None, None, months_off=[7]) == []
    assert expected_months(date(2026, 5, 31), date(2026, 5, 31), months_off=[]) == []


def test_expected_months_follow_the_county_board():
    months = expected_months(date(2026, 11, 3), date(2027, 2, 1), months_off=[12, 1])
    assert months == [date(2027, 2, 1)]


def _participation(**fields):
    cohort = factories.make_cohort()
    factories.make_session(cohort, starts_at=factories.AT - timedelta(days=100))  # 14 August
    factories.make_session(cohort, starts_at=factories.AT + timedelta(days=30))  # 22 December
    return factories.make_participation(cohort, **fields)


def _expected(participation):
    return [month.month for month in expected_in(participation)]


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
    factories.make_pause(participation, starts_on, ends_on)
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


OWN_DUE_DAYS = (None, 1, 5, 10, 15, 20, 24, 28)


@pytest.mark.parametrize(
    ("month", "due_day", "due"),
    [
        (date(2026, 11, 1), 15, date(2026, 11, 13)),  # a Sunday
        (date(2026, 11, 1), 1, date(2026, 11, 2)),  # a Sunday with no working day before it
        (date(2027, 1, 1), 3, date(2027, 1, 4)),  # New Year's Day and a weekend
        (date(2026, 12, 1), 24, date(2026, 12, 10)),  # December at the latest the 10th
        (date(2026, 12, 1), 5, date(2026, 12, 4)),
        (date(2027, 1, 1), 6, date(2027, 1, 5)),  # Epiphany
        (date(2027, 3, 1), 28, date(2027, 3, 25)),  # Easter Sunday
        (date(2028, 2, 1), 28, date(2028, 2, 28)),  # the day before the leap day
        (date(2028, 6, 1), 23, date(2028, 6, 22)),  # Midsummer Eve
        (date(2029, 5, 1), 10, date(2029, 5, 9)),  # Ascension Day
        (date(2029, 6, 1), 6, date(2029, 6, 5)),  # the National Day
        (date(2030, 7, 1), 15, date(2030, 7, 15)),  # July is like any month for whom it is not off
    ],
)
def test_due_on_is_the_county_boards_own_day_or_the_working_day_before(month, due_day, due):
    assert months.due_on(month, due_day=due_day) == due


@pytest.mark.parametrize("due_day", OWN_DUE_DAYS)
@pytest.mark.parametrize("year", range(2026, 2031))
def test_every_own_day_is_the_months_last_working_day_up_to_it(year, due_day):
    for number in range(1, 13):
        month = date(year, number, 1)
        due = months.due_on(month, due_day=due_day)
        assert is_working_day(due)
        assert months.month_of(due) == month
        if due_day is not None:
            latest = month.replace(day=min(due_day, 10) if number == 12 else due_day)
            days = [month.replace(day=each) for each in range(1, latest.day + 1)]
            working = [each for each in days if is_working_day(each)]
            assert due == (working[-1] if working else add_working_days(month - timedelta(days=1), 1))


@pytest.mark.parametrize("year", range(2026, 2031))
def test_expected_months_of_a_whole_year_leave_out_what_the_county_board_has_off(year):
    months = expected_months(date(year - 1, 12, 5), date(year, 12, 20), months_off=[7, 12])
    assert [month.month for month in months] == [1, 2, 3, 4, 5, 6, 8, 9, 10, 11]
