"""Addresses of the followups app."""

from django.urls import path

from followups.views import beside, check_in, commitments, month
from ui import addresses  # noqa: F401 -- knows what a month looks like

app_name = "followups"
urlpatterns = [
    path("avstamningar/", month.check_in_month_current, name="check_in_month_current"),
    path("avstamningar/<month:month>/", month.check_in_month, name="check_in_month"),
    path("avstamningar/<month:month>/utkast/", month.drafts_done, name="drafts_done"),
    path("avstamningar/<month:month>/<slug:slug>/", check_in.check_in_edit, name="check_in_edit"),
    path("avstamningar/<month:month>/<slug:slug>/las/", check_in.check_in_read, name="check_in_read"),
    path("avstamningar/<month:month>/<slug:slug>/utkast/", check_in.check_in_draft, name="check_in_draft"),
    path("avstamningar/<month:month>/<slug:slug>/las-upp/", check_in.check_in_unlock, name="check_in_unlock"),
    path("ataganden/nytt/", commitments.commitment_new, name="commitment_new"),
    path("ataganden/<int:pk>/", commitments.commitment_edit, name="commitment_edit"),
    path("uppfoljning/signal/<slug:slug>/<slug:kind>/", beside.quiet_dismiss, name="quiet_dismiss"),
    path("uppfoljning/signal/<int:pk>/", beside.quiet_restore, name="quiet_restore"),
    path("min-kommun/<slug:slug>/<month:month>/", beside.reply_edit, name="reply_edit"),
]
