"""The support app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """Needs in the municipalities, and the support that county boards offer."""

    name = "support"
    verbose_name = _("Support")
