"""Addresses of the homes app."""

from django.urls import path

from homes import views

app_name = "homes"
urlpatterns = [
    path("oversikt/", views.overview, name="overview"),
    path("mitt-lan/", views.county, name="county"),
    path("mitt-lan/overlamning/", views.county_handover, name="county_handover"),
    path("kommuner/", views.municipality_list, name="municipality_list"),
    path("kommuner/<slug:slug>/", views.municipality, name="municipality"),
    path("kommuner/<slug:slug>/overlamning/", views.municipality_handover, name="municipality_handover"),
    path("min-sida/", views.participant_home, name="participant_home"),
    path("min-kommun/", views.own_municipality, name="own_municipality"),
]
