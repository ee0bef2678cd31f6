"""The notifications app."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """The outbox: mail is a row first, and leaves later."""

    name = "notifications"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Have every kind's text checked when the portal starts."""
        from notifications import kinds  # noqa: PLC0415 -- models are loaded only now

        checks.register(kinds.check_templates)
