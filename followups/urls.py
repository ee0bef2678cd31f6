"""Addresses of the followups app."""

from datetime import date

from django.urls import path, register_converter

from followups import views


class MonthConverter:
    """A month in an address: 2026-11."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Give the month by its first day; what is no month has no page."""
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date | str) -> str:
        """Write a month, given as a date or as in the address."""
        return value if isinstance(value, str) else f"{value:%Y-%m}"


register_converter(MonthConverter, "month")

app_name = "followups"
urlpatterns = [
    path("oversikt/", views.overview, name="overview"),
    path("mitt-lan/", views.county, name="county"),
    path("mitt-lan/installningar/", views.county_settings, name="county_settings"),
    path("mitt-lan/overlamning/", views.county_handover, name="county_handover"),
    path("mitt-lan/samordnare/", views.coordinator_list, name="coordinator_list"),
    path("mitt-lan/samordnare/utse/", views.coordinator_appoint, name="coordinator_appoint"),
    path("mitt-lan/samordnare/<int:pk>/avsluta/", views.coordinator_end, name="coordinator_end"),
    path(
        "mitt-lan/samordnare/<int:pk>/ta-tillbaka/", views.coordinator_withdraw, name="coordinator_withdraw"
    ),
    path("avstamningar/", views.check_in_month_current, name="check_in_month_current"),
    path("avstamningar/<month:month>/", views.check_in_month, name="check_in_month"),
    path("avstamningar/<month:month>/utkast/", views.drafts_done, name="drafts_done"),
    path("avstamningar/<month:month>/<slug:slug>/", views.check_in_edit, name="check_in_edit"),
    path("avstamningar/<month:month>/<slug:slug>/exportera/", views.check_in_export, name="check_in_export"),
    path("avstamningar/<month:month>/<slug:slug>/utkast/", views.check_in_draft, name="check_in_draft"),
    path("avstamningar/<month:month>/<slug:slug>/las-upp/", views.check_in_unlock, name="check_in_unlock"),
    path("kommuner/", views.municipality_list, name="municipality_list"),
    path("kommuner/<slug:slug>/", views.municipality, name="municipality"),
    path("kommuner/<slug:slug>/mandat/", views.mandate_create, name="mandate_create"),
    path("kommuner/<slug:slug>/mandat/<int:pk>/", views.mandate_end, name="mandate_end"),
    path("kommuner/<slug:slug>/paus/", views.participation_pause, name="participation_pause"),
    path("kommuner/<slug:slug>/overlamning/", views.municipality_handover, name="municipality_handover"),
    path("ataganden/<int:pk>/", views.commitment_edit, name="commitment_edit"),
    path("kommuner/<slug:slug>/exportera/", views.municipality_export, name="municipality_export"),
    path("rapport/period/", views.period_report, name="period_report"),
    path("rapport/<month:month>/", views.month_report, name="month_report"),
    path("exporter/", views.export_list, name="export_list"),
    path("exporter/<int:pk>/fil/", views.export_file, name="export_file"),
    path("exporter/<int:pk>/igen/", views.export_again, name="export_again"),
    path("stod/", views.support_list, name="support_list"),
    path("stod/nytt/", views.support_create, name="support_create"),
    path("stod/katalog/", views.support_offer_list, name="support_offer_list"),
    path("stod/katalog/nytt/", views.support_offer_create, name="support_offer_create"),
    path("stod/katalog/<int:pk>/", views.support_offer_edit, name="support_offer_edit"),
    path("stod/<int:pk>/", views.support_case, name="support_case"),
    path("oversikt/stod/", views.support_use, name="support_use"),
    path("min-kommun/stod/<int:pk>/", views.support_answer, name="support_answer"),
    path("min-kommun/<slug:slug>/behov/", views.need_create, name="need_create"),
    path("uppfoljning/", views.followup, name="followup"),
    path("uppfoljning/diagram/", views.followup_charts, name="followup_charts"),
    path("uppfoljning/rapportering/", views.reporting_rates, name="reporting_rates"),
    path("uppfoljning/signal/<slug:slug>/<slug:kind>/", views.signal_dismiss, name="signal_dismiss"),
    path("min-sida/", views.participant_home, name="participant_home"),
    path("min-kommun/", views.own_municipality, name="own_municipality"),
    path("min-kommun/<slug:slug>/<month:month>/", views.reply_edit, name="reply_edit"),
]
