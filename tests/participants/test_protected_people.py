"""People with protected identity are told apart by a letter, everywhere; the name is shown when asked for."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import give_letter, update_profile
from accounts.models import User
from audit.models import AuditEvent
from notifications.models import Message
from participants.actions.enrolling import enrol
from participants.actions.forgetting import forget_person
from participants.actions.submitting import hand_in
from participants.models import Enrolment
from programmes.models import Homework, TrainingKind
from tests.factories import (
    AT,
    make_attendance,
    make_cohort,
    make_enrolment,
    make_homework,
    make_municipality,
    make_participation,
    make_session,
    make_staff,
    make_submission,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
LISTS = ("enrolment", "attendance", "submission")
FIRST, SECOND = (f"Person med skyddade uppgifter {letter}" for letter in "AB")


def make_hidden(cohort=None, **fields):
    """Enrol somebody with protected identity through the action."""
    cohort = cohort or make_cohort(TrainingKind.PROCESS_LEADER_TRAINING)
    hidden = {"first_name": "Hemlig", "last_name": "Namnsson", "protected_identity": True}
    user = make_user(**hidden | fields)
    enrol(cohort, user=user, municipality=make_municipality(), actor=None, at=AT)
    user.refresh_from_db()
    return user


def names(*people):
    return [str(User.objects.get(pk=person.pk)) for person in people]


def test_each_cohort_has_its_own_letters():
    cohort, other = (make_cohort(TrainingKind.PROCESS_LEADER_TRAINING) for _ in range(2))
    people = [make_hidden(cohort), make_hidden(cohort), make_hidden(other)]
    assert names(*people) == [FIRST, SECOND, FIRST]
    give_letter(people[1])
    assert names(*people) == [FIRST, SECOND, FIRST]


def test_who_joins_a_cohort_with_the_same_letter_gets_another():
    cohort = make_cohort(TrainingKind.PROCESS_LEADER_TRAINING)
    first, newcomer = make_hidden(cohort), make_hidden()
    enrol(cohort, user=newcomer, municipality=make_municipality(), actor=None, at=AT)
    assert names(first, newcomer) == [FIRST, SECOND]


def test_a_letter_comes_with_the_mark_and_stays():
    cohort = make_cohort(TrainingKind.PROCESS_LEADER_TRAINING)
    user = make_hidden(cohort, protected_identity=False)
    other = make_hidden(cohort)
    assert names(user, other) == ["Hemlig Namnsson", FIRST]
    for marked in (True, False, True):
        update_profile(user, protected_identity=marked, actor=None, at=AT)
        update_profile(other, title=f"Titel {marked}", actor=None, at=AT)
    assert names(user, other) == [SECOND, FIRST]


def test_after_z_comes_aa():
    cohort = make_cohort(TrainingKind.PROCESS_LEADER_TRAINING)
    for number in range(26):
        make_enrolment(user=make_user(protected_identity=True, letter=chr(65 + number)), cohort=cohort)
    assert make_hidden(cohort).letter == "AA"


def test_who_is_in_no_cohort_has_none():
    user = make_user(protected_identity=True)
    update_profile(user, title="Handläggare", actor=None, at=AT)
    assert names(user) == ["Namnet visas inte"]


def test_an_erased_person_has_no_letter():
    user = make_hidden()
    forget_person(user, actor=None, at=AT)
    user.refresh_from_db()
    assert (user.letter, str(user)) == ("", "Tidigare medverkande")


@pytest.fixture
def scene(client):
    """Two people with protected identity in one group, who have taken part and handed in."""
    participation = make_participation()
    cohort, common = (
        participation.cohort,
        {"municipality": participation.municipality, "actor": None, "at": AT},
    )
    people = [make_user(first_name="Hemlig", last_name="Namnsson", protected_identity=True) for _ in range(2)]
    session = make_session(cohort, starts_at=AT)
    homework = make_homework(cohort, scope=Homework.Scope.PERSON, session=session)
    for user in people:
        enrolment = enrol(cohort, user=user, **common)
        Enrolment.objects.filter(pk=enrolment.pk).update(starts_on=AT.date(), state="active")
        make_attendance(session, enrolment)
        make_version(make_submission(homework, enrolment), user)
    client.force_login(make_staff())
    return {"cohort": cohort, "session": session, "homework": homework, "people": people}


def test_staff_meet_the_letters_everywhere_and_the_name_nowhere(client, scene):
    cohort, session = scene["cohort"], scene["session"]
    pages = [
        cohort.get_absolute_url(),
        reverse("participants:attendance_edit", args=[cohort.slug, session.number]),
        scene["homework"].get_absolute_url(),
        reverse("participants:feedback_queue"),
        reverse("admin:accounts_user_changelist"),
        f"{reverse('admin:accounts_user_changelist')}?q=namnsson",
        *(
            reverse(f"admin:participants_{name}_changelist")
            for name in ("enrolment", "attendance", "submission")
        ),
        reverse("admin:notifications_message_changelist"),
    ]
    for page in pages:
        shown = client.get(page).content.decode()
        assert (FIRST in shown, SECOND in shown, "Hemlig Namnsson" in shown) == (True, True, False), page
    choices = "app_label=participants&model_name=enrolment&field_name=user&term=namnsson"
    found = client.get(f"{reverse('admin:autocomplete')}?{choices}").json()["results"]
    numbers = [user.pk for user in scene["people"]]
    assert [each["text"] for each in found] == [
        f"{name} (nr {number})" for name, number in zip((FIRST, SECOND), numbers, strict=True)
    ]


def test_the_panel_leads_to_the_name_which_stands_in_the_trail(client, scene):
    user = scene["people"][0]
    person = reverse("admin:accounts_user_change", args=[user.pk])
    button = reverse("person_name", args=[user.pk])
    assert f'action="{button}"' in client.get(scene["cohort"].get_absolute_url()).content.decode()
    assert "Namnsson" not in client.get(person).content.decode()
    for _twice in range(2):
        assert client.post(button)["Location"] == person
    assert "Namnsson" in client.get(person).content.decode()
    assert AuditEvent.objects.about(user).filter(verb="user.name_shown").count() == 1


def test_a_name_that_anybody_may_see_leaves_no_trace(client):
    client.force_login(make_staff())
    user = make_user()
    assert client.post(reverse("person_name", args=[user.pk])).status_code == 302
    assert not AuditEvent.objects.about(user).exists()
    assert client.get(reverse("person_name", args=[user.pk])).status_code == 405


def test_mails_about_a_person_have_the_letter(scene):
    cohort, user = scene["cohort"], scene["people"][0]
    joint = make_homework(cohort, 2)
    group = user.enrolments.get().participation
    colleague = make_enrolment(group, make_user(), state="active").user
    hand_in(joint, author=group, text="Klart", number=0, added=[], removed=[], actor=user, at=timezone.now())
    mail = Message.objects.get(kind="submission_received_by_group", recipient=colleague)
    assert FIRST in mail.text
    assert "Namnsson" not in mail.text
