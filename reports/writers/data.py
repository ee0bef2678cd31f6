"""The same export as data. ``docs/export-format.md`` describes it; a change there is a new schema version."""

import json
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from followups.models import CheckInAnswers, CheckInVersion, Commitment, MunicipalReply
from municipalities.models import CountyBoard, Municipality
from participants.models import MandateEntry
from programmes.models import Participation
from reports.models import Export
from reports.scope import Holding
from support.models import SupportCase

SCHEMA_VERSION = 3
Row = dict[str, Any]
CASE = (
    *("area", "need", "origin", "state", "raised_at", "offer", "offer_text", "offered_at", "answered_at"),
    *("answer_text", "answer_said_by", "answer_said_on", "started_on", "delivered_on", "delivery_text"),
    *("outcome", "outcome_text", "outcome_at", "board_outcome", "board_outcome_text", "board_outcome_at"),
    *("withdrawn_at", "withdrawn_text"),
)
ENTRY = ("kind", "said_on", "said_by", "outcome", "text")


def as_json(export: Export, content: Row, *, at: datetime) -> bytes:
    """Write the envelope and what is in it."""
    envelope = {
        "schema": "portal-export",
        "schema_version": SCHEMA_VERSION,
        "kind": export.kind,
        "made_at": at,
        "registry_number": export.registry_number,
        "with_internal_note": export.with_internal_note,
    }
    return json.dumps(envelope | content, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: Any) -> str:
    """Return a day (2026-12-03), a time as clocks in Sweden showed it, or the name of a row."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _fields(row: Model, *names: str) -> Row:
    return {name: getattr(row, name) for name in names}


def board_data(board: CountyBoard | None) -> Row:
    """Return a county board."""
    return _fields(board, "code", "name") if board else {}


def _municipality_data(municipality: Municipality) -> Row:
    return {"code": municipality.code, "name": municipality.full_name}


def participation_data(participation: Participation) -> Row:
    """Return a municipality's participation in a cohort."""
    return {
        "municipality": _municipality_data(participation.municipality),
        "cohort": participation.cohort.name,
        **_fields(participation, "ended_on", "registry_number"),
    }


def version_data(version: CheckInVersion, *, with_note: bool) -> Row:
    """Return one frozen version, with the internal note only where it was asked for."""
    told = [field.name for field in CheckInAnswers._meta.fields if with_note or field.name != "internal_note"]
    return {
        "month": f"{version.check_in.month:%Y-%m}",
        **_fields(version, "version", "done_at"),
        "done_by": version.signer,
        **_fields(version, *told),
        "need_area": version.need_area or "",
        "need_offer": version.need_offer or "",
        **_fields(version, "steps", "obstacles", "commitments", "outcomes"),
    }


def municipality_data(holdings: list[Holding], *, with_note: bool) -> Row:
    """Return all follow-up data on one municipality, cohort by cohort."""
    newest = holdings[0].participation
    return {
        "county_board": board_data(newest.cohort.county_board),
        "municipality": _municipality_data(newest.municipality),
        "participations": [_holding_data(each, with_note=with_note) for each in holdings],
    }


def _holding_data(holding: Holding, *, with_note: bool) -> Row:
    return {
        "participation": participation_data(holding.participation),
        "mandate": [_mandate_data(entry) for entry in holding.mandate],
        "commitments": [_commitment_data(each) for each in holding.commitments],
        "support_cases": [_case_data(case) for case in holding.cases],
        "check_ins": [version_data(each, with_note=with_note) for each in holding.versions],
        "replies": [_reply_data(each) for each in holding.replies],
    }


def _case_data(case: SupportCase) -> Row:
    """Return a need and its support, with what was said earlier."""
    earlier = [_fields(entry, *ENTRY) for entry in case.entries.all()]
    return _fields(case, *CASE) | {"offer": case.offer or "", "entries": earlier}


def _reply_data(reply: MunicipalReply) -> Row:
    return {
        "month": f"{reply.month:%Y-%m}",
        "saved_at": reply.saved_at,
        "saved_by": reply.saved_by.shown_name,
        **_fields(reply, "progress", "happened", "need"),
    }


def _mandate_data(entry: MandateEntry) -> Row:
    return {
        **_fields(entry, "kind", "decided_on", "ends_on", "decided_by"),
        "share_of_time_percent": entry.share_of_time,
        **_fields(entry, "registry_number", "note", "recorded_at"),
        "file": _fields(entry.file, "name", "size", "sha256") if entry.file else None,
    }


def _commitment_data(commitment: Commitment) -> Row:
    names = ("text", "owner", "due_on", "state", "word", "is_shared", "created_at", "changed_at")
    check_in, session = commitment.check_in, commitment.session
    return {
        "month": f"{check_in.month:%Y-%m}" if check_in else None,
        "session": session.number if session else None,
        **_fields(commitment, *names),
    }
