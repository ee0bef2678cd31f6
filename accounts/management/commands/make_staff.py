"""``manage.py make_staff``: the first system owner, and a colleague when nobody can log in to the admin."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import change_rights, invite_user


class Command(BaseCommand):
    """Make somebody staff of MÄN; an address that nobody has is invited. In the trail, with a mail."""

    help = "Make somebody staff of MÄN, or a system owner. The person logs in with a code by e-mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("email")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument(
            "--system-owner", action="store_true", help="Also give rights and reset the second step."
        )

    def handle(self, *_args: object, email: str, system_owner: bool, **options: str) -> None:
        """Invite if need be, and give the rights."""
        now = timezone.now()
        names = {name: options[name] for name in ("first_name", "last_name")}
        try:
            user = invite_user(email=email, **names, actor=None, at=now)
            change_rights(user, is_staff=True, is_superuser=system_owner, actor=None, at=now)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(
            f"{user.email} is {'a system owner' if system_owner else 'staff'} and logs in by code."
        )
