"""Homework as others than its authors meet it: what was handed in, never the draft."""

import pytest

from participants.models import Enrolment, Submission
from programmes.models import Homework
from tests.factories import (
    make_cohort,
    make_coordinator,
    make_county_board,
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
CANARY = "kanariefågel i utkastet"


@pytest.fixture
def group():
    """Two people of Härnösand and a joint homework."""
    participation = make_participation(make_cohort(contact=make_staff()))
    first, second = make_enrolment(participation), make_enrolment(participation)
    return participation, first.user, second.user, make_homework(participation.cohort)


def test_homework_detail_of_a_person_hides_it_from_colleagues(client):
    participation = make_participation()
    homework = make_homework(participation.cohort, scope=Homework.Scope.PERSON)
    mine, colleague = make_enrolment(participation), make_enrolment(participation)
    leader = make_enrolment(participation, role=Enrolment.Role.PROCESS_LEADER)
    make_version(make_submission(homework, mine, draft_text="Mitt eget svar"))
    make_submission(homework, colleague, draft_text=CANARY)
    client.force_login(colleague.user)
    assert "Mitt eget svar" not in client.get(homework.get_absolute_url()).content.decode()
    client.force_login(leader.user)
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "Mitt eget svar" in page
    assert "Det finns ett utkast" in page
    assert CANARY not in page


def test_homework_detail_lets_coordinators_and_staff_read_only_what_was_handed_in(client, group):
    participation, _user, _other, homework = group
    make_version(make_submission(homework, participation, draft_text="Inlämnad text"))
    Submission.objects.update(draft_text=CANARY)
    drafting = make_participation(participation.cohort, "timra")
    make_submission(homework, drafting, draft_text=CANARY)
    make_participation(participation.cohort, "ange")
    for person in (make_coordinator().user, make_staff()):
        client.force_login(person)
        answer = client.get(homework.get_absolute_url())
        assert [(one.author, one.tag.word) for one in answer.context["answers"]] == [
            ("Härnösand", "Inlämnad"),
            ("Timrå", "Det finns ett utkast"),
            ("Ånge", "Inte inlämnad"),
        ]
        assert "Inlämnad text" in answer.content.decode()
        assert CANARY not in answer.content.decode()
        assert client.post(homework.get_absolute_url()).status_code == 404


def test_draft_text_is_nowhere_on_the_pages_of_coordinators_and_staff(client, group):
    participation, _user, _other, homework = group
    session = make_session(participation.cohort)
    submission = make_submission(homework, participation, draft_text=CANARY)
    pages = [
        homework.get_absolute_url(),
        session.get_absolute_url(),
        "/hemuppgifter/",
        "/tillfallen/",
        "/min-sida/",
    ]
    pages += [
        "/mitt-lan/",
        "/oversikt/",
        "/oversikt/aterkoppling/",
        f"/oversikt/omgangar/{session.cohort.slug}/",
    ]
    pages += [f"/oversikt/aterkoppling/{submission.pk}/", "/admin/participants/submission/"]
    pages += [f"/admin/participants/submission/{submission.pk}/change/"]
    for person in (make_coordinator().user, make_staff()):
        client.force_login(person)
        answers = [client.get(page) for page in pages]
        assert [answer.status_code for answer in answers[:5]] == [200] * 5
        assert not [answer for answer in answers if CANARY in answer.content.decode()]


@pytest.mark.parametrize("method", ["get", "post"])
def test_homework_detail_does_not_exist_for_others(client, group, method):
    _participation, _user, _other, homework = group
    elsewhere = make_enrolment(make_participation(make_cohort(), "timra")).user
    other_county = make_coordinator(county_board=make_county_board("gavleborg")).user
    ended = make_coordinator(starts_on="2025-01-01", ends_on="2025-12-31").user
    for person in (elsewhere, other_county, ended, make_user()):
        client.force_login(person)
        assert getattr(client, method)(homework.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("municipalities", [["timra"], ["timra", "ange", "kramfors"]])
def test_homework_detail_asks_the_same_for_one_and_three_answers(
    client, django_assert_num_queries, municipalities
):
    cohort = make_cohort()
    homework = make_homework(cohort)
    for slug in municipalities:
        make_feedback(make_version(make_submission(homework, make_participation(cohort, slug))))
    client.force_login(make_coordinator().user)
    with django_assert_num_queries(9):
        client.get(homework.get_absolute_url())


def test_homework_detail_of_persons_lists_them_with_their_municipality(client):
    participation = make_participation()
    session = make_session(participation.cohort)
    homework = make_homework(participation.cohort, scope=Homework.Scope.PERSON, session=session)
    first = make_enrolment(participation, make_user(first_name="Bo", last_name="Alm"))
    make_enrolment(participation, make_user(first_name="Hemlig", last_name="Berg", protected_identity=True))
    make_version(make_submission(homework, first))
    client.force_login(make_coordinator().user)
    answer = client.get(homework.get_absolute_url())
    assert [(one.author, one.tag.word) for one in answer.context["answers"]] == [
        ("Bo Alm, Härnösand", "Inlämnad"),
        ("Namnet visas inte, Härnösand", "Inte inlämnad"),
    ]
    assert "Hemuppgift 1 av 1 · hör till tillfälle 1" in answer.content.decode()


def test_homework_detail_leads_staff_to_the_feedback(client):
    participation = make_participation()
    homework = make_homework(participation.cohort)
    submission = make_version(make_submission(homework, participation)).submission
    link = f'<a href="/oversikt/aterkoppling/{submission.pk}/">Ge återkoppling till Härnösand</a>'
    for person, there in [(make_staff(), True), (make_coordinator().user, False)]:
        client.force_login(person)
        assert (link in client.get(homework.get_absolute_url()).content.decode()) is there
