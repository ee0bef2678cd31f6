"""A municipality's page and the list: what they say, and to whom."""

from datetime import UTC, date, datetime

import pytest

from participants.models import Enrolment
from support.models import DevelopmentArea, SupportCase
from tests import factories
from tests.check_ins import check_in_of, make_done

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
URL = "/kommuner/harnosand/"
ONGOING = [
    {"number": 1, "title": "Initiera samverkan", "status": "done"},
    {"number": 2, "title": "Beskriv våld", "status": "ongoing"},
]


def page(client, url=URL, name="page"):
    response = client.get(url)
    assert response.status_code == 200
    return response.context[name]


def freeze(participation, month, **answers):
    check_in = factories.make_check_in(participation, month, state="done")
    return factories.make_check_in_version(check_in, **answers)


def test_municipality_says_how_it_stands(client, coordinator, participations):
    municipality = page(client)
    assert municipality.tag.word == "I fas"
    assert municipality.sentence == "I fas i oktober."
    assert municipality.month_sentence == "Avstämningen för november ska vara klar senast den 30 november."
    assert municipality.to_do == date(2026, 11, 1)
    html = client.get(URL).content.decode()
    assert "Gör avstämningen för november" in html
    assert "Inget beslut är antecknat." in html


def test_municipality_shows_steps_since_when(client, coordinator, cohort):
    participation = factories.make_participation(cohort)
    freeze(participation, date(2026, 9, 1), steps=[ONGOING[0] | {"status": "ongoing"}, ONGOING[1]])
    freeze(participation, date(2026, 10, 1), steps=ONGOING)
    public = page(client).now.public
    assert [step.words for step in public.steps] == ["Klart sedan oktober", "Pågår sedan september"]


def test_internal_note_is_the_county_boards_alone(client, coordinator, participations):
    make_done(participations[0], date(2026, 11, 1), internal_note="Ring chefen", happened="Möte")
    assert page(client).now.newest[0].note == "Ring chefen"
    client.force_login(factories.make_staff())
    assert page(client).now.newest[0].note == ""
    assert b"Ring chefen" not in client.get(URL).content


def test_staff_have_nothing_to_check_in_on(client, staff, participations):
    assert page(client).to_do is None


def test_a_late_month_comes_first_unless_it_is_locked(client, coordinator, cohort):
    participation = factories.make_participation(cohort)
    make_done(participation, date(2026, 9, 1))
    municipality = page(client)
    assert (municipality.tag.word, municipality.to_do) == ("Oktober saknas", date(2026, 11, 1))


def test_three_check_ins_are_open_and_the_rest_folded(client, coordinator, cohort):
    participation = factories.make_participation(cohort)
    for month in (7, 8, 9, 10, 11):
        make_done(participation, date(2026, month, 1))
    now = page(client).now
    months = [[each.version.check_in.month.month for each in part] for part in (now.newest, now.earlier)]
    assert months == [[11, 10, 9], [8, 7]]


def test_team_with_attendance_and_homework(client, coordinator, cohort):
    participation = factories.make_participation(cohort)
    leader = factories.make_enrolment(
        participation, role=Enrolment.Role.PROCESS_LEADER, department="Ledningskontoret"
    )
    member = factories.make_enrolment(participation, department="Skola")
    hidden = factories.make_user(protected_identity=True, first_name="Hemlig")
    factories.make_enrolment(participation, hidden, department="Skola")
    held = [cohort.sessions.get(number=1)]
    held += [
        factories.make_session(cohort, starts_at=datetime(2026, month, 2, 8, tzinfo=UTC))
        for month in (10, 11)
    ]
    for session, status in zip(held, ("present", "absent", "excused"), strict=True):
        factories.make_attendance(session, leader)
        factories.make_attendance(session, member, status)
    joint = factories.make_homework(cohort, due_on=date(2026, 11, 1))
    factories.make_homework(cohort, due_on=date(2026, 11, 2), title="Saknad")
    factories.make_version(factories.make_submission(joint, participation))

    group = page(client).group
    assert [(each.enrolment, each.attended) for each in group.team] == [
        (leader, "3 av 3"),
        (member, "1 av 3"),
    ]
    assert [(each.name, each.count, each.silence) for each in group.departments] == [
        ("Ledningskontoret", 1, ""),
        ("Skola", 2, "Ingen var med på tillfälle 3 och 4."),
    ]
    assert (group.handed_in, [each.homework.title for each in group.missing_homework]) == (1, ["Saknad"])
    assert b"Hemlig" not in client.get(URL).content


def test_personal_homework_is_counted_per_person(client, coordinator, cohort):
    participation = factories.make_participation(cohort)
    people = [factories.make_enrolment(participation) for _ in range(2)]
    factories.make_enrolment(participation, role=Enrolment.Role.STEERING_GROUP)
    homework = factories.make_homework(cohort, scope="person", due_on=date(2026, 11, 2))
    factories.make_version(factories.make_submission(homework, people[0]))
    [line] = page(client).group.missing_homework
    assert (line.tag.word, line.is_in) == ("1 av 2 inlämnade", False)


