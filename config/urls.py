"""All addresses. Pages for people have Swedish paths, and an English twin under ``/en/``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from config import views
from participants.views.files import material_file, stored_file

handler400 = "config.views.bad_request"
handler500 = "config.views.server_error"

urlpatterns = [
    path("health/live", views.health_live, name="health_live"),
    path("health/ready", views.health_ready, name="health_ready"),
    path("admin/", admin.site.urls),
    path("filer/<int:pk>/", stored_file, name="stored_file"),
    path("material/<int:pk>/fil/", material_file, name="material_file"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("hjalp/", views.help, name="help"),
        path("tillganglighet/", views.accessibility, name="accessibility"),
        path("personuppgifter/", views.personal_data, name="personal_data"),
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
