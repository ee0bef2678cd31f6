"""The notifications app."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """The outbox: every mail is stored as a row and sent later."""

    name = "notifications"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Register the check that every kind has a template."""
        from notifications import kinds

        checks.register(kinds.check_templates)
