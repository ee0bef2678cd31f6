"""A county board's own pages: settings, coordinators, hand-over. Who leaves is out; drafts stay."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from followups.models import CheckIn
from municipalities.models import Coordinator, CountyBoard
from support.models import DevelopmentArea, SupportCase
from tests import factories as make
from tests.check_ins import NOW, edit, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
ON, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
SETTINGS, ROLES, HANDOVER = "/mitt-lan/installningar/", "/mitt-lan/samordnare/", "/mitt-lan/overlamning/"
LAN = "?lan=vasternorrland"


@pytest.fixture(autouse=True)
def _known_types():
    """The trail asks for each model's type once per process."""
    ContentType.objects.get_for_models(User, Coordinator, CountyBoard)


def settings(**fields):
    base = {"months_off": ["7"], "due_day": "", "remind_before": "5", "remind_after": "2"}
    return base | {"contact_name": "", "contact_phone": "", "contact_email": ""} | fields


def role(**fields):
    base = {"role": "stand_in", "email": "vik@lan.example", "first_name": "Vik", "last_name": "Arie"}
    return base | {"starts_on": "2026-11-22", "ends_on": "2026-12-31"} | fields


def board():
    return CountyBoard.objects.get(slug="vasternorrland")


def test_county_settings_say_the_next_due_days(client, coordinator):
    make.make_county_board(months_off=[12], due_day=20)
    text = client.get(SETTINGS).content.decode()
    days = ["Januari 2027: senast onsdag 20 januari", "Februari 2027: senast fredag 19 februari"]
    assert [day in text for day in (*days, "December:", "November:")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"due_day": "29"}, "Välj en dag från 1 till 28, eller lämna tomt."),
        ({"remind_before": "11"}, "Välj 1–10 arbetsdagar före dagen."),
        ({"remind_after": ""}, "Välj 1–6 arbetsdagar efter dagen."),
        ({"months_off": [str(month) for month in range(1, 13)]}, "Låt minst en månad ha avstämningar"),
        ({"contact_email": "eva"}, "Skriv e-postadressen med @, till exempel namn@kommun.se"),
        (
            {"contact_name": "Eva 19121212-1212"},
            "Texten verkar innehålla ett personnummer. Ta bort ”19121212-1212”.",
        ),
    ],
)
def test_county_settings_that_make_no_sense_are_refused_and_stay_in_the_form(
    client, coordinator, fields, sentence
):
    answer = client.post(SETTINGS, settings(**fields))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert board().due_day is None


def test_a_stand_in_and_man_change_the_settings_and_nobody_else(client):
    people = {
        "stand_in": make.make_coordinator(is_stand_in=True, ends_on=ON).user,
        "staff": make.make_staff(),
        "elsewhere": make.make_coordinator(county_board=make.make_county_board("kalmar")).user,
        "member": make.make_enrolment().user,
    }
    answers = {}
    for name, user in people.items():
        client.force_login(user)
        answers[name] = client.post(SETTINGS + LAN, settings(due_day="12")).status_code
    assert answers == {"stand_in": 302, "staff": 302, "elsewhere": 404, "member": 404}
    client.force_login(people["staff"])
    assert client.get(SETTINGS).status_code == 404


def test_somebody_with_two_counties_finds_both(client, coordinator):
    make.make_coordinator(user=coordinator, county_board=make.make_county_board("kalmar"))
    text = client.get(SETTINGS + LAN).content.decode()
    assert "Västernorrlands län" in text
    assert f'href="{SETTINGS}?lan=kalmar"' in text


def test_coordinator_list_names_those_of_today_and_those_to_come(client, coordinator):
    make.make_coordinator(user=make.make_user(first_name="Förr"), ends_on=ON - timedelta(days=1))
    later = {"starts_on": TOMORROW, "ends_on": TOMORROW + timedelta(days=30), "is_stand_in": True}
    coming = make.make_coordinator(user=make.make_user(first_name="Snart"), **later)
    text = client.get(ROLES).content.decode()
    assert ("Alva Provlund" in text, "Snart" in text, "Förr" in text) == (True, True, False)
    assert "Från 23 november 2026 till och med 23 december 2026" in text
    assert f'href="{ROLES}{coming.pk}/ta-tillbaka/"' in text


def test_coordinator_appoint_invites_a_stand_in(client, coordinator):
    answer = client.post(f"{ROLES}utse/", role())
    assert (answer.status_code, answer.url) == (302, ROLES + LAN)
    stand_in = Coordinator.objects.get(user__email="vik@lan.example")
    assert (stand_in.is_stand_in, stand_in.ends_on) == (True, date(2026, 12, 31))
    assert said(client.get(answer.url)) == ["Vik Arie är utsedd och får ett mejl."]
    client.force_login(stand_in.user)
    pages = ["/mitt-lan/", ROLES, HANDOVER, f"{ROLES}utse/", f"{ROLES}{stand_in.pk}/avsluta/"]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200, 404, 404]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_on": ""}, "Välj ersättarens sista dag"),
        ({"ends_on": "2028-01-01"}, "En ersättare utses för högst ett år"),
        ({"ends_on": "2026-11-01"}, "Sista dagen kan inte vara före första dagen."),
        ({"first_name": ""}, "Skriv förnamnet, adressen är ny i portalen"),
        ({"email": "vik"}, "Skriv e-postadressen med @"),
        ({"role": ""}, "Välj om personen är ersättare eller samordnare"),
    ],
)
def test_coordinator_appoint_says_what_is_missing(client, coordinator, fields, sentence):
    answer = client.post(f"{ROLES}utse/", role(**fields))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Coordinator.objects.count() == 1


