"""Views on training sessions."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from participants.pages.sessions import cohort_sessions, session_page
from programmes.models import Session


@require_safe
def session_list(request: LoggedInRequest) -> HttpResponse:
    """List the sessions of one's cohorts, or of one's county."""
    cohorts = cohort_sessions(request.user, on=request.today, at=timezone.now())
    return render(request, "participants/session_list.html", {"cohorts": cohorts})


@require_safe
def session_detail(request: LoggedInRequest, slug: str, number: int) -> HttpResponse:
    """Show everything about one session."""
    visible = Session.objects.visible_to(request.user, on=request.today).for_page()
    session = get_object_or_404(visible, cohort__slug=slug, number=number)
    page = session_page(session, user=request.user, on=request.today, at=timezone.now())
    return render(request, "participants/session_detail.html", {"session": session, "page": page})
