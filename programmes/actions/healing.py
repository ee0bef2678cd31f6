"""The nightly check of the stored calendar against the rules."""

import logging
from datetime import date

from django.db import transaction

from municipalities.actions import ask_months, differing_months
from municipalities.models import AskedMonth, CountyBoard
from programmes.actions.expecting import differing_check_ins, expect_check_ins, followed, spans_of
from programmes.models import ExpectedCheckIn, Participation

logger = logging.getLogger(__name__)


def heal_months(*, on: date) -> int:
    """Store the months that are missing or differ; return the number of rows written.

    Everything is compared in bulk without a lock; only what differs is locked, compared again and written.
    Each night adds a month at the horizon, and new holidays move days. Anything else is a fault, an action
    that does not store the calendar, and is logged.
    """
    return _heal_asked(on=on) + heal_expected(on=on)


def _heal_asked(*, on: date) -> int:
    boards = {board.pk: board for board in CountyBoard.objects.all()}
    written = 0
    differing = differing_months(list(boards.values()), on=on)
    for pk in sorted({month.county_board_id for month in differing}):
        months = {month.month: month.is_asked for month in differing if month.county_board_id == pk}
        held = AskedMonth.objects.of_boards([pk]).filter(month__in=months)
        _report("asked", boards[pk], [each.month for each in held if each.is_asked != months[each.month]])
        with transaction.atomic():
            board = CountyBoard.objects.select_for_update(no_key=True).get(pk=pk)
            written += ask_months([board], on=on)
    return written


def heal_expected(*, on: date) -> int:
    """Store the expected check-ins that are missing or differ; return the number of rows written."""
    found = followed(Participation.objects.with_months_ahead(on=on))
    cohorts = {each.pk: each.cohort for each in found}
    differing = differing_check_ins(found, spans_of(found), on=on)
    held = {
        (each.participation_id, each.month): each.is_expected
        for each in ExpectedCheckIn.objects.of({month.participation_id for month in differing})
    }
    written = 0
    for cohort in sorted({cohorts[month.participation_id] for month in differing}):
        months = [month for month in differing if cohorts[month.participation_id] == cohort]
        wrong = {
            month.month
            for month in months
            if held.get((month.participation_id, month.month), False) != month.is_expected
        }
        _report("expected", cohort, sorted(wrong))
        written += expect_check_ins(Participation.objects.filter(cohort=cohort), on=on)
    return written


def _report(what: str, whose: object, months: list[date]) -> None:
    if months:
        names = ", ".join(f"{month:%Y-%m}" for month in months)
        logger.error("Healed %s months of %s that no deed had written: %s", what, whose, names)
