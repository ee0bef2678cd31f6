"""The programmes' Celery tasks."""

from celery import shared_task
from django.utils import timezone

from programmes.actions import expecting


@shared_task
def heal_months() -> int:
    """Correct the stored calendar where it differs from the rules."""
    return expecting.heal_months(on=timezone.localdate())
