"""``manage.py seed_demo``: fill an empty database with the demo scenario."""

from argparse import ArgumentParser
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from demo.build import build
from demo.national import accounts, build_national
from demo.people import PASSWORD

SCALES = ("story", "national")


class Command(BaseCommand):
    """Add invented people and texts in real municipalities, placed around a day; refused in production.

    The scale ``story`` is the scenario for trying the portal; ``national`` is a country to measure on.
    """

    help = "Fill an empty database with the demo scenario."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--today", type=date.fromisoformat, help="The day it is placed around.")
        parser.add_argument("--scale", choices=SCALES, default=SCALES[0], help="How much to build.")
        parser.add_argument("--if-empty", action="store_true", help="Do nothing when there are people.")

    def handle(
        self, *_args: object, today: date | None, if_empty: bool, scale: str, **_options: object
    ) -> None:
        """Build the scenario, and print the accounts for logging in."""
        if settings.PRODUCTION:
            raise CommandError("The demo scenario is refused in production mode.")
        if User.objects.exists():
            if not if_empty:
                raise CommandError("There are people in the database already. Use an empty database.")
        else:
            (build_national if scale == "national" else build)(today=today or timezone.localdate())
        self.stdout.write(f"Demo accounts, password {PASSWORD}:")
        for role, email in accounts():
            self.stdout.write(f"  {role:<24}{email}")
