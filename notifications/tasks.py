"""The outbox's Celery task."""

from celery import shared_task
from django.utils import timezone

from notifications.actions.delivery import deliver_due


@shared_task
def deliver_messages() -> None:
    """Send what is due; may run twice."""
    deliver_due(at=timezone.now())
