"""Actions on commitments: make them in a check-in, and record their outcome."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, store
from followups.actions.answers import NO_ANSWER, NO_OUTCOME, NO_PROMISE, written_day
from followups.models import Answers, CheckIn, Commitment, CommitmentOutcome
from support.actions.cases import evaluate_support
from support.models import SupportCase

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
    """Record the outcome of a commitment between check-ins. Recording the same again is a no-op."""
    stored = locked(commitment)
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
    return _store(stored, verb="commitment.answered", actor=actor, at=at, outcome=outcome)


def settle_check_in(check_in: CheckIn, *, answers: Answers, actor: User, at: datetime) -> None:
    """Carry out the answers on commitments and support of a check-in that was just marked as done.

    It runs in the caller's transaction. Repeating it with the same answers is a no-op.
    """
    _answer_earlier(check_in, answers=answers, actor=actor, at=at)
    _keep_agreed(check_in, agreed=answers.agreed, actor=actor, at=at)
    for case in support_asked_about(check_in):
        if said := answers.outcome_answers.get(str(case.pk)):
            outcome, word = said["outcome"], said["word"]
            evaluate_support(case, outcome=outcome, text=word, month=check_in.month, actor=actor, at=at)


def support_asked_about(check_in: CheckIn) -> list[SupportCase]:
    """Return the delivered support whose outcome the check-in asks about, or has answered."""
    cases = SupportCase.objects.filter(participation=check_in.participation_id, state=SupportCase.State.DONE)
    rows = cases.select_related("area", "offer").order_by("delivered_on", "pk")
    return [case for case in rows if is_asked_about(case, check_in)]


def is_asked_about(case: SupportCase, check_in: CheckIn) -> bool:
    """Return whether it was delivered by that month, and has no view of the board but this check-in's."""
    day, month = case.delivered_on, check_in.month
    if day is None or (day.year, day.month) > (month.year, month.month):
        return False
    is_own = check_in.pk is not None and case.evaluated_month == month
    return case.state == SupportCase.State.DONE and (not case.board_outcome or is_own)


def _answer_earlier(check_in: CheckIn, *, answers: Answers, actor: User, at: datetime) -> None:
    said = answers.commitment_answers
    for commitment in Commitment.objects.asked_about_in(check_in).select_for_update(of=("self",)):
        if str(commitment.pk) not in said and commitment.reviewed_in_id != check_in.pk:
            continue
        one = said.get(str(commitment.pk), NO_ANSWER)
        answer(
            commitment,
            outcome=one["outcome"] or CommitmentOutcome.REMAINING,
            word=one["word"],
            due_on=written_day(one["due_on"]),
            check_in=check_in,
            actor=actor,
            at=at,
        )


def _keep_agreed(check_in: CheckIn, *, agreed: list[dict[str, str]], actor: User, at: datetime) -> None:
    """Create each promise once, at its place; change it while open, drop it when its text is emptied."""
    stored = {row.position: row for row in check_in.commitments.select_for_update()}
    for position in range(1, max(len(agreed), *stored, 0) + 1):
        promise = agreed[position - 1] if position <= len(agreed) else NO_PROMISE
        row = stored.get(position)
        if row is None:
            if promise["text"]:
                _make(check_in, position=position, promise=promise, actor=actor, at=at)
        elif row.state == Commitment.State.OPEN or row.reviewed_in_id == check_in.pk:
            _change(row, promise=promise, check_in=check_in, actor=actor, at=at)


def _make(check_in: CheckIn, *, position: int, promise: dict[str, str], actor: User, at: datetime) -> None:
    row = Commitment(
        participation=check_in.participation,
        check_in=check_in,
        position=position,
        owner=promise["owner"],
        text=promise["text"],
        due_on=written_day(promise["due_on"]),
        created_at=at,
    )
    _store(row, verb="commitment.made", actor=actor, at=at, owner=row.owner)


def _change(
    row: Commitment, *, promise: dict[str, str], check_in: CheckIn, actor: User, at: datetime
) -> None:
    if not promise["text"]:
        dropped = CommitmentOutcome.DROPPED
        answer(row, outcome=dropped, word="", due_on=None, check_in=check_in, actor=actor, at=at)
        return
    before = (row.state, row.text, row.owner, row.due_on)
    _move(row, to=Commitment.State.OPEN)
    row.text, row.owner, row.due_on = promise["text"], promise["owner"], written_day(promise["due_on"])
    if before != (row.state, row.text, row.owner, row.due_on):
        _store(row, verb="commitment.changed", actor=actor, at=at, owner=row.owner)


def frozen_commitments(check_in: CheckIn, *, answers: Answers) -> list[dict[str, str]]:
    """Return what a version keeps: the earlier commitments with their outcome, then the new ones."""
    said = answers.commitment_answers
    asked = [
        {"text": row.text, "owner": row.owner, "due_on": row.due_on.isoformat() if row.due_on else ""}
        | {name: said.get(str(row.pk), NO_ANSWER)[name] for name in ("outcome", "word")}
        for row in Commitment.objects.asked_about_in(check_in)
        if str(row.pk) in said or row.is_due_in(check_in.month)
    ]
    made = [promise | NO_OUTCOME for promise in answers.agreed if promise["text"]]
    return asked + made


def frozen_outcomes(check_in: CheckIn, *, answers: Answers) -> list[dict[str, str]]:
    """Return what a version keeps of the outcomes of support."""
    said = answers.outcome_answers
    return [
        {"area": str(case.area), "offer": str(case.offer)} | said[str(case.pk)]
        for case in support_asked_about(check_in)
        if str(case.pk) in said
    ]


def missing_answers(answers: Answers) -> dict[str, str]:
    """Return what must be answered before the check-in is marked as done, by the form's field names."""
    missing = {}
    for pk, said in answers.commitment_answers.items():
        if said["outcome"] == CommitmentOutcome.MOVED and not said["due_on"]:
            missing[f"commitment_{pk}_due_on"] = _("Choose the new day")
    for pk, said in answers.outcome_answers.items():
        if not said["outcome"]:
            missing[f"outcome_{pk}"] = _("Choose whether the support helped")
    return missing


def _move(commitment: Commitment, *, to: str) -> None:
    """Move the commitment; one that was closed by mistake is reopened first."""
    for state in (Commitment.State.OPEN, to):
        if state != commitment.state:
            commitment.move(to=state)


def _store(row: Commitment, *, verb: str, actor: User, at: datetime, **facts: str) -> Commitment:
    row.changed_at, row.changed_by = at, actor
    return store(row, actor=actor, verb=verb, at=at, **facts)
