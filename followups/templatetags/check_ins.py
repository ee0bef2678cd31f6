"""Template tags that show a check-in's answers."""

from django import template

from followups.actions.answers import written_day
from followups.forms.promises import owner_and_day
from followups.models import CheckInStep, Commitment
from followups.statuses import of_progress
from support.models import SupportCase
from ui.tags import Tag

register = template.Library()


@register.filter
def progress_tag(progress: str) -> Tag:
    """Return the progress as a tag."""
    return of_progress(progress).value


@register.filter
def step_status(status: str) -> str:
    """Return the word for a process step's status in a version."""
    return str(CheckInStep.Status(status).label)


@register.filter
def promise_facts(promise: dict[str, str]) -> str:
    """Return the owner and day of a commitment, and its outcome if it was asked about."""
    words = [owner_and_day(promise["owner"], written_day(promise["due_on"]))]
    if outcome := promise.get("outcome"):
        words.append(str(Commitment.State(outcome).label).lower())
    return "; ".join(words)


@register.filter
def owner_facts(commitment: Commitment) -> str:
    """Return the owner and the day of a commitment."""
    return owner_and_day(commitment.owner, commitment.due_on)


@register.filter
def support_outcome(outcome: str) -> str:
    """Return the word for an outcome of support."""
    return str(SupportCase.Outcome(outcome).label)
