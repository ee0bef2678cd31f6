"""Scheduled tasks on uploaded files."""

from celery import shared_task
from django.utils import timezone

from participants.actions import storing


@shared_task
def forget_files() -> int:
    """Remove uploads that nothing has held for a week."""
    return storing.forget_unheld_files(at=timezone.now())


@shared_task
def scan_files() -> int:
    """Ask the virus scanner about the files that wait for it."""
    return storing.scan_waiting_files(at=timezone.now())
