"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports over many check-ins: matrix, charts, rates, reports and exports."""

    name = "reports"
    verbose_name = _("Reports")
