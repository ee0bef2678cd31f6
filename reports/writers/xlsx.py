"""Excel of a document: a sheet with what it says, then one sheet per table.

A cell reads exactly as it was written, and a text is never a formula: it is stored as text, and marked as
text so that it stays one when somebody edits the cell. Days, months and shares are values with a format.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from reports.documents.document import Cell, Document, Table
from ui.values import Valued

LONGEST_CELL, LONGEST_SHEET_NAME = 32_767, 31  # in units of UTF-16
BEGINS_A_FORMULA = ("=", "+", "-", "@")
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as the character of that number, unless its underscore is written as one.
READ_AS_CHARACTER = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
TEXT, A4 = "@", 9
Sheet = Any  # the stubs of openpyxl's write-only sheets lack their columns
WIDTHS = (24, 60)
WRAPPED = Alignment(wrap_text=True, vertical="top")


def readable(text: str) -> str:
    """Return a text so that Excel shows it as it was written, without characters that no cell can hold."""
    text = NOT_IN_XML.sub("", LINE_BREAK.sub("\n", text))
    units = text.encode("utf-16-le")
    if len(units) > 2 * LONGEST_CELL:
        text = units[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"
    return READ_AS_CHARACTER.sub("_x005F_", text)


def as_xlsx(document: Document, *, notes: list[tuple[str, str]]) -> bytes:
    """Write the document; ``notes`` stand under the title."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = readable(document.title), _("Portalen")
    _summary(_sheet(book, _("Summary"), document), document, notes)
    names = {_("Summary")}
    for table in document.tables:
        _table(_sheet(book, _sheet_name(table.name, names), document), table)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _in_margin(text: str) -> str:
    """Return a text for the margin: an ampersand begins a code there, and all of it has 255 characters."""
    return NOT_IN_XML.sub("", text).replace("&", "&&")[:110].rstrip("&")


def _sheet(book: Workbook, name: str, document: Document) -> Sheet:
    """Add a sheet that prints all columns on the paper's width, and scope, title and page on each page."""
    sheet: Sheet = book.create_sheet(name)
    sheet.page_setup.paperSize, sheet.page_setup.orientation = A4, "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.oddHeader.left.text = _in_margin(document.scope)
    sheet.oddHeader.right.text = _in_margin(document.title)
    sheet.oddFooter.right.text = "&P (&N)"
    return sheet


def _sheet_name(name: str, taken: set[str]) -> str:
    name = NOT_IN_SHEET_NAME.sub(" ", name)[:LONGEST_SHEET_NAME]
    number = 1
    while name in taken:
        number += 1
        name = f"{name[: LONGEST_SHEET_NAME - 4]} {number}"
    taken.add(name)
    return name


def _summary(sheet: Sheet, document: Document, notes: list[tuple[str, str]]) -> None:
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _row(sheet, [document.title], bold=True)
    _rows(sheet, [[document.scope], *notes, *([sentence] for sentence in document.sentences)])
    for part in document.parts:
        sheet.append([])
        _row(sheet, [part.heading], bold=True)
        texts = ([text.heading, text.text] for text in part.texts)
        _rows(sheet, [*([sentence] for sentence in part.sentences), *part.facts, *texts])


def _table(sheet: Sheet, table: Table) -> None:
    sheet.freeze_panes = "B2"
    for number, head in enumerate(table.head, 1):
        longest = max([len(head), *(len(str(row[number - 1])) for row in table.rows)])
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, 10), WIDTHS[1])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.head))}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    _row(sheet, table.head, bold=True)
    _rows(sheet, table.rows)


def _rows(sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> None:
    for row in rows:
        _row(sheet, row)


def _row(sheet: Sheet, values: Sequence[Cell], *, bold: bool = False) -> None:
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet)
        if isinstance(value, Valued):
            cell.value, cell.number_format = value.value, value.shown
        elif isinstance(value, str):
            text = readable(value)
            cell.value, cell.data_type, cell.number_format = text, "s", TEXT
            cell.quotePrefix = text.startswith(BEGINS_A_FORMULA)
        else:
            cell.value = value
        cell.alignment = WRAPPED
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)
