"""The same export as data. ``docs/export-format.md`` describes it; a change there is a new schema version."""

import json
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from followups.models import CheckInAnswers, CheckInVersion, Commitment, MunicipalReply
from municipalities.models import CountyBoard, Municipality
from participants.models import MandateEntry
from programmes.models import Participation
from reports.models import Export
from reports.scope import Holding
from support.models import SupportCase

SCHEMA_VERSION = 2
Row = dict[str, Any]


def as_json(export: Export, content: Row, *, at: datetime) -> bytes:
    """Write the envelope and what is in it."""
    envelope = {
        "schema": "portal-export",
        "schema_version": SCHEMA_VERSION,
        "kind": export.kind,
        "made_at": time_of(at),
        "registry_number": export.registry_number,
        "with_internal_note": export.with_internal_note,
    }
    return json.dumps(envelope | content, ensure_ascii=False, indent=2).encode()


def time_of(value: datetime | None) -> str | None:
    """Return a time as clocks in Sweden showed it, with its offset from UTC."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None


def day_of(value: date | None) -> str | None:
    """Return a day: 2026-12-03."""
    return value.isoformat() if value else None


def board_data(board: CountyBoard | None) -> Row:
    """Return a county board."""
    return {"code": board.code, "name": board.name} if board else {}


def _municipality_data(municipality: Municipality) -> Row:
    return {"code": municipality.code, "name": municipality.full_name}


def participation_data(participation: Participation) -> Row:
    """Return a municipality's participation in a cohort."""
    return {
        "municipality": _municipality_data(participation.municipality),
        "cohort": participation.cohort.name,
        "ended_on": day_of(participation.ended_on),
        "registry_number": participation.registry_number,
    }


def version_data(version: CheckInVersion, *, with_note: bool) -> Row:
    """Return one frozen version, with the internal note only where it was asked for."""
    told = [field.name for field in CheckInAnswers._meta.fields if with_note or field.name != "internal_note"]
    return {
        "month": f"{version.check_in.month:%Y-%m}",
        "version": version.version,
        "done_at": time_of(version.done_at),
        "done_by": version.done_by.shown_name,
        **{name: _plain(getattr(version, name)) for name in told},
        "need_area": str(version.need_area or ""),
        "need_offer": str(version.need_offer or ""),
        "steps": version.steps,
        "obstacles": version.obstacles,
        "commitments": version.commitments,
        "outcomes": version.outcomes,
    }


def _plain(value: Any) -> Any:
    return day_of(value) if isinstance(value, date) else value


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


def _reply_data(reply: MunicipalReply) -> Row:
    return {
        "month": f"{reply.month:%Y-%m}",
        "saved_at": time_of(reply.saved_at),
        "saved_by": reply.saved_by.shown_name,
        "progress": reply.progress,
        "happened": reply.happened,
        "need": reply.need,
        "next_step": reply.next_step,
    }


def _mandate_data(entry: MandateEntry) -> Row:
    file = entry.file
    return {
        "kind": entry.kind,
        "decided_on": day_of(entry.decided_on),
        "ends_on": day_of(entry.ends_on),
        "decided_by": entry.decided_by,
        "share_of_time_percent": entry.share_of_time,
        "registry_number": entry.registry_number,
        "note": entry.note,
        "recorded_at": time_of(entry.recorded_at),
        "file": {"name": file.name, "size": file.size, "sha256": file.sha256} if file else None,
    }


def _commitment_data(commitment: Commitment) -> Row:
    return {
        "month": f"{commitment.check_in.month:%Y-%m}",
        "text": commitment.text,
        "owner": commitment.owner,
        "due_on": day_of(commitment.due_on),
        "state": commitment.state,
        "word": commitment.word,
        "created_at": time_of(commitment.created_at),
        "changed_at": time_of(commitment.changed_at),
    }


def _case_data(case: SupportCase) -> Row:
    return {
        "area": str(case.area),
        "need": case.need,
        "origin": case.origin,
        "state": case.state,
        "raised_at": time_of(case.raised_at),
        "offer": str(case.offer or ""),
        "offer_text": case.offer_text,
        "offered_at": time_of(case.offered_at),
        "answered_at": time_of(case.answered_at),
        "answer_text": case.answer_text,
        "started_on": day_of(case.started_on),
        "delivered_on": day_of(case.delivered_on),
        "delivery_text": case.delivery_text,
        "outcome": case.outcome,
        "outcome_text": case.outcome_text,
        "withdrawn_at": time_of(case.withdrawn_at),
        "withdrawn_text": case.withdrawn_text,
    }