def test_needs_and_promises_stand_under_now(client, coordinator, participations):
    area = DevelopmentArea.objects.first()
    SupportCase.objects.create(
        participation=participations[0], area=area, need="Råd om forskning", raised_at=factories.AT
    )
    check_in = check_in_of(participations[0], date(2026, 10, 1))
    factories.make_commitment(check_in, owner="county_board", text="Skicka mallen", changed_by=coordinator)
    municipality = page(client)
    assert [each.case.need for each in municipality.needs] == ["Råd om forskning"]
    [(owner, [promise])] = municipality.by_owner
    assert (owner, promise.commitment.text) == ("Länsstyrelsen", "Skicka mallen")
    assert municipality.next_step == promise


def test_a_municipality_with_an_earlier_cohort_shows_the_present_first(client, coordinator, cohort):
    old = factories.make_cohort(state="archived")
    past = factories.make_participation(old, "harnosand", ended_on=date(2025, 6, 1))
    make_done(past, date(2025, 5, 1), happened="Avslutat")
    now = factories.make_participation(cohort, "harnosand")
    municipality = page(client)
    assert (municipality.participation, [part.participation for part in municipality.past]) == (now, [past])
    now.expected_check_ins.all().delete()
    now.delete()
    municipality = page(client)
    assert (municipality.participation, municipality.past, municipality.to_do) == (past, [], None)
    assert "Kommunen var med till och med den 1 juni 2025." in client.get(URL).content.decode()


def test_list_is_in_swedish_order_with_status_and_next_step(client, coordinator, cohort, participations):
    factories.make_participation(cohort, "ange")
    factories.make_participation(factories.make_cohort(state="finished"), "timra", ended_on=date(2026, 6, 1))
    elsewhere = factories.make_cohort(county_board=factories.make_county_board("gavleborg"))
    factories.make_participation(elsewhere, "bollnas")
    factories.make_commitment(participations[0], text="Sedan")
    factories.make_commitment(participations[0], text="Boka möte", due_on=date(2026, 12, 3))
    [group] = page(client, "/kommuner/", "groups")
    names = [str(listed.row.municipality) for listed in group.now]
    assert names == ["Härnösand", "Kramfors", "Sundsvall", "Ånge"]
    assert (group.now[0].tag.word, group.now[0].next_step.commitment.text) == ("I fas", "Boka möte")
    assert [str(past.municipality) for past in group.past] == ["Timrå"]


@pytest.mark.parametrize(("sought", "found"), [("ÄRN", ["Härnösand"]), ("xyz", []), ("\x00", None)])
def test_list_is_searched_by_name(client, coordinator, participations, sought, found):
    groups = page(client, f"/kommuner/?sok={sought}", "groups")
    names = [str(listed.row.municipality) for group in groups for listed in group.now]
    assert names == (["Härnösand", "Kramfors", "Sundsvall"] if found is None else found)


def test_list_is_grouped_by_county_for_staff(client, staff, participations):
    elsewhere = factories.make_cohort(county_board=factories.make_county_board("gavleborg"))
    factories.make_participation(elsewhere, "bollnas")
    groups = page(client, "/kommuner/", "groups")
    assert [group.board.county_name for group in groups] == ["Gävleborgs län", "Västernorrlands län"]


def test_a_late_month_that_is_not_locked_is_to_be_done(client, coordinator, cohort):
    factories.make_county_board("vasternorrland", due_day=10)
    make_done(factories.make_participation(cohort), date(2026, 10, 1))
    assert page(client).month_sentence == "Avstämningen för november skulle vara klar den 10 november."
    assert page(client).to_do == date(2026, 11, 1)


def test_municipality_list_says_what_lapses(client, coordinator, participations):
    for participation, ends_on in zip(participations, (date(2027, 1, 1), date(2027, 6, 1)), strict=False):
        participation.mandate_entries.create(
            kind="agreement", decided_on=date(2026, 1, 1), ends_on=ends_on, recorded_at=factories.AT
        )
    [group] = page(client, "/kommuner/", "groups")
    assert [each.warnings for each in group.now] == [["Avtalet går ut den 1 januari 2027."], [], []]
    assert "Avtalet går ut den 1 januari 2027." in client.get("/kommuner/").content.decode()


def test_department_of_a_protected_person_alone_is_not_named(client, coordinator, cohort):
    participation = factories.make_participation(cohort)
    factories.make_enrolment(participation, department="Skola")
    hidden = factories.make_user(protected_identity=True)
    factories.make_enrolment(participation, hidden, department="Kvinnojouren")
    assert [each.name for each in page(client).group.departments] == ["Skola"]
    factories.make_enrolment(participation, department="Kvinnojouren")
    assert [each.name for each in page(client).group.departments] == ["Kvinnojouren", "Skola"]
