"""People are erased when their time has passed, and not before; what they handed in stays."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from accounts.actions import invite_user, reactivate_user
from accounts.models import User
from audit.models import AuditEvent
from notifications.models import Message
from participants.models import Enrolment, Submission
from programmes.models import Cohort
from tests import factories
from tests.forgotten import AT, DAY, LONG, done, make_former, make_mail, make_old_cohort, make_old_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


def test_a_former_participant_is_erased_and_the_hand_in_stays():
    user = make_former()
    mail = make_mail(AT - 30 * DAY, recipient=user)
    enrolment = user.enrolments.get()
    begun = factories.make_submission(factories.make_homework(enrolment.cohort), enrolment)
    begun.draft_files.add(factories.make_stored_file(uploaded_at=LONG, user=user))
    email = user.email

    assert done() == {"accounts.user.account.blanked": 1, "participants.storedfile.upload.deleted": 1}
    user.refresh_from_db()
    assert (user.first_name, user.last_name, user.phone, user.title) == ("", "", "", "")
    assert (user.email, user.is_active, user.last_login) == (f"person-{user.pk}@removed.invalid", False, None)
    assert not user.has_usable_password()
    assert not EmailAddress.objects.filter(user=user).exists()
    assert not Authenticator.objects.filter(user=user).exists()
    assert not UserSession.objects.filter(user=user).exists()
    enrolment.refresh_from_db()
    assert (enrolment.department, enrolment.state) == ("", Enrolment.State.ACTIVE)
    version = Submission.objects.exclude(versions=None).get().versions.get()
    assert (version.text, version.submitted_by, str(version.submitted_by)) == (
        "Vår karta",
        user,
        "Tidigare medverkande",
    )
    begun.refresh_from_db()
    assert (begun.draft_text, begun.draft_files.count()) == ("", 0)
    mail.refresh_from_db()
    assert (mail.subject, mail.text, mail.html) == ("", "", "")
    assert authenticate(login=email, password="ett-langt-losen-ord-12") is None
    assert AuditEvent.objects.about(user).get().verb == "user.forgotten"


def test_erasing_twice_changes_nothing_and_nobody_opens_the_account_again():
    user = make_former()
    email = user.email
    done()
    forgotten_at = User.objects.get(pk=user.pk).forgotten_at

    assert done(at=AT + DAY) == {}
    assert User.objects.get(pk=user.pk).forgotten_at == forgotten_at
    with pytest.raises(ValidationError, match="borttagen"):
        reactivate_user(user, actor=factories.make_staff(), at=AT)
    anew = invite_user(email=email, first_name="Siri", last_name="Ek", actor=None, at=AT)
    assert anew.pk != user.pk


def test_staff_read_of_an_erased_person_and_write_nothing(client):
    user = make_former()
    done()
    client.force_login(factories.make_staff())

    assert "Tidigare medverkande" in client.get("/admin/accounts/user/").content.decode()
    address = f"/admin/accounts/user/{user.pk}/change/"
    assert client.get(address).status_code == 200
    assert (
        client.post(address, {"first_name": "Siri", "last_name": "Ek", "language": "sv"}).status_code == 403
    )
    answer = client.post(
        "/admin/accounts/user/", {"action": "reactivate", "_selected_action": user.pk}, follow=True
    )
    assert "Personen är borttagen" in answer.content.decode()
    assert User.objects.get(pk=user.pk).first_name == ""


def _going_on(**fields):
    """Add a running training whose last session was a year ago."""
    cohort = factories.make_cohort(kind="process_leader_training", **fields)
    factories.make_session(cohort, starts_at=AT - 365 * DAY)
    return cohort


def _running(user):
    factories.make_enrolment(cohort=_going_on(), user=user)


def _completed_in_a_running_cohort(user):
    factories.make_enrolment(cohort=_going_on(), user=user, state=Enrolment.State.COMPLETED)


def _paused(user):
    factories.make_enrolment(cohort=_going_on(), user=user, state=Enrolment.State.PAUSED)


def _planned(user):
    cohort = factories.make_cohort(kind="process_leader_training", state=Cohort.State.DRAFT)
    factories.make_enrolment(cohort=cohort, user=user, state=Enrolment.State.INVITED)


def _ended_a_year_ago(user):
    cohort = factories.make_cohort(kind="process_leader_training", state=Cohort.State.FINISHED)
    factories.make_session(cohort, starts_at=AT - 365 * DAY)
    factories.make_enrolment(cohort=cohort, user=user)


def _left_a_year_ago(user):
    left = {"state": Enrolment.State.LEFT, "starts_on": LONG.date(), "ends_on": (AT - 365 * DAY).date()}
    factories.make_enrolment(cohort=_going_on(), user=user, **left)


def _group_ended_a_year_ago(user):
    group = factories.make_participation(ended_on=(AT - 365 * DAY).date())
    factories.make_enrolment(group, user)


def _coordinates(user):
    factories.make_coordinator(user, starts_on=LONG.date())


def _coordinates_from_next_year(user):
    factories.make_coordinator(user, starts_on=(AT + 60 * DAY).date())


def _coordinated_until_last_year(user):
    factories.make_coordinator(user, starts_on=LONG.date(), ends_on=(AT - 365 * DAY).date())


def _mail_waits(user):
    make_mail(AT, recipient=user, state=Message.State.QUEUED, sent_at=None)


def _is_contact(user):
    User.objects.filter(pk=user.pk).update(is_staff=True, is_active=False)
    factories.make_cohort(contact=user)


STAYING = [
    _running,
    _completed_in_a_running_cohort,
    _paused,
    _planned,
    _ended_a_year_ago,
    _left_a_year_ago,
    _group_ended_a_year_ago,
    _coordinates,
    _coordinates_from_next_year,
    _coordinated_until_last_year,
    _mail_waits,
    _is_contact,
    {"last_login": AT - 365 * DAY},
    {"last_login": None, "date_joined": AT - 30 * DAY},
    {"is_staff": True},
    {"is_staff": True, "is_superuser": True},
    {"is_superuser": True, "is_active": False},
]


@pytest.mark.parametrize("reason", STAYING, ids=lambda reason: getattr(reason, "__name__", str(reason)))
def test_nobody_is_erased_who_takes_part_has_a_task_or_was_here(reason):
    user = make_former(**reason) if isinstance(reason, dict) else make_former()
    if callable(reason):
        reason(user)

    assert "accounts.user.account.blanked" not in done()
    assert User.objects.get(pk=user.pk).first_name == "Siri"


GOING = {
    "in a cohort that nobody has finished": lambda user: factories.make_enrolment(
        cohort=make_old_cohort(state=Cohort.State.RUNNING), user=user
    ),
    "paused in a cohort that nobody has finished": lambda user: factories.make_enrolment(
        cohort=make_old_cohort(state=Cohort.State.RUNNING), user=user, state=Enrolment.State.PAUSED
    ),
    "in a draft whose sessions are long over": lambda user: factories.make_enrolment(
        cohort=make_old_cohort(state=Cohort.State.DRAFT, published_at=None), user=user
    ),
    "in a draft that was never planned": lambda user: factories.make_enrolment(
        cohort=factories.make_cohort(kind="process_leader_training", state=Cohort.State.DRAFT),
        user=user,
        starts_on=LONG.date(),
    ),
    "was the contact of a cohort that nobody has finished": lambda user: (
        User.objects.filter(pk=user.pk).update(is_staff=True, is_active=False),
        make_old_cohort(state=Cohort.State.RUNNING, contact=user),
    ),
    "left long ago": lambda user: factories.make_enrolment(
        cohort=_going_on(),
        user=user,
        state=Enrolment.State.LEFT,
        starts_on=(LONG - 9 * DAY).date(),
        ends_on=LONG.date(),
    ),
    "group left long ago": lambda user: factories.make_enrolment(
        factories.make_participation(ended_on=LONG.date()), user
    ),
    "coordinated long ago": lambda user: factories.make_coordinator(
        user, starts_on=(LONG - 9 * DAY).date(), ends_on=LONG.date()
    ),
    "closed account of staff": lambda user: User.objects.filter(pk=user.pk).update(
        is_staff=True, is_active=False
    ),
}


@pytest.mark.parametrize("story", GOING)
def test_erased_too(story):
    user = make_former()
    GOING[story](user)

    assert done()["accounts.user.account.blanked"] == 1
    assert User.objects.get(pk=user.pk).forgotten_at == AT


def invited(days=91, **fields):
    """Add a person who was invited to a running training and has never logged in."""
    told = AT - days * DAY
    cohort = fields.pop("cohort", None) or factories.make_cohort(
        kind="process_leader_training", published_at=AT - 300 * DAY
    )
    user = make_old_user(date_joined=told, last_login=None)
    fields = {"state": Enrolment.State.INVITED, "starts_on": told.date(), "department": "Skolan"} | fields
    return factories.make_enrolment(cohort=cohort, user=user, **fields)


def test_an_invitation_that_nobody_answers_is_erased_after_90_days():
    enrolment, young = invited(), invited(days=89)

    assert done() == {"accounts.user.invitation.blanked": 1}
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.ends_on, enrolment.department) == ("left", AT.date(), "")
    assert (enrolment.user.first_name, str(enrolment.user)) == ("", "Tidigare medverkande")
    young.refresh_from_db()
    assert (young.state, young.user.first_name) == ("invited", "Siri")
    assert done() == {}


def test_who_came_without_logging_in_has_answered():
    present, paused = invited(), invited(state=Enrolment.State.PAUSED)
    factories.make_attendance(factories.make_session(present.cohort), present)
    factories.make_coordinator(invited().user, starts_on=AT.date())
    opened_late = factories.make_cohort(kind="process_leader_training", published_at=AT - 10 * DAY)
    planned = factories.make_cohort(kind="process_leader_training", state=Cohort.State.DRAFT)
    people = [present, paused, invited(cohort=opened_late), invited(cohort=planned)]

    assert done() == {}
    assert {each.user.first_name for each in people} == {"Siri"}


def test_a_person_without_any_part_is_erased_when_the_invitation_was_not_answered():
    make_old_user(last_login=None)

    assert done() == {"accounts.user.invitation.blanked": 1}
