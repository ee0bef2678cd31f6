"""The month report: on the page, as Excel and as the registry's file; what others wrote is nowhere in it."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from pypdf import PdfReader

from audit.models import AuditEvent
from followups.models import Commitment
from reports.models import Export
from support.models import DevelopmentArea, SupportCase
from tests import factories
from tests.check_ins import check_in_of, make_done

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
OCTOBER = "/rapport/2026-10/"


@pytest.fixture
def other_county():
    """Bollnäs in Gävleborg, which writes things of its own."""
    board = factories.make_county_board("gavleborg")
    cohort = factories.make_cohort(county_board=board)
    factories.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    bollnas = factories.make_participation(cohort, "bollnas")
    make_done(bollnas, date(2026, 10, 1), happened="Hemligt i Bollnäs", internal_note="Internt i Bollnäs")
    factories.make_coordinator(county_board=board)
    return bollnas


@pytest.fixture
def october(participations):
    """The county's texts: an internal note, a draft of November, a need and a promise."""
    harnosand = participations[0]
    check_in = check_in_of(harnosand, date(2026, 10, 1))
    factories.make_check_in_version(
        check_in,
        happened="Vi har mötts.",
        internal_note="Internt ord",
        commitments=[
            {"text": "Sedan", "owner": "man", "due_on": "", "outcome": "", "word": ""},
            {
                "text": "Boka nästa möte",
                "owner": "man",
                "due_on": "2026-12-03",
                "outcome": "open",
                "word": "",
            },
            {"text": "Gjort", "owner": "man", "due_on": "2026-10-03", "outcome": "done", "word": ""},
        ],
    )
    factories.make_check_in(harnosand, date(2026, 11, 1), happened="Utkast i november", number=1)
    SupportCase.objects.create(
        participation=harnosand,
        area=DevelopmentArea.objects.first(),
        need="Råd om våld",
        raised_at=datetime(2026, 10, 9, tzinfo=UTC),
    )
    Commitment.objects.create(
        participation=harnosand, check_in=check_in, position=0, owner="municipality", text="Utse ersättare",
        created_at=factories.AT, changed_at=factories.AT, changed_by=factories.make_user(),
    )  # fmt: skip
    return check_in


def test_page_shows_the_countys_month(client, coordinator, october, other_county):
    page = client.get(OCTOBER)
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context["page"].document.title == "Månadsrapport oktober 2026"
    for shown in ("Härnösand", "Vi har mötts.", "Boka nästa möte", "Råd om våld", "Utse ersättare"):
        assert shown in text
    for hidden in ("Bollnäs", "Internt ord", "Utkast i november"):
        assert hidden not in text


def test_months_without_check_ins_have_no_report(client, coordinator, participations):
    assert client.get("/rapport/2026-08/").status_code == 404
    assert client.get("/rapport/2026-12/").status_code == 404


def test_other_county_is_not_there(client, coordinator, participations, other_county):
    assert client.get(f"{OCTOBER}?lan=gavleborg").status_code == 404


def test_staff_choose_a_county(client, staff, participations, other_county):
    assert client.get(OCTOBER).context["page"].board.slug == "gavleborg"
    assert client.get(f"{OCTOBER}?lan=vasternorrland").context["page"].board.slug == "vasternorrland"


def test_coordinator_of_two_counties_chooses_too(client, coordinator, participations, other_county):
    factories.make_coordinator(user=coordinator, county_board=other_county.cohort.county_board)
    text = client.get("/avstamningar/2026-10/").content.decode()
    assert '<a href="/rapport/2026-10/?lan=gavleborg">Skriv ut månaden, Gävleborgs län</a>' in text
    assert '<a href="/rapport/2026-10/?lan=vasternorrland">Skriv ut månaden, Västernorrlands län</a>' in text
    page = client.get(f"{OCTOBER}?lan=vasternorrland")
    assert page.context["page"].board.slug == "vasternorrland"
    assert '<a href="?lan=gavleborg">' in page.content.decode()


def test_month_that_only_the_second_county_has_is_shown(client, staff, participations):
    board = factories.make_county_board("gavleborg")
    cohort = factories.make_cohort(county_board=board)
    factories.make_session(cohort, starts_at=datetime(2026, 10, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    factories.make_participation(cohort, "bollnas")
    assert client.get("/rapport/2026-09/").context["page"].board.slug == "vasternorrland"
    assert client.get("/rapport/2026-09/?lan=gavleborg").status_code == 404


def words(content):
    book = openpyxl.load_workbook(BytesIO(content))
    return " ".join(str(value) for sheet in book for row in sheet.values for value in row if value)


def pdf_text(content):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_excel_says_the_same_and_leaves_a_row_in_the_log(client, coordinator, october, other_county):
    answer = client.post(OCTOBER, {"format": "xlsx"})
    text = words(answer.content)
    assert answer["Content-Disposition"] == (
        'attachment; filename="manadsrapport-vasternorrland-2026-10.xlsx"'
    )
    assert {word for word in ("Härnösand", "Vi har mötts.", "Utse ersättare") if word in text} == {
        "Härnösand", "Vi har mötts.", "Utse ersättare",
    }  # fmt: skip
    assert [word for word in ("Bollnäs", "Internt ord", "Utkast i november") if word in text] == []
    export = Export.objects.get()
    assert (export.kind, export.format, export.state, export.size, bool(export.file)) == (
        "month", "xlsx", "done", len(answer.content), False,
    )  # fmt: skip
    assert AuditEvent.objects.get(verb="export.made").data["sha256"] == export.sha256


def test_registry_gets_pdf_and_data(client, coordinator, october, other_county):
    answer = client.post(OCTOBER, {"format": "zip", "registry_number": "801-12-2026"})
    with ZipFile(BytesIO(answer.content)) as archive:
        names = archive.namelist()
        pdf, data = (archive.read(name) for name in names)
    assert names == ["manadsrapport-vasternorrland-2026-10.pdf", "manadsrapport-vasternorrland-2026-10.json"]
    assert "801-12-2026" in pdf_text(pdf)
    found = json.loads(data)
    assert (found["schema"], found["schema_version"], found["kind"]) == ("portal-export", 3, "month")
    assert found["registry_number"] == "801-12-2026"
    assert found["made_at"] == "2026-11-22T10:00:00+01:00"
    assert len(found["check_ins"]) == 4
    text = pdf_text(pdf) + data.decode()
    assert [word for word in ("Bollnäs", "Internt ord", "Utkast i november") if word in text] == []
    assert Export.objects.get().registry_number == "801-12-2026"


def test_personal_number_is_no_registry_number(client, coordinator, participations):
    page = client.post(OCTOBER, {"format": "zip", "registry_number": "850709-9805"})
    assert list(page.context["form"].errors) == ["registry_number"]
    assert Export.objects.count() == 0


def test_name_withheld_stays_withheld(client, coordinator, october):
    october.versions.first().done_by.__class__.objects.update(first_name="Skyddad", protected_identity=True)
    answer = client.post(OCTOBER, {"format": "zip"})
    with ZipFile(BytesIO(answer.content)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith("json"))
    assert "Skyddad" not in text
    assert "Namnet visas inte" in text


def test_without_pango_the_page_says_so(client, coordinator, participations, monkeypatch):
    import sys  # noqa: PLC0415

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    page = client.post(OCTOBER, {"format": "pdf"})
    assert page.status_code == 200
    assert page.context["form"].non_field_errors() == [
        "Det går inte att skapa pdf just nu. Välj Excel eller skriv till MÄN."
    ]
    assert Export.objects.count() == 0
