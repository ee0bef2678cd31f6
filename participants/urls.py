"""Addresses of the participants app."""

from django.urls import path

from participants import views

app_name = "participants"
urlpatterns = [
    path("tillfallen/", views.session_list, name="session_list"),
    path("omgang/<slug:slug>/tillfalle/<int:number>/", views.session_detail, name="session_detail"),
    path("hemuppgifter/", views.homework_list, name="homework_list"),
    path("hemuppgifter/<int:pk>/", views.homework_detail, name="homework_detail"),
]
