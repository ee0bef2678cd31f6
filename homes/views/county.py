"""The coordinator's home, and a county board's settings and hand-over."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from homes.pages.county import county_home
from homes.pages.county_handover import county_handover_page
from municipalities.pages.counties import asked_slug


@require_safe
def county(request: LoggedInRequest) -> HttpResponse:
    """Show the county's month, and what there is to do."""
    page = county_home(request.user, on=request.today, at=timezone.now())
    return render(request, "homes/county.html", {"page": page})


@require_safe
def county_handover(request: LoggedInRequest) -> HttpResponse:
    """Show what a successor or a stand-in needs in the first five minutes, ready to print."""
    slug = asked_slug(request.GET)
    page = county_handover_page(request.user, slug, on=request.today, at=timezone.now())
    return render(request, "homes/county_handover.html", {"page": page})
