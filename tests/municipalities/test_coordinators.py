"""Who coordinates a county: appointed, told, ended."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from municipalities.actions import appoint_coordinator, end_coordinator
from municipalities.models import Coordinator, CountyBoard, Municipality
from notifications.kinds import get
from notifications.models import Message
from tests import factories as make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def appoint(user, board=None, **fields):
    board = board or make.make_county_board()
    return appoint_coordinator(board, user=user, **{"starts_on": FIRST} | fields, actor=None, at=AT)


def test_a_coordinator_is_appointed_and_told():
    user = make.make_user()
    role = appoint(user)
    message = Message.objects.get()
    assert (message.kind, message.recipient, message.subject) == (
        "coordinator_appointed",
        user,
        f"Välkommen som samordnare på {role.county_board}",
    )
    assert "den 1 januari 2026" in message.text
    event = AuditEvent.objects.about(role).get()
    assert (event.verb, event.data) == ("coordinator.appointed", {"starts_on": "2026-01-01", "ends_on": None})


def test_a_coordinator_is_not_appointed_twice():
    user = make.make_user()
    appoint(user)
    with pytest.raises(ValidationError):
        appoint(user)
    assert Coordinator.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refused"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), False),
        (date(2025, 1, 1), FIRST, True),
        (LAST, None, True),
        (date(2026, 7, 1), None, False),
    ],
)
def test_a_person_has_one_role_a_day_with_a_board(starts_on, ends_on, refused):
    user = make.make_user()
    appoint(user, ends_on=LAST)
    if refused:
        with pytest.raises(ValidationError, match="redan samordnare"):
            appoint(user, starts_on=starts_on, ends_on=ends_on)
    else:
        appoint(user, starts_on=starts_on, ends_on=ends_on)
    assert Coordinator.objects.count() == (1 if refused else 2)


def test_one_person_may_coordinate_two_boards():
    user = make.make_user()
    appoint(user)
    appoint(user, make.make_county_board("gavleborg"))
    assert {role.county_board.slug for role in Coordinator.objects.all()} == {"vasternorrland", "gavleborg"}


def test_a_role_ends_once_and_never_before_it_began():
    role = appoint(make.make_user())
    with pytest.raises(ValidationError, match="Sista dagen"):
        end_coordinator(role, ends_on=date(2025, 12, 31), actor=None, at=AT)
    end_coordinator(role, ends_on=LAST, actor=None, at=AT)
    with pytest.raises(ValidationError, match="redan en sista dag"):
        end_coordinator(role, ends_on=date(2026, 12, 31), actor=None, at=AT)
    assert [event.verb for event in AuditEvent.objects.about(role)] == [
        "coordinator.ended",
        "coordinator.appointed",
    ]


def test_the_mail_is_due_until_the_role_has_ended():
    role = appoint(make.make_user())
    message = Message.objects.get()
    assert get("coordinator_appointed").still_due(message, at=AT)
    end_coordinator(role, ends_on=LAST, actor=None, at=AT)
    assert not get("coordinator_appointed").still_due(message, at=AT)


@pytest.mark.parametrize(
    ("on", "holds"),
    [(date(2025, 12, 31), False), (FIRST, True), (LAST, True), (date(2026, 7, 1), False)],
)
def test_a_role_holds_from_the_first_day_to_the_last(on, holds):
    role = make.make_coordinator(starts_on=FIRST, ends_on=LAST)
    assert role.is_current(on=on) is holds
    assert Coordinator.objects.current(on=on).exists() is holds
    assert CountyBoard.objects.visible_to(role.user, on=on).exists() is holds
    assert Coordinator.objects.visible_to(role.user, on=on).exists() is holds
    county = set(
        Municipality.objects.visible_to(role.user, on=on).values_list("county_board__slug", flat=True)
    )
    assert county == ({"vasternorrland"} if holds else set())


def test_staff_see_every_county_and_strangers_none():
    staff, stranger = make.make_staff(), make.make_user()
    make.make_coordinator()
    for model, number in ((CountyBoard, 21), (Municipality, 290), (Coordinator, 1)):
        assert model.objects.visible_to(staff, on=FIRST).count() == number
        assert model.objects.visible_to(stranger, on=FIRST).count() == 0
