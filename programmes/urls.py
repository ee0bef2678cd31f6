"""Addresses of the programmes app."""

from django.urls import path

from programmes import views

app_name = "programmes"
urlpatterns = [
    path("intresseanmalan/", views.enquiry_create, name="enquiry_create"),
    path("intresseanmalan/tack/", views.enquiry_received, name="enquiry_received"),
]
