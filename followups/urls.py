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
    path("avstamningar/", views.check_in_month_current, name="check_in_month_current"),
    path("avstamningar/<month:month>/", views.check_in_month, name="check_in_month"),
    path("avstamningar/<month:month>/<slug:slug>/", views.check_in_edit, name="check_in_edit"),
    path("avstamningar/<month:month>/<slug:slug>/utkast/", views.check_in_draft, name="check_in_draft"),
    path("kommuner/<slug:slug>/", views.municipality, name="municipality"),
    path("ataganden/<int:pk>/", views.commitment_edit, name="commitment_edit"),
    path("uppfoljning/", views.followup, name="followup"),
    path("min-sida/", views.participant_home, name="participant_home"),
]
