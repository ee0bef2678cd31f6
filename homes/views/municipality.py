"""Municipalities: the list, one of them, and the hand-over to a new process leader."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from homes.pages.municipality import municipality_page
from homes.pages.municipality_handover import handover_page
from homes.pages.municipality_list import municipality_list_page


@require_safe
def municipality_list(request: LoggedInRequest) -> HttpResponse:
    """Show the municipalities that the person follows."""
    sought = request.GET.get("sok", "").strip()[:60]
    page = municipality_list_page(request.user, sought, on=request.today)
    return render(request, "homes/municipality_list.html", {"page": page})


@require_safe
def municipality(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Show a municipality that the person follows."""
    page = municipality_page(request.user, slug, on=request.today, at=timezone.now())
    return render(request, "homes/municipality.html", {"page": page})


@require_safe
def municipality_handover(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Show the handover to a new process leader, ready to print."""
    page = handover_page(request.user, slug, on=request.today, at=timezone.now())
    return render(request, "homes/municipality_handover.html", {"page": page})
