"""The demo's request from a county board to unlock a month."""

from datetime import timedelta

from audit.actions import record
from demo import people
from demo.calendar import at
from demo.scene import Scene
from followups.models import UnlockReason, UnlockRequest
from programmes.models import Participation

ASKED = "2260"  # Ånge


def add_unlock_request(scene: Scene, participations: dict[str, Participation]) -> None:
    """Add a request by Alva to unlock one municipality's latest locked month."""
    today, actor = scene.calendar.today, scene.users[people.ALVA.email]
    locked = participations[ASKED].expected_check_ins.expected().filter(locks_on__lt=today).last()
    if locked is None:
        return
    asked_at = at(max(today - timedelta(days=1), locked.locks_on), 8)
    row = UnlockRequest.objects.create(
        expected=locked, reason=UnlockReason.CORRECTION, requested_at=asked_at, requested_by=actor
    )
    record(actor=actor, verb="unlock_request.made", target=row, at=asked_at, reason=row.reason)
