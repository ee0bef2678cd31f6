"""The view of one municipality's check-in as text."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import LoggedInRequest
from followups.forms.unlocking import UnlockForm
from followups.pages.check_in import CheckInPage
from followups.pages.unlocking import unlocking


def check_in_read(
    request: LoggedInRequest, page: CheckInPage, form: UnlockForm | None = None
) -> HttpResponse:
    """Show the versions. The address is the form's, which those who may write get instead."""
    about = unlocking(page)
    context = {"page": page, "unlocking": about, "form": form or about.form()}
    return render(request, "followups/check_in_read.html", context)
