"""The follow-up: all municipalities over several months, as a matrix, as charts and as rates."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from accounts.roles import require_staff
from followups.pages.quiet import quiet_section
from reports.building import take_along
from reports.models import Export
from reports.pages.followup import followup_page
from reports.pages.followup_charts import ChartsPage, followup_charts_page
from reports.pages.rates import RatesPage, rates_page
from ui.files import as_download


@require_safe
def followup(request: LoggedInRequest) -> HttpResponse:
    """Say who needs help, and show each municipality's months."""
    page = followup_page(request.user, request.GET, on=request.today)
    quiet = quiet_section(page.lines, request.user, on=request.today)
    context = {"page": page, "quiet": quiet, "is_staff": request.user.is_staff}
    return render(request, "reports/followup.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def followup_charts(request: LoggedInRequest) -> HttpResponse:
    """Show the same municipalities as charts, each with a sentence and a table; POST downloads the tables."""
    page = followup_charts_page(request.user, request.GET, on=request.today)
    if request.POST.get("format") == Export.Format.XLSX:
        return _take_along(request, page, name="diagram")
    return render(request, "reports/followup_charts.html", {"page": page.followup, "charts": page.charts})


@require_http_methods(["GET", "HEAD", "POST"])
def reporting_rates(request: LoggedInRequest) -> HttpResponse:
    """Show MÄN how many check-ins come in, and how many in time; POST downloads the numbers."""
    require_staff(request.user)
    page = rates_page(request.user, is_long=request.GET.get("manader") == "12", on=request.today)
    if request.POST.get("format") == Export.Format.XLSX:
        return _take_along(request, page, name="rapportering")
    return render(request, "reports/reporting_rates.html", {"page": page})


def _take_along(request: LoggedInRequest, page: ChartsPage | RatesPage, *, name: str) -> HttpResponse:
    at = timezone.now()
    name, content = take_along(page.export, page.document, name=name, actor=request.user, at=at)
    return as_download(content, name=name)
