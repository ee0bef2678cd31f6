"""A check-in that is marked done says only what somebody answered."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from followups.actions.check_in import mark_check_in_done, open_check_in, save_check_in_draft
from followups.models import CheckInVersion
from tests import factories

pytestmark = pytest.mark.django_db
AT = factories.AT
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def participation():
    """A municipality that takes part."""
    cohort = factories.make_cohort()
    factories.make_session(cohort, starts_at=datetime(2026, 1, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    return factories.make_participation(cohort)


@pytest.fixture
def actor():
    """A coordinator."""
    return factories.make_user()


def test_a_month_without_contact_has_no_kind_of_contact(participation, actor):
    november = open_check_in(participation, month=NOVEMBER, actor=actor, at=AT)
    answers = {"progress": "no_contact", "contact_kind": "call"}
    done = mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    assert (done.contact_kind, CheckInVersion.objects.get().contact_kind) == ("", "")


def test_nothing_new_and_a_text_exclude_each_other(participation, actor):
    november = open_check_in(participation, month=NOVEMBER, actor=actor, at=AT)
    answers = {"progress": "on_track", "nothing_new": True, "happened": "Ett möte."}
    with pytest.raises(ValidationError) as refusal:
        mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    assert list(refusal.value.error_dict) == ["nothing_new"]
    saved = save_check_in_draft(november, answers=answers, number=0, actor=actor, at=AT)
    assert (saved.state, saved.happened) == ("draft", "Ett möte.")
