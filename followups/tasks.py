"""What the clock starts. Beat says "look"; what is due is a question to the database."""

from celery import shared_task
from django.utils import timezone

from followups.reminders import queue_everything_due


@shared_task
def queue_reminders() -> int:
    """Put the reminders that are due in the outbox."""
    return queue_everything_due(at=timezone.now())
