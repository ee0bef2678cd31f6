"""A participant's own page: what to do now."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from followups.models import CheckIn
from participants.models import Attendance, Enrolment, Feedback
from participants.pages.homework import home_cards, homework_rows
from programmes.models import Cohort, TrainingKind
from tests.factories import (
    AT,
    ON,
    make_attendance,
    make_check_in,
    make_check_in_version,
    make_cohort,
    make_commitment,
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
HOME = "/min-sida/"
DAY = timedelta(days=1)


def card_of(enrolment, **when):
    [card] = home_cards(enrolment.user, **{"on": ON, "at": AT} | when)
    return card


def test_home_cards_show_the_next_session():
    enrolment = make_enrolment()
    make_session(enrolment.cohort, starts_at=AT - 40 * DAY)
    session = make_session(enrolment.cohort, starts_at=AT + 11 * DAY)
    card = card_of(enrolment)
    assert (card.session.session, card.starts, card.is_finished) == (session, "", False)
    assert (card.session.time, card.session.distance) == ("torsdag 3 december kl. 10.00–13.00", "om 11 dagar")


def test_home_cards_say_when_the_cohort_starts():
    enrolment = make_enrolment()
    make_session(enrolment.cohort, starts_at=AT + 74 * DAY)
    assert card_of(enrolment).starts == "torsdag 4 februari"


def test_home_cards_say_what_to_do_about_each_homework():
    enrolment = make_enrolment()
    cohort, participation, staff = enrolment.cohort, enrolment.participation, make_staff()
    past, coming = make_session(cohort, starts_at=AT - 9 * DAY), make_session(cohort, starts_at=AT + 11 * DAY)
    todo = make_homework(cohort, session=past, due_on=date(2026, 11, 25))
    late = make_homework(cohort, session=past, due_on=date(2026, 11, 21))
    make_homework(cohort, session=coming, due_on=date(2026, 12, 20))
    draft = make_homework(cohort, due_on=date(2026, 11, 23))
    make_submission(draft, participation)
    handed_in = make_homework(cohort)
    make_version(make_submission(handed_in, participation))
    revise = make_homework(cohort, due_on=date(2026, 11, 1))
    make_feedback(
        make_version(make_submission(revise, participation)),
        Feedback.Outcome.NEEDS_REVISION,
        given_by=staff,
        revise_by=date(2026, 12, 1),
    )
    done = make_homework(cohort)
    make_feedback(make_version(make_submission(done, participation)), given_by=staff, given_at=AT - 14 * DAY)
    old = make_homework(cohort)
    make_feedback(make_version(make_submission(old, participation)), given_at=AT - 15 * DAY)
    assert [(row.homework, row.tag.word, row.hint) for row in card_of(enrolment).rows] == [
        (
            revise,
            "Behöver kompletteras",
            "Lena Ek har skrivit återkoppling. Lämna in igen senast tisdag 1 december.",
        ),
        (
            late,
            "Datumet har passerat",
            "Skulle ha lämnats in senast lördag 21 november. Du kan fortfarande lämna in.",
        ),
        (draft, "Utkast", "Fortsätt på utkastet. Lämna in senast måndag 23 november, i morgon."),
        (todo, "Att göra", "Lämna in senast onsdag 25 november, om 3 dagar."),
    ]
    assert [(row.homework, row.tag.word, row.hint) for row in card_of(enrolment).news] == [
        (done, "Klar", "Klar 8 november. Lena Ek har skrivit återkoppling.")
    ]


@pytest.mark.parametrize(
    ("revise_by", "hint"),
    [
        (None, "Lena Ek har skrivit återkoppling. Läs den och lämna in igen."),
        (date(2026, 11, 21), "Lena Ek har skrivit återkoppling. Du kan fortfarande lämna in igen."),
        (date(2026, 11, 22), "Lena Ek har skrivit återkoppling. Lämna in igen senast söndag 22 november."),
    ],
)
def test_home_cards_ask_kindly_for_a_revision(revise_by, hint):
    enrolment = make_enrolment()
    version = make_version(make_submission(make_homework(enrolment.cohort), enrolment.participation))
    make_feedback(version, Feedback.Outcome.NEEDS_REVISION, given_by=make_staff(), revise_by=revise_by)
    assert [row.hint for row in card_of(enrolment).rows] == [hint]


def test_home_cards_say_what_was_not_handed_in_before_the_end():
    enrolment = make_enrolment(make_participation(make_cohort(state=Cohort.State.FINISHED)))
    homework = make_homework(enrolment.cohort, due_on=date(2026, 11, 2))
    [row] = homework_rows([enrolment], on=ON, at=AT)
    assert (row.homework, row.group, row.tag.word) == (homework, "done", "Inte inlämnad")
    assert row.hint == "Skulle ha lämnats in senast måndag 2 november."
    assert card_of(enrolment).rows == []


def test_home_cards_say_what_comes_when_there_is_nothing_to_do():
    enrolment = make_enrolment()
    session = make_session(enrolment.cohort, starts_at=AT + 11 * DAY)
    assert card_of(enrolment).nothing == "Du har inget att göra just nu."
    make_homework(enrolment.cohort, session=session)
    card = card_of(enrolment)
    assert card.rows == []
    assert card.nothing == (
        "Du har inget att göra just nu. Nästa hemuppgift kommer efter tillfället torsdag 3 december."
    )


def test_home_cards_show_the_way_to_the_certificate():
    enrolment = make_enrolment(make_participation(make_cohort(sessions_required=2)))
    cohort = enrolment.cohort
    sessions = [make_session(cohort, starts_at=AT - number * DAY) for number in range(4)]
    make_session(cohort, starts_at=AT - 9 * DAY, state="cancelled")
    make_attendance(sessions[0], enrolment, Attendance.Status.ABSENT)
    make_attendance(sessions[1], enrolment, Attendance.Status.PARTLY)
    make_attendance(sessions[2], enrolment, Attendance.Status.CAUGHT_UP)
    make_attendance(sessions[3], make_enrolment(enrolment.participation))
    make_feedback(make_version(make_submission(make_homework(cohort), enrolment.participation)))
    make_homework(cohort)
    path = card_of(enrolment).path
    assert path.sentence == (
        "Du har varit med på 2 av 3 tillfällen hittills. 1 tillfälle återstår. 1 av 2 hemuppgifter är klara."
    )
    assert path.rule == (
        "För intyget behöver du vara med på minst 2 tillfällen och ha alla hemuppgifter klara."
    )
    assert (path.marks, path.is_complete) == ([True, True, False, False], False)


def test_home_cards_come_one_for_each_cohort_the_finished_last():
    user = make_user()
    done = make_enrolment(make_participation(make_cohort(name="A", state=Cohort.State.FINISHED)), user)
    leader = make_enrolment(cohort=make_cohort(TrainingKind.PROCESS_LEADER_TRAINING, name="B"), user=user)
    cards = home_cards(user, on=ON, at=AT)
    assert [(card.enrolment, card.is_finished) for card in cards] == [(leader, False), (done, True)]


def test_participant_home_prints_the_card(client):
    contact = make_staff(email="lena@example.org", phone="070-174 06 05")
    enrolment = make_enrolment(
        make_participation(make_cohort(name="Västernorrland 2026", contact=contact)),
        make_user(first_name="Amina"),
    )
    session = make_session(enrolment.cohort, starts_at=timezone.now() + 2 * DAY, preparation="Läs kapitel 3.")
    client.force_login(enrolment.user)
    page = client.get(HOME).content.decode()
    assert "Hej Amina" in page
    assert "Västernorrland 2026 · Härnösand" in page
    assert ", om 2 dagar" in page
    assert "Läs kapitel 3." in page
    assert f'<a class="btn" href="{session.get_absolute_url()}">Öppna tillfället</a>' in page
    assert 'href="tel:070-1740605"' in page
    assert "Lena Ek på MÄN leder din omgång." in page


def test_participant_home_gives_the_portals_address_for_a_contact_with_protected_identity(client):
    contact = make_staff(email="hemlig@example.org", phone="070-174 06 05", protected_identity=True)
    enrolment = make_enrolment(make_participation(make_cohort(contact=contact)))
    client.force_login(enrolment.user)
    page = client.get(HOME).content.decode()
    assert f'MÄN leder din omgång. <a href="mailto:{settings.CONTACT_EMAIL}">' in page
    assert ("hemlig@example.org" in page, "070-174" in page) == (False, False)


def test_participant_home_makes_joining_the_first_button_when_it_is_time(client):
    enrolment = make_enrolment()
    make_session(
        enrolment.cohort, starts_at=timezone.now() + timedelta(minutes=10), join_url="https://mote.example/1"
    )
    client.force_login(enrolment.user)
    page = client.get(HOME).content.decode()
    assert '<a class="btn" href="https://mote.example/1" rel="noopener">Anslut till mötet nu</a>' in page
    assert 'class="btn btn--2"' in page


def test_participant_home_tells_the_next_step_and_lets_the_process_leader_change_it(client):
    participation = make_participation()
    leader = make_enrolment(participation, role=Enrolment.Role.PROCESS_LEADER)
    member = make_enrolment(participation)
    for month in (date(2026, 9, 1), date(2026, 10, 1)):
        check_in = make_check_in(participation, month, state=CheckIn.State.DONE)
        make_check_in_version(check_in, happened="Hemligt", internal_note="Internt")
    make_commitment(check_in, text="Gammalt steg", state="done")
    make_commitment(check_in, text="Någon gång")
    step = make_commitment(check_in, text="Boka möte med nämnden", due_on=date(2026, 12, 3))
    CheckIn.objects.update(agreed=[{"text": "Utkast till nytt", "owner": "man", "due_on": ""}])
    client.force_login(leader.user)
    page = client.get(HOME).content.decode()
    assert page.index("Nästa steg") < page.index("Boka möte med nämnden") < page.index("Någon gång")
    assert f'href="/ataganden/{step.pk}/"' in page
    for hidden in ("Gammalt steg", "Hemligt", "Internt", "Utkast till nytt"):
        assert hidden not in page
    client.force_login(member.user)
    page = client.get(HOME).content.decode()
    assert ("Boka möte med nämnden" in page, "/ataganden/" in page) == (True, False)


def test_participant_home_thanks_who_has_finished(client):
    enrolment = make_enrolment(
        make_participation(make_cohort(state=Cohort.State.FINISHED, sessions_required=0))
    )
    client.force_login(enrolment.user)
    assert "Du är klar med utbildningen." in client.get(HOME).content.decode()
    Cohort.objects.update(sessions_required=1)
    assert "Omgången är avslutad." in client.get(HOME).content.decode()


def test_participant_home_of_somebody_without_a_cohort(client):
    client.force_login(make_user())
    assert "Du deltar inte i någon utbildning just nu." in client.get(HOME).content.decode()


def test_participant_home_needs_a_login(client):
    assert client.get(HOME).url == f"/logga-in/?next={HOME}"


@pytest.mark.parametrize("count", [1, 3])
def test_participant_home_asks_the_same_for_one_and_three(client, django_assert_num_queries, count):
    user = make_user()
    for slug in ["harnosand", "timra", "ange"][:count]:
        participation = make_participation(make_cohort(contact=make_staff(email=f"{slug}@example.org")), slug)
        enrolment = make_enrolment(participation, user, role=Enrolment.Role.PROCESS_LEADER)
        for _number in range(count):
            make_attendance(make_session(enrolment.cohort), enrolment)
            make_version(make_submission(make_homework(enrolment.cohort), participation))
        make_check_in_version(make_check_in(participation, state=CheckIn.State.DONE))
        make_commitment(participation, text="Boka")
    client.force_login(user)
    with django_assert_num_queries(9):
        client.get(HOME)
