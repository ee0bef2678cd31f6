"""The project itself as an app (checks, collation), and the admin site with the portal's login."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    """Parts that concern the whole portal and no single app."""

    name = "config"

    def ready(self) -> None:
        """Register the project's own checks."""
        from config import checks  # noqa: F401 -- importing registers


class PortalAdminConfig(AdminConfig):
    """Django's admin, entered through the portal's own login."""

    default_site = "config.admin_site.PortalAdminSite"
