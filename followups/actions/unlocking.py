"""Opening a locked month again: the county board asks, MÄN answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record
from followups.actions.answers import answers_of, write_children
from followups.actions.check_in import locked_row, refuse_unexpected
from followups.models import UnlockReason
from followups.months import is_locked

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from followups.models import CheckIn


@transaction.atomic
def unlock_check_in(check_in: CheckIn, *, reason: str, actor: User, at: datetime) -> CheckIn:
    """Let the county board write in a month that is locked. Takes MÄN staff and a reason."""
    stored = locked_row(check_in, actor=actor, at=at)
    if not actor.is_staff:
        raise ValidationError(_("Only MÄN can unlock a month."))
    if reason not in UnlockReason.values:
        raise ValidationError({"reason": _("Choose why the month is unlocked")})
    refuse_unexpected(stored)
    if not is_locked(stored, month=stored.month, on=timezone.localtime(at).date()):
        raise ValidationError(_("The month is not locked."))
    answers = answers_of(stored)
    stored.unlocked_at = at
    stored.full_clean()
    stored.save()
    write_children(stored, answers)
    record(actor=actor, verb="check_in.unlocked", target=stored, at=at, reason=reason)
    return stored
