"""PDF and Excel of a document: accessible, without formulas, without a look at anything outside."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import product
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject

from reports.documents.document import Document, Part, Table, Text, Written
from reports.documents.few import hidden
from reports.writers import pdf
from reports.writers.pdf import as_pdf, pages_of
from reports.writers.xlsx import as_xlsx
from ui.values import day, moment, month_words, share_words

PAYLOADS = [
    "=1+1",
    "+46 70",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\x00=1+1",
    "\x00\x01+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","Klicka")',
    "-",
]


def document(text="Text", **fields):
    table = Table("Kommuner", "Hur det går", ["Kommun", "Läge"], [["Härnösand", Written(text)], ["Timrå", 3]])
    parts = [
        Part("Läget", sentences=["Allt går bra."], facts=[("Nästa steg", Written(text))], tables=[table]),
        Part("Ord", texts=[Text("Härnösand", Written(text))]),
    ]
    return Document(**{"title": text, "scope": text, "sentences": [text], "parts": parts} | fields)


def cells(content):
    book = openpyxl.load_workbook(BytesIO(content))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
def test_no_cell_is_a_formula_and_each_reads_as_it_was_written(payload):
    content = as_xlsx(document(payload), notes=[("Diarienummer", payload)])
    found = cells(content)
    assert {cell.data_type for cell in found} <= {"s", "n"}
    written = re.sub("[\x00-\x08]", "", payload.replace("\r", "\n"))
    shown = [cell for cell in found if cell.value == written]
    assert len(shown) == 7
    assert {(cell.number_format, bool(cell.quotePrefix)) for cell in shown} == {
        ("@", written.startswith(("=", "+", "-", "@")))
    }
    with ZipFile(BytesIO(content)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
    assert [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet] == []


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Härnösand – 3", "Härnösand – 3"),
        ("'citat'", "'citat'"),
        (" inryckt ", " inryckt "),
        ("Punktlista\x0bNästa\x0cSida\r\nRad", "Punktlista\nNästa\nSida\nRad"),
        ("_x0041_ och _x000D_", "_x005F_x0041_ och _x005F_x000D_"),
        ("\x00\x1f\ufffe\uffffkvar", "kvar"),
        ("👍🏽" * 20_000, None),
    ],
    ids=lambda given: ascii(given)[:20],
)
def test_cell_holds_what_excel_shows_as_it_was_written(text, held):
    found = cells(as_xlsx(document(text), notes=[]))
    if held is not None:
        assert len([cell for cell in found if cell.value == held]) == 6
    longest = max(len(str(cell.value).encode("utf-16-le")) // 2 for cell in found)
    assert longest <= 32_767


def test_days_months_and_shares_are_values_with_a_format():
    row = ["Timrå", day(date(2026, 12, 3)), month_words(date(2026, 10, 1)), share_words(1, 3), 3, "–"]
    table = Table("Namn", "Text", ["Kommun", "Dag", "Månad", "Andel", "Antal", "Inget"], [row])
    assert row[1:4] == ["2026-12-03", "oktober 2026", "33 %"]
    at = datetime(2026, 12, 3, 9, 5, tzinfo=UTC)
    content = as_xlsx(document(parts=[Part("Ett", tables=[table])]), notes=[("Skapad", moment(at))])
    book = openpyxl.load_workbook(BytesIO(content))
    found = [(cell.value, cell.number_format) for cell in book.worksheets[1][2]]
    assert found[1:] == [
        (datetime(2026, 12, 3), "yyyy-mm-dd"),  # noqa: DTZ001  a day has no time
        (datetime(2026, 10, 1), "[$-41D]mmmm yyyy"),  # noqa: DTZ001
        (0.33, "0 %"),
        (3, "General"),
        ("–", "@"),
    ]
    made = next(row[1] for row in book.worksheets[0].iter_rows() if row[0].value == "Skapad")
    assert made.value == datetime(2026, 12, 3, 10, 5)  # noqa: DTZ001


def test_tables_have_filters_and_fit_the_papers_width():
    book = openpyxl.load_workbook(BytesIO(as_xlsx(document(scope="Län & landet"), notes=[])))
    assert [sheet.auto_filter.ref for sheet in book] == [None, "A1:B3"]
    for sheet in book:
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert (sheet.oddHeader.left.text, sheet.oddFooter.right.text) == ("Län && landet", "&P (&N)")


def test_sheets_have_names_of_their_own():
    table = Table("Behov [och] stöd: " + "å" * 40, "Text", ["Kommun"], [["Timrå"]])
    content = as_xlsx(document(parts=[Part("Ett", tables=[table, table])]), notes=[])
    names = openpyxl.load_workbook(BytesIO(content)).sheetnames
    assert len({name.lower() for name in names}) == 3
    assert max(map(len, names)) <= 31


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def tags(content):
    """Return the structure elements of the PDF, as a screen reader meets them."""
    found = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(node["/S"])
            walk(node.get("/K", []))

    walk(PdfReader(BytesIO(content)).trailer["/Root"]["/StructTreeRoot"])
    return found


def test_pdf_is_tagged_and_says_its_language_and_title():
    content = as_pdf(document("Läget i länet"), notes=[("Diarienummer", "4711")])
    reader = PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Läget i länet – Läget i länet"
    assert {"/H1", "/H2", "/H3", "/Table", "/Caption", "/TH", "/TD", "/P"} <= set(tags(content))
    assert "4711" in text_of(content)
    assert "Härnösand" in text_of(content)


LINKS = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzM4ZTg0ZjYtMjA5OC00YzE2LWE5ZTItZjQ1ZDU2Nzg5MGFi"
    "%40thread.v2/0?context=%7b%22Tid%22%3a%2211111111-2222-3333-4444-555555555555%22%7d "
    "alva.provlund@lansstyrelsen.example Samhällsbyggnadsförvaltningschefsmöte " + "å" * 200
)


def boxes(box):
    """Every piece of text that is laid out on a page."""
    if hasattr(box, "text"):
        yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child)


@pytest.mark.parametrize("columns", [2, 5, 8])
def test_nothing_is_cut_on_paper(columns):
    rows = [["Härnösand", *["2026-12-03"] * (columns - 2), Written("Ord")] for _row in range(40)]
    rows[5] = [Written(LINKS)] * columns
    rows[30][-1] = Written(LINKS)
    table = Table("Behov", "Behov och stöd", ["Utvecklingsområde"] * columns, rows)
    part = Part("Läget", facts=[("Nästa steg", Written(LINKS))], tables=[table], texts=[Text("Ord", LINKS)])
    laid_out = pages_of(
        document(title=LINKS[:60], scope=LINKS[:100], parts=[part]), notes=[("Diarienummer", "4" * 60)]
    )
    assert len(laid_out.pages) > 1
    for page in laid_out.pages:
        right = page.width - 17.9 * 96 / 25.4  # the margin, with what rounding takes
        far = [box.text for box in boxes(page._page_box) if box.position_x + box.width > right]
        assert far == []


def test_tables_heads_and_the_scope_the_number_and_the_page_stand_on_each_page():
    rows = [["Härnösand", "Ord"] for _row in range(90)]
    parts = [Part("Läget", tables=[Table("Behov", "Behov", ["Kommun", "Behov"], rows)])]
    made = document(title="Rapport", scope="Länsstyrelsen Gävleborg", parts=parts)
    pages = PdfReader(BytesIO(as_pdf(made, notes=[("Diarienummer", "4711"), ("Skapad", "i dag")]))).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        words = page.extract_text()
        for expected in (
            "Länsstyrelsen Gävleborg",
            "Diarienummer 4711",
            f"{number} ({len(pages)})",
            "Kommun",
        ):
            assert expected in words, (number, words)


def glyphs(content):
    """Give the numbers of the glyphs that are drawn; 0 is the box of a character that no font has."""
    reader = PdfReader(BytesIO(content))
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in {b"Tj", b"TJ"}:
                texts = operands[0] if operator == b"TJ" else operands
                for text in (each for each in texts if isinstance(each, ByteStringObject | TextStringObject)):
                    drawn = bytes(text) if isinstance(text, ByteStringObject) else text.original_bytes
                    yield from (int.from_bytes(drawn[at : at + 2]) for at in range(0, len(drawn), 2))


def test_every_character_has_a_glyph():
    text = "👍🏽 🥰 🫶 🇸🇪 ❤️ ✅ ☐ → 中文 አማርኛ ไทย العربية Čáŋ ǥ ⅔ − …"
    content = as_pdf(document(text), notes=[("Skapad", text)])
    drawn = list(glyphs(content))
    assert len(drawn) > 300
    assert 0 not in drawn
    assert "🥰" in text_of(content)


def test_pdf_opens_no_address_and_no_file(monkeypatch, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("kanarie")
    markup = (
        f'<img src="file://{secret}"><link rel="stylesheet" href="http://127.0.0.1:9/x"><script>x</script>'
    )
    assert markup.split(maxsplit=1)[0] in text_of(as_pdf(document(markup), notes=[])).replace("\n", " ")
    monkeypatch.setattr(
        pdf, "render_to_string", lambda *_given: f'<html lang="sv"><title>x</title><p>Hej{markup}</p>'
    )
    content = as_pdf(document(), notes=[])
    assert "kanarie" not in text_of(content)
    assert b"kanarie" not in content


def test_without_pango_there_is_a_sentence(monkeypatch):
    import sys  # noqa: PLC0415

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ValidationError, match="Det går inte att skapa pdf"):
        as_pdf(document(), notes=[])


def test_small_groups_and_the_one_that_would_tell_are_hidden():
    assert hidden({}) == set()
    assert hidden({"a": 5, "b": 9}) == set()
    assert hidden({"a": 4, "b": 9, "c": 7}) == {"a", "c"}
    assert hidden({"a": 4, "b": 1, "c": 7}) == {"a", "b"}
    assert hidden({"a": 4, "b": 0}) == {"a"}


def test_sum_never_tells_who_is_hidden():
    """The sum without those that are shown is always five people or more, of two groups or more."""
    assert hidden({"a": 1, "b": 1, "c": 7, "d": 5}) == {"a", "b", "d"}
    assert hidden({"a": 1, "b": 1, "c": 1}) == {"a", "b", "c"}
    for numbers in product(range(8), repeat=4):
        people = dict(enumerate(numbers))
        found = hidden(people)
        counted = [key for key in people if people[key]]
        if found and len(found) < len(counted):
            assert len(found) >= 2
            assert sum(people[key] for key in found) >= 5
