"""The Celery task of the whole portal."""

from celery import shared_task
from django.utils import timezone

from config.forgetting import forget_once_a_day


@shared_task
def forget() -> None:
    """Remove and erase what is kept no longer."""
    forget_once_a_day(at=timezone.now())
