"""Scheduled tasks: build the waiting exports."""

from celery import shared_task
from django.utils import timezone

from reports import building


@shared_task
def build_exports() -> int:
    """Build the waiting exports, and remove files that have been kept long enough."""
    return building.build_exports(at=timezone.now())
