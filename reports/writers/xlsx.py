"""Excel of a document: a sheet with what it says, then one sheet per table. No cell is ever a formula."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from reports.documents.document import Cell, Document, Table

LONGEST_CELL, LONGEST_SHEET_NAME = 32_000, 31
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
Sheet = Any  # the stubs of openpyxl's write-only sheets lack their columns
WIDTHS = (24, 60)
WRAPPED = Alignment(wrap_text=True, vertical="top")


def safe(text: str) -> str:
    """Return a text that no spreadsheet reads as a formula, without characters that Excel cannot hold."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def as_xlsx(document: Document, *, notes: list[tuple[str, str]]) -> bytes:
    """Write the document; ``notes`` stand under the title."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = safe(document.title), _("Portalen")
    _summary(book.create_sheet(_("Summary")), document, notes)
    names = {_("Summary")}
    for table in document.tables:
        _table(book.create_sheet(_sheet_name(table.name, names)), table)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


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
    _row(sheet, table.head, bold=True)
    _rows(sheet, table.rows)


def _rows(sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> None:
    for row in rows:
        _row(sheet, row)


def _row(sheet: Sheet, values: Sequence[Cell], *, bold: bool = False) -> None:
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value if isinstance(value, int) else None)
        if isinstance(value, str):
            cell.value, cell.data_type = safe(value), "s"
        cell.alignment = WRAPPED
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)
