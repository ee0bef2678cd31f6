"""The Celery task of the accounts."""

from celery import shared_task
from django.utils import timezone

from accounts.codes import send_waiting


@shared_task
def send_codes() -> None:
    """Send the codes that the web processes left behind; may run twice."""
    send_waiting(at=timezone.now())
