"""A file that was made is fetched as long as one may read what it holds."""

from datetime import timedelta

import pytest

from reports.models import Export
from tests import factories

pytestmark = pytest.mark.django_db
ON, AT = factories.ON, factories.AT


def made(user, **fields):
    return Export.objects.create(
        kind="municipality",
        format="zip",
        state="done",
        county_board=factories.make_county_board(),
        requested_by=user,
        requested_at=AT,
        finished_at=AT,
        **fields,
    )


def test_staff_who_coordinated_the_county_lose_the_file_with_its_note():
    staff = factories.make_staff()
    factories.make_coordinator(user=staff, starts_on=ON - timedelta(days=30), ends_on=ON)
    with_note, without = made(staff, with_internal_note=True), made(staff)
    on_the_last_day = Export.objects.downloadable_by(staff, on=ON)
    after = Export.objects.downloadable_by(staff, on=ON + timedelta(days=1))
    assert set(on_the_last_day) == {with_note, without}
    assert set(after) == {without}
