"""The coordinator's home."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from followups.pages import county_sections


@require_safe
def county(request: LoggedInRequest) -> HttpResponse:
    """Say how the county's month stands and what there is to do."""
    sections = county_sections(request.user, on=request.today, at=timezone.now())
    return render(request, "followups/county.html", {"sections": sections})
