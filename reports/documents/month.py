"""The month report: how the county's municipalities are doing, their texts, needs and commitments."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calendars.months import month_of, next_month
from followups.matrix import Line, last_months
from followups.models import Commitment
from followups.months import CountyMonth, Row, county_months, read_rows
from followups.statuses import of_progress
from followups.summaries.check_ins import count_sentence, step_words
from followups.summaries.followup import followup_summary
from municipalities.models import CountyBoard
from programmes.models import Participation, ProcessStep
from reports.documents.document import Columns, Document, Part, Table, Text, Written
from reports.documents.registry import case_columns, commitment_columns, next_step_words
from reports.scope import Scope
from support.models import SupportCase

MONTHS_BEHIND = 6


def month_document(board: CountyBoard, month: date, *, scope: Scope) -> Document:
    """Build the report of one county's month as it stands today."""
    county = county_months([board], month, on=scope.on)[0]
    lines = [Line(row, last_months(MONTHS_BEHIND, until=month)) for row in county.rows]
    participations = [row.participation for row in county.rows]
    cases = [case for case in scope.cases(participations) if _is_of_month(case, month)]
    promises = [each for each in scope.commitments(participations) if _is_agreed(each, month)]
    summary = followup_summary(lines, month=month)
    return Document(
        title=_("Monthly report %(month)s") % {"month": date_format(month, "F Y")},
        scope=board.name,
        sentences=[count_sentence(county), *([summary.text] if lines and summary.text else [])],
        parts=[_statuses(county, lines), _texts(county.rows), _needs(cases), _commitments(promises)],
    )


def _statuses(county: CountyMonth, lines: list[Line]) -> Part:
    count = ProcessStep.objects.count()
    columns: Columns[Line] = [
        (_("Municipality"), lambda line: line.name),
        (_("Status"), lambda line: _status_word(line.row)),
        (_("Process step"), lambda line: step_words(line.step, count=count)),
        (_("Next step"), lambda line: next_step_words(line.row.version) if line.row.version else "–"),
    ]
    caption = _("How it went for the municipalities in %(month)s") % {
        "month": date_format(county.month, "F Y")
    }
    return Part.of(_("Municipalities"), Table.of(lines, _("Municipalities"), caption, columns))


def _status_word(row: Row) -> str:
    """Return the newest version's status, also while the check-in is reopened: drafts are confidential."""
    return of_progress(row.version.progress).word if row.version else row.status.word


def _texts(rows: Iterable[Row]) -> Part:
    texts = []
    for row in rows:
        if row.version is None:
            continue
        happened = row.version.happened or _("Nothing new since last time")
        obstacles = ", ".join(filter(None, [*row.version.obstacles, row.version.obstacle_other]))
        obstacles = _("Obstacles: %(obstacles)s.") % {"obstacles": obstacles} if obstacles else ""
        text = "\n".join(filter(None, [happened, obstacles]))
        texts.append(Text(str(row.municipality), Written(text)))
    return Part(_("What has happened"), texts=texts)


def _needs(cases: list[SupportCase]) -> Part:
    columns: Columns[SupportCase] = [(_("Municipality"), _municipality), *case_columns()]
    caption = _("Needs and support of the month, and those still open")
    return Part.of(_("Needs and support"), Table.of(cases, _("Needs and support"), caption, columns))


def _commitments(promises: list[Commitment]) -> Part:
    columns: Columns[Commitment] = [(_("Municipality"), _municipality), *commitment_columns()]
    caption = _("What was agreed on this month or earlier and is open, or was answered since")
    heading = pgettext("heading", "Commitments")
    return Part.of(heading, Table.of(promises, heading, caption, columns))


def _municipality(each: SupportCase | Commitment) -> str:
    return each.whose if isinstance(each, Commitment) else str(each.participation.municipality)


def _is_of_month(case: SupportCase, month: date) -> bool:
    """Return whether the case was raised by the end of the month and not over before it began."""
    raised = timezone.localtime(case.raised_at).date()
    return raised < next_month(month) and (case.ended_on is None or case.ended_on >= month)


def _is_agreed(promise: Commitment, month: date) -> bool:
    """Return whether it was agreed by the end of the month, and open or answered since it began."""
    is_over = promise.state != promise.State.OPEN
    changed = timezone.localtime(promise.changed_at).date()
    return promise.agreed_in <= month and not (is_over and changed < month)


def months_of_board(board: CountyBoard, *, on: date) -> list[date]:
    """Return the months of a county that can have a report: from the first expected one to this month."""
    rows = read_rows(Participation.objects.of_boards([board]), month_of(on), on=on, with_texts=False)
    months = {month for row in rows for month in (*row.expected, *row.told)}
    return sorted(month for month in months if month <= on)
