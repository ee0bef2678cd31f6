"""The expected months are stored, and months past due do not change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from calendars.months import due_on
from municipalities.models import AskedMonth
from programmes.actions.expecting import expect_check_ins
from programmes.calendar import locks_on
from programmes.models import ExpectedCheckIn, Participation
from tests import factories as make

pytestmark = pytest.mark.django_db


def days(year, *months):
    return [date(year, month, 1) for month in months]


@pytest.fixture
def participation():
    """A municipality that takes part from 14 August 2026 to 9 March 2027."""
    cohort = make.make_cohort()
    make.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    make.make_session(cohort, starts_at=datetime(2027, 3, 9, 7, tzinfo=UTC))
    return make.make_participation(cohort)


def expected(participation):
    return list(ExpectedCheckIn.objects.of([participation]).expected().values_list("month", flat=True))


def test_the_rows_have_the_calendars_days(participation):
    make.make_pause(participation, date(2026, 10, 30), date(2026, 11, 1))
    found = ExpectedCheckIn.objects.of([participation]).expected()
    assert expected(participation) == [*days(2026, 9, 11, 12), *days(2027, 1, 2, 3)]
    assert [each.due_on for each in found] == [due_on(each.month) for each in found]
    assert [each.locks_on for each in found] == [locks_on(each.month) for each in found]


def test_a_month_that_is_due_stands_still(participation):
    participation.pauses.create(starts_on=date(2026, 9, 1), reason="Paus")
    on = date(2026, 10, 31)  # the day after October was due
    expect_check_ins(Participation.objects.all(), on=on)
    assert expected(participation) == days(2026, 9, 10)
    assert ExpectedCheckIn.objects.of([participation]).count() == 7  # none is deleted


def test_on_its_last_day_a_month_still_follows(participation):
    participation.pauses.create(starts_on=date(2026, 9, 1), reason="Paus")
    expect_check_ins(Participation.objects.all(), on=date(2026, 10, 30))
    assert expected(participation) == days(2026, 9)


def test_who_joins_late_is_asked_from_then_on():
    cohort = make.make_cohort()
    for starts_at in (make.AT - timedelta(days=100), make.AT + timedelta(days=30)):
        make.make_session(cohort, starts_at=starts_at)
    participation = Participation.objects.create(cohort=cohort, municipality=make.make_municipality())
    expect_check_ins(Participation.objects.all(), on=date(2026, 10, 31))
    assert expected(participation) == days(2026, 11, 12)


def test_a_draft_asks_nobody(participation):
    draft = make.make_cohort(state="draft")
    make.make_session(draft, starts_at=make.AT)
    make.make_session(draft, starts_at=make.AT + timedelta(days=60))
    assert expected(make.make_participation(draft, "timra")) == []


def test_writing_again_writes_nothing(participation, django_assert_num_queries):
    assert expect_check_ins(Participation.objects.all(), on=make.ON) == 0


def test_questions_do_not_grow_with_the_municipalities(participation, django_assert_max_num_queries):
    for slug in ("kramfors", "sundsvall", "timra", "solleftea"):
        make.make_participation(participation.cohort, slug)
    make.make_county_board(due_day=12)
    make.make_county_board(months_off=[7])
    ExpectedCheckIn.objects.update(is_expected=False)
    with django_assert_max_num_queries(16):
        assert expect_check_ins(Participation.objects.all(), on=make.ON) == 20
    assert AskedMonth.objects.filter(month=date(2026, 12, 1)).get().due_on == date(2026, 12, 10)
