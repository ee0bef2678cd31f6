"""Documents for the registry: one check-in, and one municipality cohort by cohort.

Only frozen versions are written, never a draft. The month report takes its columns from here.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from calendars.months import day_of
from followups.models import CheckIn, CheckInStep, CheckInVersion, Commitment, MunicipalReply, Owner
from followups.statuses import of_progress
from participants.models import MandateEntry
from reports.documents.document import Columns, Document, Part, Table, Text, Written
from reports.scope import Holding
from support.models import SupportCase
from ui.values import day, moment, percent_words
from ui.words import listed

STEP_WORDS = dict(CheckInStep.Status.choices)


def next_step_words(version: CheckInVersion) -> str:
    """Return the next step with its owner and its day."""
    return promise_words(version.next_step) if version.next_step else ""


def promise_words(promise: dict[str, str]) -> str:
    """Return a frozen commitment: text, owner, day, the outcome if somebody gave one, and the word."""
    due_on, outcome = promise["due_on"], promise["outcome"]
    facts = [
        str(Owner(promise["owner"]).label),
        date_format(date.fromisoformat(due_on)) if due_on else "",
        str(Commitment.State(outcome).label) if outcome else "",
        promise["word"],
    ]
    return Written(f"{promise['text']} ({', '.join(filter(None, facts))})")


def version_part(version: CheckInVersion, *, heading: str, with_note: bool) -> Part:
    """Return one frozen version as a part: facts first, then the written texts."""
    facts = [
        (_("How is it going?"), of_progress(version.progress).word),
        (_("Marked as done"), f"{moment(version.done_at)}, {version.signer}"),
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
    return [
        (_("Process steps"), steps),
        (_("Obstacles"), Written(obstacles)),
        (_("Need"), _need(version)),
        (_("Next step"), next_step_words(version)),
        (_("What we have agreed on"), Written("; ".join(map(promise_words, version.commitments)))),
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
        (_("What we have agreed on"), lambda each: Written(each.text)),
        (_("Owner"), lambda each: str(each.get_owner_display())),
        (_("By"), lambda each: day(each.due_on)),
        (_("State"), lambda each: str(each.get_state_display())),
        (_("A word"), lambda each: Written(each.word)),
    ]


def case_columns() -> Columns[SupportCase]:
    """Return the columns of needs with their support."""
    return [
        (_("Development area"), lambda case: str(case.area)),
        (_("Need"), lambda case: Written(case.words)),
        (_("State"), lambda case: str(case.get_state_display())),
        (pgettext("column", "Support"), lambda case: Written(case.offer or "–")),
        (_("Raised"), lambda case: day(day_of(case.raised_at))),
        (_("Delivered"), lambda case: day(case.delivered_on)),
        (_("Did it help? The municipality"), lambda case: str(case.get_outcome_display() or "–")),
        (_("Did it help? The county board"), lambda case: str(case.get_board_outcome_display() or "–")),
    ]


# --- The documents ----------------------------------------------------------------------------------------


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
        facts.append((_("The municipality's registry number"), Written(participation.registry_number)))
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
        (_("The municipality's registry number"), lambda entry: Written(entry.registry_number)),
        (_("Share of time"), lambda entry: percent_words(entry.share_of_time or None)),
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
    texts = [(_("What has happened since last time?"), reply.happened), (_("What do you need?"), reply.need)]
    return Part(
        _("The municipality's own answers, %(month)s") % {"month": month},
        facts=[
            (_("How is it going?"), str(reply.get_progress_display())),
            (_("Saved"), f"{moment(reply.saved_at)}, {reply.saved_by.shown_name}"),
        ],
        texts=[Text(heading, Written(text)) for heading, text in texts if text],
    )
