"""The answers of a check-in: read from its row, or carried forward from the last version."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Subquery

from accounts.models import User
from followups.models import Answers, CheckIn, CheckInStep, CheckInVersion, Obstacle, Owner
from programmes.models import ExpectedCheckIn, ProcessStep

NO_ANSWER = {"outcome": "", "word": "", "due_on": ""}
NO_OUTCOME = {"outcome": "", "word": ""}
NO_PROMISE = {"text": "", "owner": Owner.MUNICIPALITY.value, "due_on": ""}


def written_day(text: str) -> date | None:
    """Return the day of "2026-12-03"; None for an empty text."""
    return date.fromisoformat(text) if text else None


def new_check_in(
    expected: ExpectedCheckIn, *, previous: CheckInVersion | None, actor: User, at: datetime
) -> CheckIn:
    """Return an unsaved check-in with what usually stays the same; what only this month can tell is asked.

    ``previous`` is the last version before the month. A need is written anew: open ones have cases.
    """
    check_in = CheckIn(expected=expected, opened_at=at, saved_at=at, saved_by=actor)
    check_in.carried_from = previous
    if previous is not None:
        check_in.obstacle_other = previous.obstacle_other
    return check_in


@dataclass(frozen=True)
class Catalogue:
    """The steps and obstacles to choose from, and the choices of a stored check-in: two queries."""

    steps: list[tuple[int, str, str | None]]
    obstacles: list[Obstacle]


def catalogue_of(check_in: CheckIn) -> Catalogue:
    """Return the process steps as number, title and status, and the obstacles with ``is_chosen``."""
    status = CheckInStep.objects.filter(check_in=check_in.pk, step=OuterRef("pk")).values("status")
    steps = ProcessStep.objects.annotate(status=Subquery(status)).order_by("number")
    chosen = CheckIn.obstacles.through.objects.filter(checkin=check_in.pk, obstacle=OuterRef("pk"))
    obstacles = Obstacle.objects.annotate(is_chosen=Exists(chosen))
    return Catalogue(list(steps.values_list("number", "title", "status")), list(obstacles))


def answers_of(check_in: CheckIn, *, catalogue: Catalogue | None = None) -> Answers:
    """Return all answers of a stored check-in, or of one that was just opened and is not stored yet.

    A step without an answer is left out; it has not started.
    """
    catalogue = catalogue or catalogue_of(check_in)
    if check_in.pk:
        steps = {number: status for number, _title, status in catalogue.steps if status}
        obstacles = [each for each in catalogue.obstacles if each.is_chosen]  # type: ignore[attr-defined]
    else:
        previous = check_in.carried_from
        steps = previous.statuses if previous else {}
        names = previous.obstacles if previous else []
        obstacles = [each for each in catalogue.obstacles if each.name in names]
    return Answers.in_row(check_in, steps=steps, obstacles=obstacles)


def tidy(answers: Answers) -> Answers:
    """Remove answers that say nothing, and a contact where there was none."""
    answers = replace(
        answers,
        agreed=_without_empty_end(answers.agreed),
        commitment_answers=_said(answers.commitment_answers, silence=NO_ANSWER),
        outcome_answers=_said(answers.outcome_answers, silence=NO_OUTCOME),
    )
    if answers.progress == CheckIn.Progress.NO_CONTACT:
        answers = replace(answers, contact_kind="")
    return answers


def _without_empty_end(agreed: list[dict[str, str]]) -> list[dict[str, str]]:
    """Keep each promise in its place, without the empty ones at the end. A promise without text is empty."""
    rows = [NO_PROMISE | _filled(row) if row["text"].strip() else NO_PROMISE for row in agreed]
    while rows and rows[-1] == NO_PROMISE:
        rows.pop()
    return rows


def _filled(row: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}


def _said(said: dict[str, dict[str, str]], *, silence: dict[str, str]) -> dict[str, dict[str, str]]:
    return {key: silence | each for key, each in said.items() if silence | each != silence}


def write_children(check_in: CheckIn, answers: Answers) -> None:
    """Store the answers that have rows of their own."""
    steps = {step.number: step for step in ProcessStep.objects.all()}
    CheckInStep.objects.bulk_create(
        [
            CheckInStep(check_in=check_in, step=steps[number], status=status)
            for number, status in answers.steps.items()
        ],
        update_conflicts=True,
        unique_fields=["check_in", "step"],
        update_fields=["status"],
    )
    check_in.obstacles.set(answers.obstacles)
