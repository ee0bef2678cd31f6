"""Answers as text, to compare two of them side by side."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from followups.actions.answers import written_day
from followups.forms.promises import owner_and_day
from followups.models import CheckInAnswers, CheckInStep, CommitmentOutcome
from support.models import SupportCase
from ui.words import listed

CHOICES = {field.name: dict(field.flatchoices) for field in CheckInAnswers._meta.fields if field.choices}
OUTCOMES: dict[str, type[CommitmentOutcome | SupportCase.Outcome]] = {
    "commitment_answers": CommitmentOutcome,
    "outcome_answers": SupportCase.Outcome,
}


def shown_answer(name: str, value: Any, names: Mapping[Any, str]) -> str:
    """Return an answer as text; an empty one says so. ``names`` are the names of its parts."""
    if name == "steps":
        text = "\n".join(_step(names[number], number, each) for number, each in sorted(value.items()) if each)
    elif name == "agreed":
        text = "\n".join(_promise(each) for each in value if each["text"])
    elif name in OUTCOMES:
        text = "\n".join(_became(OUTCOMES[name], names.get(pk, ""), each) for pk, each in value.items())
    elif isinstance(value, bool):
        text = _("Yes") if value else _("No")
    elif isinstance(value, date):
        text = date_format(value)
    elif name in CHOICES and value:
        text = str(CHOICES[name][value])
    else:
        text = listed(map(str, value)) if isinstance(value, list) else str(value or "")
    return text or _("(empty)")


def _step(title: str, number: int, status: str) -> str:
    return f"{number}. {title}: {CheckInStep.Status(status).label}"


def _promise(said: dict[str, str]) -> str:
    return f"{said['text']} ({owner_and_day(said['owner'], written_day(said['due_on']))})"


def _became(outcomes: type[CommitmentOutcome | SupportCase.Outcome], about: str, said: dict[str, str]) -> str:
    words = [str(outcomes(said["outcome"]).label)] if said["outcome"] else []
    day = written_day(said.get("due_on", ""))
    words += [date_format(day)] if day else []
    words += [said["word"]] if said["word"] else []
    return f"{about}: {', '.join(words)}"
