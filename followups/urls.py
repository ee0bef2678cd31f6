"""Addresses of the followups app."""

from django.urls import path

from followups import views

app_name = "followups"
urlpatterns = [
    path("min-sida/", views.participant_home, name="participant_home"),
]
