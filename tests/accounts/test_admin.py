"""People in the admin."""

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import AuditEvent
from tests.factories import make_coordinator, make_staff, make_user

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"
NEW = {
    "email": "Ny@Kommun.se",
    "first_name": "Ny",
    "last_name": "Ek",
    "title": "",
    "phone": "",
    "language": "sv",
}


@pytest.fixture
def staff(client):
    user = make_staff()
    client.force_login(user)
    return user


def page_of(user):
    return f"{PEOPLE}{user.pk}/change/"


def verbs(user):
    return [event.verb for event in AuditEvent.objects.about(user).order_by("pk")]


@pytest.mark.parametrize("role", ["", "staff", "coordinator", "participant"])
def test_list_filters_by_role(client, staff, role):
    person, coordinator = make_user(), make_coordinator().user
    answer = client.get(PEOPLE, {"role": role} if role else {})
    shown = set(answer.context["cl"].queryset)
    assert (
        shown
        == {
            "": {staff, person, coordinator},
            "staff": {staff},
            "coordinator": {coordinator},
            "participant": set(),
        }[role]
    )


def test_list_finds_by_name_and_shows_roles(client, staff):
    make_coordinator(make_user(last_name="Ångström", protected_identity=True))
    page = client.get(PEOPLE, {"q": "ångström"}).content.decode()
    assert "Ångström (skyddad identitet)" in page
    assert "Samordnare" in page


def test_list_asks_the_same_number_of_questions_for_one_and_three(client, staff):
    with CaptureQueriesContext(connection) as one:
        client.get(PEOPLE)
    make_coordinator()
    make_coordinator()
    with CaptureQueriesContext(connection) as three:
        client.get(PEOPLE)
    assert len(one) == len(three)


def test_adding_is_inviting(client, staff):
    assert client.get(f"{PEOPLE}add/").status_code == 200
    answer = client.post(f"{PEOPLE}add/", {**NEW, "is_staff": "on"})
    user = User.objects.get(email="ny@kommun.se")
    assert answer["Location"] == PEOPLE
    assert (user.is_staff, user.has_usable_password()) == (True, False)
    assert verbs(user) == ["user.invited"]
    assert user.emailaddress_set.get().email == "ny@kommun.se"


def test_adding_a_known_address_is_refused(client, staff):
    make_user(email="ny@kommun.se")
    answer = client.post(f"{PEOPLE}add/", NEW)
    assert "Någon har redan den här e-postadressen." in answer.content.decode()


def test_correcting_records_and_keeps_the_address(client, staff):
    user = make_user(email="bo@kommun.se")
    page = client.get(page_of(user)).content.decode()
    assert 'name="email"' not in page
    assert 'name="password"' not in page
    assert 'name="is_superuser"' not in page
    answer = client.post(page_of(user), {**NEW, "is_staff": "on", "is_superuser": "on"})
    assert answer["Location"] == PEOPLE
    user.refresh_from_db()
    assert (user.email, user.first_name) == ("bo@kommun.se", "Ny")
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert verbs(user) == ["user.corrected", "user.rights_changed"]


def test_superuser_gives_superuser_rights(client):
    client.force_login(make_staff(is_superuser=True))
    user = make_user()
    client.post(page_of(user), {**NEW, "is_staff": "on", "is_superuser": "on"})
    user.refresh_from_db()
    assert user.is_superuser


def test_own_rights_cannot_be_changed(client, staff):
    client.post(page_of(staff), {**NEW})
    staff.refresh_from_db()
    assert (staff.is_staff, staff.first_name) == (True, "Ny")


def test_superusers_are_left_to_superusers(client, staff):
    boss = make_staff(is_superuser=True)
    assert client.post(page_of(boss), NEW).status_code == 403
    assert client.get(f"{PEOPLE}{boss.pk}/e-post/").status_code == 403
    client.post(PEOPLE, {"action": "deactivate", "_selected_action": [boss.pk]})
    boss.refresh_from_db()
    assert boss.is_active


def test_changing_the_address_has_a_page_of_its_own(client, staff):
    user = make_user(email="bo@kommun.se")
    page = f"{PEOPLE}{user.pk}/e-post/"
    assert "bo@kommun.se" in client.get(page).content.decode()
    assert "Personen har redan" in client.post(page, {"email": "bo@kommun.se"}).content.decode()
    assert client.post(page, {"email": "Ny@kommun.se"})["Location"] == page_of(user)
    user.refresh_from_db()
    assert user.email == "ny@kommun.se"


def test_closing_and_opening_accounts(client, staff):
    user = make_user()
    chosen = {"_selected_action": [user.pk, staff.pk]}
    answer = client.post(PEOPLE, {"action": "deactivate", **chosen}, follow=True)
    assert "Du kan inte stänga ditt eget konto." in answer.content.decode()
    user.refresh_from_db()
    assert not user.is_active
    assert get_user(client) == staff
    client.post(PEOPLE, {"action": "reactivate", **chosen})
    user.refresh_from_db()
    assert user.is_active
    assert verbs(user) == ["user.deactivated", "user.reactivated"]


def test_second_step_is_removed_for_a_lost_phone(client, staff):
    user = make_user()
    answer = client.post(
        PEOPLE, {"action": "reset_second_factor", "_selected_action": [user.pk]}, follow=True
    )
    assert "Personen har inget andra steg." in answer.content.decode()


def test_staff_view_add_and_change_everything_of_ours_and_delete_nothing(staff):
    assert staff.has_perms(["accounts.add_user", "followups.change_checkin", "audit.view_auditevent"])
    assert not staff.has_perm("accounts.delete_user")
    assert not staff.has_perm("mfa.change_authenticator")
    assert staff.has_module_perms("participants")
    assert not staff.has_module_perms("mfa")


def test_others_and_closed_accounts_have_no_rights():
    for user in (make_user(), make_staff(is_active=False)):
        assert not user.has_perm("accounts.view_user")
        assert not user.has_module_perms("accounts")
