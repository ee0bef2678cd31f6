"""PDF and Excel of a document: accessible, without formulas, without a look at anything outside."""

from io import BytesIO
from itertools import product

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from reports.documents.document import Document, Part, Table, Text, Written
from reports.documents.few import hidden
from reports.writers import pdf
from reports.writers.pdf import as_pdf
from reports.writers.xlsx import as_xlsx, safe

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
def test_no_cell_is_a_formula(payload):
    found = cells(as_xlsx(document(payload), notes=[("Diarienummer", payload)]))
    assert {cell.data_type for cell in found} <= {"s", "n"}
    written = [cell.value for cell in found if cell.data_type == "s"]
    assert [value for value in written if value.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []
    assert len([value for value in written if value.startswith("'")]) == 7


def test_plain_text_and_numbers_stay_as_they_are():
    assert safe("Härnösand – 3") == "Härnösand – 3"
    assert 3 in {cell.value for cell in cells(as_xlsx(document(), notes=[]))}


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
