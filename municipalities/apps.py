"""The municipalities app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MunicipalitiesConfig(AppConfig):
    """Counties, municipalities and coordinators."""

    name = "municipalities"
    verbose_name = _("Counties and municipalities")

    def ready(self) -> None:
        """Register this app's kinds of mail with the outbox."""
        from municipalities.kinds import KINDS
        from notifications.kinds import register

        for kind in KINDS:
            register(kind)
