"""Views on the mandate log: a new row, the end of one, and the end taken back."""

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from audit.actions import by, hold_for
from participants.actions.mandate import add_mandate_entry, end_mandate_entry, reopen_mandate_entry
from participants.actions.storing import keep_upload
from participants.forms.mandate import MandateEndForm, MandateForm
from participants.models import MandateEntry
from programmes.models import Participation
from ui.deeds import ConfirmForm, done, holding, sent
from ui.layout import FormPage, form_page


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_create(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Add a decision, an agreement or the process leader's share of time."""
    participation = _participation(request, slug)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MandateForm(*sent, participation=participation, user=request.user)
    if done(form, lambda: add_mandate_entry(participation, **form.deed(), **by(request))):
        messages.success(request, _("Written down in the mandate log."))
        return _to_log(slug)
    _keep_file(request, form)
    return _mandate_page(request, form, participation, _("Write down in the mandate log"))


def _keep_file(request: LoggedInRequest, form: MandateForm) -> None:
    """Keep the good file of a refused form; one that the disk did not take is chosen again."""
    if not form.is_bound:
        return
    file, kept = form.cleaned_data.get("file"), form.cleaned_data.get("kept")
    with suppress(ValidationError):
        kept = keep_upload(file, **by(request)) if file else kept
    if kept:
        form.keep(kept)


@require_http_methods(["GET", "HEAD", "POST"])
@holding
def mandate_end(request: LoggedInRequest, slug: str, pk: int) -> HttpResponse:
    """Set the last day of an entry."""
    entry = _entry(request, slug, pk)
    hold_for(request, entry)
    form = MandateEndForm(sent(request), entry=entry)
    if done(form, lambda: end_mandate_entry(entry, **form.cleaned_data, **by(request))):
        messages.success(request, _("The last day is written down in the mandate log."))
        return _to_log(slug)
    return _mandate_page(request, form, entry.participation, _("Set the last day"), _lead(entry))


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_reopen(request: LoggedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take the last day of an entry back."""
    entry = _entry(request, slug, pk)
    form = ConfirmForm(sent(request), button=_("Take the last day back"), leave=_("Keep the last day"))
    if done(form, reopen_mandate_entry, entry, **by(request)):
        messages.success(request, _("The last day is taken back. The row holds as before."))
        return _to_log(slug)
    return _mandate_page(request, form, entry.participation, _("Take the last day back?"), _lead(entry))


def _entry(request: LoggedInRequest, slug: str, pk: int) -> MandateEntry:
    writable = MandateEntry.objects.writable_by(request.user, on=request.today).of_municipality(slug)
    return get_object_or_404(writable, pk=pk)


def _lead(entry: MandateEntry) -> str:
    lead = f"{entry.get_kind_display()}, {date_format(entry.decided_on, 'j F Y')}"
    if entry.ends_on:
        lead += ". " + _("Ends on %(day)s now.") % {"day": date_format(entry.ends_on, "j F Y")}
    return lead


def _mandate_page(
    request: LoggedInRequest, form: BaseForm, participation: Participation, heading: str, lead: str = ""
) -> HttpResponse:
    municipality = participation.municipality
    frame = FormPage(
        heading,
        municipality,
        reverse("homes:municipality", args=[municipality.slug]),
        hint=municipality.full_name,
        lead=lead,
        title=_("Mandate log, %(municipality)s") % {"municipality": municipality},
    )
    return form_page(request, form, frame)


def _participation(request: LoggedInRequest, slug: str) -> Participation:
    """Return the municipality's present participation, else its latest."""
    followed = Participation.objects.followed_by(request.user, on=request.today)
    found = followed.with_names().of_slug(slug).newest_first().first()
    if found is None:
        raise Http404
    return found


def _to_log(slug: str) -> HttpResponseRedirect:
    return redirect(reverse("homes:municipality", args=[slug]) + "#mandate")
