"""Months moved by many at once: nothing is lost, and no deadlock."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participants.actions.scheduling import move_session
from programmes.actions.expecting import change_check_in_rule, heal_expected
from programmes.actions.participations import end_participation, pause_participation, rejoin_participation
from programmes.actions.setting_up import add_participation
from tests import factories as make

pytestmark = pytest.mark.postgres


def county():
    """Add two cohorts, each with two municipalities."""
    found = []
    for slugs in (("harnosand", "timra"), ("kramfors", "sundsvall")):
        cohort = make.make_cohort()
        make.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
        make.make_session(cohort, starts_at=datetime(2027, 3, 9, 7, tzinfo=UTC))
        found += [make.make_participation(cohort, slug) for slug in slugs]
    return found


@pytest.mark.django_db
def test_locks_are_taken_in_the_one_order():
    participation = county()[0]
    with CaptureQueriesContext(connection) as asked:
        change_check_in_rule(make.make_county_board(), due_day=12, actor=make.make_user(), at=make.AT)
        pause_participation(
            participation, starts_on=make.ON, ends_on=None, reason="Val", actor=make.make_user(), at=make.AT
        )
    locks = [query["sql"].split('"')[1] for query in asked if " FOR " in query["sql"]]
    order = ["programmes_cohort", "municipalities_countyboard", "programmes_participation"]
    assert list(dict.fromkeys(locks)) == order
    assert locks[:3] == order


def change(participations, number, by):
    change_check_in_rule(make.make_county_board(), due_day=24 + number, months_off=[7, 1 + number], **by)


def pause(participations, number, by):
    starts_on = date(2027, 1, 1) + timedelta(days=number * 15)
    for each in participations:
        ends_on = starts_on + timedelta(days=9)
        pause_participation(each, starts_on=starts_on, ends_on=ends_on, reason="Val", **by)


def move(participations, number, by):
    starts_at = datetime(2027, 2 + number, 9, 7, tzinfo=UTC)
    session = participations[0].cohort.sessions.last()
    move_session(session, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), **by)


def leave(participations, number, by):
    end_participation(participations[number], ended_on=date(2027, 2, 1), **by)
    rejoin_participation(participations[number], **by)


def join(participations, number, by):
    slug = ("ornskoldsvik", "solleftea", "ange")[number]
    add_participation(participations[0].cohort, municipality=make.make_municipality(slug), **by)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_deeds_at_once_leave_the_calendar_as_it_should_be():
    participations, by, faults = county(), {"actor": make.make_staff(), "at": make.AT}, []

    def do(deed, number):
        try:
            deed(participations, number, by)
        except ValidationError:
            pass
        except Exception as fault:  # noqa: BLE001 -- a thread has nobody to tell
            faults.append(fault)
        finally:
            connection.close()

    deeds = [(deed, number) for number in range(3) for deed in (change, pause, move, leave, join)]
    threads = [threading.Thread(target=do, args=each) for each in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert participations[0].cohort.participations.count() == 5
    assert heal_expected(on=make.ON) == 0
