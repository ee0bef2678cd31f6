"""Addresses of the reports app."""

from django.urls import path

from reports import views
from ui import addresses  # noqa: F401 -- knows what a month looks like

app_name = "reports"
urlpatterns = [
    path("avstamningar/<month:month>/<slug:slug>/exportera/", views.check_in_export, name="check_in_export"),
    path("kommuner/<slug:slug>/exportera/", views.municipality_export, name="municipality_export"),
    path("rapport/period/", views.period_report, name="period_report"),
    path("rapport/<month:month>/", views.month_report, name="month_report"),
    path("exporter/", views.export_list, name="export_list"),
    path("exporter/<int:pk>/fil/", views.export_file, name="export_file"),
    path("exporter/<int:pk>/igen/", views.export_again, name="export_again"),
    path("oversikt/stod/", views.support_use, name="support_use"),
    path("uppfoljning/", views.followup, name="followup"),
    path("uppfoljning/diagram/", views.followup_charts, name="followup_charts"),
    path("uppfoljning/rapportering/", views.reporting_rates, name="reporting_rates"),
]
