"""A participant's own page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from homes.pages.municipality_own import own_commitments, own_summaries
from participants.pages.home import home_cards


@require_safe
def participant_home(request: LoggedInRequest) -> HttpResponse:
    """Show what to do now, in each cohort and in the own municipality."""
    cards = home_cards(request.user, on=request.today, at=timezone.now())
    enrolments = [card.enrolment for card in cards]
    context = {
        "cards": cards,
        "municipalities": own_summaries(enrolments, on=request.today),
        "commitments": own_commitments(enrolments, on=request.today),
    }
    return render(request, "homes/participant_home.html", context)
