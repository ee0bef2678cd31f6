"""One answer as text, so that two of them can stand side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from followups.models import CheckIn, CheckInStep
from followups.summaries import listed

CHOICES = {
    "progress": CheckIn.Progress,
    "previous_next_step_outcome": CheckIn.NextStepOutcome,
    "contact_kind": CheckIn.ContactKind,
}


def shown_answer(name: str, value: Any, step_titles: dict[int, str]) -> str:  # noqa: ANN401
    """What a person reads of an answer; an empty one says so."""
    if name == "steps":
        return "\n".join(
            f"{number}. {step_titles[number]}: {CheckInStep.Status(status).label}"
            for number, status in sorted(value.items())
            if status
        )
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if not value:
        return _("(empty)")
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if isinstance(value, date):
        return date_format(value)
    return listed(map(str, value)) if isinstance(value, list) else str(value)
