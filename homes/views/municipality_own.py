"""The own municipality's page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from homes.pages.municipality_own import own_municipalities


@require_safe
def own_municipality(request: LoggedInRequest) -> HttpResponse:
    """Show the municipality's progress, and the people to turn to."""
    sections = own_municipalities(request.user, on=request.today)
    return render(request, "homes/own_municipality.html", {"sections": sections})
