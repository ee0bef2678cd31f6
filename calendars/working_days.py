"""Swedish working days, and the hours in which mail may be sent. Pure functions: they read no clock."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OPENS = time(8)
CLOSES = time(16)
SATURDAY = 5
SUMMER_WEEKS = range(28, 32)
WINTER_BREAK_FROM = (12, 20)
WINTER_BREAK_UNTIL = (1, 7)
ONE_DAY = timedelta(days=1)
# A year outside these is a typing error; the portal never counts with such days.
FIRST_YEAR, LAST_YEAR = 2000, 2099


def refuse_far_days(day: date) -> None:
    """Refuse a day outside the years 2000 to 2099; a validator for days that people type."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Check the year. Choose a day from 2000 to 2099."), code="far_day")


@cache
def _days_off(year: int) -> frozenset[date]:
    """Return public holidays and the eves that are free in practice (midsummer, Christmas, New Year's)."""
    return frozenset(holidays.country_holidays("SE", years=year, categories=("public", "de_facto")))


def is_working_day(day: date) -> bool:
    """Say whether the day is a working day; a bridge day counts as one."""
    return day.weekday() < SATURDAY and day not in _days_off(day.year)


def is_bridge_day(day: date) -> bool:
    """Say whether the day is a single working day between days off, which many take off too."""
    return is_working_day(day) and not is_working_day(day - ONE_DAY) and not is_working_day(day + ONE_DAY)


def is_sending_day(day: date) -> bool:
    """Say whether mail that is not urgent may be sent that day."""
    in_winter_break = (day.month, day.day) >= WINTER_BREAK_FROM or (day.month, day.day) <= WINTER_BREAK_UNTIL
    in_summer_break = day.isocalendar().week in SUMMER_WEEKS
    return is_working_day(day) and not (in_winter_break or in_summer_break or is_bridge_day(day))


def is_sending_moment(at: datetime) -> bool:
    """Say whether mail that is not urgent may be sent at that moment."""
    local = at.astimezone(STOCKHOLM)
    return is_sending_day(local.date()) and OPENS <= local.time() < CLOSES


def opening(day: date) -> datetime:
    """Return the moment at which the sending hours would begin that day."""
    return datetime.combine(day, OPENS, tzinfo=STOCKHOLM)


def next_sending_moment(at: datetime) -> datetime:
    """Return the moment itself when it lies in the sending hours, else the next time they begin."""
    if is_sending_moment(at):
        return at
    day = at.astimezone(STOCKHOLM).date()
    if at >= opening(day):
        day += ONE_DAY
    return opening(next_sending_day(day))


def add_working_days(day: date, n: int) -> date:
    """Return the n-th working day after the day, before it when n is negative, the day itself when n is 0."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    for _left in range(abs(n)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def last_working_day(year: int, month: int) -> date:
    """Return the last working day of the month."""
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return add_working_days(first_of_next, -1)


def next_sending_day(day: date) -> date:
    """Return the first sending day that is not before the day."""
    while not is_sending_day(day):
        day += ONE_DAY
    return day


def previous_sending_day(day: date) -> date:
    """Return the last sending day before the day."""
    day -= ONE_DAY
    while not is_sending_day(day):
        day -= ONE_DAY
    return day
