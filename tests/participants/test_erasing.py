"""Staff erase a person who asks for it: what goes, what stays, and when it is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from notifications.models import Message
from participants.actions.forgetting import erase_person
from participants.models import Enrolment, Submission
from programmes.models import Cohort
from tests import factories
from tests.factories import AT, ON
from tests.forgotten import DAY, make_mail, make_old_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def page_of(user):
    return reverse("participants:person_erase", args=[user.pk])


def make_left(**fields):
    """Add somebody who has handed in a homework of their own, begun another, and left the cohort."""
    user = make_old_user(date_joined=AT - 60 * DAY, last_login=AT - DAY, **fields)
    cohort = factories.make_cohort(kind="process_leader_training")
    left = {"state": Enrolment.State.LEFT, "department": "Socialförvaltningen"}
    enrolment = factories.make_enrolment(cohort=cohort, user=user, **left)
    first, second = factories.make_homework(cohort, 1), factories.make_homework(cohort, 2)
    handed_in = factories.make_submission(first, enrolment, draft_text="Vår karta")
    factories.make_version(handed_in, user, submitted_at=AT - 20 * DAY)
    factories.make_submission(second, enrolment, draft_text="Halvt")
    make_mail(AT - 10 * DAY, recipient=user)
    return user


def test_the_page_lists_what_goes_and_what_stays_and_the_deed_does_it(client):
    staff, user = factories.make_staff(), make_left()
    client.force_login(staff)
    person = reverse("admin:accounts_user_change", args=[user.pk])
    assert page_of(user) in client.get(person).content.decode()
    shown = client.get(page_of(user)).content.decode()
    for words in (
        "Texten i 1 mejl",
        "1 egen hemuppgift",
        "Deltaganden: 1",
        "Versioner: 1",
        "allmänna handlingar",
    ):
        assert words in shown
    assert "Avstämningar:" not in shown
    assert client.post(page_of(user)).status_code == 200
    assert User.objects.get(pk=user.pk).first_name == "Siri"

    for _twice in range(2):
        assert client.post(page_of(user), {"is_sure": "on"})["Location"] == person
    user.refresh_from_db()
    assert (user.get_full_name(), str(user), user.is_active) == ("", "Tidigare medverkande", False)
    assert user.enrolments.get().department == ""
    assert Submission.objects.get(homework__number=2).draft_text == ""
    assert Submission.objects.get(homework__number=1).versions.get().text == "Vår karta"
    assert Message.objects.get(recipient=user).text == ""
    event = AuditEvent.objects.about(user).get()
    assert (event.verb, event.actor) == ("user.forgotten", staff)
    assert "redan borttagen" in client.get(page_of(user)).content.decode()
    assert client.post("/logga-in/losenord/", {"login": "x", "password": "y"}).status_code in (200, 302)


def test_an_invitation_ends_when_the_person_says_no():
    enrolment = factories.make_enrolment(state=Enrolment.State.INVITED)
    erase_person(enrolment.user, actor=factories.make_staff(), at=AT)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.user.first_name) == (Enrolment.State.LEFT, "")


def _takes_part(user):
    factories.make_enrolment(user=user)


def _pauses(user):
    factories.make_enrolment(user=user, state=Enrolment.State.PAUSED)


def _coordinates(user):
    factories.make_coordinator(user)


def _will_coordinate(user):
    factories.make_coordinator(user, starts_on=ON + timedelta(days=30))


def _works_at_man(user):
    User.objects.filter(pk=user.pk).update(is_staff=True)


def _reads_numbers(user):
    User.objects.filter(pk=user.pk).update(is_reader=True)


def _is_the_emergency_account(user):
    User.objects.filter(pk=user.pk).update(is_superuser=True, is_active=False)


def _is_contact(user):
    User.objects.filter(pk=user.pk).update(is_staff=True, is_active=False)
    factories.make_cohort(contact=user)


REFUSED = {
    _takes_part: "deltar i",
    _pauses: "deltar i",
    _coordinates: "samordnar ett län",
    _will_coordinate: "samordnar ett län",
    _works_at_man: "arbetar på MÄN",
    _reads_numbers: "arbetar på MÄN",
    _is_the_emergency_account: "arbetar på MÄN",
    _is_contact: "är kontaktperson för",
}


@pytest.mark.parametrize("reason", REFUSED, ids=lambda reason: reason.__name__)
def test_nobody_is_erased_who_takes_part_or_has_a_task(client, reason):
    user, staff = factories.make_user(), factories.make_staff()
    reason(user)
    client.force_login(staff)
    for answer in (client.get(page_of(user)), client.post(page_of(user), {"is_sure": "on"})):
        assert REFUSED[reason] in answer.content.decode()
    with pytest.raises(ValidationError, match=REFUSED[reason]):
        erase_person(user, actor=staff, at=AT)
    assert User.objects.get(pk=user.pk).forgotten_at is None


def test_nobody_erases_themselves():
    staff = factories.make_staff()
    with pytest.raises(ValidationError, match="Du kan inte ta bort dig själv"):
        erase_person(staff, actor=staff, at=AT)


def test_what_is_over_hinders_nobody():
    user = factories.make_user()
    factories.make_coordinator(user, ends_on=ON - timedelta(days=1))
    factories.make_enrolment(user=user, state=Enrolment.State.COMPLETED)
    long_ago = factories.make_cohort(kind="process_leader_training", state=Cohort.State.FINISHED)
    factories.make_session(long_ago, starts_at=AT - 100 * DAY)
    factories.make_enrolment(cohort=long_ago, user=user)
    assert erase_person(user, actor=factories.make_staff(), at=AT).forgotten_at == AT


def test_staff_are_told_who_is_soon_erased(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    make_old_user(first_name="Snart", date_joined=AT - 530 * DAY, last_login=AT - 530 * DAY)
    make_old_user(first_name="Obesvarad", date_joined=AT - 70 * DAY, last_login=None)
    make_old_user(first_name="Kvar", date_joined=AT - 40 * DAY, last_login=None)
    make_mail(AT - 340 * DAY, to_email="per@example.org")
    client.force_login(factories.make_staff())
    assert "2 personer tas bort inom 30 dagar" in client.get("/oversikt/").content.decode()
    shown = client.get("/oversikt/gallring/").content.decode()
    assert [name in shown for name in ("Snart", "Obesvarad", "Kvar")] == [True, True, False]
    assert "Mejl som portalen har skickat: 1" in shown
    assert "Det du skriver i intresseanmälan" not in shown
    assert not AuditEvent.objects.exists()


def test_nothing_is_said_when_nobody_is_soon_erased(client):
    client.force_login(factories.make_staff())
    assert "tas bort inom" not in client.get("/oversikt/").content.decode()
    assert "Ingen tas bort inom 30 dagar" in client.get("/oversikt/gallring/").content.decode()


def test_a_number_that_nobody_has_is_no_page(client):
    client.force_login(factories.make_staff())
    for number in (987_654, 10**30):
        assert client.get(f"/oversikt/personer/{number}/radera/").status_code == 404
