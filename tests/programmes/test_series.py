"""In any order of the actions, the stored months are those of the oracle."""

import os

import pytest
from zeal import zeal_ignore

from programmes.actions.expecting import heal_expected
from tests.programmes.series import County

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SERIES = int(os.environ.get("SERIES", "200"))
DEEDS = 12


@pytest.mark.parametrize("seed", range(SERIES))
def test_what_is_written_is_what_the_decisions_ask_for(seed):
    with zeal_ignore():
        county = County(seed)
        county.live(DEEDS)
        wanted, days = county.oracle.rows(), county.oracle.asked
        assert county.written() == wanted, county.done
        rows, asked = county.written_due_days()
        assert {(month, days[month][1]) for month, _due in rows} == rows, county.done
        assert asked.items() <= days.items(), county.done
        assert heal_expected(on=county.on) == 0, county.done
