"""``manage.py run_due``: what beat and worker do, once and without Celery (for cron or by hand)."""

from argparse import ArgumentParser
from datetime import date, datetime

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.codes import send_waiting
from config.forgetting import forget_once_a_day
from followups.reminders import queue_everything_due
from notifications.actions.delivery import deliver_due
from participants.actions.reviewing import publish_decisions
from participants.actions.storing import scan_waiting_files
from programmes.actions.expecting import heal_months
from reports.building import build_exports


def moment(text: str) -> datetime:
    """Return the moment in an ISO date and time; without a zone it is Swedish time."""
    at = datetime.fromisoformat(text)
    return at if timezone.is_aware(at) else timezone.make_aware(at)


def _day(at: datetime) -> date:
    """Return the day for the calendar; in production never a past one, which would move due days."""
    on = timezone.localtime(at).date()
    return max(on, timezone.localdate()) if settings.PRODUCTION else on


class Command(BaseCommand):
    """Queue reminders, make exports, send the mail that is due. Running it twice sends nothing twice."""

    help = "Queue the reminders that are due, make the exports that wait and send the mail that may leave."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--at", type=moment, help="As if it were this time, for example 2026-12-01T09:00."
        )

    def handle(self, *_args: object, at: datetime | None, **_options: object) -> None:
        """Run each step, and print the counts."""
        at = at or timezone.now()
        send_waiting(at=at)
        heal_months(on=_day(at))
        scan_waiting_files(at=at)
        publish_decisions(at=at)
        queued = queue_everything_due(at=at)
        made = build_exports(at=at)
        counts = deliver_due(at=at)
        forget_once_a_day(at=min(at, timezone.now()))
        self.stdout.write(
            f"{queued} queued, {counts.sent} sent, {counts.cancelled} no longer due, "
            f"{counts.waiting} to be tried again, {counts.failed} failed, {made} exports made."
        )
