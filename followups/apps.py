"""The followups app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    """Monthly check-ins, the municipalities' own answers, commitments, quiet facts and reminders."""

    name = "followups"
    verbose_name = _("Follow-up")
