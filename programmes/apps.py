"""The programmes app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Programmes with cohorts, sessions, homework and material, and enquiries about them."""

    name = "programmes"
    verbose_name = _("Training")
