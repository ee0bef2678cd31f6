"""MÄN's panel of a cohort, publishing, its steps, moving and cancelling sessions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Message
from participants.models import Enrolment, Submission
from programmes.models import Cohort, Session, TrainingKind
from tests.factories import (
    make_attendance,
    make_cohort,
    make_coordinator,
    make_enrolment,
    make_feedback,
    make_homework,
    make_participation,
    make_session,
    make_staff,
    make_submission,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db

State = Cohort.State
DAY = timedelta(days=1)


@pytest.fixture
def staff(client):
    person = make_staff()
    client.force_login(person)
    return person


def in_days(days):
    """Nine o'clock that many days from today."""
    return timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + days * DAY


def running(extra=1):
    """Add a running cohort: one session held, one to come, people with attendance and homework."""
    participation = make_participation()
    cohort = participation.cohort
    held = make_session(cohort, starts_at=in_days(-10))
    make_session(cohort, starts_at=in_days(10))
    for _number in range(extra):
        make_attendance(held, make_enrolment(participation))
        submission = make_submission(make_homework(cohort), participation)
        make_feedback(make_version(submission))
    return cohort


def draft():
    """Add a draft that can be published, with one participant and one coordinator."""
    cohort = make_cohort(state=State.DRAFT)
    for days in (30, 460):
        make_session(cohort, starts_at=in_days(days))
    make_enrolment(make_participation(cohort), state=Enrolment.State.INVITED)
    make_coordinator(county_board=cohort.county_board)
    return cohort


def url(name, cohort, *args):
    return reverse(f"participants:{name}", args=[cohort.slug, *args])


def pages(cohort):
    return [
        url("cohort_panel", cohort),
        url("cohort_publish", cohort),
        url("cohort_step", cohort, "avsluta"),
        url("session_move", cohort, 2),
        url("session_cancel", cohort, 2),
    ]


def test_cohort_panel_shows_sessions_homework_and_people(client, staff):
    cohort = running()
    waiting = make_enrolment(cohort.participations.get(), state=Enrolment.State.INVITED)
    panel = client.get(url("cohort_panel", cohort)).context["panel"]
    assert [(row.tag.word, row.can_attend, row.can_change) for row in panel.sessions] == [
        ("Genomfört", True, False),
        ("Planerat", False, True),
    ]
    assert panel.sessions[0].attendance == "100 %"
    assert [(row.handed_in_count, row.awaiting_count) for row in panel.homework] == [(1, 0)]
    assert {(row.state, row.attendance, row.homework) for row in panel.people} == {
        ("Aktiv", "1 av 1", "1 av 1"),
        ("Har inte loggat in", "0 av 1", "1 av 1"),
    }
    assert waiting.pk in {row.enrolment.pk for row in panel.people}
    assert panel.step.label == "Öppna nästa tillfälle"


def test_cohort_panel_counts_personal_homework(client, staff):
    cohort = make_cohort(kind=TrainingKind.PROCESS_LEADER_TRAINING)
    done, other = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    make_feedback(make_version(make_submission(make_homework(cohort), done)))
    make_version(make_submission(make_homework(cohort), other))
    panel = client.get(url("cohort_panel", cohort)).context["panel"]
    assert {row.enrolment: row.homework for row in panel.people} == {done: "1 av 2", other: "0 av 2"}
    assert [(row.handed_in_count, row.awaiting_count) for row in panel.homework] == [(1, 0), (1, 1)]


def test_cohort_panel_of_an_empty_draft(client, staff):
    content = client.get(url("cohort_panel", make_cohort(state=State.DRAFT))).content.decode()
    assert "Publicera omgången" in content
    assert "Inga tillfällen än" in content


@pytest.mark.parametrize(
    ("state", "first", "last", "label"),
    [
        (State.PUBLISHED, 5, 50, "Öppna nästa tillfälle"),
        (State.PUBLISHED, -1, 50, "Påbörja omgången"),
        (State.RUNNING, -50, -5, "Avsluta omgången"),
        (State.FINISHED, -50, -5, "Arkivera omgången"),
    ],
)
def test_cohort_panel_names_the_next_step(client, staff, state, first, last, label):
    cohort = make_cohort(state=state)
    make_session(cohort, starts_at=in_days(first))
    make_session(cohort, starts_at=in_days(last))
    step = client.get(url("cohort_panel", cohort)).context["panel"].step
    assert step.label == label
    assert client.get(step.url).status_code == 200


def test_cohort_panel_of_an_archived_cohort_has_no_next_step(client, staff):
    assert client.get(url("cohort_panel", make_cohort(state=State.ARCHIVED))).context["panel"].step is None


@pytest.mark.parametrize("item_count", [1, 3])
def test_cohort_panel_asks_the_same_for_any_number(client, staff, item_count, django_assert_num_queries):
    cohort = running(item_count)
    with django_assert_num_queries(9):
        client.get(url("cohort_panel", cohort))


def test_cohort_pages_exist_for_staff_alone(client):
    cohort = running()
    member = cohort.enrolments.first().user
    coordinator = make_coordinator(county_board=cohort.county_board).user
    for person in (member, coordinator, make_user()):
        client.force_login(person)
        assert {client.get(page).status_code for page in pages(cohort)} == {404}
        assert {client.post(page).status_code for page in pages(cohort)[1:]} == {404}
    client.logout()
    assert {client.get(page).status_code for page in pages(cohort)} == {302}
    assert set(Session.objects.values_list("state", flat=True)) == {Session.State.PLANNED}


