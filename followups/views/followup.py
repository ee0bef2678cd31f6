"""The follow-up: all municipalities over several months, as a matrix, as charts and as rates."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from accounts.roles import require_staff
from followups import pages
from followups.exports import take_along
from followups.models import Export
from programmes.files import as_download


@require_safe
def followup(request: LoggedInRequest) -> HttpResponse:
    """Say who needs help, and show each municipality's months."""
    page = pages.followup_page(request.user, request.GET, on=request.today)
    quiet = pages.quiet_section(page.lines, request.user, on=request.today)
    context = {"page": page, "quiet": quiet, "is_staff": request.user.is_staff}
    return render(request, "followups/followup.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def followup_charts(request: LoggedInRequest) -> HttpResponse:
    """Show the same municipalities as charts, each with a sentence and a table; POST downloads the tables."""
    page = pages.followup_charts_page(request.user, request.GET, on=request.today)
    if request.POST.get("format") == Export.Format.XLSX:
        return _take_along(request, page, name="diagram")
    return render(request, "followups/followup_charts.html", {"page": page.followup, "charts": page.charts})


@require_http_methods(["GET", "HEAD", "POST"])
def reporting_rates(request: LoggedInRequest) -> HttpResponse:
    """Show MÄN how many check-ins come in, and how many in time; POST downloads the numbers."""
    require_staff(request.user)
    page = pages.rates_page(request.user, is_long=request.GET.get("manader") == "12", on=request.today)
    if request.POST.get("format") == Export.Format.XLSX:
        return _take_along(request, page, name="rapportering")
    return render(request, "followups/reporting_rates.html", {"page": page})


def _take_along(
    request: LoggedInRequest, page: pages.ChartsPage | pages.RatesPage, *, name: str
) -> HttpResponse:
    at = timezone.now()
    name, content = take_along(page.export, page.document, name=name, actor=request.user, at=at)
    return as_download(content, name=name)
