"""One municipality: how it stands, and all that is known of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from followups.pages.municipality import municipality_page


@require_safe
def municipality(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Show a municipality that the person follows."""
    page = municipality_page(request.user, slug, on=request.today, at=timezone.now())
    return render(request, "followups/municipality.html", {"page": page})
