"""``manage.py reset_second_factor``: for the system owner who has lost phone and recovery codes."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import reset_second_factor
from accounts.models import User


class Command(BaseCommand):
    """Remove somebody's second step; a new one is set up at the next login. In the trail, with a mail."""

    help = (
        "Remove the second step of somebody who has lost phone and recovery codes. First make sure who asks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the argument."""
        parser.add_argument("email")

    def handle(self, *_args: object, email: str, **_options: object) -> None:
        """Remove it, and end all sessions."""
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError("Nobody has this address.")
        try:
            reset_second_factor(user, actor=None, at=timezone.now())
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{user.email} sets up a new second step at the next login.")
