"""Addresses of the programmes app."""

from django.urls import path

from programmes import views

app_name = "programmes"
urlpatterns = [
    path("mitt-lan/installningar/", views.county_settings, name="county_settings"),
    path("kommuner/<slug:slug>/paus/", views.participation_pause, name="participation_pause"),
    path("intresseanmalan/", views.enquiry_create, name="enquiry_create"),
    path("intresseanmalan/tack/", views.enquiry_received, name="enquiry_received"),
]
