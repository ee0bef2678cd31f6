"""A county board's settings: changed once, told to the trail in codes, refused when they make no sense."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from municipalities.actions import change_county_board_settings
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
