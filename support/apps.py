"""The support app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """Needs in the municipalities, and the support that county boards offer."""

    name = "support"
    verbose_name = _("Support")

    def ready(self) -> None:
        """Register this app's kinds of mail with the outbox."""
        from notifications.kinds import register  # noqa: PLC0415 -- models are loaded only now
        from support.kinds import KINDS  # noqa: PLC0415

        for kind in KINDS:
            register(kind)
