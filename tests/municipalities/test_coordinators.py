"""Coordinators of a county: appointed, told, ended."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from audit.models import AuditEvent
from municipalities.actions import (
    appoint_by_email,
    appoint_coordinator,
    end_coordinator,
    withdraw_coordinator,
)
from municipalities.models import Coordinator, CountyBoard, Municipality
from notifications.kinds import get
from notifications.models import Message
from tests import factories as make
from tests.faults.test_outbox_workers import together

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
    assert (event.verb, event.data) == (
        "coordinator.appointed",
        {"starts_on": "2026-01-01", "ends_on": None, "is_stand_in": False},
    )


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
    end_coordinator(role, ends_on=LAST, actor=None, at=AT)
    with pytest.raises(ValidationError, match="redan avslutat"):
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
    ended = Message.objects.get(kind="coordinator_ended")
    assert (ended.recipient, ended.subject) == (role.user, "Din sista dag som samordnare är den 30 juni")
    assert get("coordinator_ended").still_due(ended, at=AT)
    Coordinator.objects.update(ends_on=date(2026, 7, 1))
    assert not get("coordinator_ended").still_due(ended, at=AT)


@pytest.mark.parametrize(
    ("on", "holds"), [(date(2025, 12, 31), False), (FIRST, True), (LAST, True), (date(2026, 7, 1), False)]
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


TODAY, YESTERDAY, NEXT_YEAR = date(2026, 11, 23), date(2026, 11, 22), date(2027, 11, 23)


def stand_in(**fields):
    fields = {"starts_on": TODAY, "ends_on": date(2026, 12, 31)} | fields
    return appoint(make.make_user(), is_stand_in=True, **fields)


def test_a_stand_in_is_appointed_from_a_day_to_a_day_and_told_so():
    role = stand_in()
    message = Message.objects.get()
    assert message.subject == f"Du är ersättare på {role.county_board}"
    assert "från den 23 november 2026 till och med den 31 december 2026" in message.text
    assert "/mitt-lan/overlamning/?lan=vasternorrland" in message.text


@pytest.mark.parametrize(
    ("ends_on", "refused"), [(None, "sista dag"), (NEXT_YEAR, None), (date(2027, 11, 24), "högst ett år")]
)
def test_a_stand_in_has_a_last_day_within_a_year(ends_on, refused):
    if refused is None:
        assert stand_in(ends_on=ends_on).ends_on == ends_on
        return
    with pytest.raises(ValidationError, match=refused):
        stand_in(ends_on=ends_on)
    assert not Coordinator.objects.exists()


def by_email(email, **fields):
    board = make.make_county_board()
    role = {"starts_on": TODAY, "ends_on": None, "is_stand_in": False}
    return appoint_by_email(board, email=email, **role, **fields, actor=make.make_staff(), at=AT)


def test_a_new_address_invites_a_person_and_needs_a_name():
    with pytest.raises(ValidationError) as refusal:
        by_email("Ny@lan.example")
    assert refusal.value.message_dict.keys() == {"first_name", "last_name"}
    assert not User.objects.filter(email="ny@lan.example").exists()
    Coordinator.objects.all().delete()
    User.objects.all().delete()
    role = by_email("Ny@lan.example", first_name="Nora", last_name="Ny")
    assert (role.user.email, role.user.get_full_name()) == ("ny@lan.example", "Nora Ny")
    assert [event.verb for event in AuditEvent.objects.about(role.user)] == ["user.invited"]


def test_a_known_address_gives_that_person_unchanged():
    user = make.make_user(email="eva@lan.example", first_name="Eva")
    role = by_email("EVA@lan.example ", first_name="Någon", last_name="Annan")
    assert (role.user, role.user.first_name) == (user, "Eva")


def test_a_closed_account_is_not_appointed():
    make.make_user(email="eva@lan.example", is_active=False)
    with pytest.raises(ValidationError, match="Personens konto är stängt"):
        by_email("eva@lan.example")
    assert not Coordinator.objects.exists()


def test_the_last_regular_coordinator_needs_a_successor():
    role = make.make_coordinator()
    make.make_coordinator(is_stand_in=True)
    last = date(2026, 12, 31)
    with pytest.raises(ValidationError, match="Utse en efterträdare först"):
        end_coordinator(role, ends_on=last, actor=role.user, at=AT)
    successor = make.make_coordinator(starts_on=date(2027, 1, 2))
    with pytest.raises(ValidationError, match="Utse en efterträdare först"):
        end_coordinator(role, ends_on=last, actor=role.user, at=AT)
    Coordinator.objects.filter(pk=successor.pk).update(starts_on=date(2027, 1, 1))
    assert end_coordinator(role, ends_on=last, actor=role.user, at=AT).ends_on == last


def test_man_ends_the_last_role_at_once_and_a_stand_in_leaves_freely():
    role, other = make.make_coordinator(), stand_in()
    end_coordinator(other, ends_on=date(2026, 12, 1), actor=role.user, at=AT)
    end_coordinator(role, ends_on=YESTERDAY, actor=make.make_staff(), at=AT)
    assert list(Coordinator.objects.current(on=TODAY)) == [other]


def test_a_last_day_moves_until_it_has_passed_and_never_over_another_role():
    role = stand_in()
    assert end_coordinator(role, ends_on=date(2027, 1, 31), actor=None, at=AT).ends_on.month == 1
    appoint(role.user, starts_on=date(2027, 2, 1))
    with pytest.raises(ValidationError, match="redan samordnare"):
        end_coordinator(role, ends_on=date(2027, 2, 1), actor=None, at=AT)
    with pytest.raises(ValidationError, match="högst ett år"):
        end_coordinator(role, ends_on=date(2028, 2, 1), actor=None, at=AT)


def test_a_role_that_has_not_begun_is_taken_back_once():
    make.make_coordinator()
    role = stand_in(starts_on=date(2026, 12, 1))
    for _again in range(2):
        withdraw_coordinator(role, actor=make.make_staff(), at=AT)
    assert not Coordinator.objects.filter(pk=role.pk).exists()
    event = AuditEvent.objects.get(verb="coordinator.withdrawn")
    assert event.data == {
        "user": role.user_id,
        "county_board": "vasternorrland",
        "starts_on": "2026-12-01",
        "ends_on": "2026-12-31",
    }


def test_a_mail_tells_of_a_role_taken_back_only_to_whoever_knew_of_it():
    role = stand_in(starts_on=date(2026, 12, 1))
    withdraw_coordinator(role, actor=None, at=AT)
    appointed = Message.objects.get(kind="coordinator_appointed")
    withdrawn = Message.objects.get(kind="coordinator_withdrawn")
    assert withdrawn.recipient == role.user
    assert not get("coordinator_appointed").still_due(appointed, at=AT)
    assert not get("coordinator_withdrawn").still_due(withdrawn, at=AT)
    Message.objects.filter(pk=appointed.pk).update(state=Message.State.SENT, sent_at=AT)
    assert get("coordinator_withdrawn").still_due(withdrawn, at=AT)


def test_a_role_that_has_begun_is_not_taken_back():
    role = stand_in()
    with pytest.raises(ValidationError, match="Sätt en sista dag i stället"):
        withdraw_coordinator(role, actor=None, at=AT)
    assert Coordinator.objects.get() == role


def test_a_successor_that_the_county_needs_is_not_taken_back():
    role = make.make_coordinator(ends_on=date(2026, 12, 31))
    successor = make.make_coordinator(starts_on=date(2027, 1, 1))
    with pytest.raises(ValidationError, match="Utse en efterträdare först"):
        withdraw_coordinator(successor, actor=role.user, at=AT)
    assert Coordinator.objects.count() == 2


@pytest.mark.parametrize("model", [CountyBoard, Coordinator])
def test_regular_coordinators_and_man_manage_and_stand_ins_do_not(model):
    role = make.make_coordinator(ends_on=TODAY)
    deputy, elsewhere = (
        make.make_coordinator(is_stand_in=True),
        make.make_coordinator(county_board=make.make_county_board("kalmar")),
    )
    own = {role, deputy} if model is Coordinator else {role.county_board}
    assert set(model.objects.managed_by(role.user, on=TODAY)) == own
    assert set(model.objects.managed_by(role.user, on=date(2026, 11, 24))) == set()
    assert set(model.objects.managed_by(deputy.user, on=TODAY)) == set()
    assert own < set(model.objects.managed_by(make.make_staff(), on=TODAY))
    assert not own & set(model.objects.managed_by(elsewhere.user, on=TODAY))


def test_a_last_day_at_the_end_of_time_is_refused():
    role = appoint(make.make_user())
    with pytest.raises(ValidationError, match="Kontrollera året"):
        end_coordinator(role, ends_on=date.max, actor=role.user, at=AT)
    with pytest.raises(ValidationError, match="Kontrollera året"):
        appoint(make.make_user(), starts_on=date.min)


def test_appointing_changes_nothing_about_who_is_known():
    staff = make.make_user(first_name="Lena", last_name="Ek")
    before = User.objects.filter(pk=staff.pk).values().get()
    names = {"first_name": "Någon", "last_name": "Annan"}
    role = {"starts_on": FIRST, "ends_on": LAST, "is_stand_in": True}
    email = f" {staff.email.upper()} "
    found = appoint_by_email(make.make_county_board(), email=email, **names, **role, actor=staff, at=AT)
    assert found.user == staff
    assert User.objects.filter(pk=staff.pk).values().get() == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_counties_that_invite_the_same_person_at_once_make_one_account():
    boards = [make.make_county_board("vasternorrland"), make.make_county_board("gavleborg")]
    actor = make.make_user()

    def click(number):
        new = {"email": "ny@example.org", "first_name": "Ny", "last_name": "Person"}
        return appoint_by_email(boards[number], **new, starts_on=FIRST, actor=actor, at=AT).user_id

    assert len(set(together(2, click))) == 1
    assert Coordinator.objects.filter(user__email="ny@example.org").count() == 2


def test_staff_do_not_coordinate():
    staff = make.make_staff()
    with pytest.raises(ValidationError, match="Medarbetare på MÄN samordnar inget län"):
        appoint_by_email(
            make.make_county_board(), email=staff.email, starts_on=FIRST, ends_on=LAST, actor=staff, at=AT
        )
