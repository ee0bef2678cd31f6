"""The numbers behind charts as a document. It leaves the county, so small numbers of people are hidden."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.charts import Bar, Chart
from reports.documents.document import Cell, Document, Part, Table, Written
from reports.documents.few import few_sentence, hidden, hidden_words


def chart_document(charts: Sequence[Chart], *, title: str, scope: str) -> Document:
    """Return a document with one part per chart: its sentences and its tables."""
    parts = [_part(chart) for chart in charts]
    return Document(title, scope, [few_sentence()], parts)


def _part(chart: Chart) -> Part:
    """Return a chart's part; the sentences are left out where the table hides the numbers they tell."""
    name = _names().get(chart.key, chart.head)
    is_open = not any(_hidden(rows) for _head, rows in chart.tables)
    heading, text = (chart.title, chart.text) if is_open else (name, "")
    tables = [
        Table(name, heading, [head, *chart.columns], _shown(rows)) for head, rows in chart.tables if rows
    ]
    return Part(heading, sentences=[text] if text else [], tables=tables)


def _names() -> dict[str, str]:
    """Return the names of the sheets."""
    return {
        "laget": _("Status"),
        "processen": _("Process steps"),
        "hinder": _("Obstacles"),
        "behov": _("Need of support"),
        "narvaro": pgettext("plural", "attendance").capitalize(),
        "hemuppgifter": _("Homework"),
        "i-tid": _("In time"),
    }


def _hidden(rows: Sequence[Bar]) -> set[int]:
    """Return the places of the rows whose numbers are about few people."""
    return hidden({place: row.people for place, row in enumerate(rows)})


def _shown(rows: Sequence[Bar]) -> list[list[Cell]]:
    secret = _hidden(rows)
    found: list[list[Cell]] = []
    for place, row in enumerate(rows):
        cells = [hidden_words(), *("–" for _cell in row.cells[1:])] if place in secret else row.cells
        found.append([Written(row.label) if row.lang else row.label, *cells])
    return found
