"""The audit app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The trail: one row per action, append-only."""

    name = "audit"
    verbose_name = _("Trail")
