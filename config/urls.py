"""All addresses. Pages for people have Swedish paths, and an English twin under ``/en/``."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.generic import TemplateView

from config import views
from participants.views.files import material_file, stored_file, stored_picture

handler400 = "config.views.bad_request"
handler429 = "config.views.too_many_requests"
handler500 = "config.views.server_error"
# Change these with the statement, which must say when it was made and last reviewed.
ACCESSIBILITY = {"assessed_on": date(2026, 11, 22), "updated_on": date(2026, 11, 22)}


def text(template: str, **context: Any) -> Callable[..., HttpResponseBase]:
    """Return the view of a page that only shows a text, to everybody."""
    return login_not_required(TemplateView.as_view(template_name=template, extra_context=context))


urlpatterns = [
    path("health/live", views.health_live, name="health_live"),
    path("health/ready", views.health_ready, name="health_ready"),
    path("admin/", admin.site.urls),
    path("filer/<int:pk>/", stored_file, name="stored_file"),
    path("filer/<int:pk>/liten/", stored_picture, name="stored_picture"),
    path("material/<int:pk>/fil/", material_file, name="material_file"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("hjalp/", text("config/help.html"), name="help"),
        path("tillganglighet/", text("config/accessibility.html", **ACCESSIBILITY), name="accessibility"),
        path("personuppgifter/", views.personal_data, name="personal_data"),
        path("oversikt/gallring/", views.forgetting, name="forgetting"),
        path("demo/mejl/", views.demo_mail_list, name="demo_mail_list"),
        path("demo/mejl/<str:name>/", views.demo_mail, name="demo_mail"),
        path("", include("accounts.urls")),
        path("", include("municipalities.urls")),
        path("", include("programmes.urls")),
        path("", include("participants.urls")),
        path("", include("support.urls")),
        path("", include("followups.urls")),
        path("", include("reports.urls")),
        path("", include("homes.urls")),
        prefix_default_language=False,
    ),
]
if "debug_toolbar" in settings.INSTALLED_APPS:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()
