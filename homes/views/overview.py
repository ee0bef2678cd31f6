"""MÄN staff's home page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from accounts.roles import require_staff
from homes.pages.overview import Overview


@require_safe
def overview(request: LoggedInRequest) -> HttpResponse:
    """Show what needs attention, the numbers, and the cohorts."""
    require_staff(request.user)
    return render(request, "homes/overview.html", {"page": Overview(request.today, timezone.now())})
