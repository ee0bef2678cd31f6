"""``manage.py forget``: remove and erase what is kept no longer."""

from argparse import ArgumentParser
from datetime import datetime

from django.core.management.base import BaseCommand, no_translations
from django.utils import timezone

from config.forgetting import forget, steps
from config.keeping import promise_of


class Command(BaseCommand):
    """Print a line per kind of row. A second run finds nothing."""

    help = "Remove and erase personal data whose time has passed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--dry-run", action="store_true", help="List what would be done, and why; change nothing."
        )

    @no_translations
    def handle(self, *_args: object, dry_run: bool, **_options: object) -> None:
        """Count or forget, and print."""
        at: datetime = timezone.now()
        counts = {step.name: step.due(at).count() for step in steps()} if dry_run else forget(at=at)
        for step in steps():
            promise = promise_of(step.keep)
            told = f"{promise.what} – {promise.when}. {promise.then}"
            self.stdout.write(f"{counts[step.name]:>7} {step.model._meta.verbose_name_plural}: {told}")
        total = sum(counts.values())
        self.stdout.write(f"{total} rows would be forgotten." if dry_run else f"{total} rows forgotten.")
