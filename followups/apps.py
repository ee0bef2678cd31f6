"""The followups app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    """Monthly check-ins, the municipalities' own answers, commitments, quiet facts and reminders."""

    name = "followups"
    verbose_name = _("Follow-up")

    def ready(self) -> None:
        """Register the kinds of mail that this app owns."""
        from followups.kinds import KINDS
        from notifications.kinds import register

        for kind in KINDS:
            register(kind)
