"""``manage.py check_files``: compare the files on the disk with the rows that name them."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.stored_files import compare, delete_orphans


class Command(BaseCommand):
    """List what is missing and what is orphaned. Ends with 1 when a row's file is missing."""

    help = "List files that no row names, and rows whose file is missing. --delete removes old orphans."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--delete", action="store_true", help="Remove orphans that are older than a week."
        )

    def handle(self, *_args: object, delete: bool, **_options: object) -> None:
        """Compare both, and print a line for each difference."""
        gone = set(delete_orphans(at=timezone.now())) if delete else set()
        named, missing, orphans = compare()
        for name in missing:
            self.stdout.write(f"missing: {name} ({named[name]})")
        for name in sorted([*orphans, *gone]):
            self.stdout.write(f"{'deleted' if name in gone else 'orphan'}: {name}")
        found = len(orphans) + len(gone)
        self.stdout.write(f"{len(named)} named, {len(missing)} missing, {found} orphans.")
        if missing:
            raise CommandError("Some files are missing. Look in the backup.", returncode=1)
