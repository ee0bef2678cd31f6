"""People in the admin."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import get_user
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from notifications.models import Message
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
    assert "Ångström" not in page.replace('value="ångström"', "")
    assert "Namnet visas inte (skyddad identitet)" in page
    assert "Samordnare" in page


def test_name_of_a_protected_person_is_shown_when_asked_for_and_the_trail_says_so(client, staff):
    user = make_user(last_name="Ångström", protected_identity=True)
    for address in (PEOPLE, page_of(user)):
        page = client.get(address).content.decode()
        assert "Ångström" not in page
        assert user.email not in page
    assert client.get(f"{PEOPLE}{user.pk}/e-post/")["Location"] == page_of(user)
    assert verbs(user) == []
    client.post(page_of(user), {**NEW, "first_name": "Fel"})
    user.refresh_from_db()
    assert user.first_name == "Siri"
    assert client.post(page_of(user), {"show_name": "1"})["Location"] == page_of(user)
    assert "Ångström" in client.get(page_of(user)).content.decode()
    assert verbs(user) == ["user.name_shown"]


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
    assert (user.is_staff, user.has_usable_password()) == (False, False)
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
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert verbs(user) == ["user.corrected"]


def test_no_tick_makes_anybody_staff(client, staff):
    for person in (staff, make_staff(is_superuser=True)):
        client.force_login(person)
        for address in (f"{PEOPLE}add/", page_of(make_user())):
            page = client.get(address).content.decode()
            assert 'name="is_staff"' not in page
            assert 'name="is_superuser"' not in page


@pytest.mark.parametrize(
    ("chosen", "held"),
    [
        ("staff", (True, False, False)),
        ("owner", (True, True, False)),
        ("reader", (False, False, True)),
        ("none", (False, False, False)),
    ],
)
def test_system_owner_gives_rights_on_a_page_that_says_what_it_means(client, chosen, held):
    owner, other = make_staff(is_superuser=True), make_staff(is_superuser=True)
    client.force_login(owner)
    user = make_user(is_staff=chosen == "none")
    page = f"{PEOPLE}{user.pk}/behorighet/"
    assert page in client.get(page_of(user)).content.decode()
    assert "Alla systemansvariga får ett mejl" in client.get(page).content.decode()
    assert client.post(page, {"rights": chosen})["Location"] == page_of(user)
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.is_reader) == held
    assert verbs(user) == ["user.rights_changed"]
    mails = Message.objects.order_by("kind", "pk").values_list("kind", "recipient")
    told = [("rights_changed", owner.pk), ("rights_changed", other.pk)]
    assert sorted(mails) == sorted(told + ([] if chosen == "none" else [("staff_welcome", user.pk)]))
    client.post(page, {"rights": chosen})
    assert verbs(user) == ["user.rights_changed"]


def test_rights_are_given_by_system_owners_alone_and_never_to_oneself(client, staff):
    page = f"{PEOPLE}{make_user().pk}/behorighet/"
    assert (client.get(page).status_code, client.post(page, {"rights": "staff"}).status_code) == (403, 403)
    owner = make_staff(is_superuser=True)
    client.force_login(owner)
    answer = client.post(f"{PEOPLE}{owner.pk}/behorighet/", {"rights": "none"})
    assert "Du kan inte ändra dina egna rättigheter" in answer.content.decode()


def test_rights_that_another_system_owner_gave_meanwhile_are_looked_at_first(client):
    client.force_login(make_staff(is_superuser=True))
    user = make_user(is_staff=True)  # the page said that there were no rights
    page, asked = f"{PEOPLE}{user.pk}/behorighet/", {"rights": "reader", "initial-rights": "none"}
    answer = client.post(page, asked)
    assert (answer.status_code, "Det här har ändrats till ”Medarbetare”" in answer.content.decode()) == (
        409,
        True,
    )
    user.refresh_from_db()
    assert (user.is_staff, user.is_reader) == (True, False)
    assert client.post(page, asked | {"initial-rights": "staff"}).status_code == 302


def test_an_address_that_a_colleague_gave_meanwhile_is_looked_at_first(client, staff):
    user = make_user(email="ny@kommun.se")
    page, asked = f"{PEOPLE}{user.pk}/e-post/", {"email": "bo.ek@kommun.se", "initial-email": "bo@kommun.se"}
    answer = client.post(page, asked)
    assert (answer.status_code, "ändrats till ”ny@kommun.se”" in answer.content.decode()) == (409, True)
    user.refresh_from_db()
    assert user.email == "ny@kommun.se"
    assert client.post(page, asked | {"initial-email": "ny@kommun.se"}).status_code == 302


def test_coordinator_is_not_made_staff_now_or_later(client):
    client.force_login(make_staff(is_superuser=True))
    later = timezone.localdate() + timedelta(days=30)
    for role in (make_coordinator(), make_coordinator(starts_on=later)):
        answer = client.post(f"{PEOPLE}{role.user_id}/behorighet/", {"rights": "staff"})
        assert "Personen samordnar ett län, nu eller senare." in answer.content.decode()


def test_list_filters_only_by_what_it_offers(client, staff):
    for lookup in (
        "password__startswith",
        "password__regex",
        "email__startswith",
        "authenticator__type",
        "usersession__ip__startswith",
        "emailaddress__email__startswith",
        "language__regex",
        "id__gt",
    ):
        assert client.get(PEOPLE, {lookup: "s"}).status_code == 400, lookup
    for lookup in ("is_active__exact", "language__exact", "last_login__isempty", "role"):
        assert client.get(PEOPLE, {lookup: "1"}).status_code in (200, 302), lookup


def test_colleague_is_made_and_a_second_step_is_removed_on_the_command_line(capsys):
    call_command("make_staff", "Eva@mfj.se", "--first-name", "Eva", "--last-name", "Ek", "--system-owner")
    owner = User.objects.get(email="eva@mfj.se")
    assert (owner.is_staff, owner.is_superuser, owner.has_usable_password()) == (True, True, False)
    assert Message.objects.get(kind="staff_welcome").recipient == owner
    RecoveryCodes.activate(owner)
    call_command("reset_second_factor", "eva@mfj.se")
    assert not Authenticator.objects.filter(user=owner).exists()
    assert verbs(owner) == ["user.invited", "user.rights_changed", "user.second_factor_reset"]
    assert Message.objects.get(kind="security_notice").recipient == owner
    with pytest.raises(CommandError, match="andra steg"):
        call_command("reset_second_factor", "eva@mfj.se")
    with pytest.raises(CommandError, match="Nobody has this address"):
        call_command("reset_second_factor", "ingen@mfj.se")
    with pytest.raises(CommandError, match=r"^--first-name: .+ --last-name: .+"):
        call_command("make_staff", "namnlos@mfj.se")


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
