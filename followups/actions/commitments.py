"""Actions on commitments: make them in a check-in or beside one, tick, correct and drop them."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, store
from calendars.months import day_of
from followups.actions.answers import NO_ANSWER, NO_OUTCOME, NO_PROMISE, written_day
from followups.models import Answers, CheckIn, Commitment
from participants.models import Enrolment
from programmes.models import Participation, Session
from support.actions.cases import evaluate_support
from support.models import SupportCase

Answer = dict[str, str]


@transaction.atomic
def make_commitment(
    whose: Participation | Enrolment,
    *,
    owner: str,
    text: str,
    due_on: date | None,
    actor: User,
    at: datetime,
    session: Session | None = None,
    is_shared: bool = False,
) -> Commitment:
    """Make a commitment beside a check-in. Making the same again while it is open is a no-op."""
    locked(whose, no_key=True)  # two presses of one button wait for each other
    if isinstance(whose, Participation) and whose.has_left(on=day_of(at)):
        raise ValidationError(_("The municipality no longer takes part."))
    _refuse_other_session(whose, session)
    about: dict[str, Any] = {"owner": owner, "text": text, "due_on": due_on}
    about |= {"session": session, "is_shared": is_shared}
    about["participation" if isinstance(whose, Participation) else "enrolment"] = whose
    same = Commitment.objects.open().filter(**about, check_in=None).first()
    if same is not None:
        return same
    return _made(Commitment(**about), actor=actor, at=at)


@transaction.atomic
def change_commitment(
    commitment: Commitment, *, state: str, word: str, actor: User, at: datetime, **texts: Any
) -> Commitment:
    """Tick, correct, drop or open again beside a check-in. Saying the same again is a no-op.

    ``texts`` are the owner, text, day, session and sharing, as far as they may be corrected.
    """
    stored = locked(commitment)
    if "session" in texts:
        _refuse_other_session(stored.participation or stored.enrolment, texts["session"])
    if (state, word) != (stored.state, stored.word):
        texts["reviewed_in"] = None  # said here, not in a check-in
    return _changed(stored, state=state, word=word, actor=actor, at=at, **texts)


def _refuse_other_session(whose: Participation | Enrolment | None, session: Session | None) -> None:
    if session is not None and (whose is None or session.cohort_id != whose.cohort_id):
        raise ValidationError({"session": _("Choose a session of the cohort")})


def settle_check_in(check_in: CheckIn, *, answers: Answers, actor: User, at: datetime) -> None:
    """Carry out the answers on commitments and support of a check-in that was just marked as done.

    It runs in the caller's transaction, before the new version is frozen. Repeating it with the same answers
    is a no-op, and what was said again as in the version before undoes nothing that was changed since.
    """
    last = check_in.versions.order_by("-version").values_list("written", flat=True).first() or {}
    _answer_earlier(check_in, said=answers.commitment_answers, last=last, actor=actor, at=at)
    _keep_agreed(check_in, agreed=answers.agreed, last=last.get("agreed", []), actor=actor, at=at)
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


def _answer_earlier(
    check_in: CheckIn, *, said: dict[str, Answer], last: dict[str, Any], actor: User, at: datetime
) -> None:
    before = last.get("commitment_answers", {})
    for row in Commitment.objects.before(check_in).select_for_update(of=("self",)):
        key = str(row.pk)
        if said.get(key) == before.get(key) or not row.is_asked_about_in(check_in):
            continue
        one = said.get(key, NO_ANSWER)
        state = one["outcome"] or Commitment.State.OPEN
        facts: dict[str, Any] = {"word": one["word"], "reviewed_in": check_in}
        if one["due_on"] and state == Commitment.State.OPEN:
            facts["due_on"] = written_day(one["due_on"])
        _changed(row, state=state, actor=actor, at=at, **facts)


def _keep_agreed(
    check_in: CheckIn, *, agreed: list[Answer], last: list[Answer], actor: User, at: datetime
) -> None:
    """Create each promise once, at its place; change it while open, drop it when its text is emptied."""
    stored = {row.position or 0: row for row in check_in.commitments.select_for_update()}
    for position in range(1, max(len(agreed), *stored, 0) + 1):
        promise, before = _at(agreed, position), _at(last, position)
        row = stored.get(position)
        if row is None:
            if promise["text"]:
                facts = promise | {"due_on": written_day(promise["due_on"])}
                about = {"participation": check_in.participation, "check_in": check_in}
                _made(Commitment(position=position, **about, **facts), actor=actor, at=at)
        elif promise != before and (row.state == Commitment.State.OPEN or row.reviewed_in_id == check_in.pk):
            _correct(row, promise=promise, before=before, check_in=check_in, actor=actor, at=at)


def _at(agreed: list[Answer], position: int) -> Answer:
    return agreed[position - 1] if position <= len(agreed) else NO_PROMISE


def _correct(
    row: Commitment, *, promise: Answer, before: Answer, check_in: CheckIn, actor: User, at: datetime
) -> None:
    """Change what this draft says otherwise than the last version; the rest may be newer on the row."""
    if not promise["text"]:
        dropped = Commitment.State.DROPPED
        _changed(row, state=dropped, word="", reviewed_in=check_in, actor=actor, at=at)
        return
    facts: dict[str, Any] = {name: value for name, value in promise.items() if value != before[name]}
    if "due_on" in facts:
        facts["due_on"] = written_day(facts["due_on"])
    _changed(row, state=Commitment.State.OPEN, actor=actor, at=at, **facts)


def frozen_commitments(check_in: CheckIn, *, answers: Answers) -> list[dict[str, str]]:
    """Return what a version keeps: what was open and what was answered with its outcome, then the new ones.

    The outcome is empty where nobody gave one.
    """
    said = answers.commitment_answers
    earlier = [
        _frozen(row, said.get(str(row.pk), NO_ANSWER) if row.is_asked_about_in(check_in) else NO_ANSWER)
        for row in Commitment.objects.before(check_in)
    ]
    return earlier + [promise | NO_OUTCOME for promise in answers.agreed if promise["text"]]


def _frozen(row: Commitment, answer: Answer) -> dict[str, str]:
    day = row.due_on.isoformat() if row.due_on else ""
    about = {"text": row.text, "owner": row.owner, "due_on": day}
    return about | {name: answer[name] for name in ("outcome", "word")}


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
        if not said["outcome"]:
            missing[f"commitment_{pk}"] = _("Choose what became of the commitment")
    for pk, said in answers.outcome_answers.items():
        if not said["outcome"]:
            missing[f"outcome_{pk}"] = _("Choose whether the support helped")
    return missing


def _made(row: Commitment, *, actor: User, at: datetime) -> Commitment:
    row.created_at = row.changed_at = at
    row.changed_by = actor
    return store(row, actor=actor, verb="commitment.made", at=at, owner=row.owner)


def _changed(row: Commitment, *, state: str, actor: User, at: datetime, **facts: Any) -> Commitment:
    """Write what differs on a locked row; one that was closed by mistake is opened first."""
    if state not in Commitment.State.values:
        raise ValidationError({"state": _("Choose what became of the commitment")})
    differs = {name for name, value in facts.items() if value != getattr(row, name)}
    if state == row.state and not differs:
        return row
    is_answer = "word" in facts and (state != row.state or differs & {"word", "reviewed_in"})
    for step in (Commitment.State.OPEN, state):
        if step != row.state:
            row.move(to=step)
    for name, value in facts.items():
        setattr(row, name, value)
    row.changed_at, row.changed_by = at, actor
    if is_answer:
        return store(row, actor=actor, verb="commitment.answered", at=at, outcome=state)
    return store(row, actor=actor, verb="commitment.changed", at=at, owner=row.owner)
