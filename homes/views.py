"""The home page of each role, a municipality's page, and the handovers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from accounts.roles import require_figures
from homes.pages.county import CountyHome, county_handover_page, county_sections
from homes.pages.municipality import handover_page, municipality_list_page, municipality_page
from homes.pages.municipality_own import own_commitments, own_municipalities, own_summaries
from homes.pages.overview import Overview
from municipalities.pages.counties import asked_slug
from participants.pages.homework import home_cards
from ui.text import one_line


@require_safe
def overview(request: LoggedInRequest) -> HttpResponse:
    """Show MÄN what needs attention, the numbers, and the cohorts; to who sees numbers only, just these."""
    require_figures(request.user)
    contact = request.user if request.GET.get("omgangar") == "mina" else None
    page = Overview(request.today, timezone.now(), contact)
    return render(request, "homes/overview.html", {"page": page, "is_staff": request.user.is_staff})


@require_safe
def county(request: LoggedInRequest) -> HttpResponse:
    """Show the county's month, and what there is to do."""
    page = CountyHome(county_sections(request.user, on=request.today, at=timezone.now()))
    return render(request, "homes/county.html", {"page": page})


@require_safe
def county_handover(request: LoggedInRequest) -> HttpResponse:
    """Show what a successor or a stand-in needs in the first five minutes, ready to print."""
    slug = asked_slug(request.GET)
    page = county_handover_page(request.user, slug, on=request.today, at=timezone.now())
    return render(request, "homes/county_handover.html", {"page": page})


@require_safe
def municipality_list(request: LoggedInRequest) -> HttpResponse:
    """Show the municipalities that the person follows."""
    sought = one_line(request.GET.get("sok", ""))[:60]
    groups = municipality_list_page(request.user, sought, on=request.today)
    return render(request, "homes/municipality_list.html", {"groups": groups, "sought": sought})


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


@require_safe
def participant_home(request: LoggedInRequest) -> HttpResponse:
    """Show what to do now, in each cohort and in the own municipality."""
    cards = home_cards(request.user, on=request.today, at=timezone.now())
    enrolments = [card.enrolment for card in cards]
    context = {
        "cards": cards,
        "municipalities": own_summaries(enrolments, on=request.today),
        "commitments": own_commitments(request.user, enrolments, on=request.today),
    }
    return render(request, "homes/participant_home.html", context)


@require_safe
def own_municipality(request: LoggedInRequest) -> HttpResponse:
    """Show the own municipality's progress, and the people to turn to."""
    sections = own_municipalities(request.user, on=request.today)
    return render(request, "homes/own_municipality.html", {"sections": sections})
