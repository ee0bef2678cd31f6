"""Addresses of the participants app."""

from django.urls import path

from participants.views import cohort, feedback, homework, mandate, people, sessions

app_name = "participants"
COHORT = "oversikt/omgangar/<slug:slug>/"
SESSION = f"{COHORT}tillfalle/<int:number>/"
urlpatterns = [
    path("kommuner/<slug:slug>/mandat/", mandate.mandate_create, name="mandate_create"),
    path("kommuner/<slug:slug>/mandat/<int:pk>/", mandate.mandate_end, name="mandate_end"),
    path("kommuner/<slug:slug>/mandat/<int:pk>/oppna/", mandate.mandate_reopen, name="mandate_reopen"),
    path("tillfallen/", sessions.session_list, name="session_list"),
    path("omgang/<slug:slug>/tillfalle/<int:number>/", sessions.session_detail, name="session_detail"),
    path("hemuppgifter/", homework.homework_list, name="homework_list"),
    path("hemuppgifter/<int:pk>/", homework.homework_detail, name="homework_detail"),
    path("hemuppgifter/<int:pk>/utkast/", homework.homework_draft, name="homework_draft"),
    path("hemuppgifter/<int:pk>/ta-tillbaka/", homework.homework_take_back, name="homework_take_back"),
    path("oversikt/aterkoppling/", feedback.feedback_queue, name="feedback_queue"),
    path("oversikt/aterkoppling/<int:pk>/", feedback.feedback_edit, name="feedback_edit"),
    path("oversikt/aterkoppling/<int:pk>/las/", feedback.feedback_begin, name="feedback_begin"),
    path("oversikt/aterkoppling/<int:pk>/utkast/", feedback.feedback_draft, name="feedback_draft"),
    path("oversikt/aterkoppling/<int:pk>/angra/", feedback.feedback_undo, name="feedback_undo"),
    path("oversikt/personer/<int:pk>/radera/", people.person_erase, name="person_erase"),
    path(COHORT, cohort.cohort_panel, name="cohort_panel"),
    path(f"{COHORT}publicera/", cohort.cohort_publish, name="cohort_publish"),
    path(f"{COHORT}lage/<slug:step>/", cohort.cohort_step, name="cohort_step"),
    path(f"{SESSION}narvaro/", sessions.attendance_edit, name="attendance_edit"),
    path(f"{SESSION}flytta/", sessions.session_move, name="session_move"),
    path(f"{SESSION}stall-in/", sessions.session_cancel, name="session_cancel"),
]
