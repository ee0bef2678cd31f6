"""The follow-up: municipality × month, its filters, its order and its phone list."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.summaries.followup import followup_summary
from municipalities.models import Municipality
from programmes.models import ParticipationPause
from tests import factories
from tests.check_ins import came_to, check_in_of, edit, make_done

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
URL = "/uppfoljning/"
AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in range(8, 12))


def page_of(client, **query):
    response = client.get(URL, query)
    assert response.status_code == 200
    return response.context["page"]


def names(page):
    return [line.name for group in page.groups for line in group.lines]


def words(page):
    """Return each municipality's months as the table shows them."""
    return {
        line.name: [cell.status.word if cell.status else "–" for cell in line.cells]
        for group in page.groups
        for line in group.lines
    }


@pytest.fixture
def mixed(cohort):
    """Four municipalities from September: late and stuck, needing support, without contact, on track."""
    found = [
        factories.make_participation(cohort, slug) for slug in ("ange", "harnosand", "kramfors", "sundsvall")
    ]
    ange, harnosand, kramfors, sundsvall = found
    make_done(sundsvall, SEPTEMBER, progress="stuck")
    for month in (SEPTEMBER, OCTOBER, NOVEMBER):
        make_done(ange, month)
        make_done(harnosand, month, progress="needs_support")
    make_done(kramfors, SEPTEMBER)
    make_done(kramfors, OCTOBER, progress="no_contact")
    factories.make_check_in(kramfors, NOVEMBER)
    return found


# --- Who ------------------------------------------------------------------------------------------------


def test_followup_is_for_coordinators_and_staff(client, participations):
    leader = factories.make_enrolment(participations[0], role="process_leader")
    ended = factories.make_coordinator(ends_on=date(2026, 11, 21))
    for user in (leader.user, ended.user, factories.make_user()):
        client.force_login(user)
        assert client.get(URL).status_code == 404
    client.logout()
    assert client.get(URL).url.split("?")[0] == "/logga-in/"


def test_followup_shows_a_coordinator_the_own_counties_alone(client, coordinator, participations):
    kalmar = factories.make_county_board("kalmar")
    elsewhere = factories.make_cohort(county_board=kalmar, name="Kalmar 2026", slug="kalmar-2026")
    factories.make_session(elsewhere, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    factories.make_session(elsewhere, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    factories.make_participation(elsewhere, "kalmar")
    assert names(page_of(client)) == ["Härnösand", "Kramfors", "Sundsvall"]
    assert client.get(URL, {"lan": "kalmar"}).status_code == 404
    assert names(page_of(client, omgang="kalmar-2026")) == ["Härnösand", "Kramfors", "Sundsvall"]
    assert "lan" not in page_of(client).form.fields
    factories.make_coordinator(user=coordinator, county_board=kalmar)
    assert "lan" in page_of(client).form.fields
    assert names(page_of(client)) == ["Kalmar", "Härnösand", "Kramfors", "Sundsvall"]
    assert names(page_of(client, lan="kalmar")) == ["Kalmar"]


def test_followup_shows_staff_all_counties_with_their_rates(client, staff, mixed):
    [group] = page_of(client).groups
    assert (group.board.county_name, group.rate) == ("Västernorrlands län", "2 av 4 klara")
    assert group.rate_url == "/avstamningar/2026-11/?lan=vasternorrland"
    assert page_of(client, lan="kalmar").groups == []
    assert client.get(URL, {"lan": "finns-inte"}).status_code == 404


# --- The table ------------------------------------------------------------------------------------------


def test_followup_has_a_cell_for_each_month_and_the_worst_first(client, coordinator, mixed):
    page = page_of(client)
    assert [column.label for column in page.columns] == ["jun 2026", "jul", "aug", "sep", "okt", "nov"]
    assert words(page) == {
        "Sundsvall": ["–", "–", "–", "Fastnat", "Sen", "Att göra"],
        "Härnösand": ["–", "–", "–", "Behöver stöd", "Behöver stöd", "Behöver stöd"],
        "Kramfors": ["–", "–", "–", "I fas", "Ej kontakt", "Utkast"],
        "Ånge": ["–", "–", "–", "I fas", "I fas", "I fas"],
    }
    assert names(page) == ["Sundsvall", "Härnösand", "Kramfors", "Ånge"]
    assert names(page_of(client, ordning="namn")) == ["Härnösand", "Kramfors", "Sundsvall", "Ånge"]


def test_followup_says_the_same_in_sentences(client, coordinator, mixed):
    text = client.get(URL).content.decode()
    assert "<h1>En kommun behöver hjälp nu: Sundsvall</h1>" in text
    assert (
        "<p>Sundsvall saknar avstämning för oktober och hade fastnat i september. "
        "Härnösand har behövt stöd sedan september. "
        "Övriga, enligt senaste klara avstämning: 1 är i fas och 1 har ingen kontakt.</p>"
    ) in text
    assert "Västernorrlands län · juni–november 2026" in text


def test_followup_is_a_table_whose_cells_lead_to_check_ins(client, coordinator, mixed):
    text = client.get(URL).content.decode()
    assert text.count('<th scope="row">') == 4
    assert (
        f'<a class="cell c-late" href="{edit("sundsvall", "2026-10")}">'
        '<span class="vh">Sundsvall oktober 2026: </span><b aria-hidden="true">✕</b> Sen</a>'
    ) in text
    for slug, month in (("sundsvall", "2026-10"), ("harnosand", "2026-09"), ("kramfors", "2026-11")):
        assert client.get(edit(slug, month)).status_code == 200


def test_followup_phone_list_leads_to_what_is_late_or_latest(client, coordinator, mixed):
    lines = {line.name: line for group in page_of(client).groups for line in group.lines}
    assert {name: (line.url, line.tag and str(line.tag.word)) for name, line in lines.items()} == {
        "Sundsvall": (edit("sundsvall", "2026-10"), "Oktober saknas"),
        "Härnösand": (edit("harnosand"), "Behöver stöd"),
        "Kramfors": (edit("kramfors"), "Ej kontakt"),
        "Ånge": (edit("ange"), None),
    }
    assert lines["Sundsvall"].sentence == "Fastnat i september."


def test_followup_twelve_months_say_their_years(client, coordinator, participations):
    page = page_of(client, manader="12")
    labels = [column.label for column in page.columns]
    assert (labels[0], labels[1], len(labels)) == ("dec 2025", "jan 2026", 12)
    assert page.scope == "Västernorrlands län · december 2025–november 2026"


def test_followup_leaves_out_months_off_and_pauses(client, coordinator, participations):
    factories.make_county_board("vasternorrland", months_off=[7, 11])
    ParticipationPause.objects.create(
        participation=participations[0], starts_on=date(2026, 11, 1), reason="Val"
    )
    assert words(page_of(client))["Härnösand"] == ["–", "–", "–", "I fas", "I fas", "–"]
    assert page_of(client).summary.text == "Läget: 2 är i fas och 1 har uppehåll."


# --- What one chooses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("sen", ["Sundsvall"]),
        ("fastnat", ["Sundsvall"]),
        ("behover-stod", ["Härnösand"]),
        ("ej-kontakt", ["Kramfors"]),
        ("i-fas", ["Ånge"]),
        ("utkast", ["Kramfors"]),
        ("att-gora", ["Sundsvall"]),
        ("finns-inte", ["Sundsvall", "Härnösand", "Kramfors", "Ånge"]),
    ],
)
def test_followup_finds_by_status(client, coordinator, mixed, status, expected):
    assert names(page_of(client, status=status)) == expected


