"""Documents for the registry: one check-in, and one municipality cohort by cohort."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from followups.models import CheckIn, CheckInVersion, MunicipalReply
from participants.models import MandateEntry
from reports.documents.answers import case_columns, commitment_columns, day, moment, version_part
from reports.documents.document import Columns, Document, Part, Table, Text, Written
from reports.scope import Holding


def check_in_document(check_in: CheckIn, versions: list[CheckInVersion], *, with_note: bool) -> Document:
    """Build one check-in's document: every version as it was marked done, the newest first."""
    municipality, cohort = check_in.participation.municipality, check_in.participation.cohort
    words = {"municipality": municipality.full_name, "month": date_format(check_in.month, "F Y")}
    sentence = ngettext(
        "The check-in was marked as done once.",
        "The check-in was marked as done %(count)s times.",
        len(versions),
    )
    return Document(
        title=_("Check-in with %(municipality)s, %(month)s") % words,
        scope=f"{cohort.name} · {cohort.county_board}",
        sentences=[sentence % {"count": len(versions)}],
        parts=[
            version_part(
                each, heading=_("Version %(number)s") % {"number": each.version}, with_note=with_note
            )
            for each in versions
        ],
    )


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
    below = [*_tables(holding)]
    below += [_check_in(each, with_note=with_note) for each in holding.versions]
    below += [_reply(each) for each in holding.replies]
    return [_cohort(holding), *(replace(part, is_below=True) for part in below)]


def _cohort(holding: Holding) -> Part:
    participation = holding.participation
    facts = [(_("Cohort"), str(participation.cohort.get_state_display()))]
    if participation.ended_on:
        facts.append((_("Took part until"), day(participation.ended_on)))
    if participation.registry_number:
        facts.append((_("Registry number"), Written(participation.registry_number)))
    return Part(Written(participation.cohort.name), facts=facts)


def _tables(holding: Holding) -> Iterator[Part]:
    """Return what is kept in tables, each in a part of its own; an empty one is left out."""
    promised = pgettext("heading", "Commitments")
    for table in (
        Table.of(holding.mandate, _("Mandate"), _("Decisions and agreements"), _mandate_columns()),
        Table.of(holding.commitments, promised, _("What was agreed on"), commitment_columns()),
        Table.of(holding.cases, _("Needs and support"), _("All needs and their support"), case_columns()),
    ):
        if table.rows:
            yield Part(table.name, tables=[table])


def _mandate_columns() -> Columns[MandateEntry]:
    return [
        (_("Kind"), lambda entry: str(entry.get_kind_display())),
        (_("Date"), lambda entry: day(entry.decided_on)),
        (_("Valid until"), lambda entry: day(entry.ends_on)),
        (_("Decided by"), lambda entry: Written(entry.decided_by)),
        (_("Registry number"), lambda entry: Written(entry.registry_number)),
        (_("Share of time"), lambda entry: f"{entry.share_of_time} %" if entry.share_of_time else "–"),
        (_("Note and file"), _note_and_file),
    ]


def _note_and_file(entry: MandateEntry) -> str:
    return Written(" – ".join(filter(None, [entry.note, entry.file.name if entry.file else ""])))


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
