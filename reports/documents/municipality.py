"""One municipality for the registry, cohort by cohort: mandate, agreements, needs and support, check-ins."""

from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.models import CheckInVersion, MunicipalReply
from reports.documents.answers import (
    case_head,
    case_row,
    commitment_head,
    commitment_row,
    day,
    moment,
    version_part,
)
from reports.documents.document import Cell, Document, Part, Table, Text, Written
from reports.scope import Holding


def municipality_document(holdings: list[Holding], *, with_note: bool) -> Document:
    """Build the document: the newest cohort first, and in it check-ins newest first, every version."""
    newest = holdings[0].participation
    return Document(
        title=newest.municipality.full_name,
        scope=str(newest.cohort.county_board),
        sentences=[_("Mandate, check-ins that were marked as done, commitments, needs and support.")],
        parts=[part for holding in holdings for part in _parts(holding, with_note=with_note)],
    )


def _parts(holding: Holding, *, with_note: bool) -> list[Part]:
    """Return the cohort's heading, then a part for each kind of data held."""
    below = [
        *_mandate(holding),
        *_commitments(holding),
        *_cases(holding),
        *(_check_in(each, with_note=with_note) for each in holding.versions),
        *(_reply(each) for each in holding.replies),
    ]
    return [_cohort(holding), *(replace(part, is_below=True) for part in below)]


def _cohort(holding: Holding) -> Part:
    participation = holding.participation
    facts = [(_("Cohort"), str(participation.cohort.get_state_display()))]
    if participation.ended_on:
        facts.append((_("Took part until"), day(participation.ended_on)))
    if participation.registry_number:
        facts.append((_("Registry number"), Written(participation.registry_number)))
    return Part(Written(participation.cohort.name), facts=facts)


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


def _mandate(holding: Holding) -> list[Part]:
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
        for entry in holding.mandate
    ]
    head = [
        _("Kind"), _("Date"), _("Valid until"), _("Decided by"), _("Registry number"), _("Share of time"),
        _("Note and file"),
    ]  # fmt: skip
    heading = _("Mandate")
    return _part(Table(heading, _("Decisions and agreements"), head, rows))


def _commitments(holding: Holding) -> list[Part]:
    rows = [commitment_row(each) for each in holding.commitments]
    heading = pgettext("heading", "Commitments")
    return _part(Table(heading, _("What was agreed on"), commitment_head(), rows))


def _cases(holding: Holding) -> list[Part]:
    rows = [case_row(case) for case in holding.cases]
    return _part(Table(_("Needs and support"), _("All needs and their support"), case_head(), rows))


def _part(table: Table) -> list[Part]:
    return [Part(table.name, tables=[table])] if table.rows else []
