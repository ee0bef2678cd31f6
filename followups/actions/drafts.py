"""The action that marks a draft as done as it was shown, without its form."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from followups.actions.check_in import conflict_with, locked_row, mark_check_in_done
from followups.models import CheckIn


@transaction.atomic
def mark_draft_done(check_in: CheckIn, *, number: int, actor: User, at: datetime) -> CheckIn:
    """Mark the draft as done if it still has that number; a draft that has changed since is refused."""
    stored = locked_row(check_in, actor=actor, at=at)
    if stored.number != number:
        raise conflict_with(stored)
    return mark_check_in_done(stored, answers={}, number=number, actor=actor, at=at)
