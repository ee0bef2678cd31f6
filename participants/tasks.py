"""Scheduled tasks on uploaded files."""

from celery import shared_task
from django.utils import timezone

from participants.actions import storing


@shared_task
def scan_files() -> int:
    """Ask the virus scanner about the files that wait for it."""
    return storing.scan_waiting_files(at=timezone.now())
