"""``manage.py run_due``: what beat and worker do, once and without Celery (for cron or by hand)."""

from argparse import ArgumentParser
from collections import Counter
from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from accounts.codes import send_waiting
from config.forgetting import forget_once_a_day
from followups.reminders import queue_everything_due
from notifications.actions.delivery import deliver_due
from notifications.models import Message
from participants.actions.reviewing import publish_decisions
from participants.actions.storing import scan_waiting_files
from programmes.actions.expecting import heal_months
from reports.building import build_exports


def moment(text: str) -> datetime:
    """Return the moment in an ISO date and time; without a zone it is Swedish time."""
    at = datetime.fromisoformat(text)
    return at if timezone.is_aware(at) else timezone.make_aware(at)


def mails_due(*, at: datetime) -> Counter[str]:
    """Return how many mails of each kind would leave at a moment; nothing is kept, and nothing leaves."""
    with transaction.atomic():
        queue_everything_due(at=at)
        kinds = Counter(Message.objects.due(at).order_by().values_list("kind", flat=True))
        transaction.set_rollback(True)
    return kinds


class Command(BaseCommand):
    """Queue reminders, make exports, send the mail that is due. Running it twice sends nothing twice."""

    help = "Queue the reminders that are due, make the exports that wait and send the mail that may leave."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--at",
            type=moment,
            help="As if it were this time, for example 2026-12-01T09:00. In production it only shows.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Change nothing and send nothing: print what would leave."
        )

    def handle(self, *_args: object, at: datetime | None, dry_run: bool, **_options: object) -> None:
        """Run each step, and print the counts; in production another time than now only shows."""
        only_shows = dry_run or (settings.PRODUCTION and at is not None)
        at = at or timezone.now()
        if only_shows:
            lines = [f"{count} {kind}" for kind, count in sorted(mails_due(at=at).items())]
            self.stdout.write("\n".join(["Nothing is sent. Would leave:", *(lines or ["no mail"])]))
            return
        send_waiting(at=at)
        heal_months(on=timezone.localtime(at).date())
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
