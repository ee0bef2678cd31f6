"""The period report: results, development, need of support; no number of people under five."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest

from reports.documents.document import Document
from reports.documents.period import period_document
from reports.models import Export
from reports.scope import Scope
from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories
from tests.check_ins import check_in_of, make_done
from tests.reading import shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
ADDRESS = "/rapport/period/"
YEAR = "?fran=2026-01&till=2026-12"


def steps(done):
    return [
        {"number": number, "title": f"Steg {number}", "status": "done" if number <= done else "not_started"}
        for number in range(1, 6)
    ]


@pytest.fixture
def year(participations):
    """Härnösand finishes two steps, gets support that helps, and five of its people attend."""
    harnosand, kramfors, _sundsvall = participations
    for month, done in ((9, 1), (10, 2)):
        version = check_in_of(harnosand, date(2026, month, 1)).versions.get()
        version.steps, version.obstacles = steps(done), ["Tid"]
        version.save()
    session = harnosand.cohort.sessions.first()
    for participation, people in ((harnosand, 5), (kramfors, 4)):
        for number in range(people):
            enrolment = factories.make_enrolment(participation)
            factories.make_attendance(session, enrolment, "absent" if number == 0 else "present")
    area = DevelopmentArea.objects.order_by("position", "pk").first()
    offer = SupportOffer.objects.create(name="Handledning")
    done = {"offer": offer, "offered_at": factories.AT, "answered_at": factories.AT, "state": "done"}
    SupportCase.objects.create(
        participation=harnosand, area=area, need="Råd", raised_at=datetime(2026, 9, 3, tzinfo=UTC),
        outcome="yes", delivered_on=date(2026, 10, 20), **done,
    )  # fmt: skip
    SupportCase.objects.create(participation=kramfors, area=area, need="Mer", raised_at=factories.AT)
    return area


def document(user, first=date(2026, 1, 1), last=date(2026, 12, 1)) -> Document:
    board = factories.make_county_board()
    return period_document(board, first, last, scope=Scope(user, on=factories.ON))


def table(found, name):
    return next(each for each in found.tables if each.name == name).rows


def test_report_says_what_the_year_was(coordinator, year):
    found = document(coordinator)
    assert found.title == "Rapport från Västernorrlands län"
    assert found.sentences == [
        (
            "3 kommuner i Västernorrlands län medverkade i processutbildningen och följdes upp under "
            "januari–december 2026: Härnösand, Kramfors och Sundsvall. Alla 6 månadsavstämningar är klara."
        )
    ]
    assert [part.heading for part in found.parts] == ["Resultat och effekter", "Utveckling", "Behov av stöd"]
    assert [part.sentences for part in found.parts] == [
        [
            (
                "2 processteg blev klara under perioden. Ett stöd gavs, och det hjälpte. "
                "Närvaron vid utbildningstillfällena var 78 %."
            )
        ],
        ["3 av 3 kommuner var i fas vid sin senaste avstämning. Vanligaste hinder: Tid (1 kommun)."],
        [
            (
                "Under perioden fanns 2 behov av stöd i kommunerna. 1 väntar på ett erbjudande och 1 har "
                f"fått stöd. Alla behov gällde ”{year}”."
            )
        ],
    ]
    assert [row[1:] for row in table(found, "Processteg")] == [[1, 1], [1, 1], [0, 0], [0, 0], [0, 0]]
    assert table(found, "Stöd") == [[str(year), 1, 1, 0, 0, 0, 0]]
    assert table(found, "Hinder") == [["Tid", 1, 2]]
    assert [row[:2] for row in table(found, "Status")] == [["september 2026", 3], ["oktober 2026", 3]]
    assert table(found, "Behov av stöd") == [[str(year), 2, 1, 0, 0, 0, 0, 1, 0]]


def test_steps_are_counted_from_where_the_period_began(coordinator, year):
    found = document(coordinator, first=date(2026, 10, 1))
    assert [row[1:] for row in table(found, "Processteg")][:2] == [[0, 1], [1, 1]]
    assert table(found, "Steg")[0] == ["Härnösand", "steg 1 av 5", "steg 2 av 5", "I fas"]


def test_few_people_are_hidden_and_the_group_that_would_tell(coordinator, year, participations):
    rows = table(document(coordinator), "Närvaro")
    assert rows == [
        ["Härnösand", "visas inte", "–"],
        ["Kramfors", "visas inte", "–"],
        ["Hela länet", 9, "78 %"],
    ]
    session = participations[0].cohort.sessions.first()
    factories.make_attendance(session, factories.make_enrolment(participations[1]))
    rows = table(document(coordinator), "Närvaro")
    assert rows == [["Härnösand", 5, "80 %"], ["Kramfors", 5, "80 %"], ["Hela länet", 10, "80 %"]]


def test_the_county_boards_own_page_shows_small_groups_and_no_file_does(client, coordinator, year, staff):
    client.force_login(coordinator)
    shown = [["Härnösand", 5, "80 %"], ["Kramfors", 4, "75 %"], ["Hela länet", 9, "78 %"]]
    page = client.get(ADDRESS + YEAR)
    assert table(page.context["page"].document, "Närvaro") == shown
    assert "Filen som laddas ner visar dem inte." in page.content.decode()
    content = client.post(ADDRESS + YEAR, {"format": "xlsx"}).content
    rows = openpyxl.load_workbook(BytesIO(content))["Närvaro"].values
    assert list(rows)[1][:2] == ("Härnösand", "visas inte")
    client.force_login(staff)
    seen = client.get(f"{ADDRESS}{YEAR}&lan=vasternorrland").context["page"].document
    assert table(seen, "Närvaro")[0] == ["Härnösand", "visas inte", "–"]


def test_joint_homework_is_counted(coordinator, participations):
    homework = factories.make_homework(participations[0].cohort, due_on=date(2026, 10, 1))
    factories.make_version(factories.make_submission(homework, participations[0]))
    factories.make_submission(homework, participations[1])
    assert table(document(coordinator), "Hemuppgifter") == [
        ["Härnösand", 1, 1, "100 %"],
        ["Kramfors", 1, 0, "0 %"],
        ["Sundsvall", 1, 0, "0 %"],
    ]


def test_personal_homework_is_counted_without_telling_of_few(coordinator, participations):
    homework = factories.make_homework(
        participations[0].cohort, due_on=date(2026, 10, 1), scope="person", number=2
    )
    for participation, people in zip(participations, (5, 4, 6), strict=True):
        for number in range(people):
            enrolment = factories.make_enrolment(participation)
            if number < 3:
                factories.make_version(factories.make_submission(homework, enrolment))
    assert table(document(coordinator), "Personliga hemuppgifter") == [
        ["Härnösand", "visas inte", "–"],
        ["Kramfors", "visas inte", "–"],
        ["Sundsvall", 6, "50 %"],
    ]


def test_page_and_excel_say_the_same(client, coordinator, year):
    page = client.get(ADDRESS + YEAR)
    answer = client.post(ADDRESS + YEAR, {"format": "xlsx"})
    book = openpyxl.load_workbook(BytesIO(answer.content))
    text = page.content.decode()
    assert "Så gick det för kommunerna, månad för månad" in text
    found = document(coordinator)
    assert book.sheetnames == ["Sammanfattning", *(each.name for each in found.tables)]
    for each in found.tables:
        assert [[shown(cell) for cell in row] for row in book[each.name]] == [each.head, *each.rows]


def test_pdf_is_made_by_the_worker(client, coordinator, year):
    answer = client.post(ADDRESS + YEAR, {"format": "pdf", "registry_number": "801-12-2026"})
    assert (answer.status_code, answer.url) == (302, "/exporter/")
    export = Export.objects.get()
    assert (export.kind, export.format, export.state) == ("period", "pdf", "queued")
    assert (export.starts_on, export.ends_on) == (date(2026, 1, 1), date(2026, 12, 1))
    assert export.registry_number == "801-12-2026"


def test_the_year_so_far_is_shown_when_nothing_is_chosen(client, coordinator, participations):
    page = client.get(ADDRESS).context["page"]
    assert (page.first, page.last) == (date(2026, 1, 1), date(2026, 11, 1))
    page = client.get(f"{ADDRESS}?fran=2026-10&till=2026-09").context["page"]
    assert (page.first, page.last) == (date(2026, 9, 1), date(2026, 10, 1))
    page = client.get(f"{ADDRESS}?fran=x&till=1999-01").context["page"]
    assert (page.first, page.last) == (date(2026, 1, 1), date(2026, 11, 1))


def test_county_without_follow_up_says_only_that(coordinator, participations):
    found = document(coordinator, first=date(2024, 1, 1), last=date(2024, 1, 1))
    assert found.sentences == ["Ingen kommun i länet följdes upp under perioden."]
    assert (found.parts, found.scope) == ([], "Länsstyrelsen i Västernorrlands län · januari 2024")


def test_charts_say_what_their_tables_say(client, coordinator, year):
    charts = {each.name: each.chart for each in document(coordinator).tables if each.chart}
    assert list(charts) == ["Processteg", "Status", "Behov av stöd"]
    assert [bar.values for bar in charts["Processteg"].bars][:2] == [[1, 0, 0], [1, 0, 0]]
    assert [bar.values for bar in charts["Status"].bars] == [[3, 0, 0, 0], [3, 0, 0, 0]]
    assert charts["Status"].title == "3 av 3 kommuner med klar avstämning var i fas i oktober 2026"
    assert [(bar.label, bar.values) for bar in charts["Behov av stöd"].bars] == [(str(year), [1, 0, 1, 0])]
    text = client.get(ADDRESS + YEAR).content.decode()
    assert text.count('<figure role="group"') == 3


def test_own_words_about_an_obstacle_stay_in_the_county(coordinator, year, participations):
    for group in participations[:2]:
        version = check_in_of(group, date(2026, 10, 1)).versions.get()
        version.obstacle_other = "Chefen har slutat"
        version.save()
    assert table(document(coordinator), "Hinder") == [["Annat", 2, 2], ["Tid", 1, 2]]


def test_who_is_hidden_in_one_table_is_hidden_in_the_other(coordinator, participations):
    """Four came of Kramfors' five: its homework would tell how many are hidden in the attendance."""
    session = participations[0].cohort.sessions.first()
    factories.make_homework(participations[0].cohort, due_on=date(2026, 10, 1), scope="person", number=2)
    for participation, people in zip(participations, (5, 4, 6), strict=True):
        for _number in range(people):
            factories.make_attendance(session, factories.make_enrolment(participation), "present")
    factories.make_enrolment(participations[1])
    found = document(coordinator)
    hidden = ["visas inte", "visas inte", 6]
    assert [row[1] for row in table(found, "Närvaro")] == [*hidden, 15]
    assert [row[1] for row in table(found, "Personliga hemuppgifter")] == hidden
    notes = {each.name: each.note for each in found.tables}
    assert notes["Närvaro"].startswith("Vi visar inte antal under fem personer")
    assert notes["Status"] == ""


