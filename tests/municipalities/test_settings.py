"""A county board's settings: changed once, told to the trail in codes, refused when they make no sense."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from municipalities.actions import change_county_board_settings
from municipalities.models import AskedMonth
from tests import factories as make

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def change(**settings):
    return change_county_board_settings(make.make_county_board(), actor=make.make_user(), at=AT, **settings)


def test_settings_are_changed_and_the_trail_gets_numbers_and_names_but_no_contact():
    board = change(months_off=[8, 7, 7], due_day=10, contact_name="Eva Ek")
    board.refresh_from_db()
    assert (board.months_off, board.due_day, board.contact_name) == ([7, 8], 10, "Eva Ek")
    event = AuditEvent.objects.about(board).get()
    assert (event.verb, event.data) == (
        "county_board.settings_changed",
        {"fields": ["months_off", "due_day", "contact_name"], "months_off": [7, 8], "due_day": 10},
    )


def test_the_same_settings_again_change_nothing():
    change(months_off=[7], remind_before=5)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"months_off": [*range(1, 13)]}, None),
        ({"months_off": [13]}, None),
        ({"due_day": 29}, "__all__"),
        ({"due_day": 0}, "__all__"),
        ({"remind_before": 11}, "__all__"),
        ({"remind_after": 7}, "__all__"),
        ({"contact_email": "ingen adress"}, "contact_email"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings, field):
    with pytest.raises(ValidationError) as refusal:
        change(**settings)
    assert field is None or refusal.value.message_dict.keys() == {field}
    assert not AuditEvent.objects.exists()


def test_what_is_no_setting_is_a_fault():
    with pytest.raises(TypeError):
        change(is_active=False)


def set_on(day, **settings):
    """Change the settings on that day, 2026 where no year is given, and read the board anew."""
    day = day if isinstance(day, date) else date(2026, *day)
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    change_county_board_settings(make.make_county_board(), actor=make.make_user(), at=at, **settings)
    return make.make_county_board()


def days(board, *months):
    """Return the due days of those months of 2026, as numbers; 13 is January 2027."""
    return [asked(board, 2026 + (month > 12), (month - 1) % 12 + 1).due_on.day for month in months]


def asked(board, year, month):
    """Return what the board asks that month, as it is written down."""
    return AskedMonth.objects.by_board([board], date(year, month, 1))[board.pk]


@pytest.mark.parametrize(
    ("day", "new", "due", "first"),
    [
        ((11, 3), 16, [12, 16, 10, 15], (11, 1)),  # the 12th, the day that held, has not passed
        ((11, 12), 16, [12, 16, 10, 15], (11, 1)),  # it is the day itself
        ((11, 13), 16, [12, 12, 10, 15], (12, 1)),  # it has passed: November stays late
        ((11, 9), 6, [12, 12, 4, 5], (12, 1)),  # the new day has passed: nobody becomes late
        ((11, 6), 6, [12, 6, 4, 5], (11, 1)),
        ((11, 3), None, [12, 30, 10, 29], (11, 1)),
    ],
)
def test_a_new_due_day_counts_from_this_month_or_the_next(day, new, due, first):
    make.make_county_board(due_day=12)
    board = set_on(day, due_day=new)
    assert days(board, 10, 11, 12, 13) == due
    month = date(2026, *first)
    assert asked(board, month.year, month.month).due_on == board.rule.due_on(month)
    assert asked(board, 2026, 1).due_on == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 12, 4), [30, 4, 5]),
        (date(2026, 12, 10), [30, 10, 5]),  # December's own day has not passed, but the new one has
        (date(2026, 12, 11), [30, 10, 5]),
        (date(2026, 12, 31), [30, 10, 5]),
        (date(2027, 1, 4), [30, 10, 5]),
        (date(2027, 1, 8), [30, 10, 29]),
    ],
)
def test_december_and_the_turn_of_the_year(day, due):
    assert days(set_on(day, due_day=6), 11, 12, 13) == due


def test_months_off_count_from_this_month_or_the_next():
    board = set_on((11, 22), months_off=[7, 10, 11])
    months = [(2026, month) for month in (7, 10, 11, 12)] + [(2027, 10)]
    assert [asked(board, *month).is_asked for month in months] == [False, True, False, True, False]
    board = set_on((12, 11), months_off=[7, 12])
    assert [asked(board, *month).is_asked for month in months] == [False, True, False, True, True]
    assert asked(board, 2027, 12).is_asked is False


def test_a_month_that_was_off_and_is_over_stays_off():
    make.make_county_board(due_day=10)
    board = set_on((7, 15), months_off=[], due_day=28)
    assert [asked(board, 2026, month).is_asked for month in (7, 8)] == [False, True]
    assert asked(board, 2027, 7).is_asked is True


def test_twice_in_a_month_only_the_last_rule_is_kept():
    set_on((11, 3), due_day=16)
    board = set_on((11, 5), due_day=20)
    assert days(board, 10, 11) == [30, 20]
    board = set_on((12, 3), due_day=8)
    assert days(board, 10, 11, 12) == [30, 20, 8]


def test_what_waits_for_the_next_month_may_still_count_in_this():
    board = set_on((11, 22), due_day=16)
    assert days(board, 11, 13) == [30, 15]
    board = set_on((11, 22), due_day=25)
    assert days(board, 10, 11) == [30, 25]


def test_what_is_set_back_at_once_leaves_no_trace():
    set_on((11, 3), due_day=16, months_off=[])
    board = set_on((11, 3), due_day=None, months_off=[7])
    assert (days(board, 10, 11, 12, 13), asked(board, 2027, 7).is_asked) == ([30, 30, 10, 29], False)


def test_reminders_and_the_contact_leave_the_months_alone():
    set_on((11, 3), remind_before=3, contact_name="Eva Ek")
    assert not AskedMonth.objects.exists()
