"""The followups app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    """Monthly check-ins, support, and the home page of each role."""

    name = "followups"
    verbose_name = _("Follow-up")