def test_other_county_is_not_in_it(client, coordinator, participations):
    board = factories.make_county_board("gavleborg")
    cohort = factories.make_cohort(county_board=board)
    factories.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    make_done(factories.make_participation(cohort, "bollnas"), date(2026, 10, 1))
    assert "Bollnäs" not in client.get(ADDRESS + YEAR).content.decode()
    assert client.get(f"{ADDRESS}?lan=gavleborg").status_code == 404


def test_staff_meet_a_county_with_check_ins_first(client, staff, participations):
    cohort = factories.make_cohort(county_board=factories.make_county_board("gavleborg"))
    factories.make_participation(cohort, "bollnas")
    assert client.get(ADDRESS).context["page"].board.slug == "vasternorrland"
    assert client.get(f"{ADDRESS}?lan=gavleborg").context["page"].board.slug == "gavleborg"
    nothing = client.get(f"{ADDRESS}?fran=2023-01&till=2023-02").context["page"]
    assert nothing.board.slug == "gavleborg"


@pytest.mark.parametrize(
    "path",
    [
        "/rapport/period/",
        "/rapport/2026-10/",
        "/uppfoljning/",
        "/stod/",
        "/mitt-lan/samordnare/",
        "/avstamningar/2026-10/",
    ],
)
def test_county_that_one_does_not_see_is_404_everywhere(client, coordinator, participations, path):
    factories.make_county_board("gavleborg")
    assert client.get(path).status_code == client.get(f"{path}?lan=").status_code == 200
    assert client.get(f"{path}?lan=vasternorrland").status_code == 200
    assert client.get(f"{path}?lan=gavleborg").status_code == 404
