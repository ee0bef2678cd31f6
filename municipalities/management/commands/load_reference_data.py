"""``manage.py load_reference_data``: reload the county boards and municipalities after an update."""

from django.core.management.base import BaseCommand
from django.db import transaction

from municipalities.models import CountyBoard, Municipality
from municipalities.reference import load


class Command(BaseCommand):
    """Update names and population from the CSV files; nothing is removed."""

    help = "Load county boards and municipalities from the CSV files (again)."

    @transaction.atomic
    def handle(self, *_args: object, **_options: object) -> None:
        """Load, and print the number of rows."""
        number = load(CountyBoard, Municipality)
        self.stdout.write(f"{number} county boards and municipalities are up to date.")
