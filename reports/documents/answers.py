"""A check-in as a part of a document. Only frozen versions are written, never a draft."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calendars.months import day_of
from followups.models import CheckInStep, CheckInVersion, Commitment
from followups.statuses import of_progress
from reports.documents.document import Columns, Day, Part, Text, Written
from support.models import SupportCase
from ui.words import listed

STEP_WORDS = dict(CheckInStep.Status.choices)


def day(value: date | None) -> str:
    """Return a day as tables and files write it: 2026-12-03."""
    return Day(f"{value:%Y-%m-%d}") if value else "–"


def moment(value: datetime) -> str:
    """Return a time in words."""
    return date_format(timezone.localtime(value), "DATETIME_FORMAT")


def next_step_words(version: CheckInVersion) -> str:
    """Return the next step with its owner and its day."""
    on = date_format(version.next_step_on) if version.next_step_on else ""
    tail = ", ".join(filter(None, [str(version.get_next_step_owner_display()), on]))
    return Written(f"{version.next_step} ({tail})" if tail else version.next_step)


def version_part(version: CheckInVersion, *, heading: str, with_note: bool) -> Part:
    """Return one frozen version as a part: facts first, then the written texts."""
    facts = [
        (_("How is it going?"), of_progress(version.progress).word),
        (_("Marked as done"), f"{moment(version.done_at)}, {version.done_by.shown_name}"),
        *_facts(version),
    ]
    return Part(
        heading, facts=[fact for fact in facts if fact[1]], texts=_texts(version, with_note=with_note)
    )


def _facts(version: CheckInVersion) -> list[tuple[str, str]]:
    steps = listed(
        f"{step['number']}. {step['title']}: {STEP_WORDS.get(step['status'], step['status'])}"
        for step in version.steps
    )
    obstacles = ", ".join(filter(None, [*version.obstacles, version.obstacle_other]))
    last = version.previous_next_step
    if last and version.previous_next_step_outcome:
        last = f"{last} ({version.get_previous_next_step_outcome_display()})"
    return [
        (_("Next step from last time"), Written(last)),
        (_("Process steps"), steps),
        (_("Obstacles"), Written(obstacles)),
        (_("Need"), _need(version)),
        (_("Next step"), next_step_words(version)),
        (_("What we agreed on"), _rows_words(version.commitments)),
        (_("Did the support help?"), _rows_words(version.outcomes)),
        (_("Contact this month"), version.get_contact_kind_display() if version.contact_kind else ""),
    ]


def _need(version: CheckInVersion) -> str:
    if version.need_area is None:
        return ""
    offer = " – ".join(filter(None, [str(version.need_offer or ""), version.need_offer_text]))
    words = f"{version.need_area}: {version.need}"
    offered = pgettext("support in a check-in", "Offered")
    return Written(f"{words}. {offered}: {offer}" if offer else words)


def _rows_words(rows: list[dict[str, Any]]) -> str:
    """Join frozen rows of words, one after the other."""
    return Written("; ".join(", ".join(str(value) for value in row.values() if value) for row in rows))


def _texts(version: CheckInVersion, *, with_note: bool) -> list[Text]:
    happened = version.happened or (_("Nothing new since last time") if version.nothing_new else "")
    texts = [Text(_("What has happened since last time?"), Written(happened))] if happened else []
    if with_note and version.internal_note:
        heading = pgettext("export", "Internal note of the county board")
        texts.append(Text(heading, Written(version.internal_note)))
    return texts


def commitment_columns() -> Columns[Commitment]:
    """Return the columns of commitments."""
    return [
        (_("What we agreed on"), lambda each: Written(each.text)),
        (_("Owner"), lambda each: str(each.get_owner_display())),
        (_("By"), lambda each: day(each.due_on)),
        (_("State"), lambda each: str(each.get_state_display())),
        (_("A word"), lambda each: Written(each.word)),
    ]


def case_columns() -> Columns[SupportCase]:
    """Return the columns of needs with their support."""
    return [
        (_("Development area"), lambda case: str(case.area)),
        (_("Need"), lambda case: Written(case.need)),
        (_("State"), lambda case: str(case.get_state_display())),
        (pgettext("column", "Support"), lambda case: Written(case.offer or "–")),
        (_("Raised"), lambda case: day(day_of(case.raised_at))),
        (_("Delivered"), lambda case: day(case.delivered_on)),
        (_("Did it help?"), lambda case: str(case.get_outcome_display()) if case.outcome else "–"),
    ]
