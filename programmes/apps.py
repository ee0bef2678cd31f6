"""The programmes app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """What is taught: programmes, cohorts, sessions, homework, material, and enquiries about them."""

    name = "programmes"
    verbose_name = _("Training")

    def ready(self) -> None:
        """Make the app's mails known."""
        from notifications.kinds import register  # noqa: PLC0415 -- models are not loaded before this
        from programmes.kinds import KINDS  # noqa: PLC0415

        for kind in KINDS:
            register(kind)
