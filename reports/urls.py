"""Addresses of the reports app."""

from django.urls import path

from reports.views import exports, followup, reports, support_use
from ui import addresses  # noqa: F401 -- knows what a month looks like

app_name = "reports"
urlpatterns = [
    path(
        "avstamningar/<month:month>/<slug:slug>/exportera/", exports.check_in_export, name="check_in_export"
    ),
    path("kommuner/<slug:slug>/exportera/", exports.municipality_export, name="municipality_export"),
    path("rapport/period/", reports.period_report, name="period_report"),
    path("rapport/<month:month>/", reports.month_report, name="month_report"),
    path("exporter/", exports.export_list, name="export_list"),
    path("exporter/<int:pk>/fil/", exports.export_file, name="export_file"),
    path("exporter/<int:pk>/igen/", exports.export_again, name="export_again"),
    path("oversikt/stod/", support_use.support_use, name="support_use"),
    path("uppfoljning/", followup.followup, name="followup"),
    path("uppfoljning/diagram/", followup.followup_charts, name="followup_charts"),
    path("uppfoljning/rapportering/", followup.reporting_rates, name="reporting_rates"),
]
