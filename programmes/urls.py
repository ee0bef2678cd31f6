"""Addresses of the programmes app."""

from django.urls import path

from programmes.views import pausing, public, settings

app_name = "programmes"
urlpatterns = [
    path("mitt-lan/installningar/", settings.county_settings, name="county_settings"),
    path("kommuner/<slug:slug>/paus/", pausing.participation_pause, name="participation_pause"),
    path("intresseanmalan/", public.enquiry_create, name="enquiry_create"),
    path("intresseanmalan/tack/", public.enquiry_received, name="enquiry_received"),
]