def test_staff_appoint_in_every_county(client, staff):
    assert client.post(f"{ROLES}utse/?lan=kalmar", role(role="regular", ends_on="")).status_code == 302
    assert Coordinator.objects.get().county_board.slug == "kalmar"


def test_the_last_coordinator_reads_that_a_successor_comes_first(client, coordinator):
    own = Coordinator.objects.get()
    answer = client.post(f"{ROLES}{own.pk}/avsluta/", {"ends_on": "2026-12-31"})
    assert "Utse en efterträdare först." in answer.content.decode()
    client.post(f"{ROLES}utse/", role(role="regular", ends_on=""))
    assert client.post(f"{ROLES}{own.pk}/avsluta/", {"ends_on": "2026-12-31"}).status_code == 302
    own.refresh_from_db()
    assert own.ends_on == date(2026, 12, 31)


def test_whoever_leaves_is_out_at_the_next_request_and_the_successor_finds_the_draft(
    client, coordinator, participations
):
    draft = make.make_check_in(participations[0], date(2026, 11, 1), coordinator, happened="Halvfärdigt")
    client.post(f"{ROLES}utse/", role(role="regular", ends_on=""))
    assert "Halvfärdigt" in client.get(edit()).content.decode()
    own = Coordinator.objects.get(user=coordinator)
    answer = client.post(f"{ROLES}{own.pk}/avsluta/", {"ends_on": "2026-11-21"})
    assert (answer.status_code, answer.url) == (302, "/")
    pages = ["/mitt-lan/", edit(), ROLES, SETTINGS + LAN, HANDOVER + LAN, "/uppfoljning/"]
    assert [client.get(page).status_code for page in pages] == [404] * 6
    client.force_login(Coordinator.objects.get(user__email="vik@lan.example").user)
    assert "Halvfärdigt" in client.get(edit()).content.decode()
    assert CheckIn.objects.get(pk=draft.pk).saved_by == coordinator


def test_coordinator_withdraw_takes_back_what_has_not_begun(client, coordinator):
    client.post(f"{ROLES}utse/", role(starts_on="2026-12-01"))
    coming = Coordinator.objects.get(user__email="vik@lan.example")
    assert "Vik Arie skulle börja" in client.get(f"{ROLES}{coming.pk}/ta-tillbaka/").content.decode()
    assert client.post(f"{ROLES}{coming.pk}/ta-tillbaka/").status_code == 302
    assert list(Coordinator.objects.values_list("user", flat=True)) == [coordinator.pk]
    assert client.post(f"{ROLES}{coming.pk}/ta-tillbaka/").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_coordinator_withdraw_leads_to_the_last_day_when_the_role_has_begun(client, coordinator, method):
    begun = Coordinator.objects.get()
    answer = getattr(client, method)(f"{ROLES}{begun.pk}/ta-tillbaka/", follow=True)
    assert answer.redirect_chain == [(f"{ROLES}{begun.pk}/avsluta/", 302)]
    assert "Uppdraget har börjat. Sätt en sista dag i stället." in answer.content.decode()
    assert Coordinator.objects.get() == begun


def test_county_handover_tells_all_in_one_page(client, coordinator, cohort, participations):
    cohort.contact = make.make_staff(first_name="Mika")
    cohort.save()
    leader = make.make_user(first_name="Siri", phone="070-174 06 11")
    make.make_enrolment(participations[0], leader, role="process_leader")
    hidden = make.make_user(first_name="Hemlig", protected_identity=True)
    make.make_enrolment(participations[1], hidden, role="process_leader")
    make.make_check_in(participations[0], date(2026, 11, 1), coordinator, internal_note="INTERNT")
    area = DevelopmentArea.objects.first()
    SupportCase.objects.create(participation=participations[0], area=area, need="Metod", raised_at=NOW)
    make.make_commitment(participations[0], text="Boka möte")
    text = client.get(HANDOVER).content.decode()
    wanted = [
        "0 av 3 avstämningar för november är klara.",
        "Härnösand: avstämning för november",
        "Boka möte",
        "Metod",
        "070-174 06 11",
        "Mika",
        "Alva Provlund",
        "Onsdag 9 juni 2027",
    ]
    assert [words for words in wanted if words not in text] == []
    assert [words for words in ("Hemlig", hidden.email, "INTERNT") if words in text] == []


def test_county_handover_names_nobody_twice(client, coordinator, cohort):
    board = cohort.county_board
    board.contact_name, board.contact_email = "Alva Provlund", coordinator.email
    board.save()
    assert client.get(HANDOVER).content.decode().count(f"mailto:{coordinator.email}") == 1
    board.contact_email = "lansstyrelsen@example.org"
    board.save()
    text = client.get(HANDOVER).content.decode()
    assert text.count("mailto:lansstyrelsen@example.org") == 1
    assert "Kontakt på länsstyrelsen" in text


def test_county_handover_of_a_county_without_anything(client, coordinator):
    text = client.get(HANDOVER).content.decode()
    assert "Ingen kommun är med just nu." in text
    assert "Inget är sent och inget väntar." in text


def test_county_handover_asks_as_much_with_more_municipalities(client, coordinator, participations):
    def asked():
        client.get(HANDOVER)
        with CaptureQueriesContext(connection) as found:
            client.get(HANDOVER)
        return len(found)

    few = asked()
    for slug in ("timra", "ange"):
        group = make.make_participation(participations[0].cohort, slug)
        make.make_enrolment(group, role="process_leader")
    assert asked() == few <= 20


def test_a_county_that_ends_stays_readable_until_the_day_is_over(client, coordinator):
    Coordinator.objects.update(ends_on=datetime(2026, 11, 22, tzinfo=UTC).date())
    assert client.get("/mitt-lan/").status_code == 200
    Coordinator.objects.update(ends_on=ON - timedelta(days=1))
    assert client.get("/mitt-lan/").status_code == 404
