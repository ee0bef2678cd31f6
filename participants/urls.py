"""Addresses of the participants app."""

from django.urls import path

from participants.views import attendance, cohort, feedback, homework, mandate, session

app_name = "participants"
urlpatterns = [
    path("kommuner/<slug:slug>/mandat/", mandate.mandate_create, name="mandate_create"),
    path("kommuner/<slug:slug>/mandat/<int:pk>/", mandate.mandate_end, name="mandate_end"),
    path("tillfallen/", session.session_list, name="session_list"),
    path("omgang/<slug:slug>/tillfalle/<int:number>/", session.session_detail, name="session_detail"),
    path("hemuppgifter/", homework.homework_list, name="homework_list"),
    path("hemuppgifter/<int:pk>/", homework.homework_detail, name="homework_detail"),
    path("oversikt/aterkoppling/", feedback.feedback_queue, name="feedback_queue"),
    path("oversikt/aterkoppling/<int:pk>/", feedback.feedback_edit, name="feedback_edit"),
    path("oversikt/omgangar/<slug:slug>/", cohort.cohort_panel, name="cohort_panel"),
    path("oversikt/omgangar/<slug:slug>/publicera/", cohort.cohort_publish, name="cohort_publish"),
    path("oversikt/omgangar/<slug:slug>/lage/<slug:step>/", cohort.cohort_step, name="cohort_step"),
    path(
        "oversikt/omgangar/<slug:slug>/tillfalle/<int:number>/narvaro/",
        attendance.attendance_edit,
        name="attendance_edit",
    ),
    path(
        "oversikt/omgangar/<slug:slug>/tillfalle/<int:number>/flytta/",
        cohort.session_move,
        name="session_move",
    ),
    path(
        "oversikt/omgangar/<slug:slug>/tillfalle/<int:number>/stall-in/",
        cohort.session_cancel,
        name="session_cancel",
    ),
]