def test_followup_finds_by_step(client, coordinator, mixed):
    def steps(*statuses):
        return [{"number": each, "title": "S", "status": status} for each, status in enumerate(statuses, 1)]

    came_to(check_in_of(mixed[0], NOVEMBER), steps("done", "ongoing", "not_started"))
    came_to(check_in_of(mixed[1], NOVEMBER), steps("done", "done", "done"))
    assert names(page_of(client, steg="2")) == ["Ånge"]
    assert names(page_of(client, steg="3")) == ["Härnösand"]
    assert names(page_of(client, steg="4")) == []
    [line] = page_of(client, steg="2").groups[0].lines
    assert (line.step, line.sentence) == ("steg 2 av 5", "I fas i november. Steg 2 av 5.")


def test_followup_filters_can_be_taken_away_one_by_one(client, coordinator, mixed):
    page = page_of(client, status="sen", steg="1", manader="12", ordning="fel", lan="")
    assert [(each.text, each.url) for each in page.filters] == [
        ("Status: Sen", f"{URL}?steg=1&manader=12"),
        ("Processteg: 1", f"{URL}?status=sen&manader=12"),
    ]
    text = client.get(URL, {"status": "sen", "steg": "1"}).content.decode()
    assert "Ingen kommun passar det du har valt." in text
    assert "<h1>Ingen kommun passar urvalet</h1>" in text
    assert '<option value="sen" selected>' in text
    assert "Fel:" not in text


def test_heading_and_sentences_are_about_the_rows_of_the_table(client, coordinator, mixed):
    """Sundsvall is stuck, and filtered away: nothing above the table may be about it."""
    page = page_of(client, status="i-fas")
    assert names(page) == ["Ånge"]
    assert "Sundsvall" not in page.summary.title + page.summary.text
    assert page.summary == followup_summary([page.groups[0].lines[0].line], month=NOVEMBER)
    assert "Sundsvall" in page_of(client, status="sen").summary.title


def test_followup_shows_a_cohort_that_is_over_when_asked(client, coordinator, participations):
    over = factories.make_cohort(name="Förra", slug="forra", state="finished")
    factories.make_session(over, starts_at=datetime(2025, 8, 14, 8, tzinfo=UTC))
    factories.make_session(over, starts_at=datetime(2026, 9, 9, 7, tzinfo=UTC))
    left = factories.make_participation(over, "ange", ended_on=date(2026, 9, 30))
    make_done(left, AUGUST)
    assert names(page_of(client)) == ["Härnösand", "Kramfors", "Sundsvall"]
    assert words(page_of(client, omgang="forra")) == {"Ånge": ["–", "–", "I fas", "–", "–", "–"]}


def test_followup_without_anybody_says_when_they_come(client, coordinator):
    text = client.get(URL).content.decode()
    assert "<h1>Ingen kommun att följa upp just nu</h1>" in text
    assert "Kommunerna syns här när deras första avstämning ska göras." in text


# --- How much it asks -----------------------------------------------------------------------------------


def questions(client, **query):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(URL, query)
    return len(asked), response.content.count(b'<th scope="row">')


def test_followup_asks_as_much_for_one_three_and_thirty(client, staff):
    board = factories.make_county_board("skane")
    cohort = factories.make_cohort(county_board=board)
    factories.make_session(cohort, starts_at=datetime(2026, 7, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    asked = []
    for number, municipality in enumerate(Municipality.objects.filter(county_board=board)[:30], start=1):
        participation = factories.make_participation(cohort, municipality)
        for month in (AUGUST, SEPTEMBER, OCTOBER):
            make_done(participation, month, user=staff)
        if number in (1, 3, 30):
            asked += [questions(client), questions(client, manader="12")]
    assert [count for count, _rows in asked] == [asked[0][0]] * 6
    assert [rows for _count, rows in asked] == [1, 1, 3, 3, 30, 30]
    assert asked[0][0] <= 20
