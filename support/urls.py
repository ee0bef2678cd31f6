"""Addresses of the support app."""

from django.urls import path

from support.views import cases, offers, own

app_name = "support"
urlpatterns = [
    path("stod/", cases.support_list, name="support_list"),
    path("stod/nytt/", cases.support_create, name="support_create"),
    path("stod/katalog/", offers.support_offer_list, name="support_offer_list"),
    path("stod/katalog/nytt/", offers.support_offer_create, name="support_offer_create"),
    path("stod/katalog/<int:pk>/", offers.support_offer_edit, name="support_offer_edit"),
    path("stod/<int:pk>/", cases.support_case, name="support_case"),
    path("min-kommun/stod/<int:pk>/", own.support_answer, name="support_answer"),
    path("min-kommun/<slug:slug>/behov/", own.need_create, name="need_create"),
]
