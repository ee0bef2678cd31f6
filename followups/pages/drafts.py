"""The drafts of a month, to be read once more and marked as done together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followups.actions import unfinished
from followups.models import CheckIn
from followups.summaries import this_time_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from followups.months import Row


@dataclass(frozen=True)
class Draft:
    """One municipality's draft in a line, and what it lacks."""

    row: Row
    check_in: CheckIn
    missing: list[str]

    @property
    def sentence(self) -> str:
        return this_time_sentence(self.check_in)


def drafts_of(rows: Iterable[Row]) -> list[Draft]:
    """The drafts that may be written in, with what is missing in each."""
    return [
        Draft(row, row.check_in, _missing(row.check_in))
        for row in rows
        if row.check_in is not None and row.is_draft and row.is_writable
    ]


def _missing(check_in: CheckIn) -> list[str]:
    """What would stop the draft from being marked as done; keys stand for rows, so nothing is asked."""
    answers = {field.name: field.value_from_object(check_in) for field in CheckIn._meta.concrete_fields}
    return [str(sentence) for sentence in unfinished(answers).values()]
