"""The numbers behind charts outside their county, on a page or as a document: few people are hidden."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.charts import Bar, BarChart, Chart
from reports.documents.document import Cell, Document, Part, Table, Written
from reports.documents.few import few_sentence, hidden, hidden_words


def chart_document(charts: Sequence[Chart], *, title: str, scope: str) -> Document:
    """Return a document with one part per chart: its sentences and its tables."""
    parts = [_part(chart) for chart in charts]
    return Document(title, scope, [few_sentence()], parts)


def without_few(chart: Chart) -> Chart:
    """Return a chart as it is shown outside the county: no bar, row or sentence tells of few people."""
    if not isinstance(chart, BarChart) or _is_open(chart):
        return chart
    title = _names().get(chart.key, chart.head)
    return replace(chart, title=title, text=few_sentence(), bars=_told(chart.bars), extra=_told(chart.extra))


def _is_open(chart: Chart) -> bool:
    return not any(_hidden(rows) for _head, rows in chart.tables)


def _told(rows: Sequence[Bar]) -> list[Bar]:
    secret = _hidden(rows)
    return [row for place, row in enumerate(rows) if place not in secret]


def _part(chart: Chart) -> Part:
    """Return a chart's part; the sentences are left out where the table hides the numbers they tell."""
    name = _names().get(chart.key, chart.head)
    heading, text = (chart.title, chart.text) if _is_open(chart) else (name, "")
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
