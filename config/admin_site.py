"""Django's admin, entered through the portal's own login and second factor."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


# Only our apps, what staff set up first. allauth's rows (addresses, second factors, sessions) are written by
# allauth and ``accounts.actions``; a form for them would bypass both.
APPS_IN_ORDER = (
    "programmes",
    "participants",
    "followups",
    "support",
    "reports",
    "accounts",
    "municipalities",
    "notifications",
    "audit",
)


class Choices(AutocompleteJsonView):
    """The rows that a field of the admin offers; people whose names are withheld have their number too."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """Return a row's key and what is shown of it."""
        shown = super().serialize_result(obj, to_field_name)
        if getattr(obj, "protected_identity", False):
            shown["text"] = _("%(person)s (no. %(number)s)") % {"person": obj, "number": obj.pk}
        return shown


class PortalAdminSite(AdminSite):
    """An admin without a login page of its own; a logged-in person without staff rights gets 403."""

    site_title = _("Admin")
    site_header = _("Admin")
    index_title = _("Set-up and correction")
    site_url = "/"
    enable_nav_sidebar = False

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """Refuse a logged-in person without staff rights at once, as logging in again would not help."""
        admin_view = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return admin_view(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register our own models, and skip those of libraries."""
        models: list[Any] = (
            [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else list(model_or_iterable)
        )
        ours = [model for model in models if model._meta.app_label in APPS_IN_ORDER]
        super().register(ours, admin_class, **options)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Offer rows as ``Choices`` writes them."""
        return cast("HttpResponse", Choices.as_view(admin_site=self)(request))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """List training first, then people, then the system."""
        order = {label: place for place, label in enumerate(APPS_IN_ORDER)}
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: order[app["app_label"]])

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Redirect a visitor to the portal's login and back again."""
        if not request.user.is_authenticated:
            target = request.GET.get("next") or reverse("admin:index")
            return redirect_to_login(target, reverse(settings.LOGIN_URL))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Redirect to the account page, which requires a recent login for a new password."""
        return redirect("account")
