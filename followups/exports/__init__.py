"""Documents that leave the portal: reports and what is handed over to the registry (diarieföras)."""

from followups.exports.building import build_exports, make_now, take_along
from followups.exports.document import Document, Part, Table
from followups.exports.month import month_document, months_of_board
from followups.exports.pdf import refuse_without_library
from followups.exports.period import period_document
from followups.exports.scope import Scope

__all__ = [
    "Document",
    "Part",
    "Scope",
    "Table",
    "build_exports",
    "make_now",
    "month_document",
    "months_of_board",
    "period_document",
    "refuse_without_library",
    "take_along",
]
