"""What Celery may ask of the outbox."""

from celery import shared_task
from django.utils import timezone

from notifications.actions.delivery import deliver_due


@shared_task
def deliver_messages() -> None:
    """Look whether something is due, and send it; may run twice."""
    deliver_due(at=timezone.now())
