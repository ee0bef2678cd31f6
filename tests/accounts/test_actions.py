"""Actions on an account: done, refused, done twice."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts import actions
from accounts.models import User
from audit.models import AuditEvent
from notifications.models import Message
from tests.accounts.conftest import AT
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


def verbs(user):
    return [event.verb for event in AuditEvent.objects.about(user).order_by("pk")]


def invite(email="Amina@Kommun.se", **fields):
    return actions.invite_user(
        email=email, **{"first_name": "Amina", "last_name": "Ek", "actor": None, "at": AT} | fields
    )


def test_invite_user_makes_a_person_who_can_log_in_by_code():
    staff = make_staff()
    user = invite(language="en", phone="070", actor=staff)
    assert (user.email, user.language, user.phone) == ("amina@kommun.se", "en", "070")
    assert not user.has_usable_password()
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("amina@kommun.se", True, True)
    event = AuditEvent.objects.about(user).get()
    assert (event.verb, event.actor, event.at, event.data) == ("user.invited", staff, AT, {})


def test_invite_user_twice_gives_the_same_person_unchanged():
    first = invite()
    second = invite("amina@kommun.se ", first_name="Annat", is_staff=True)
    assert (second, second.first_name, second.is_staff) == (first, "Amina", False)
    assert EmailAddress.objects.count() == 1
    assert verbs(first) == ["user.invited"]


@pytest.mark.parametrize("fields", [{"email": "ingen adress"}, {"first_name": ""}, {"language": "tlh"}])
def test_invite_user_refuses_what_is_not_right_and_leaves_nothing(fields):
    with pytest.raises(ValidationError):
        invite(**fields)
    assert (User.objects.count(), EmailAddress.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_address_is_lower_case_in_the_database_too():
    user = invite()
    user.email = "Amina@kommun.se\u200b"
    user.save()
    assert User.objects.get(email="amina@kommun.se") == user
    User.objects.update(email="AMINA@xn--malm-8qa.se")
    assert User.objects.get(email="amina@malmö.se") == user
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = 'Amina@kommun.se'")


def test_update_profile_records_once_and_nothing_when_nothing_changed():
    user = invite()
    for _ in range(2):
        actions.update_profile(user, last_name="Berg", title="", actor=user, at=AT)
    user.refresh_from_db()
    assert user.last_name == "Berg"
    assert verbs(user) == ["user.invited", "user.corrected"]


def test_update_profile_takes_no_rights():
    with pytest.raises(TypeError):
        actions.update_profile(invite(), is_staff=True, actor=None, at=AT)


def test_change_email_moves_both_addresses_and_ends_sessions(client):
    user = invite()
    client.force_login(user)
    client.get("/mitt-konto/")
    actions.change_email(user, email="Ny@Kommun.se", actor=None, at=AT)
    user.refresh_from_db()
    assert user.email == "ny@kommun.se"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("ny@kommun.se", True, True)
    ]
    assert verbs(user) == ["user.invited", "user.email_changed"]
    told = {(mail.to_email, mail.recipient, mail.subject, mail.urgent) for mail in Message.objects.all()}
    subject = "Adressen som du loggar in med är ändrad"
    assert told == {("amina@kommun.se", None, subject, True), ("", user, subject, True)}


def test_change_email_twice_is_refused():
    user = actions.change_email(invite(), email="ny@kommun.se", actor=None, at=AT)
    with pytest.raises(ValidationError, match="Personen har redan den här e-postadressen"):
        actions.change_email(user, email="NY@kommun.se", actor=None, at=AT)


def test_change_email_to_somebody_elses_is_refused():
    user = invite()
    invite("bo@kommun.se")
    with pytest.raises(ValidationError, match="Någon har redan den här e-postadressen"):
        actions.change_email(user, email="bo@kommun.se", actor=None, at=AT)
    user.refresh_from_db()
    assert user.email == "amina@kommun.se"


def test_deactivate_user_and_reactivate_user():
    user = invite()
    actions.deactivate_user(user, actor=None, at=AT)
    user.refresh_from_db()
    assert not user.is_active
    with pytest.raises(ValidationError, match="Kontot är redan stängt"):
        actions.deactivate_user(user, actor=None, at=AT)
    actions.reactivate_user(user, actor=None, at=AT)
    user.refresh_from_db()
    assert user.is_active
    with pytest.raises(ValidationError, match="Kontot är redan öppet"):
        actions.reactivate_user(user, actor=None, at=AT)
    assert verbs(user) == ["user.invited", "user.deactivated", "user.reactivated"]


def test_nobody_closes_their_own_account():
    user = make_staff()
    with pytest.raises(ValidationError, match="Du kan inte stänga ditt eget konto"):
        actions.deactivate_user(user, actor=user, at=AT)


def test_change_rights_makes_staff_and_the_second_time_nothing():
    user, owner = invite(), make_staff(is_superuser=True)
    for _ in range(2):
        actions.change_rights(user, is_staff=True, is_superuser=False, actor=owner, at=AT)
    user.refresh_from_db()
    assert user.is_staff
    assert verbs(user) == ["user.invited", "user.rights_changed"]


def test_change_rights_is_refused_for_oneself_and_for_superuser_rights():
    user, staff = invite(), make_staff()
    with pytest.raises(ValidationError, match="Du kan inte ändra dina egna rättigheter"):
        actions.change_rights(staff, is_staff=False, is_superuser=False, actor=staff, at=AT)
    with pytest.raises(ValidationError, match="Bara en systemansvarig"):
        actions.change_rights(user, is_staff=True, is_superuser=False, actor=staff, at=AT)
    boss = make_staff(is_superuser=True)
    actions.change_rights(user, is_staff=True, is_superuser=True, actor=boss, at=AT)
    user.refresh_from_db()
    assert user.is_superuser


def test_reset_second_factor_once():
    user, staff = invite(), make_staff()
    RecoveryCodes.activate(user)
    actions.reset_second_factor(user, actor=staff, at=AT)
    assert not Authenticator.objects.filter(user=user).exists()
    with pytest.raises(ValidationError, match="Personen har inget andra steg"):
        actions.reset_second_factor(user, actor=staff, at=AT)
    with pytest.raises(ValidationError, match="Ändra ditt eget andra steg"):
        actions.reset_second_factor(staff, actor=staff, at=AT)
    assert verbs(user) == ["user.invited", "user.second_factor_reset"]


def test_person_with_protected_identity_is_not_named():
    assert str(invite(protected_identity=True)) == "Namnet visas inte"
    assert str(invite("bo@kommun.se", first_name="Bo")) == "Bo Ek"


def test_createsuperuser_makes_the_account_that_breaks_the_glass():
    user = User.objects.create_superuser("Chef@MFJ.se", "fyra-glada-hundar", first_name="Eva", last_name="Ek")
    assert (user.email, user.is_staff, user.is_superuser) == ("chef@mfj.se", True, True)
    ordinary = User.objects.create_user("Bo@kommun.se", first_name="Bo", last_name="Ek")
    assert (ordinary.email, ordinary.is_staff, ordinary.has_usable_password()) == (
        "bo@kommun.se",
        False,
        False,
    )
