"""One municipality for the registry: its mandate, all check-ins, what was agreed on, needs and support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.exports.answers import (
    case_head,
    case_row,
    commitment_head,
    commitment_row,
    day,
    moment,
    version_part,
)
from followups.exports.document import Cell, Document, Part, Table, Text, Written

if TYPE_CHECKING:
    from followups.exports.scope import Scope
    from followups.models import CheckInVersion, MunicipalReply
    from programmes.models import Participation


def municipality_document(
    participation: Participation, versions: list[CheckInVersion], *, scope: Scope, with_note: bool
) -> Document:
    """Build the document; check-ins newest first, every version."""
    municipality, cohort = participation.municipality, participation.cohort
    return Document(
        title=_("%(municipality)s in %(cohort)s")
        % {"municipality": municipality.full_name, "cohort": cohort.name},
        scope=str(cohort.county_board),
        sentences=[_("Mandate, check-ins that were marked as done, commitments, needs and support.")],
        parts=[
            *_mandate(participation, scope),
            *_commitments(participation, scope),
            *_cases(participation, scope),
            *(_check_in(each, with_note=with_note) for each in versions),
            *(_reply(each) for each in scope.replies(participation)),
        ],
    )


def _check_in(version: CheckInVersion, *, with_note: bool) -> Part:
    values = {"month": date_format(version.check_in.month, "F Y"), "number": version.version}
    heading = _("Check-in %(month)s, version %(number)s") % values
    return version_part(version, heading=heading, with_note=with_note)


def _reply(reply: MunicipalReply) -> Part:
    month = date_format(reply.month, "F Y")
    texts = [
        (_("What has happened since last time?"), reply.happened),
        (_("What do you need?"), reply.need),
        (_("Next step"), reply.next_step),
    ]
    return Part(
        _("The municipality's own answers, %(month)s") % {"month": month},
        facts=[
            (_("How is it going?"), str(reply.get_progress_display())),
            (_("Saved"), f"{moment(reply.saved_at)}, {reply.saved_by.shown_name}"),
        ],
        texts=[Text(heading, Written(text)) for heading, text in texts if text],
    )


def _mandate(participation: Participation, scope: Scope) -> list[Part]:
    rows: list[list[Cell]] = [
        [
            str(entry.get_kind_display()),
            day(entry.decided_on),
            day(entry.ends_on),
            Written(entry.decided_by),
            Written(entry.registry_number),
            f"{entry.share_of_time} %" if entry.share_of_time else "–",
            Written(" – ".join(filter(None, [entry.note, entry.file.name if entry.file else ""]))),
        ]
        for entry in scope.mandate(participation)
    ]
    head = [
        _("Kind"), _("Date"), _("Valid until"), _("Decided by"), _("Registry number"), _("Share of time"),
        _("Note and file"),
    ]  # fmt: skip
    heading = _("Mandate")
    return _part(Table(heading, _("Decisions and agreements"), head, rows))


def _commitments(participation: Participation, scope: Scope) -> list[Part]:
    rows = [commitment_row(each) for each in scope.commitments([participation])]
    heading = pgettext("heading", "Commitments")
    return _part(Table(heading, _("What was agreed on"), commitment_head(), rows))


def _cases(participation: Participation, scope: Scope) -> list[Part]:
    rows = [case_row(case) for case in scope.cases([participation])]
    return _part(Table(_("Needs and support"), _("All needs and their support"), case_head(), rows))


def _part(table: Table) -> list[Part]:
    return [Part(table.name, tables=[table])] if table.rows else []
