"""The notifications app."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.core import checks
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """The outbox: every mail is stored as a row and sent later."""

    name = "notifications"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Register the kinds in every app's ``kinds.KINDS``, and the check that each has a template."""
        from notifications import kinds

        for app in apps.get_app_configs():
            if app.name != self.name and module_has_submodule(app.module, "kinds"):
                for kind in import_module(f"{app.name}.kinds").KINDS:
                    kinds.register(kind)
        checks.register(kinds.check_templates)
