"""Working days, sending days and the window, 2026–2030."""

from datetime import UTC, date, datetime, timedelta

import pytest

from calendars.working_days import (
    STOCKHOLM,
    add_working_days,
    is_bridge_day,
    is_sending_day,
    is_sending_moment,
    is_working_day,
    last_working_day,
    next_sending_moment,
    previous_sending_day,
)


def stockholm(*when):
    return datetime(*when, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 6), False),  # Epiphany
        (date(2026, 1, 7), True),
        (date(2026, 4, 2), True),  # Maundy Thursday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 30), True),  # Walpurgis Night
        (date(2026, 5, 1), False),
        (date(2026, 5, 14), False),  # Ascension
        (date(2026, 5, 15), True),  # a bridge day
        (date(2026, 6, 19), False),  # Midsummer Eve
        (date(2026, 12, 24), False),
        (date(2026, 12, 31), False),
        (date(2027, 3, 26), False),  # Good Friday
        (date(2028, 2, 29), True),
        (date(2028, 6, 6), False),  # National Day, a Tuesday
        (date(2029, 6, 22), False),  # Midsummer Eve
        (date(2030, 4, 22), False),  # Easter Monday
        (date(2030, 6, 8), False),  # a Saturday
    ],
)
def test_working_days(day, works):
    assert is_working_day(day) is works


def test_bridge_days_outside_the_breaks_are_these():
    first = date(2026, 1, 8)
    days = [first + timedelta(days=n) for n in range((date(2030, 12, 19) - first).days + 1)]

    assert {day for day in days if is_bridge_day(day) and (1, 7) < (day.month, day.day) < (12, 20)} == {
        date(2026, 5, 15),
        date(2027, 5, 7),
        date(2028, 5, 26),
        date(2028, 6, 5),
        date(2029, 4, 30),
        date(2029, 5, 11),
        date(2030, 5, 31),
        date(2030, 6, 7),
    }


@pytest.mark.parametrize(
    ("day", "sends"),
    [
        (date(2026, 1, 7), False),
        (date(2026, 1, 8), True),
        (date(2026, 5, 15), False),  # a bridge day
        (date(2026, 7, 3), True),
        (date(2026, 7, 6), False),  # week 28
        (date(2026, 7, 31), False),  # week 31
        (date(2026, 8, 3), True),
        (date(2026, 12, 18), True),
        (date(2026, 12, 21), False),
        (date(2026, 12, 30), False),  # week 53
        (date(2027, 1, 4), False),
        (date(2027, 1, 8), True),
        (date(2028, 12, 19), True),
        (date(2028, 12, 20), False),
    ],
)
def test_sending_days(day, sends):
    assert is_sending_day(day) is sends


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (stockholm(2026, 9, 15, 7, 59, 59), False),
        (stockholm(2026, 9, 15, 8), True),
        (stockholm(2026, 9, 15, 15, 59, 59), True),
        (stockholm(2026, 9, 15, 16), False),
        (stockholm(2026, 9, 19, 10), False),
        (datetime(2026, 9, 15, 6, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 17, 6, 30, tzinfo=UTC), False),
    ],
)
def test_the_window_is_swedish_time(at, is_open):
    assert is_sending_moment(at) is is_open


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (stockholm(2026, 9, 15, 10), stockholm(2026, 9, 15, 10)),
        (stockholm(2026, 9, 15, 5), stockholm(2026, 9, 15, 8)),
        (stockholm(2026, 9, 15, 16), stockholm(2026, 9, 16, 8)),
        (stockholm(2026, 9, 18, 16), stockholm(2026, 9, 21, 8)),
        (stockholm(2026, 5, 13, 17), stockholm(2026, 5, 18, 8)),  # Ascension and its bridge day
        (stockholm(2026, 7, 3, 16), stockholm(2026, 8, 3, 8)),  # summer
        (stockholm(2026, 12, 18, 16), stockholm(2027, 1, 8, 8)),  # winter, with week 53
        (stockholm(2026, 3, 28, 12), datetime(2026, 3, 30, 6, tzinfo=UTC)),  # summer time begins
        (stockholm(2026, 10, 24, 12), datetime(2026, 10, 26, 7, tzinfo=UTC)),  # and ends
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(2026, 3, 30, 6, tzinfo=UTC)),
        (stockholm(2026, 10, 25, 2, 30).replace(fold=1), datetime(2026, 10, 26, 7, tzinfo=UTC)),
    ],
)
def test_next_sending_moment(at, expected):
    assert next_sending_moment(at) == expected


def test_add_working_days():
    assert add_working_days(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert add_working_days(date(2026, 12, 28), -1) == date(2026, 12, 23)
    assert add_working_days(date(2026, 9, 30), 10) == date(2026, 10, 14)
    assert add_working_days(date(2026, 5, 13), 1) == date(2026, 5, 15)
    assert add_working_days(date(2026, 9, 19), 0) == date(2026, 9, 19)


def test_previous_sending_day():
    assert previous_sending_day(date(2026, 9, 15)) == date(2026, 9, 14)
    assert previous_sending_day(date(2026, 5, 18)) == date(2026, 5, 13)
    assert previous_sending_day(date(2027, 1, 8)) == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2026, 1, date(2026, 1, 30)),
        (2026, 2, date(2026, 2, 27)),
        (2026, 10, date(2026, 10, 30)),
        (2026, 12, date(2026, 12, 30)),
        (2027, 12, date(2027, 12, 30)),
        (2028, 2, date(2028, 2, 29)),
        (2029, 3, date(2029, 3, 29)),  # Good Friday is the 30th
        (2029, 12, date(2029, 12, 28)),
        (2030, 6, date(2030, 6, 28)),
    ],
)
def test_last_working_day(year, month, expected):
    assert last_working_day(year, month) == expected


def test_no_working_day_follows_the_last_one_in_sixty_months():
    for year in range(2026, 2031):
        for month in range(1, 13):
            last = last_working_day(year, month)
            later = [last + timedelta(days=n) for n in range(1, 8)]
            assert (last.year, last.month, is_working_day(last)) == (year, month, True)
            assert [day for day in later if day.month == month and is_working_day(day)] == []
