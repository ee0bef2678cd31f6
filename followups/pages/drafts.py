"""The drafts of a month, to read once more and mark as done together."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from followups.actions.check_in import unfinished
from followups.models import Answers, CheckIn
from followups.months import Row
from followups.summaries.check_ins import this_time_sentence


@dataclass(frozen=True)
class Draft:
    """One municipality's draft in a line, and what is missing in it."""

    row: Row
    check_in: CheckIn
    missing: list[str]

    @property
    def sentence(self) -> str:
        return this_time_sentence(self.check_in)


def drafts_of(rows: Iterable[Row]) -> list[Draft]:
    """Return the drafts that may be edited, with what is missing in each."""
    found = [(row, row.check_in) for row in rows if row.check_in and row.is_draft and row.is_writable]
    prefetch_related_objects([check_in for _row, check_in in found], "need_area", "need_offer")
    return [Draft(row, check_in, _missing(check_in)) for row, check_in in found]


def _missing(check_in: CheckIn) -> list[str]:
    """Return what would stop the draft from being marked as done."""
    return [str(sentence) for sentence in unfinished(Answers.in_row(check_in)).values()]
