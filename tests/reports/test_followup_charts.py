"""The follow-up as charts, and how many check-ins come in."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from municipalities.models import Municipality
from reports.models import Export
from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories
from tests.check_ins import check_in_of, make_done
from tests.reading import shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
URL, RATES = "/uppfoljning/diagram/", "/uppfoljning/rapportering/"
JULY, SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (7, 9, 10, 11))
AT = factories.AT
XLSX = {"format": "xlsx"}


def charts_of(client, **query):
    response = client.get(URL, query)
    assert response.status_code == 200
    return {chart.key: chart for chart in response.context["charts"]}


def bars(chart):
    return {bar.label: bar.values for bar in chart.bars}


# --- What the charts say --------------------------------------------------------------------------------


def test_followup_charts_count_how_municipalities_feel(client, coordinator, participations):
    make_done(participations[0], NOVEMBER, progress="stuck")
    make_done(participations[1], NOVEMBER, progress="needs_support")
    chart = charts_of(client)["laget"]
    assert bars(chart) == {
        "september 2026": [3, 0, 0, 0],
        "oktober 2026": [3, 0, 0, 0],
        "november 2026": [0, 1, 1, 0],
    }
    assert (chart.title, chart.text) == ("3 av 3 kommuner med klar avstämning var i fas i oktober 2026", "")
    make_done(participations[2], NOVEMBER)
    chart = charts_of(client)["laget"]
    assert chart.title == "1 av 3 kommuner med klar avstämning var i fas i november 2026"
    assert chart.text == "I övrigt: 1 behöver stöd och 1 har fastnat."


def test_followup_charts_count_steps_of_the_latest_check_in(client, coordinator, participations):
    def steps(*statuses):
        return [{"number": each, "title": "S", "status": status} for each, status in enumerate(statuses, 1)]

    first, second, _third = participations
    check_in_of(first, SEPTEMBER).versions.update(steps=steps("ongoing"))
    check_in_of(first, OCTOBER).versions.update(steps=steps("done", "ongoing", "not_started"))
    check_in_of(second, OCTOBER).versions.update(steps=steps("done", "not_relevant", "ongoing"))
    chart = charts_of(client)["processen"]
    assert [(bar.values, bar.note) for bar in chart.bars][:3] == [
        ([2, 0, 0], "2 av 3 klara"),
        ([0, 1, 0], "0 av 3 klara"),
        ([0, 1, 1], "0 av 3 klara"),
    ]
    assert chart.title == "Steg 3 pågår i 1 av 3 kommuner"
    assert chart.bars[2].url == "/uppfoljning/?steg=3"


def test_followup_charts_sort_obstacles_and_say_the_change(client, coordinator, participations):
    first, second, third = participations
    make_done(first, NOVEMBER, obstacle_other="Lokaler")
    for participation, month, names in (
        (first, SEPTEMBER, ["Tid", "Pengar"]),
        (first, OCTOBER, ["Tid"]),
        (second, OCTOBER, ["Tid", "Mandat"]),
        (third, SEPTEMBER, ["Mandat"]),
    ):
        check_in_of(participation, month).versions.update(obstacles=names)
    check_in_of(first, NOVEMBER).versions.update(obstacles=["Tid"], obstacle_other="Lokaler")
    chart = charts_of(client)["hinder"]
    assert [(bar.label, bar.values, bar.note) for bar in chart.bars] == [
        ("Tid", [2], "1 fler"),
        ("Annat", [1], "1 fler"),
        ("Mandat", [1], "lika många som förra"),
    ]
    assert chart.title == "Vanligaste hinder: Tid (2 kommuner)"
    assert chart.text == "Oktober–november 2026, jämfört med juli–september 2026."
    assert chart.drawn[0].end == "2 · 1 fler"


def test_followup_charts_follow_needs_to_what_was_done(client, coordinator, participations):
    area, offer = DevelopmentArea.objects.first(), SupportOffer.objects.create(name="Råd")
    offered = {"offer": offer, "raised_at": AT - timedelta(days=20)}
    answered = offered | {"answered_at": AT}
    for fields in (
        {"raised_at": AT - timedelta(days=9)},
        offered | {"state": "offered", "offered_at": AT - timedelta(days=18)},
        answered | {"state": "declined", "offered_at": AT - timedelta(days=10)},
        answered | {"state": "done", "offered_at": AT - timedelta(days=16), "delivered_on": factories.ON},
        answered | {"state": "accepted", "offered_at": AT, "origin": "county_board"},
        {"raised_at": AT - timedelta(days=300)},
        {"raised_at": AT, "state": "withdrawn", "withdrawn_at": AT, "withdrawn_text": "Löst"},
    ):
        SupportCase.objects.create(participation=participations[0], area=area, need="Råd", **fields)
    chart = charts_of(client)["behov"]
    assert bars(chart) == {"Behov": [5], "Erbjudet": [3], "Tackat ja": [1], "Genomfört": [1]}
    assert chart.title == "3 av 5 behov har fått ett erbjudande"
    assert {bar.url for bar in chart.bars} == {""}, "no page lists just these needs"
    assert chart.text == "Hälften av erbjudandena kom inom 4 dagar från behovet (median)."


def test_followup_charts_count_who_came_per_session_and_municipality(
    client, coordinator, cohort, participations
):
    session = factories.make_session(cohort, starts_at=AT - timedelta(days=10))
    for participation, status in (
        (participations[0], "present"),
        (participations[0], "partly"),
        (participations[2], "absent"),
    ):
        factories.make_attendance(session, factories.make_enrolment(participation), status)
    chart = charts_of(client)["narvaro"]
    assert bars(chart) == {"Tillfälle 3": [2, 1]}
    assert chart.title == "Tillfälle 3: 2 av 3 var med"
    assert [(row.label, row.cells) for row in chart.extra] == [("Härnösand", [2, 0]), ("Sundsvall", [0, 1])]
    assert chart.bars[0].url == f"/omgang/{cohort.slug}/tillfalle/3/"


def test_followup_charts_count_homework_in_time_late_and_missing(client, coordinator, cohort, participations):
    joint = factories.make_homework(cohort, due_on=date(2026, 11, 1))
    for participation, is_late in ((participations[0], False), (participations[1], True)):
        factories.make_version(factories.make_submission(joint, participation), is_late=is_late)
    own = factories.make_homework(cohort, due_on=date(2026, 11, 8), scope="person", title="Egen")
    people = [factories.make_enrolment(participations[0]) for _each in range(2)]
    factories.make_version(factories.make_submission(own, people[0]))
    factories.make_homework(cohort)  # not due yet
    chart = charts_of(client)["hemuppgifter"]
    assert bars(chart) == {"1 Kartlägg våldet": [1, 1, 1], "2 Egen": [1, 0, 1]}
    assert chart.title == "Hemuppgift 2: 1 av 2 lämnade in i tid"


def test_followup_charts_show_the_share_in_time_to_staff_alone(client, coordinator, participations):
    assert "i-tid" not in charts_of(client)
    client.force_login(factories.make_staff())
    factories.make_cohort(county_board=factories.make_county_board("gavleborg"))
    chart = charts_of(client, lan="vasternorrland")["i-tid"]
    assert chart.series == ["Ditt urval", "Hela landet"]
    assert charts_of(client)["i-tid"].series == ["Hela landet"]


def test_followup_charts_take_the_same_filters(client, coordinator, participations):
    make_done(participations[0], NOVEMBER, progress="stuck")
    chart = charts_of(client, status="fastnat")["laget"]
    assert bars(chart)["november 2026"] == [0, 0, 1, 0]
    assert bars(chart)["oktober 2026"] == [1, 0, 0, 0]
    text = client.get(URL, {"status": "fastnat", "manader": "12"}).content.decode()
    assert 'href="/uppfoljning/?status=fastnat&amp;manader=12"' in text
    assert 'href="/uppfoljning/diagram/?manader=12"' in text
    assert (
        'href="/uppfoljning/diagram/?status=fastnat"'
        in client.get("/uppfoljning/?status=fastnat").content.decode()
    )


def test_followup_charts_without_anything_say_so(client, coordinator):
    assert "Ingen kommun passar" in client.get(URL).content.decode()


# --- How many come in -----------------------------------------------------------------------------------


@pytest.fixture
def reported(participations):
    """September: two in time and one a day late. October: one in time. November is not due yet."""
    september_due, october_due = datetime(2026, 9, 30, 20, tzinfo=UTC), datetime(2026, 10, 30, 8, tzinfo=UTC)
    for participation, month, done_at in (
        (participations[0], SEPTEMBER, september_due),
        (participations[1], SEPTEMBER, september_due),
        (participations[2], SEPTEMBER, september_due + timedelta(hours=3)),
        (participations[0], OCTOBER, october_due),
    ):
        check_in = check_in_of(participation, month)
        check_in.versions.update(done_at=done_at)
        check_in.first_done_on = timezone.localtime(done_at).date()
        check_in.save()
    check_in_of(participations[2], OCTOBER).versions.all().delete()
    check_in_of(participations[2], OCTOBER).delete()
    factories.make_check_in_version(check_in_of(participations[0], OCTOBER))  # again, too late
    make_done(participations[1], NOVEMBER)


def rates(client, **query):
    page = client.get(RATES, query).context["page"]
    return page, {
        row.name: [tuple(cell.rate) for cell in row.cells if cell.rate.expected] for row in page.rows
    }


def test_reporting_rates_count_done_and_in_time(client, staff, reported):
    page, found = rates(client)
    assert found == {"Västernorrlands län": [(3, 3, 3, 2), (3, 2, 3, 1), (3, 1, 0, 0)]}
    assert page.chart.title == "I oktober 2026 var 33 % klara i tid, 34 procentenheter mindre än i september"
    assert page.sentence == "Hittills är 1 av 3 avstämningar för november klara."
    text = client.get(RATES).content.decode()
    assert 'href="/avstamningar/2026-10/?lan=vasternorrland"' in text
    assert "2 av 3 klara" in text
    assert "tiden har inte gått ut" in text


def test_reporting_rates_take_the_county_boards_own_day(client, staff, reported):
    factories.make_county_board("vasternorrland", due_day=20)
    _page, found = rates(client)
    assert found == {"Västernorrlands län": [(3, 3, 3, 0), (3, 2, 3, 0), (3, 1, 3, 0)]}


def test_reporting_rates_add_up_the_country_and_sort_by_name(client, staff, reported):
    kalmar = factories.make_county_board("kalmar")
    cohort = factories.make_cohort(county_board=kalmar)
    factories.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    factories.make_participation(cohort, "kalmar")
    page, found = rates(client, manader="12")
    assert list(found) == ["Kalmar län", "Västernorrlands län"]
    assert tuple(page.national[OCTOBER]) == (4, 2, 4, 1)
    assert len(page.months) == 12


def test_reporting_rates_are_for_staff(client, coordinator, reported):
    assert client.get(RATES).status_code == 404


# --- How much they ask ----------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/uppfoljning/", URL, RATES])
def test_hundred_municipalities_and_twelve_months_ask_no_more_than_one(client, staff, url):
    board = factories.make_county_board("vastra-gotaland")
    cohort = factories.make_cohort(county_board=board)
    factories.make_session(cohort, starts_at=datetime(2025, 10, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 3, 9, 7, tzinfo=UTC))
    places = list(Municipality.objects.order_by("pk")[:100])
    Municipality.objects.update(county_board=board)
    asked = []
    for number, municipality in enumerate(places, start=1):
        participation = factories.make_participation(cohort, municipality)
        for month in (JULY, SEPTEMBER, OCTOBER):
            make_done(participation, month, user=staff)
        if number in (1, 50, 100):
            with CaptureQueriesContext(connection) as questions:
                assert client.get(url, {"manader": "12"}).status_code == 200
            asked.append(len(questions))
    assert asked[1] == asked[0] <= 20
    assert asked[2] <= asked[0]


# --- To take along --------------------------------------------------------------------------------------


def sheets(response):
    assert response.status_code == 200
    book = openpyxl.load_workbook(BytesIO(response.content))
    return {sheet.title: [[shown(cell) for cell in row] for row in sheet] for sheet in book}


def test_charts_leave_as_excel_and_are_logged(client, coordinator, participations):
    make_done(participations[0], NOVEMBER, progress="stuck")
    book = sheets(client.post(f"{URL}?lan=vasternorrland&manader=12", XLSX))
    assert book["Status"] == [
        ["Månad", "I fas", "Behöver stöd", "Fastnat", "Ej kontakt"],
        ["september 2026", 3, 0, 0, 0],
        ["oktober 2026", 3, 0, 0, 0],
        ["november 2026", 0, 0, 1, 0],
    ]
    assert [row[:3] + row[-4:] for row in book["Avstämningar"][:2]] == [
        ["Kommun", "Län", "december 2025", "september 2026", "oktober 2026", "november 2026", "Processteg"],
        ["Härnösand", "Västernorrlands län", "–", "I fas", "I fas", "Fastnat", "–"],
    ]
    export = Export.objects.get()
    assert (export.kind, export.county_board.slug, export.starts_on, export.requested_by) == (
        "charts", "vasternorrland", date(2025, 12, 1), coordinator,
    )  # fmt: skip
    row = client.get("/exporter/").context["page"].exports[0]
    assert row.title == "Siffrorna bakom diagrammen: Västernorrlands län, december 2025–november 2026"


def test_few_people_are_hidden_in_what_is_taken_along(client, coordinator, participations):
    session = participations[0].cohort.sessions.first()
    for participation, people in zip(participations, (5, 4, 6), strict=True):
        for number in range(people):
            enrolment = factories.make_enrolment(participation)
            factories.make_attendance(session, enrolment, "absent" if number == 0 else "present")
    book = sheets(client.post(URL, XLSX))
    assert book["Närvaro 2"][1:] == [
        ["Härnösand", "visas inte", "–"],
        ["Kramfors", "visas inte", "–"],
        ["Sundsvall", 5, 1],
    ]
    assert book["Närvaro"][1:] == [["Tillfälle 1", 12, 3]]
    assert "12 av 15" not in str(book["Sammanfattning"])
    assert charts_of(client)["narvaro"].title == "Tillfälle 1: 12 av 15 var med"


def test_few_people_are_hidden_from_who_stands_outside_the_county(client, staff, participations):
    session = participations[0].cohort.sessions.first()
    for participation, people in zip(participations, (5, 4, 6), strict=True):
        for _number in range(people):
            factories.make_attendance(session, factories.make_enrolment(participation))
    chart = charts_of(client)["narvaro"]
    assert (chart.title, bars(chart)) == ("Närvaro", {"Tillfälle 1": [15, 0]})
    assert [row.label for row in chart.extra] == ["Sundsvall"]
    assert chart.text.startswith("Vi visar inte antal under fem personer")
    factories.make_attendance(session, factories.make_enrolment(participations[1]))
    chart = charts_of(client)["narvaro"]
    assert (chart.title, len(chart.extra)) == ("Tillfälle 1: 16 av 16 var med", 3)


def test_charts_about_several_counties_are_in_ones_own_log(client, coordinator, participations):
    board = factories.make_county_board("gavleborg")
    factories.make_coordinator(user=coordinator, county_board=board)
    factories.make_cohort(county_board=board)
    sheets(client.post(URL, XLSX))
    assert Export.objects.get().county_board is None
    assert [row.title for row in client.get("/exporter/").context["page"].exports] == [
        "Siffrorna bakom diagrammen: juni 2026–november 2026"
    ]
    client.force_login(factories.make_coordinator().user)
    assert client.get("/exporter/").context["page"].exports == []


def test_rates_leave_as_excel_for_staff(client, staff, participations):
    book = sheets(client.post(RATES, XLSX))
    assert book["Län"][0][:3] == ["Län", "juni 2026, väntade", "juni 2026, klara"]
    assert [row[0] for row in book["Län"][1:]] == ["Västernorrlands län", "Hela landet"]
    assert book["Län"][1][13:17] == [3, 3, 3, 0]
    assert Export.objects.get().kind == "rates"
    client.force_login(factories.make_coordinator().user)
    assert client.post(RATES).status_code == 404


def test_who_sees_numbers_only_sees_the_charts_without_rows_and_ways_to_them(client, participations):
    client.force_login(factories.make_user(is_reader=True))
    charts = charts_of(client)
    assert {"laget", "processen", "narvaro", "i-tid"} <= charts.keys()
    assert {bar.url for chart in charts.values() for bar in getattr(chart, "bars", [])} == {""}
    text = client.get(URL).content.decode()
    for way in ('href="/avstamningar/', 'href="/uppfoljning/?', 'href="/omgang', 'href="/oversikt/omgangar'):
        assert way not in text
    book = sheets(client.post(URL, XLSX))
    assert "Avstämningar" not in book
    assert "Härnösand" not in str(book)
    assert client.get("/uppfoljning/").status_code == 404