def test_cohort_publish_names_the_mails_then_sends_them(client, staff):
    cohort = draft()
    content = client.get(url("cohort_publish", cohort)).content.decode()
    assert "Publicera och skicka 2 mejl" in content
    assert str(cohort.enrolments.get().user) in content
    assert "Omgången har inga hemuppgifter än." in content
    response = client.post(url("cohort_publish", cohort), follow=True)
    assert "är publicerad. 2 personer får mejl" in response.content.decode()
    cohort.refresh_from_db()
    assert (cohort.state, Message.objects.count()) == (State.PUBLISHED, 2)


def test_cohort_publish_says_what_stands_in_the_way(client, staff):
    cohort = make_cohort(state=State.DRAFT)
    content = client.get(url("cohort_publish", cohort)).content.decode()
    assert "Omgången går inte att publicera än" in content
    assert "Omgången har inga tillfällen än." in client.post(url("cohort_publish", cohort)).content.decode()
    cohort.refresh_from_db()
    assert cohort.state == State.DRAFT


def test_cohort_publish_twice_is_refused(client, staff):
    cohort = draft()
    client.post(url("cohort_publish", cohort))
    assert "redan publicerad" in client.post(url("cohort_publish", cohort)).content.decode()
    assert Message.objects.count() == 2


@pytest.mark.parametrize("item_count", [1, 3])
def test_cohort_publish_asks_the_same_for_any_number(client, staff, item_count, django_assert_num_queries):
    cohort = draft()
    for _number in range(item_count):
        make_enrolment(cohort.participations.get())
    with django_assert_num_queries(14):
        client.get(url("cohort_publish", cohort))


def test_cohort_step_finishes_then_archives(client, staff):
    cohort = make_cohort()
    make_session(cohort, starts_at=in_days(-3))
    finish = url("cohort_step", cohort, "avsluta")
    assert "Avsluta omgången" in client.get(finish).content.decode()
    assert client.post(finish).url == cohort.get_absolute_url()
    client.post(url("cohort_step", cohort, "arkivera"))
    cohort.refresh_from_db()
    assert cohort.state == State.ARCHIVED
    assert "Bara en omgång som är publicerad" in client.post(finish).content.decode()
    assert client.get(url("cohort_step", cohort, "radera")).status_code == 404


def move(client, cohort, day, **fields):
    fields = {"starts_on": f"{day:%Y-%m-%d}", "starts": "9.00", "ends": "12:00", "ends_on": ""} | fields
    return client.post(url("session_move", cohort, 2), fields)


def test_session_move_says_who_gets_a_mail_then_moves(client, staff):
    cohort = running()
    page = client.get(url("session_move", cohort, 2))
    assert "1 person får mejl" in page.content.decode()
    day = (timezone.localtime() + 20 * DAY).date()
    assert move(client, cohort, day).url == cohort.get_absolute_url()
    session = cohort.sessions.get(number=2)
    local = timezone.localtime(session.starts_at)
    assert (local.date(), local.hour, Message.objects.count()) == (day, 9, 1)


def test_session_move_over_two_days(client, staff):
    cohort = running()
    day = (timezone.localtime() + 20 * DAY).date()
    move(client, cohort, day, ends_on=f"{day + DAY:%Y-%m-%d}")
    session = cohort.sessions.get(number=2)
    assert (session.starts_on, session.ends_on) == (day, day + DAY)
    assert client.get(url("session_move", cohort, 2)).context["form"]["ends_on"].value() == day + DAY


def test_session_move_refuses_times_that_do_not_exist(client, staff):
    cohort = running()
    response = client.post(
        url("session_move", cohort, 2), {"starts_on": "2028-03-26", "starts": "02:30", "ends": "12:00"}
    )
    assert response.context["form"].errors == {"starts": ["Klockan ställs om just då. Välj en annan tid"]}


def test_session_move_refuses_an_end_before_the_start(client, staff):
    response = move(client, running(), (timezone.localtime() + 20 * DAY).date(), ends="08:00")
    assert response.context["form"].errors == {"ends": ["Tillfället måste sluta efter att det har börjat"]}


def test_session_move_keeps_what_was_written_when_refused(client, staff):
    day = (timezone.localtime() - DAY).date()
    response = move(client, running(), day)
    assert "Den nya tiden måste ligga framåt i tiden." in response.content.decode()
    assert response.context["form"]["starts_on"].value() == f"{day:%Y-%m-%d}"
    assert not Message.objects.exists()


def test_session_move_asks_for_what_is_missing(client, staff):
    response = client.post(url("session_move", running(), 2), {})
    assert set(response.context["form"].errors) == {"starts_on", "starts", "ends"}


def test_session_cancel_asks_then_cancels_once(client, staff):
    cohort = running()
    page = url("session_cancel", cohort, 2)
    assert "Ställ in tillfälle 2?" in client.get(page).content.decode()
    assert "Tillfälle 2 är inställt." in client.post(page, follow=True).content.decode()
    assert "redan inställt" in client.post(page).content.decode()
    assert Message.objects.count() == 1
    assert cohort.sessions.get(number=2).is_cancelled
    assert client.get(url("session_cancel", cohort, 99)).status_code == 404


def test_no_page_shows_a_draft(client, staff):
    cohort = running()
    Submission.objects.update(draft_text="Kanarietext")
    assert [page for page in pages(cohort) if "Kanarietext" in client.get(page).content.decode()] == []
