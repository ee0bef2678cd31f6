"""The support app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """Needs in the municipalities, and the support that county boards offer."""

    name = "support"
    verbose_name = _("Support")

    def ready(self) -> None:
        """Register this app's kinds of mail with the outbox."""
        from notifications.kinds import register
        from support.kinds import KINDS

        for kind in KINDS:
            register(kind)
