"""What was agreed in a check-in, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from followups.models import Commitment, CommitmentOutcome

if TYPE_CHECKING:
    from datetime import date, datetime

    from accounts.models import User
    from followups.models import CheckIn

STATE_AFTER = {
    CommitmentOutcome.REMAINING: Commitment.State.OPEN,
    CommitmentOutcome.MOVED: Commitment.State.OPEN,
    CommitmentOutcome.DONE: Commitment.State.DONE,
    CommitmentOutcome.DROPPED: Commitment.State.DROPPED,
}


@transaction.atomic
def answer_commitment(
    commitment: Commitment, *, outcome: str, word: str, due_on: date | None, actor: User, at: datetime
) -> Commitment:
    """Say what became of a commitment, between check-ins. Saying the same again changes nothing."""
    stored = Commitment.objects.select_for_update().get(pk=commitment.pk)
    return answer(stored, outcome=outcome, word=word, due_on=due_on, check_in=None, actor=actor, at=at)


def answer(
    stored: Commitment,
    *,
    outcome: str,
    word: str,
    due_on: date | None,
    check_in: CheckIn | None,
    actor: User,
    at: datetime,
) -> Commitment:
    """Change a locked row in the caller's transaction; ``check_in`` is where it was answered."""
    if outcome not in CommitmentOutcome.values:
        raise ValidationError({"outcome": _("Choose what became of the commitment")})
    if outcome == CommitmentOutcome.MOVED and due_on is None:
        raise ValidationError({"due_on": _("Choose the new day")})
    before = (stored.state, stored.word, stored.due_on, stored.reviewed_in_id)
    _move(stored, to=STATE_AFTER[CommitmentOutcome(outcome)])
    stored.word, stored.reviewed_in = word, check_in
    if outcome == CommitmentOutcome.MOVED:
        stored.due_on = due_on
    if before == (stored.state, stored.word, stored.due_on, stored.reviewed_in_id):
        return stored
    _save(stored, actor=actor, at=at)
    record(actor=actor, verb="commitment.answered", target=stored, at=at, outcome=outcome)
    return stored


def _move(commitment: Commitment, *, to: str) -> None:
    """What was closed by mistake is open first, and then whatever it should have been."""
    for state in (Commitment.State.OPEN, to):
        if state not in {commitment.state, *Commitment.MOVES[commitment.state]}:
            raise ValidationError(_("The commitment cannot be changed like that."))
        commitment.state = state


def _save(commitment: Commitment, *, actor: User, at: datetime) -> None:
    commitment.changed_at, commitment.changed_by = at, actor
    commitment.full_clean()
    commitment.save()
