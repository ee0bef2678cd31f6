"""The nightly check of the calendar: faults are corrected and logged, the new month at the horizon is not."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest

from calendars import working_days
from municipalities.models import AskedMonth, CountyBoard
from programmes.actions.expecting import heal_months
from programmes.models import ExpectedCheckIn
from tests import factories as make

pytestmark = pytest.mark.django_db
NIGHT = date(2026, 11, 23)


@pytest.fixture
def participations():
    """Two that take part from August 2026 to March 2027, in a calendar that is as it should be."""
    cohort = make.make_cohort()
    make.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    make.make_session(cohort, starts_at=datetime(2027, 3, 9, 7, tzinfo=UTC))
    found = [make.make_participation(cohort, slug) for slug in ("harnosand", "timra")]
    heal_months(on=NIGHT)
    return found


def test_all_is_well(participations, caplog, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        assert heal_months(on=NIGHT) == 0
    assert caplog.messages == []


def test_the_horizon_moves_on_without_a_fault(participations, caplog):
    assert heal_months(on=NIGHT + timedelta(days=31)) == CountyBoard.objects.count()
    assert caplog.messages == []


def test_what_no_deed_has_written_is_mended_and_told(participations, caplog):
    ExpectedCheckIn.objects.filter(month=date(2026, 12, 1)).update(is_expected=False)
    with caplog.at_level(logging.ERROR):
        assert heal_months(on=NIGHT) == 2
    assert "2026-12" in caplog.text
    assert ExpectedCheckIn.objects.filter(month=date(2026, 12, 1)).expected().count() == 2


def test_what_is_due_already_is_left_alone(participations, caplog):
    ExpectedCheckIn.objects.filter(month=date(2026, 10, 1)).update(is_expected=False)
    participations[0].pauses.create(starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 31), reason="Paus")
    assert heal_months(on=NIGHT) == 0
    assert not ExpectedCheckIn.objects.filter(month=date(2026, 10, 1)).expected().exists()


def test_a_setting_changed_past_its_action_is_mended_and_told(participations, caplog):
    CountyBoard.objects.filter(slug="vasternorrland").update(months_off=[1, 7])
    heal_months(on=NIGHT)
    assert "2027-01" in caplog.text
    assert not ExpectedCheckIn.objects.filter(month=date(2027, 1, 1)).expected().exists()


def test_new_holidays_move_days_without_a_fault(participations, caplog, monkeypatch):
    """The last working day of March 2027 becomes a holiday, and so does one in October that is over."""
    days_off = working_days._days_off
    new = {date(2027, 3, 31), date(2026, 10, 30)}
    monkeypatch.setattr(working_days, "_days_off", lambda year: days_off(year) | new)
    _forget()
    heal_months(on=NIGHT)
    due = dict(ExpectedCheckIn.objects.of(participations[:1]).values_list("month", "due_on"))
    assert (due[date(2027, 3, 1)], due[date(2026, 10, 1)]) == (date(2027, 3, 30), date(2026, 10, 30))
    assert AskedMonth.objects.filter(month=date(2027, 3, 1), due_on=date(2027, 3, 30)).exists()
    assert caplog.messages == []
    _forget()


def _forget():
    from calendars import months  # noqa: PLC0415
    from programmes import calendar  # noqa: PLC0415

    for remembered in (months.due_on, calendar.locks_on):
        remembered.cache_clear()
