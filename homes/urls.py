"""Addresses of the homes app."""

from django.urls import path

from homes.views import county, municipality, municipality_own, overview, participant_home

app_name = "homes"
urlpatterns = [
    path("oversikt/", overview.overview, name="overview"),
    path("mitt-lan/", county.county, name="county"),
    path("mitt-lan/overlamning/", county.county_handover, name="county_handover"),
    path("kommuner/", municipality.municipality_list, name="municipality_list"),
    path("kommuner/<slug:slug>/", municipality.municipality, name="municipality"),
    path(
        "kommuner/<slug:slug>/overlamning/", municipality.municipality_handover, name="municipality_handover"
    ),
    path("min-sida/", participant_home.participant_home, name="participant_home"),
    path("min-kommun/", municipality_own.own_municipality, name="own_municipality"),
]
