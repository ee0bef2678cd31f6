"""How a check-in's answers are written in pages."""

from django import template

from followups.models import CheckInStep
from followups.statuses import Look, of_progress

register = template.Library()


@register.filter
def look_of_progress(progress: str) -> Look:
    """The word, glyph and colour of how it goes."""
    return of_progress(progress).value


@register.filter
def step_status(status: str) -> str:
    """The word of a process step's status, as a version keeps it."""
    return str(CheckInStep.Status(status).label)
