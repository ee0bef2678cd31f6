"""Builds the file of an export: in the request when it is short, in the worker when it is long."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from municipalities.models import CountyBoard
from participants.models import StoredFile
from reports.actions import (
    claim_export,
    expire_exports,
    fail_export,
    finish_export,
    give_up_exports,
    log_export,
    note_progress,
)
from reports.documents.document import Document
from reports.documents.month import month_document
from reports.documents.period import period_document
from reports.documents.registry import check_in_document, municipality_document
from reports.models import Export
from reports.scope import Scope
from reports.writers.data import as_json, board_data, municipality_data, participation_data, version_data
from reports.writers.pdf import as_pdf
from reports.writers.xlsx import as_xlsx
from ui.values import moment

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 20
# The names of files with what a page shows.
PAGES: dict[str, str] = {Export.Kind.CHARTS: "diagram", Export.Kind.RATES: "rapportering"}


@dataclass(frozen=True)
class Content:
    """The content of an export: the document, the same as data, and attached files with their folder."""

    name: str
    document: Document
    data: dict[str, Any] = field(default_factory=dict)
    files: list[tuple[str, StoredFile]] = field(default_factory=list)


def make_now(export: Export, *, actor: User, at: datetime) -> tuple[str, bytes]:
    """Build a short export in the request, in the language of the page, and log it."""
    export.requested_by = actor
    name, content = _make(export, at=at, told=lambda _percent: None)
    log_export(export, name=name, content=content, actor=actor, at=at)
    return name, content


def take_along(
    document: Document,
    kind: Export.Kind,
    months: list[date],
    *,
    board: CountyBoard | None = None,
    actor: User,
    at: datetime,
) -> tuple[str, bytes]:
    """Write a page's document about those months as Excel, and log it."""
    export = Export(kind=kind, format=Export.Format.XLSX, county_board=board)
    export.starts_on, export.ends_on = months[0], months[-1]
    name = f"{PAGES[kind]}-{months[0]:%Y-%m}--{months[-1]:%Y-%m}.xlsx"
    content = as_xlsx(document, notes=[(_("Made"), moment(at))])
    log_export(export, name=name, content=content, actor=actor, at=at)
    return name, content


def build_exports(*, at: datetime) -> int:
    """Build the waiting exports one by one, and remove old files. Several workers may run this at once."""
    expire_exports(at=at)
    give_up_exports(at=at)
    made = 0
    for _turn in range(MOST_AT_ONCE):
        export = claim_export(at=at)
        if export is None:
            break
        made += _build(export, at=at)
    return made


def _build(export: Export, *, at: datetime) -> bool:
    """Build one export. An error fails this export alone; when the database is gone, the lease runs out."""
    try:
        with translation.override(export.requested_by.language):
            name, content = _make(export, at=at, told=lambda percent: note_progress(export, percent, at=at))
        finish_export(export, name=name, content=content, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Export %s failed.", export.pk)
        fail_export(export, at=at)
        return False
    return True


def _make(export: Export, *, at: datetime, told: Callable[[int], None]) -> tuple[str, bytes]:
    scope = Scope(export.requested_by, on=timezone.localtime(at).date())
    _refuse_out_of_scope(export, scope)
    told(10)
    content = CONTENTS[export.kind](export, scope)
    told(40)
    numbered = (_("The county board's registry number"), export.registry_number)
    notes = [*([numbered] if export.registry_number else []), (_("Made"), moment(at))]
    if export.format == Export.Format.XLSX:
        return f"{content.name}.xlsx", as_xlsx(content.document, notes=notes)
    pdf = as_pdf(content.document, notes=notes)
    told(80)
    if export.format == Export.Format.PDF:
        return f"{content.name}.pdf", pdf
    return f"{content.name}.zip", _zip(export, content, pdf, at=at)


def _refuse_out_of_scope(export: Export, scope: Scope) -> None:
    """Check the scope again when the file is built: a person who left the county meanwhile gets nothing."""
    if export.county_board not in scope.boards:
        raise ValidationError(_("The export belongs to a county that you no longer see."))
    if export.with_internal_note and not scope.is_inside(export.county_board):
        raise ValidationError(_("Only the county board itself can include its internal note."))


def _month(export: Export, scope: Scope) -> Content:
    board, month = export.county_board, export.starts_on
    assert board is not None
    assert month is not None
    document = month_document(board, month, scope=scope)
    participations = list(scope.participations.filter(cohort__county_board=board))
    versions = [each for each in scope.versions(participations) if each.check_in.month == month]
    check_ins = [
        {"municipality": each.check_in.participation.municipality.code} | version_data(each, with_note=False)
        for each in versions
    ]
    data = {"county_board": board_data(board), "month": f"{month:%Y-%m}", "check_ins": check_ins}
    return Content(f"manadsrapport-{board.slug}-{month:%Y-%m}", document, data)


def _period(export: Export, scope: Scope) -> Content:
    board, first, last = export.county_board, export.starts_on, export.ends_on
    assert board is not None
    assert first is not None
    assert last is not None
    document = period_document(board, first, last, scope=scope)
    return Content(f"lansrapport-{board.slug}-{first:%Y-%m}--{last:%Y-%m}", document)


def _municipality(export: Export, scope: Scope) -> Content:
    """Return all its participations in the county board's cohorts, not only the requested one."""
    asked, with_note = export.participation, export.with_internal_note
    assert asked is not None
    slug = asked.municipality.slug
    every = [each for each in scope.of_municipality(slug) if each.cohort.county_board == export.county_board]
    holdings = scope.holdings(every)
    document = municipality_document(holdings, with_note=with_note)
    data = municipality_data(holdings, with_note=with_note)
    files = [(each.participation.cohort.slug, entry.file) for each in holdings for entry in each.mandate]
    kept = [(folder, file) for folder, file in files if file and file.can_be_opened]
    return Content(f"kommun-{slug}", document, data, kept)


def _check_in(export: Export, scope: Scope) -> Content:
    check_in, with_note = export.check_in, export.with_internal_note
    assert check_in is not None
    participation = scope.participations.with_names().get(pk=check_in.participation_id)
    versions = [each for each in scope.versions([participation]) if each.check_in_id == check_in.pk]
    if not versions:
        raise ValidationError(_("The check-in has not been marked as done, so there is nothing to export."))
    data = {
        "county_board": board_data(participation.cohort.county_board),
        "participation": participation_data(participation),
        "check_ins": [version_data(each, with_note=with_note) for each in versions],
    }
    document = check_in_document(check_in, versions, with_note=with_note)
    return Content(f"avstamning-{participation.municipality.slug}-{check_in.month:%Y-%m}", document, data)


CONTENTS: dict[str, Callable[[Export, Scope], Content]] = {
    Export.Kind.MONTH: _month,
    Export.Kind.PERIOD: _period,
    Export.Kind.MUNICIPALITY: _municipality,
    Export.Kind.CHECK_IN: _check_in,
}


def _zip(export: Export, content: Content, pdf: bytes, *, at: datetime) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr(f"{content.name}.pdf", pdf)
        archive.writestr(f"{content.name}.json", as_json(export, content.data, at=at))
        for number, (folder, file) in enumerate(content.files, 1):
            # in the order of the logs; no part of a name can lead out of the folder
            name = PurePath(file.name.replace(chr(92), "/")).name
            with file.file.open("rb") as stored:
                archive.writestr(f"bilagor/{folder}/{number:02}-{name}", stored.read())
    return stream.getvalue()
