"""Min kommun: the public part of the check-ins, the group, and whom to call."""

from datetime import date

import pytest

from accounts.models import User
from homes.pages.municipality_own import own_municipalities
from participants.models import Enrolment
from programmes.models import Cohort, TrainingKind
from tests.check_ins import check_in_of
from tests.factories import (
    make_check_in,
    make_check_in_version,
    make_cohort,
    make_commitment,
    make_coordinator,
    make_county_board,
    make_enrolment,
    make_participation,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGE = "/min-kommun/"
ON = date(2026, 11, 22)
LEADER = Enrolment.Role.PROCESS_LEADER
MONTHS = [date(2025, 12, 1), date(2026, 2, 1), date(2026, 9, 1), date(2026, 10, 1)]


def step(number, status):
    return {"number": number, "title": f"Steg {number}", "status": status}


def make_month(participation, month, statuses=(), **answers):
    check_in = make_check_in(participation, month, state="done", number=1)
    steps = [step(number, status) for number, status in enumerate(statuses, 1)]
    return make_check_in_version(check_in, steps=steps, **answers)


def section_of(user, on=ON):
    [section] = own_municipalities(user, on=on)
    return section


@pytest.fixture
def group(participations):
    return participations[0]


@pytest.fixture
def member(client, group):
    user = make_enrolment(group, make_user(first_name="Malin", last_name="Ek")).user
    client.force_login(user)
    return user


@pytest.fixture
def leader(client, group):
    user = make_enrolment(group, make_user(first_name="Petra", last_name="Ask"), role=LEADER).user
    client.force_login(user)
    return user


def test_own_municipality_says_since_when_each_step_stands_as_it_does():
    participation = make_participation()
    user = make_enrolment(participation).user
    done, ongoing, waiting = "done", "ongoing", "not_started"
    make_month(participation, MONTHS[0], [done, ongoing, waiting, waiting, "not_relevant"])
    make_month(participation, MONTHS[1], [done, waiting, ongoing, waiting, "not_relevant"])
    make_month(participation, MONTHS[2], [done, done, ongoing, waiting, "not_relevant"])
    make_month(participation, MONTHS[3], [done, done, ongoing, ongoing, "not_relevant"])
    assert [(each.title, each.words, each.css) for each in section_of(user).public.steps] == [
        ("Steg 1", "Klart sedan december 2025", "done"),
        ("Steg 2", "Klart sedan september", "done"),
        ("Steg 3", "Pågår sedan februari", "now"),
        ("Steg 4", "Pågår sedan oktober", "now"),
        ("Steg 5", "Inte aktuellt", ""),
    ]


def test_own_municipality_reads_the_newest_version_of_a_month():
    participation = make_participation()
    user = make_enrolment(participation).user
    first = make_month(participation, MONTHS[3], ["ongoing"])
    make_check_in_version(first.check_in, version=2, steps=[step(1, "done")])
    public = section_of(user).public
    assert [each.css for each in public.steps] == ["done"]


def test_own_municipality_shows_the_public_part_alone(client, group, member):
    secret = {"happened": "Hemligt möte", "internal_note": "Internt", "obstacle_other": "Bråk"}
    october = check_in_of(group, date(2026, 10, 1))
    owned = {"owner": "county_board", "due_on": date(2026, 12, 3), "word": "Eget ord"}
    make_commitment(october, text="Boka möte", **owned)
    version = october.versions.get()
    version.__class__.objects.filter(pk=version.pk).update(
        steps=[step(1, "ongoing")], progress="stuck", obstacles=["Tid"], **secret
    )
    make_check_in(
        group,
        date(2026, 11, 1),
        agreed=[{"text": "Utkast", "owner": "man", "due_on": ""}],
        happened="Utkastets text",
    )
    page = client.get(PAGE).content.decode()
    for shown in (
        "Härnösands kommun",
        "Boka möte",
        "Länsstyrelsen, senast den 3 december",
        "Steg 1",
        "Pågår",
    ):
        assert shown in page
    for hidden in (*secret.values(), "Tid<", "Fastnat", "Utkast", "Utkastets"):
        assert hidden not in page


def test_own_municipality_names_the_group_but_nobody_with_protected_identity(client, group, member, leader):
    hidden = make_user(first_name="Hemliga", last_name="Namn", protected_identity=True)
    make_enrolment(group, hidden)
    make_enrolment(group, make_user(first_name="Gamla", last_name="Lo"), ends_on=date(2026, 1, 20))
    names = [str(each.user) for each in section_of(member).team]
    assert names == ["Petra Ask", "Malin Ek"]
    page = client.get(PAGE).content.decode()
    assert "Petra Ask – processledare" in page
    assert "Hemliga" not in page


def test_own_municipality_says_whom_to_call(client, group, member):
    make_county_board(contact_name="Växeln", contact_phone="010-225 00 00", contact_email="lan@example.org")
    make_coordinator(make_user(first_name="Alva", last_name="Prov", phone="070-174 06 05"))
    make_coordinator(make_user(first_name="Förra", last_name="Samordnaren"), ends_on=date(2026, 11, 21))
    make_coordinator(make_user(first_name="Dolda", protected_identity=True))
    make_coordinator(make_user(first_name="Annan", last_name="Ort"), make_county_board("gavleborg"))
    page = client.get(PAGE).content.decode()
    for shown in ("Växeln", 'href="tel:010-2250000"', "Alva Prov", 'href="tel:070-1740605"'):
        assert shown in page
    for hidden in ("Förra", "Dolda", "Annan Ort"):
        assert hidden not in page


def test_own_municipality_asks_the_process_leader_alone(client, group, sunday):
    address = "/min-kommun/harnosand/2026-11/"
    client.force_login(make_enrolment(group, role=LEADER).user)
    page = client.get(PAGE).content.decode()
    assert f'href="{address}">Svara på frågorna för november (frivilligt)</a>' in page
    client.force_login(make_enrolment(group).user)
    assert address not in client.get(PAGE).content.decode()


def test_own_municipality_asks_about_every_open_month(cohort):
    """September was marked done, October was not, and closes on the tenth working day of November."""
    participation = make_participation(cohort)
    user = make_enrolment(participation, role=LEADER).user
    make_month(participation, date(2026, 9, 1))
    asked = {
        day: [question.month for question in section_of(user, on=day).questions]
        for day in (date(2026, 10, 31), date(2026, 11, 12), date(2026, 11, 13), date(2026, 11, 16))
    }
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    assert asked == {
        date(2026, 10, 31): [october],
        date(2026, 11, 12): [november, october],
        date(2026, 11, 13): [november],
        date(2026, 11, 16): [november],
    }


def test_own_municipality_without_a_check_in_says_what_comes(client, sunday):
    client.force_login(make_enrolment().user)
    assert "Stegen visas här när" in client.get(PAGE).content.decode()


def test_own_municipality_of_a_finished_cohort_stays_readable(client):
    participation = make_participation(make_cohort(state=Cohort.State.ARCHIVED), ended_on=date(2026, 5, 1))
    user = make_enrolment(participation, role=LEADER, state=Enrolment.State.COMPLETED).user
    make_month(participation, date(2026, 3, 1), ["done"])
    assert section_of(user).questions == []
    client.force_login(user)
    assert "Klart sedan mars" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("who", ["solo", "staff", "coordinator", "ended"])
def test_own_municipality_is_for_groups_of_municipalities(client, who):
    people = {
        "solo": lambda: make_enrolment(cohort=make_cohort(TrainingKind.PROCESS_LEADER_TRAINING)).user,
        "staff": lambda: make_user(is_staff=True),
        "coordinator": lambda: make_coordinator().user,
        "ended": lambda: make_enrolment(ends_on=date(2026, 1, 20)).user,
    }
    client.force_login(people[who]())
    assert client.get(PAGE).status_code == 404


def test_only_the_process_leader_is_led_to_the_hand_over(client, member, group):
    page = "/kommuner/harnosand/overlamning/"
    assert page not in client.get(PAGE).content.decode()
    client.force_login(make_enrolment(group, role=LEADER).user)
    assert page in client.get(PAGE).content.decode()
    assert client.get(page).status_code == 200


def test_contact_at_the_county_board_is_hidden_when_it_is_a_protected_person(client, member, group):
    board = group.cohort.county_board
    person = make_user(first_name="Pia", last_name="Dold", email="pia@lst.se", phone="070-1740601")
    make_coordinator(person, county_board=board)
    make_county_board(board.slug, contact_name="Pia Dold", contact_email="lst@lst.se", contact_phone="")
    assert "Pia Dold" in client.get(PAGE).content.decode()
    User.objects.filter(pk=person.pk).update(protected_identity=True)
    for given in ({"contact_name": "pia dold"}, {"contact_name": "", "contact_email": "pia@lst.se"}):
        make_county_board(board.slug, **given)
        page = client.get(PAGE).content.decode().casefold()
        assert "pia dold" not in page
        assert "pia@lst.se" not in page
