"""The follow-up: all municipalities over several months."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from followups import pages


@require_safe
def followup(request: LoggedInRequest) -> HttpResponse:
    """Say who needs help, and show each municipality's months."""
    page = pages.followup_page(request.user, request.GET, on=request.today)
    return render(request, "followups/followup.html", {"page": page})
