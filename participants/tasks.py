"""Scheduled tasks: uploaded files, and decisions about hand-ins."""

from celery import shared_task
from django.utils import timezone

from participants.actions import reviewing, storing


@shared_task
def scan_files() -> int:
    """Ask the virus scanner about the files that wait for it."""
    return storing.scan_waiting_files(at=timezone.now())


@shared_task
def publish_decisions() -> int:
    """Let the decisions be seen whose time has come."""
    return reviewing.publish_decisions(at=timezone.now())
