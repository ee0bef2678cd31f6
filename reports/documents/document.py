"""A document that leaves the portal: built once, then written as page, PDF and Excel."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from reports.charts import Chart

Thing = TypeVar("Thing")


class Written(str):
    """A text that a person wrote: Swedish, whatever the language of the document."""

    __slots__ = ()
    lang = "sv"


class Day(str):
    """A day as tables write it, 2026-12-03; it is never broken, however narrow the column."""

    __slots__ = ()
    css = "day"


Cell = str | int
# The columns of a table of such things: a heading, and what stands below it about each.
Columns = list[tuple[str, Callable[[Thing], Cell]]]


@dataclass(frozen=True)
class Table:
    """Columns and rows; the first cell of a row names what the row is about.

    ``name`` is short: the name of the sheet in Excel. ``note`` stands under it, ``chart`` above it.
    """

    name: str
    caption: str
    head: list[str]
    rows: list[list[Cell]]
    note: str = ""
    chart: Chart | None = None

    @classmethod
    def of(
        cls, things: Iterable[Thing], name: str, caption: str, columns: Columns[Thing], **more: Any
    ) -> Self:
        """Return the table with a row for each of the things."""
        rows = [[cell(thing) for _head, cell in columns] for thing in things]
        return cls(name, caption, [head for head, _cell in columns], rows, **more)


@dataclass(frozen=True)
class Text:
    """A text under its own small heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Part:
    """One part under a heading: sentences, facts, tables, texts, in that order."""

    heading: str
    sentences: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    is_below: bool = False

    @classmethod
    def of(cls, heading: str, *tables: Table, sentences: Iterable[str] = ()) -> Self:
        """Return the part with its sentences as one paragraph, and those tables that have rows."""
        text = " ".join(filter(None, sentences))
        return cls(heading, [text] if text else [], tables=[table for table in tables if table.rows])

    @property
    def tag(self) -> str:
        """Tag of its heading."""
        return "h3" if self.is_below else "h2"

    @property
    def text_tag(self) -> str:
        return "h4" if self.is_below else "h3"

    @property
    def is_empty(self) -> bool:
        return not (self.sentences or self.facts or self.tables or self.texts)


@dataclass(frozen=True)
class Document:
    """A whole document: title, scope, summary and parts."""

    title: str
    scope: str
    sentences: list[str]
    parts: list[Part]

    @property
    def tables(self) -> list[Table]:
        return [table for part in self.parts for table in part.tables]
