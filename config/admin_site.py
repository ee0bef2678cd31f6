"""Django's admin, entered through the portal's own login and second factor."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    """The admin has no login page of its own; who is logged in without staff rights gets 403."""

    site_title = _("Admin – the portal")
    site_header = _("Admin")
    index_title = _("Set-up and correction")
    site_url = "/"
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:  # noqa: ARG002
        """Send a stranger to the portal's login and back again."""
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next") or resolve_url("admin:index")
        return redirect_to_login(wanted, resolve_url(settings.LOGIN_URL))
