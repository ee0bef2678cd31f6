"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports over many check-ins: matrix, charts, rates, reports and exports."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Register the kinds of mail that this app owns."""
        from notifications.kinds import register
        from reports.kinds import KINDS

        for kind in KINDS:
            register(kind)
