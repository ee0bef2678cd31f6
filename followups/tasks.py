"""Scheduled tasks. Beat starts them often; what is due is queried from the database."""

from celery import shared_task
from django.utils import timezone

from followups.reminders import queue_everything_due


@shared_task
def queue_reminders() -> int:
    """Queue the reminders that are due."""
    return queue_everything_due(at=timezone.now())
