"""Fixtures of a county with three municipalities, and of people who look at it."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone


@pytest.fixture
def sunday(monkeypatch):
    """A fixed time for the pages: Sunday 22 November 2026."""
    from tests.check_ins import NOW  # noqa: PLC0415

    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def cohort():
    """A process training from August 2026 to June 2027."""
    from tests import factories  # noqa: PLC0415 -- models are not loaded yet when this file is

    cohort = factories.make_cohort()
    factories.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    return cohort


@pytest.fixture
def participations(cohort):
    """Härnösand, Kramfors and Sundsvall; all have September and October."""
    from tests import factories  # noqa: PLC0415
    from tests.check_ins import make_done  # noqa: PLC0415

    found = [factories.make_participation(cohort, slug) for slug in ("harnosand", "kramfors", "sundsvall")]
    for participation in found:
        for month in (date(2026, 9, 1), date(2026, 10, 1)):
            make_done(participation, month, happened="Styrgruppen är utsedd. Mer.")
    return found


@pytest.fixture
def coordinator(client):
    """Alva, logged in."""
    from tests import factories  # noqa: PLC0415

    role = factories.make_coordinator(user=factories.make_user(first_name="Alva", last_name="Provlund"))
    client.force_login(role.user)
    return role.user


@pytest.fixture
def staff(client):
    """Somebody at MÄN, logged in."""
    from tests import factories  # noqa: PLC0415

    user = factories.make_staff()
    client.force_login(user)
    return user


# --- A need of a municipality, for the tests of support -------------------------------------------------


@pytest.fixture
def participation(cohort):
    """A municipality in the cohort."""
    from tests import factories  # noqa: PLC0415

    return factories.make_participation(cohort)


@pytest.fixture
def actor(participation):
    """A coordinator of the county."""
    from tests import factories  # noqa: PLC0415

    return factories.make_coordinator().user


@pytest.fixture
def leader(participation):
    """The process leader of the municipality."""
    from tests import factories  # noqa: PLC0415

    return factories.make_enrolment(participation, role="process_leader").user


@pytest.fixture
def area():
    """A development area."""
    from support.models import DevelopmentArea  # noqa: PLC0415

    return DevelopmentArea.objects.first()


@pytest.fixture
def offer():
    """Support on offer in the catalogue."""
    from support.models import SupportOffer  # noqa: PLC0415

    return SupportOffer.objects.create(name="Processtöd på plats")


@pytest.fixture
def case(participation, area):
    """A need without an offer."""
    from support.models import SupportCase  # noqa: PLC0415
    from tests.factories import AT  # noqa: PLC0415

    return SupportCase.objects.create(participation=participation, area=area, need="Råd", raised_at=AT)
