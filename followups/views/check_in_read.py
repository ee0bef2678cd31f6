"""One municipality's check-in as text, for those who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from followups import pages

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.requests import LoggedInRequest
    from followups.forms import UnlockForm
    from followups.pages import CheckInPage


def check_in_read(
    request: LoggedInRequest, page: CheckInPage, form: UnlockForm | None = None
) -> HttpResponse:
    """Show what was marked done. The address is the form's: who may write gets that instead."""
    unlocking = pages.unlocking(page)
    context = {"page": page, "unlocking": unlocking, "form": form or unlocking.form()}
    return render(request, "followups/check_in_read.html", context)
