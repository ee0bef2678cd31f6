"""The demo's request from a county board to unlock a month."""

from __future__ import annotations

from datetime import date, timedelta

from audit.actions import record
from demo import people
from demo.calendar import at
from demo.scene import Scene
from followups.models import UnlockReason, UnlockRequest
from programmes.calendar import expected_of, locks_on
from programmes.models import Participation

ASKED = "2260"  # Ånge


def add_unlock_request(scene: Scene, participations: dict[str, Participation]) -> None:
    """Add a request by Alva to unlock one municipality's latest locked month."""
    today, actor = scene.calendar.today, scene.users[people.ALVA.email]
    month = _last_locked_month(participations[ASKED], today=today)
    if month is None:
        return
    asked_at = at(max(today - timedelta(days=1), locks_on(month)), 8)
    row = UnlockRequest.objects.create(
        participation=participations[ASKED],
        month=month,
        reason=UnlockReason.CORRECTION,
        requested_at=asked_at,
        requested_by=actor,
    )
    record(actor=actor, verb="unlock_request.made", target=row, at=asked_at, reason=row.reason)


def _last_locked_month(participation: Participation, *, today: date) -> date | None:
    rows = Participation.objects.with_span().select_related("cohort__county_board").prefetch_related("pauses")
    months = expected_of(rows.get(pk=participation.pk))
    return max((month for month in months if locks_on(month) < today), default=None)
