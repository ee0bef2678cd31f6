"""What the clock starts: the exports that wait are made."""

from celery import shared_task
from django.utils import timezone

from reports import building


@shared_task
def build_exports() -> int:
    """Make the exports that wait, and remove files that have been kept long enough."""
    return building.build_exports(at=timezone.now())
