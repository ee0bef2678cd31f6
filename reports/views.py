"""Views of the follow-up, of the reports, and of exports to the registry and their log."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import LoggedInRequest
from accounts.roles import require_figures
from audit.actions import by
from followups.pages.quiet import quiet_section
from municipalities.pages.counties import asked_slug
from reports.actions import note_download, request_export, try_export_again
from reports.building import make_now, take_along
from reports.models import Export
from reports.pages import reports
from reports.pages.followup import followup_page
from reports.pages.followup_charts import followup_charts_page
from reports.pages.rates import rates_page
from reports.pages.support_use import support_use_page
from reports.writers.pdf import refuse_without_library
from ui.deeds import result_of, sent
from ui.files import as_attachment, as_download
from ui.layout import FormPage, form_page


def _download(made: tuple[str, bytes]) -> HttpResponse:
    name, content = made
    return as_download(content, name=name)


def _order(request: LoggedInRequest, export: Export) -> HttpResponse:
    """Leave an export to the worker."""
    refuse_without_library()
    request_export(export, **by(request))
    messages.success(request, _("The file is being made. You get a mail when it is done."))
    return redirect("reports:export_list")


# --- The follow-up ----------------------------------------------------------------------------------------


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
        kind, board = Export.Kind.CHARTS, page.board
        return _download(take_along(page.document, kind, page.months, board=board, **by(request)))
    context = {"page": page.followup, "charts": page.charts, "numbers_only": request.user.is_reader}
    return render(request, "reports/followup_charts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reporting_rates(request: LoggedInRequest) -> HttpResponse:
    """Show MÄN how many check-ins come in, and how many in time; POST downloads the numbers."""
    require_figures(request.user)
    page = rates_page(is_long=request.GET.get("manader") == "12", on=request.today)
    if request.POST.get("format") == Export.Format.XLSX:
        return _download(take_along(page.document, Export.Kind.RATES, page.months, **by(request)))
    context = {"page": page, "is_staff": request.user.is_staff}
    return render(request, "reports/reporting_rates.html", context)


@require_safe
def support_use(request: LoggedInRequest) -> HttpResponse:
    """Show which support is used, and whether it helps."""
    require_figures(request.user)
    context = {"page": support_use_page(), "is_staff": request.user.is_staff}
    return render(request, "reports/support_use.html", context)


# --- Reports to read, print and download ------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def month_report(request: LoggedInRequest, month: date) -> HttpResponse:
    """Show a county's month; POST downloads it."""
    slug = asked_slug(request.GET)
    page = reports.month_report(request.user, month, slug=slug, on=request.today, data=sent(request))
    made = result_of(page.form, lambda: make_now(page.export, **by(request)))
    if made:
        return _download(made)
    return render(request, "reports/month_report.html", {"page": page, "form": page.form})


@require_http_methods(["GET", "HEAD", "POST"])
def period_report(request: LoggedInRequest) -> HttpResponse:
    """Show a county's months together; POST downloads them, a PDF once the worker has made it."""
    page = reports.period_report(request.user, request.GET, on=request.today, data=sent(request))

    def hand_out() -> HttpResponse:
        if page.export.format == Export.Format.PDF:
            return _order(request, page.export)
        return _download(make_now(page.export, **by(request)))

    answer = result_of(page.form, hand_out)
    return answer or render(request, "reports/period_report.html", {"page": page, "form": page.form})


# --- Exports to the registry, and their log ---------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def municipality_export(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Ask for the options, then queue the municipality's export."""
    page = reports.municipality_export(request.user, slug, on=request.today, data=sent(request))
    answer = result_of(page.form, lambda: _order(request, page.export))
    frame = FormPage(page.title, page.participation.municipality, page.back)
    return answer or form_page(request, page.form, frame, "reports/municipality_export.html", page=page)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_export(request: LoggedInRequest, month: date, slug: str) -> HttpResponse:
    """Ask for the options, then send the check-in."""
    cohort = request.GET.get("omgang", "")
    page = reports.check_in_export(
        request.user, month, slug, cohort=cohort, on=request.today, data=sent(request)
    )
    made = result_of(page.form, lambda: make_now(page.export, **by(request)))
    if made:
        return _download(made)
    lead = _(
        "The file holds every version as it was marked done, as PDF to read and as data (JSON) to archive. "
        "Drafts are not included."
    )
    return form_page(request, page.form, FormPage(page.title, _("the check-in"), page.back, lead=lead))


@require_safe
def export_list(request: LoggedInRequest) -> HttpResponse:
    """Show the log of the person's counties, with links to their own files."""
    page = reports.export_list(request.user, on=request.today)
    return render(request, "reports/export_list.html", {"page": page})


@require_POST
def export_file(request: LoggedInRequest, pk: int) -> FileResponse:
    """Send a file to the person who asked for it; each download is recorded."""
    export = get_object_or_404(Export.objects.downloadable_by(request.user, on=request.today), pk=pk)
    try:
        answer = as_attachment(export.file, name=export.name)
    except (FileNotFoundError, ValueError):  # removed, or never kept
        raise Http404 from None
    note_download(export, **by(request))
    return answer


@require_POST
def export_again(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Queue the person's own failed export again."""
    export = get_object_or_404(Export.objects.asked_for_by(request.user, on=request.today), pk=pk)
    try:
        try_export_again(export, **by(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("reports:export_list")
