"""The answers of a check-in as one thing: read from a row or carried forward from the last version.

``Answers`` has the names of the fields, ``steps`` as ``{number: status}`` and ``obstacles`` as a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from followups.models import CheckIn, CheckInStep, CheckInVersion, Obstacle, SupportCase
from programmes.models import ProcessStep

if TYPE_CHECKING:
    from datetime import date

    from programmes.models import Participation

Answers = dict[str, Any]
FIELDS = (
    "progress",
    "previous_next_step_outcome",
    "happened",
    "nothing_new",
    "obstacle_other",
    "need_area",
    "need",
    "need_offer",
    "need_offer_text",
    "next_step",
    "next_step_on",
    "contact_kind",
    "internal_note",
)
NOT_STARTED = CheckInStep.Status.NOT_STARTED.value
CARRIED_FORWARD = ("obstacle_other", "next_step", "next_step_on", "contact_kind")


def previous_version(participation: Participation, *, month: date) -> CheckInVersion | None:
    """What was last marked done before the month; a month that was missed is skipped."""
    return (
        CheckInVersion.objects.filter(check_in__participation=participation, check_in__month__lt=month)
        .select_related("check_in", "done_by")
        .order_by("-check_in__month", "-version")
        .first()
    )


def prefill(check_in: CheckIn, previous: CheckInVersion | None) -> None:
    """Carry forward what usually stays the same. How it goes is asked anew each month."""
    check_in.carried_from = previous  # type: ignore[attr-defined]
    if previous is not None:
        for name in CARRIED_FORWARD:
            setattr(check_in, name, getattr(previous, name))
        check_in.previous_next_step = previous.next_step
        if previous.next_step:
            check_in.previous_next_step_outcome = CheckIn.NextStepOutcome.REMAINING
    waiting = SupportCase.objects.filter(participation=check_in.participation).without_offer()
    if case := waiting.select_related("area").first():
        check_in.need_area, check_in.need = case.area, case.need


def answers_of(check_in: CheckIn) -> Answers:
    """All answers of a stored check-in, or of one that was just opened and is not stored yet.

    A step that nobody spoke of is not among the steps: it has not started.
    """
    answers = {name: getattr(check_in, name) for name in FIELDS}
    if check_in.pk:
        steps = {row.step.number: row.status for row in check_in.steps.select_related("step")}
        obstacles = list(check_in.obstacles.all())
    else:
        previous = _carried_from(check_in)
        steps = {row["number"]: row["status"] for row in previous.steps} if previous else {}
        names = previous.obstacles if previous else []
        obstacles = list(Obstacle.objects.filter(name__in=names)) if names else []
    return answers | {"steps": steps, "obstacles": obstacles}


def _carried_from(check_in: CheckIn) -> CheckInVersion | None:
    """The version that a new check-in was prefilled from; known when ``prefill`` was told."""
    if hasattr(check_in, "carried_from"):
        return check_in.carried_from
    return previous_version(check_in.participation, month=check_in.month)


def tidy(answers: Answers, *, previous_next_step: str) -> Answers:
    """Take away last month's next step where it was carried along although it is done or dropped."""
    over = answers["previous_next_step_outcome"] in {
        CheckIn.NextStepOutcome.DONE,
        CheckIn.NextStepOutcome.DROPPED,
    }
    if over and answers["next_step"] == previous_next_step:
        return answers | {"next_step": "", "next_step_on": None}
    return answers


def differing(one: Answers, other: Answers) -> list[str]:
    """The names of the answers that are not the same; line endings and order do not count."""
    return [name for name in one if _plain(one[name]) != _plain(other[name])]


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return {each.pk for each in value}
    if isinstance(value, dict):
        return {number: status for number, status in value.items() if status != NOT_STARTED}
    return value


def write_children(check_in: CheckIn, answers: Answers) -> None:
    """Store the answers that are rows of their own."""
    steps = {step.number: step for step in ProcessStep.objects.all()}
    CheckInStep.objects.bulk_create(
        [
            CheckInStep(check_in=check_in, step=steps[number], status=status)
            for number, status in answers["steps"].items()
        ],
        update_conflicts=True,
        unique_fields=["check_in", "step"],
        update_fields=["status"],
    )
    check_in.obstacles.set(answers["obstacles"])


def freeze(check_in: CheckIn, answers: Answers) -> Answers:
    """The answers as a version keeps them: names instead of rows that staff may edit."""
    titles = dict(ProcessStep.objects.values_list("number", "title"))
    return {name: answers[name] for name in FIELDS} | {
        "previous_next_step": check_in.previous_next_step,
        "steps": [
            {"number": number, "title": title, "status": answers["steps"].get(number, NOT_STARTED)}
            for number, title in sorted(titles.items())
        ],
        "obstacles": [obstacle.name for obstacle in answers["obstacles"]],
    }
