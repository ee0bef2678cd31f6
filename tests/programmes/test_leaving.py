"""Leaving on a day, and taking part again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from programmes.actions.participations import end_participation, rejoin_participation
from programmes.actions.setting_up import add_participation
from programmes.models import ExpectedCheckIn
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def participation():
    """A municipality that takes part from 14 August 2026 to 9 March 2027."""
    cohort = make.make_cohort()
    make.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    make.make_session(cohort, starts_at=datetime(2027, 3, 9, 7, tzinfo=UTC))
    return make.make_participation(cohort)


def end(participation, ended_on, at=make.AT):
    return end_participation(participation, ended_on=ended_on, actor=make.make_user(), at=at)


def rejoin(participation, at=make.AT):
    return rejoin_participation(participation, actor=make.make_user(), at=at)


def expected(participation):
    found = ExpectedCheckIn.objects.of([participation]).expected()
    return [month.month for month in found.values_list("month", flat=True)]


def test_a_day_ahead_keeps_the_municipality_until_then(participation):
    left = end(participation, date(2027, 1, 31))
    assert expected(participation) == [9, 10, 11, 12, 1]
    assert (left.has_left(on=make.ON), left.has_left(on=date(2027, 1, 31))) == (False, True)
    event = AuditEvent.objects.get(verb="participation.ended")
    assert event.data == {"ended_on": "2027-01-31", "months": 2}


def test_a_day_before_today_leaves_what_is_due_alone(participation):
    end(participation, date(2026, 9, 1))
    assert expected(participation) == [9, 10]


def test_ending_twice_is_a_no_op(participation):
    end(participation, make.ON)
    end(participation, make.ON)
    assert AuditEvent.objects.filter(verb="participation.ended").count() == 1


def test_who_takes_part_again_is_asked_from_then_on(participation):
    end(participation, make.ON)
    back = rejoin(participation, at=make.AT + timedelta(days=50))  # 11 January
    assert back.ended_on is None
    assert expected(participation) == [9, 10, 1, 2, 3]
    rejoin(participation)
    assert AuditEvent.objects.filter(verb="participation.rejoined").count() == 1


def test_nobody_leaves_or_rejoins_a_cohort_that_is_over(participation):
    participation.cohort.state = "finished"
    participation.cohort.save()
    for deed in (lambda: end(participation, make.ON), lambda: rejoin(participation)):
        with pytest.raises(ValidationError, match="Omgången är avslutad"):
            deed()


def test_a_municipality_that_stays_for_a_while_joins_no_other_cohort(participation):
    end(participation, date(2027, 1, 31))
    other = make.make_cohort()
    facts = {"municipality": participation.municipality, "actor": make.make_user()}
    with pytest.raises(ValidationError, match="redan med i en annan omgång"):
        add_participation(other, **facts, at=make.AT)
    add_participation(other, **facts, at=datetime(2027, 1, 31, 9, tzinfo=UTC))
    with pytest.raises(ValidationError, match="redan med i en annan omgång"):
        rejoin(participation)
