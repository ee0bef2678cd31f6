"""The attendance page: everybody preset as present."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.models import Attendance
from programmes.models import Session
from tests.factories import (
    make_attendance,
    make_coordinator,
    make_enrolment,
    make_participation,
    make_session,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A session that began two hours ago; Härnösand with two people, Timrå with one."""
    harnosand = make_participation()
    make_enrolment(harnosand, make_user(first_name="Åsa", last_name="Öberg"))
    make_enrolment(harnosand, make_user(first_name="Amina", last_name="Ali"))
    timra = make_participation(harnosand.cohort, "timra")
    make_enrolment(timra, make_user(first_name="Bo", last_name="Ek"))
    return make_session(harnosand.cohort, starts_at=timezone.now() - timedelta(hours=2))


@pytest.fixture
def staff(client):
    person = make_staff()
    client.force_login(person)
    return person


def url(session):
    return reverse("participants:attendance_edit", args=[session.cohort.slug, session.number])


def test_attendance_edit_presets_present_by_municipality_and_name(client, staff, session):
    form = client.get(url(session)).context["form"]
    groups = [
        (str(municipality), [field.label for field in people]) for municipality, people in form.groups()
    ]
    assert groups == [("Härnösand", ["Amina Ali", "Åsa Öberg"]), ("Timrå", ["Bo Ek"])]
    assert {field.value() for field in form} == {"present"}


def test_attendance_edit_saves_and_shows_what_was_saved(client, staff, session):
    people = list(session.cohort.enrolments.order_by("pk"))
    data = {f"status_{enrolment.pk}": "present" for enrolment in people} | {
        f"status_{people[0].pk}": "excused"
    }
    response = client.post(url(session), data)
    assert response.url == reverse("participants:cohort_panel", args=[session.cohort.slug])
    assert dict(Attendance.objects.values_list("enrolment", "status")) == {
        people[0].pk: "excused",
        people[1].pk: "present",
        people[2].pk: "present",
    }
    form = client.get(url(session)).context["form"]
    assert form[f"status_{people[0].pk}"].value() == "excused"


def test_attendance_edit_names_who_is_missing(client, staff, session):
    response = client.post(url(session), {})
    assert "Välj hur Amina Ali var med" in response.content.decode()
    assert not Attendance.objects.exists()


def test_attendance_edit_waits_for_the_session(client, staff, session):
    Session.objects.update(
        starts_at=timezone.now() + timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=2)
    )
    assert "Tillfället har inte börjat" in client.get(url(session)).content.decode()
    people = session.cohort.enrolments.all()
    client.post(url(session), {f"status_{enrolment.pk}": "present" for enrolment in people})
    assert not Attendance.objects.exists()


def test_attendance_edit_says_that_a_session_is_cancelled(client, staff, session):
    Session.objects.update(state=Session.State.CANCELLED)
    assert "Tillfället är inställt" in client.get(url(session)).content.decode()


def test_attendance_edit_says_that_nobody_is_there(client, staff):
    session = make_session(starts_at=timezone.now() - timedelta(hours=2))
    assert "Omgången har inga deltagare den här dagen." in client.get(url(session)).content.decode()


def test_attendance_edit_exists_for_staff_alone(client, session):
    member = session.cohort.enrolments.first().user
    coordinator = make_coordinator(county_board=session.cohort.county_board).user
    for person in (member, coordinator):
        client.force_login(person)
        assert (client.get(url(session)).status_code, client.post(url(session)).status_code) == (404, 404)
    client.logout()
    assert client.get(url(session)).status_code == 302


@pytest.mark.parametrize("extra", [0, 2])
def test_attendance_edit_asks_the_same_for_any_number(
    client, staff, session, extra, django_assert_num_queries
):
    for _number in range(extra):
        make_attendance(session, make_enrolment(session.cohort.participations.first()))
    with django_assert_num_queries(6):
        client.get(url(session))
