"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People who may log in."""

    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register this app's kind of mail with the outbox."""
        from accounts.kinds import EMAIL_CHANGED
        from notifications.kinds import register

        register(EMAIL_CHANGED)
