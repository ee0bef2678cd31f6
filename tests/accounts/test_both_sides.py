"""Nobody works at MÄN and coordinates a county, now or later, whichever door is used."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from accounts.actions import change_rights
from accounts.models import User
from demo.build import build
from municipalities.actions import appoint_by_email, appoint_coordinator
from municipalities.models import Coordinator
from tests.admin_pages import add, change, errors
from tests.factories import AT, ON, make_coordinator, make_county_board, make_staff, make_user
from tests.faults.test_outbox_workers import together

pytestmark = pytest.mark.django_db

AT_MAN = [{"is_staff": True}, {"is_staff": True, "is_superuser": True}, {"is_reader": True}]
HELD = [{}, {"starts_on": ON + timedelta(days=30)}, {"starts_on": ON, "ends_on": ON}]
NONE = {"is_staff": False, "is_superuser": False, "is_reader": False}
ALREADY_AT_MAN, COORDINATES = "Medarbetare på MÄN samordnar inget län", "Personen samordnar ett län, nu eller"


@pytest.fixture(autouse=True)
def _rows_one_by_one():
    """Take rows one by one as the admin's forms do."""
    with zeal_ignore():
        yield


def both():
    """Return those at MÄN who coordinate a county today or later."""
    at_man = User.objects.filter(is_staff=True) | User.objects.filter(is_reader=True)
    return Coordinator.objects.not_ended(on=timezone.localdate()).filter(user__in=at_man)


@pytest.mark.parametrize("rights", AT_MAN)
@pytest.mark.parametrize("role", HELD)
def test_who_coordinates_is_given_no_rights(rights, role):
    user = make_coordinator(**role).user
    with pytest.raises(ValidationError, match=COORDINATES):
        change_rights(user, **NONE | rights, actor=make_staff(is_superuser=True), at=AT)
    user.refresh_from_db()
    assert not user.works_at_man


def test_who_has_coordinated_may_work_at_man():
    user = make_coordinator(ends_on=ON - timedelta(days=1)).user
    assert change_rights(user, **NONE | {"is_reader": True}, actor=None, at=AT).is_reader


@pytest.mark.parametrize("rights", AT_MAN)
@pytest.mark.parametrize("starts_on", [ON, ON + timedelta(days=30)])
def test_who_works_at_man_is_not_appointed(rights, starts_on):
    user, board, owner = make_user(**rights), make_county_board(), make_staff()
    role = {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=9), "actor": owner, "at": AT}
    with pytest.raises(ValidationError, match=ALREADY_AT_MAN):
        appoint_coordinator(board, user=user, **role)
    with pytest.raises(ValidationError, match=ALREADY_AT_MAN):
        appoint_by_email(board, email=user.email, **role)
    assert not Coordinator.objects.exists()


def test_command_line_refuses_who_coordinates():
    user = make_coordinator().user
    for options in ([], ["--system-owner"]):
        with pytest.raises(CommandError, match=COORDINATES):
            call_command("make_staff", user.email, *options)
    user.refresh_from_db()
    assert not user.works_at_man


def test_admin_refuses_both_ways(client):
    client.force_login(make_staff(is_superuser=True))
    user = make_coordinator().user
    for rights in ("reader", "staff", "owner"):
        page = client.post(reverse("admin:accounts_user_change_rights", args=[user.pk]), {"rights": rights})
        assert COORDINATES in page.content.decode()
    board = make_county_board("gavleborg").pk
    for rights in AT_MAN:
        answers = {"user": make_user(**rights).pk, "county_board": board, "starts_on": "2026-01-01"}
        assert ALREADY_AT_MAN in str(errors(add(client, Coordinator, **answers)))
    assert not both().exists()


def test_a_role_that_has_ended_is_not_opened_again_for_staff(client):
    client.force_login(make_staff(is_superuser=True))
    role = make_coordinator(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    User.objects.filter(pk=role.user_id).update(is_staff=True)
    for ends_on in ("", (timezone.localdate() + timedelta(days=9)).isoformat()):
        assert errors(change(client, role, ends_on=ends_on))
    role.refresh_from_db()
    assert role.ends_on == date(2020, 12, 31)


def test_invented_people_do_one_of_the_two():
    build(today=timezone.localdate())
    assert Coordinator.objects.exists()
    assert not both().exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_rights_and_a_county_given_at_once_are_not_both_given():
    user, board, owner = make_user(), make_county_board(), make_staff(is_superuser=True)

    def click(number):
        try:
            if number:
                change_rights(user, **NONE | {"is_staff": True}, actor=owner, at=AT)
            else:
                appoint_coordinator(board, user=user, starts_on=ON, actor=owner, at=AT)
        except ValidationError:
            return 0
        return 1

    assert sum(together(2, click)) == 1
