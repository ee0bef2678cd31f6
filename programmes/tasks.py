"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from programmes.actions import healing


@shared_task
def heal_months() -> int:
    """Look whether the calendar is written as the rules say, and mend it."""
    return healing.heal_months(on=timezone.localdate())
