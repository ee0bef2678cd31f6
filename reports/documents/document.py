"""A document that leaves the portal: built once, then written as page, PDF and Excel."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from reports.charts import Chart

Thing = TypeVar("Thing")
LONGEST_WORD, LONGEST_OTHER = 40, 16  # letters; signs


class Written(str):
    """A text that a person wrote: Swedish, whatever the language of the document."""

    __slots__ = ()
    lang = "sv"

    @property
    def css(self) -> str:
        """Class of its cell: an address that no column holds is broken where the column ends."""
        return "long" if any(map(_is_long, self.split())) else ""


def _is_long(word: str) -> bool:
    """Return whether a word is wider than a column and no dictionary knows where to divide it."""
    return len(word) > (LONGEST_WORD if word.strip('.,:;!?()"”').isalpha() else LONGEST_OTHER)


# More columns than these are set in smaller letters on paper, and more rows may stand on two pages.
MOST_COLUMNS, MOST_ROWS = 6, 6

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

    @property
    def css(self) -> str:
        """Classes of a table with many columns, and of one that may go on on the next page."""
        found = {"wide": len(self.head) > MOST_COLUMNS, "tall": len(self.rows) > MOST_ROWS}
        return " ".join(name for name, fits in found.items() if fits)

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
