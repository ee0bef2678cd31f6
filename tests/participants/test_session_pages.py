"""The list of sessions and the page of one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from participants.models import Attendance, Enrolment
from participants.pages.sessions import cohort_sessions, next_card, session_card, session_time
from programmes.models import Cohort, Lecturer, Session
from tests.factories import (
    AT,
    ON,
    make_attendance,
    make_cohort,
    make_coordinator,
    make_county_board,
    make_enrolment,
    make_homework,
    make_material,
    make_participation,
    make_session,
    make_staff,
    make_user,
)
from ui.dates import distance, moment_in_words

pytestmark = pytest.mark.django_db
LIST = "/tillfallen/"
DAY = timedelta(days=1)


def test_session_time_of_one_day():
    session = Session(
        starts_at=datetime(2026, 12, 3, 8, tzinfo=UTC), ends_at=datetime(2026, 12, 3, 15, tzinfo=UTC)
    )
    assert session_time(session, on=ON) == "torsdag 3 december kl. 9.00–16.00"


def test_session_time_of_two_days_next_year():
    session = Session(
        starts_at=datetime(2027, 6, 10, 7, tzinfo=UTC), ends_at=datetime(2027, 6, 11, 14, tzinfo=UTC)
    )
    assert session_time(session, on=ON) == "torsdag 10 juni 2027 kl. 9.00 till fredag 11 juni 2027 kl. 16.00"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 22, 8, 5, tzinfo=UTC), "i dag kl. 9.05"),
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), "20 november kl. 9.00"),
        (datetime(2026, 2, 20, 8, 0, tzinfo=UTC), "20 februari 2026 kl. 9.00"),
    ],
)
def test_moment_in_words(moment, words):
    assert moment_in_words(moment, on=ON) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "för 2 dagar sedan"),
        (-1, "i går"),
        (0, "i dag"),
        (1, "i morgon"),
        (2, "om 2 dagar"),
        (11, "om 11 dagar"),
    ],
)
def test_distance(days, words):
    assert distance(ON + timedelta(days=days), on=ON) == words


@pytest.mark.parametrize(
    ("minutes", "can_join"), [(-16, False), (-15, True), (0, True), (60, True), (61, False)]
)
def test_session_card_offers_joining_from_a_quarter_before_to_the_end(minutes, can_join):
    session = Session(starts_at=AT, ends_at=AT + timedelta(hours=1), join_url="https://mote.example/1")
    assert session_card(session, on=ON, at=AT + timedelta(minutes=minutes)).can_join is can_join


def test_session_card_of_a_cancelled_session_offers_no_joining():
    session = Session(starts_at=AT, ends_at=AT + DAY, join_url="https://mote.example/1", state="cancelled")
    assert session_card(session, on=ON, at=AT).can_join is False


def test_next_card_passes_over_what_is_over_and_cancelled():
    cohort = make_cohort()
    make_session(cohort, starts_at=AT - DAY)
    make_session(cohort, starts_at=AT + DAY, state=Session.State.CANCELLED)
    later = make_session(cohort, starts_at=AT + 3 * DAY)
    assert next_card([*cohort.sessions.all()], on=ON, at=AT).session == later


def test_cohort_sessions_lists_coming_and_earlier(client):
    enrolment = make_enrolment()
    first = make_session(enrolment.cohort, starts_at=AT - 9 * DAY)
    second = make_session(enrolment.cohort, starts_at=AT - 2 * DAY)
    third = make_session(enrolment.cohort, starts_at=AT + DAY)
    make_session(make_cohort())
    make_attendance(first, enrolment, Attendance.Status.CAUGHT_UP)
    [group] = cohort_sessions(enrolment.user, on=ON, at=AT)
    assert group.cohort == enrolment.cohort
    assert [card.session for card in group.coming] == [third]
    assert [(card.session, card.attendance) for card in group.earlier] == [
        (second, ""),
        (first, "Tagit igen"),
    ]


def test_session_list_is_for_coordinators_of_the_county_too(client):
    session = make_session(starts_at=timezone.now() + DAY)
    for person, there in [(make_coordinator().user, True), (make_staff(), True), (make_user(), False)]:
        client.force_login(person)
        assert (session.get_absolute_url() in client.get(LIST).content.decode()) is there


@pytest.mark.parametrize("count", [1, 3])
def test_session_list_asks_the_same_for_one_and_three(client, django_assert_num_queries, count):
    enrolment = make_enrolment()
    for number in range(count):
        make_attendance(make_session(enrolment.cohort, starts_at=AT - number * DAY), enrolment)
        make_session(enrolment.cohort, starts_at=timezone.now() + number * DAY)
    client.force_login(enrolment.user)
    with django_assert_num_queries(6):
        client.get(LIST)


def test_session_list_says_why_it_is_empty(client):
    client.force_login(make_user())
    assert "Inga tillfällen än." in client.get(LIST).content.decode()


@pytest.fixture
def scene():
    """A coming session with all that a page can show, and somebody who comes."""
    participation = make_participation()
    enrolment = make_enrolment(
        participation, make_user(first_name="Amina", last_name="Ali"), department="Skolan"
    )
    session = make_session(
        participation.cohort,
        starts_at=timezone.now() + DAY,
        address="Storgatan 1",
        preparation="Läs kapitel 3.",
        agenda="9.00 Vi börjar",
    )
    session.lecturers.add(
        Lecturer.objects.create(name="Nils Lind", organisation="Brå", topic="Våld i siffror")
    )
    return enrolment, session


def test_session_detail_shows_everything(client, scene):
    enrolment, session = scene
    make_homework(session.cohort, session=session, title="Beskriv en risksituation")
    material = make_material(session, content=b"x" * 240 * 1024)
    make_material(session, title="Filmen", url="https://film.example/1")
    client.force_login(enrolment.user)
    page = client.get(session.get_absolute_url()).content.decode()
    assert "Tillfälle 1: Våld som problem" in page
    assert ", i morgon" in page
    assert "Folkets hus, Storgatan 1" in page
    assert "Läs kapitel 3." in page
    assert "Nils Lind, Brå: Våld i siffror" in page
    assert f'<a href="/material/{material.pk}/fil/">Arbetsblad (pdf, 240 kB)</a>' in page
    assert '<a href="https://film.example/1" rel="noopener">Filmen (film.example)</a>' in page
    assert "Beskriv en risksituation" in page
    assert "Amina Ali, Skolan" in page


def test_session_detail_says_that_it_is_cancelled(client, scene):
    enrolment, session = scene
    Session.objects.update(state=Session.State.CANCELLED)
    client.force_login(enrolment.user)
    page = client.get(session.get_absolute_url()).content.decode()
    assert "Tillfället är inställt." in page
    assert ", i morgon" not in page


def test_session_detail_puts_joining_first_when_it_is_time(client, scene):
    enrolment, session = scene
    now = timezone.now()
    Session.objects.update(
        starts_at=now + timedelta(minutes=10),
        ends_at=now + timedelta(hours=2),
        join_url="https://mote.example/1",
    )
    client.force_login(enrolment.user)
    assert "Anslut till mötet nu" in client.get(session.get_absolute_url()).content.decode()


def test_session_detail_names_the_group_but_nobody_with_protected_identity(client, scene):
    enrolment, session = scene
    make_enrolment(enrolment.participation, make_user(first_name="Hemlig", protected_identity=True))
    make_enrolment(make_participation(session.cohort, "timra"), make_user(first_name="Annan"))
    make_enrolment(
        enrolment.participation,
        make_user(first_name="Bo", last_name="Öst"),
        role=Enrolment.Role.PROCESS_LEADER,
    )
    client.force_login(enrolment.user)
    answer = client.get(session.get_absolute_url())
    assert [member.user.shown_name for member, _attendance in answer.context["page"].group] == [
        "Amina Ali",
        "Bo Öst",
    ]
    assert "Bo Öst – processledare" in answer.content.decode()
    assert "Hemlig" not in answer.content.decode()


def test_session_detail_shows_own_attendance_and_to_the_leader_the_groups(client, scene):
    enrolment, session = scene
    leader = make_enrolment(enrolment.participation, role=Enrolment.Role.PROCESS_LEADER)
    make_attendance(session, enrolment, Attendance.Status.PARTLY)
    make_attendance(session, leader, Attendance.Status.EXCUSED)
    client.force_login(enrolment.user)
    page = client.get(session.get_absolute_url()).content.decode()
    assert ("Delvis" in page, "förhinder" in page) == (True, False)
    client.force_login(leader.user)
    page = client.get(session.get_absolute_url()).content.decode()
    assert "Amina Ali, Skolan (delvis med)" in page


def test_session_that_is_over_leads_the_process_leader_to_what_the_group_tries(client, scene):
    enrolment, session = scene
    leader = make_enrolment(enrolment.participation, role=Enrolment.Role.PROCESS_LEADER)
    link = f'href="/ataganden/nytt/?kommun=harnosand&amp;tillfalle={session.number}"'
    client.force_login(leader.user)
    assert link not in client.get(session.get_absolute_url()).content.decode()
    session.starts_at, session.ends_at = timezone.now() - 2 * DAY, timezone.now() - DAY
    session.save()
    assert link in client.get(session.get_absolute_url()).content.decode()
    client.force_login(enrolment.user)
    assert "/ataganden/" not in client.get(session.get_absolute_url()).content.decode()


def test_session_detail_is_read_by_coordinators_and_staff(client, scene):
    _enrolment, session = scene
    for person in (make_coordinator().user, make_staff()):
        client.force_login(person)
        answer = client.get(session.get_absolute_url())
        assert (answer.status_code, answer.context["page"].group) == (200, [])


def test_session_detail_does_not_exist_for_others(client, scene):
    enrolment, session = scene
    people = [
        make_user(),
        make_enrolment(make_participation(make_cohort(), "timra")).user,
        make_coordinator(county_board=make_county_board("gavleborg")).user,
    ]
    for person in people:
        client.force_login(person)
        assert client.get(session.get_absolute_url()).status_code == 404
    client.force_login(enrolment.user)
    assert client.get(f"/omgang/{session.cohort.slug}/tillfalle/99/").status_code == 404
    Cohort.objects.filter(pk=session.cohort_id).update(state=Cohort.State.DRAFT, published_at=None)
    assert client.get(session.get_absolute_url()).status_code == 404


def test_session_detail_needs_a_login(client, scene):
    _enrolment, session = scene
    assert client.get(session.get_absolute_url()).url == f"/logga-in/?next={session.get_absolute_url()}"


@pytest.mark.parametrize("count", [1, 3])
def test_session_detail_asks_the_same_for_one_and_three(client, django_assert_num_queries, scene, count):
    enrolment, session = scene
    for _number in range(count):
        make_attendance(session, make_enrolment(enrolment.participation))
        make_material(session)
        make_homework(session.cohort, session=session)
    client.force_login(enrolment.user)
    with django_assert_num_queries(11):
        client.get(session.get_absolute_url())


def test_session_detail_lists_a_file_that_is_gone(client, scene):
    enrolment, session = scene
    material = make_material(session)
    material.file.storage.delete(material.file.name)
    client.force_login(enrolment.user)
    assert "Arbetsblad (pdf)" in client.get(session.get_absolute_url()).content.decode()
