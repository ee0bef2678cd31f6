"""Addresses of the support app."""

from django.urls import path

from support import views

app_name = "support"
urlpatterns = [
    path("stod/", views.support_list, name="support_list"),
    path("stod/nytt/", views.support_create, name="support_create"),
    path("stod/katalog/", views.support_offer_list, name="support_offer_list"),
    path("stod/katalog/nytt/", views.support_offer_create, name="support_offer_create"),
    path("stod/katalog/<int:pk>/", views.support_offer_edit, name="support_offer_edit"),
    path("stod/<int:pk>/", views.support_case, name="support_case"),
    path("stod/<int:pk>/svar/", views.support_phone_answer, name="support_phone_answer"),
    path("stod/<int:pk>/erbjudande/", views.support_offer_change, name="support_offer_change"),
    path("stod/<int:pk>/oppna/", views.support_take_back, name="support_take_back"),
    path("min-kommun/stod/<int:pk>/", views.support_answer, name="support_answer"),
    path("min-kommun/<slug:slug>/behov/", views.need_create, name="need_create"),
]
