"""``manage.py make_staff``: the first system owner, and a colleague when nobody can log in to the admin."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import change_rights, invite_user


def _told(refusal: ValidationError) -> list[str]:
    """Return the sentences, each about an option after the option's name."""
    if not hasattr(refusal, "error_dict"):
        return refusal.messages
    names = {"email": "email", "first_name": "--first-name", "last_name": "--last-name"}
    return [
        f"{names[field]}: {sentence}" if field in names else sentence
        for field, sentences in refusal.message_dict.items()
        for sentence in sentences
    ]


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
            raise CommandError(" ".join(_told(refusal))) from refusal
        self.stdout.write(
            f"{user.email} is {'a system owner' if system_owner else 'staff'} and logs in by code."
        )
