"""The coordinator's home, and a county board's settings and hand-over."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from followups import pages
from followups.forms import CountySettingsForm, add_refusal
from followups.pages.counties import asked_slug
from municipalities.actions import change_county_board_settings


@require_safe
def county(request: LoggedInRequest) -> HttpResponse:
    """Say how the county's month stands and what there is to do."""
    page = pages.county_home(request.user, on=request.today, at=timezone.now())
    return render(request, "followups/county.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def county_settings(request: LoggedInRequest) -> HttpResponse:
    """Months off, due day, reminders and contact; a stand-in may change them too."""
    page = pages.county_settings_page(request.user, asked_slug(request.GET), on=request.today)
    form = CountySettingsForm(request.POST if request.method == "POST" else None, instance=page.board)
    if form.is_valid():
        try:
            stored = change_county_board_settings(
                page.board, **form.cleaned_data, actor=request.user, at=timezone.now()
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)  # type: ignore[arg-type]
        else:
            messages.success(request, page.receipt(stored))
            return redirect(reverse("followups:county_settings") + page.query)
    return render(request, "followups/county_settings.html", {"page": page, "form": form})


@require_safe
def county_handover(request: LoggedInRequest) -> HttpResponse:
    """All that a successor or a stand-in needs in the first five minutes, made to be printed."""
    slug = asked_slug(request.GET)
    page = pages.county_handover_page(request.user, slug, on=request.today, at=timezone.now())
    return render(request, "followups/county_handover.html", {"page": page})
