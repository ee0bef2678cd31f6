"""Views of the reports, to read, print and download."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from audit.actions import by
from municipalities.pages.counties import asked_slug
from reports.actions import request_export
from reports.building import make_now
from reports.models import Export
from reports.pages import reports
from reports.writers.pdf import refuse_without_library
from ui.deeds import result_of, sent
from ui.files import as_download


@require_http_methods(["GET", "HEAD", "POST"])
def month_report(request: LoggedInRequest, month: date) -> HttpResponse:
    """Show a county's month; POST downloads it."""
    slug = asked_slug(request.GET)
    page = reports.month_report(request.user, month, slug=slug, on=request.today, data=sent(request))
    answer = result_of(page.form, _download, request, page)
    return answer or render(request, "reports/month_report.html", {"page": page, "form": page.form})


@require_http_methods(["GET", "HEAD", "POST"])
def period_report(request: LoggedInRequest) -> HttpResponse:
    """Show a county's months together; POST downloads them, a PDF once the worker has made it."""
    page = reports.period_report(request.user, request.GET, on=request.today, data=sent(request))
    answer = result_of(page.form, _hand_out, request, page)
    return answer or render(request, "reports/period_report.html", {"page": page, "form": page.form})


def _download(request: LoggedInRequest, page: reports.MonthReport | reports.PeriodReport) -> HttpResponse:
    name, content = make_now(page.export, **by(request))
    return as_download(content, name=name)


def _hand_out(request: LoggedInRequest, page: reports.PeriodReport) -> HttpResponse:
    if page.form.cleaned_data["format"] != Export.Format.PDF:
        return _download(request, page)
    refuse_without_library()
    request_export(page.export, **by(request))
    messages.success(request, _("The file is being made. You get a mail when it is done."))
    return redirect("reports:export_list")
