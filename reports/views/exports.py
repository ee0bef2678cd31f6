"""Views of the exports to the registry, and of the export log."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import LoggedInRequest
from audit.actions import by
from reports.actions import note_download, request_export, try_export_again
from reports.building import make_now
from reports.models import Export
from reports.pages import reports
from reports.writers.pdf import refuse_without_library
from ui.deeds import done, result_of, sent
from ui.files import as_attachment, as_download
from ui.layout import FormPage, form_page


@require_http_methods(["GET", "HEAD", "POST"])
def municipality_export(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Ask for the options, then queue the municipality's export."""
    page = reports.municipality_export(request.user, slug, on=request.today, data=sent(request))
    if done(page.form, lambda: _queue(request, page)):
        messages.success(request, _("The file is being made. You get a mail when it is done."))
        return redirect("reports:export_list")
    frame = FormPage(page.title, page.participation.municipality, page.back)
    return form_page(request, page.form, frame, "reports/municipality_export.html", page=page)


def _queue(request: LoggedInRequest, page: reports.RegistryExport) -> None:
    refuse_without_library()
    request_export(page.export, **by(request))


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_export(request: LoggedInRequest, month: date, slug: str) -> HttpResponse:
    """Ask for the options, then send the check-in."""
    cohort = request.GET.get("omgang", "")
    page = reports.check_in_export(
        request.user, month, slug, cohort=cohort, on=request.today, data=sent(request)
    )
    made = result_of(page.form, lambda: make_now(page.export, **by(request)))
    if made:
        name, content = made
        return as_download(content, name=name)
    lead = _(
        "The file holds every version as it was marked done, as PDF to read and as data (JSON) to archive. "
        "Drafts are not included."
    )
    return form_page(request, page.form, FormPage(page.title, _("the check-in"), page.back, lead=lead))


@require_safe
def export_list(request: LoggedInRequest) -> HttpResponse:
    """Show the log of the person's counties, with links to their own files."""
    return render(
        request, "reports/export_list.html", {"page": reports.export_list(request.user, on=request.today)}
    )


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
