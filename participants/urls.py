"""Addresses of the participants app."""

from django.urls import path

from participants import views

app_name = "participants"
urlpatterns = [
    path("tillfallen/", views.session_list, name="session_list"),
    path("omgang/<slug:slug>/tillfalle/<int:number>/", views.session_detail, name="session_detail"),
    path("hemuppgifter/", views.homework_list, name="homework_list"),
    path("hemuppgifter/<int:pk>/", views.homework_detail, name="homework_detail"),
    path("oversikt/aterkoppling/", views.feedback_queue, name="feedback_queue"),
    path("oversikt/aterkoppling/<int:pk>/", views.feedback_edit, name="feedback_edit"),
    path("oversikt/omgangar/<slug:slug>/", views.cohort_panel, name="cohort_panel"),
    path("oversikt/omgangar/<slug:slug>/publicera/", views.cohort_publish, name="cohort_publish"),
    path("oversikt/omgangar/<slug:slug>/lage/<slug:step>/", views.cohort_step, name="cohort_step"),
    path(
        "oversikt/omgangar/<slug:slug>/tillfalle/<int:number>/narvaro/",
        views.attendance_edit,
        name="attendance_edit",
    ),
    path(
        "oversikt/omgangar/<slug:slug>/tillfalle/<int:number>/flytta/",
        views.session_move,
        name="session_move",
    ),
    path(
        "oversikt/omgangar/<slug:slug>/tillfalle/<int:number>/stall-in/",
        views.session_cancel,
        name="session_cancel",
    ),
]
