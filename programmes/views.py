"""The public pages with the form for an enquiry, a county board's settings, and a municipality's pauses."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from audit.actions import by
from municipalities.pages.counties import asked_slug
from municipalities.pages.county_boards import county_settings_page
from programmes.actions.enquiries import receive_enquiry
from programmes.actions.expecting import change_check_in_rule, hold_county, hold_participation
from programmes.actions.participations import pause_participation, resume_participation
from programmes.forms import CountySettingsForm, EnquiryForm, PauseForm
from programmes.models import ProcessStep, Programme
from programmes.pages.pausing import PausePage, pause_page
from ui.deeds import done, holding, result_of, sent
from ui.layout import FormPage, form_page


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the two trainings, and how to get in touch."""
    context = {"programmes": Programme.objects.offered(), "steps": ProcessStep.objects.all()}
    return render(request, "programmes/start.html", context)


@login_not_required
@never_cache  # Firefox gives a page that it keeps for its back button an old copy of what is written on it
@require_http_methods(["GET", "POST"])
def enquiry_create(request: HttpRequest) -> HttpResponse:
    """Save an enquiry; one with the trap filled in is saved too, marked as suspected spam."""
    form = EnquiryForm(request.POST or None)
    if done(form, lambda: _receive(request, **form.answers)):
        return redirect("programmes:enquiry_received")
    lead = _("Tell us what you are interested in. A person at MÄN answers you by e-mail.")
    frame = FormPage(_("Send an enquiry"), _("the start page"), reverse("home"), lead=lead)
    return form_page(request, form, frame)


@login_not_required
@require_safe
def enquiry_received(request: HttpRequest) -> HttpResponse:
    """Thank for the enquiry, and say what happens next."""
    return render(request, "programmes/enquiry_received.html")


def _receive(request: HttpRequest, *, email: str, **answers: Any) -> None:
    """Save an enquiry; refuse it when there are too many from the connection or the address."""
    if not ratelimit.consume(request, action="enquiry", key=email):
        raise ValidationError(
            _(
                "Several enquiries have come from you in the last hour. "
                "Wait an hour, or write to us by e-mail."
            )
        )
    receive_enquiry(email=email, **answers, at=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@holding
def county_settings(request: LoggedInRequest) -> HttpResponse:
    """Show and change months off, due day, reminders and contact; a stand-in may change them too."""
    page = county_settings_page(request.user, asked_slug(request.GET), on=request.today)
    if request.method == "POST":
        hold_county(page.board)
    form = CountySettingsForm(sent(request), instance=page.board)
    stored = result_of(form, lambda: change_check_in_rule(page.board, **form.cleaned_data, **by(request)))
    if stored:
        messages.success(request, page.receipt(stored))
        return redirect(reverse("programmes:county_settings") + page.query)
    context = {"page": page, "form": form}
    return render(request, "programmes/county_settings.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@holding
def participation_pause(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Show the effect of a pause before adding it; or end a pause."""
    page = _pause_page(request, slug)
    if "resume" in request.POST:
        return _resume(request, page, slug)
    part = page.participation
    form = PauseForm(sent(request), county_board=part.county_board, newest=page.newest)
    consequence = ""
    if form.is_valid():
        consequence = page.consequence(form.cleaned_data["starts_on"], form.cleaned_data["ends_on"])
        if form.is_told and done(form, pause_participation, part, **form.answers, **by(request)):
            messages.success(request, _("The pause is written down.") + f" {consequence}")
            return redirect("homes:municipality", slug)
        if not form.errors:
            form.tell()
    context = {"page": page, "form": form, "consequence": "" if form.errors else consequence}
    return render(request, "programmes/participation_pause.html", context, status=form.status)


def _pause_page(request: LoggedInRequest, slug: str) -> PausePage:
    """Return the page; of a municipality that is held, when a form about it was sent."""
    page = pause_page(request.user, slug, on=request.today)
    if request.method == "POST":
        hold_participation(page.participation)
    return page


def _resume(request: LoggedInRequest, page: PausePage, slug: str) -> HttpResponse:
    """End the present or coming pause that the button names."""
    named = [each.pause for each in page.pauses if str(each.pause.pk) == request.POST["resume"]]
    if not named:
        raise Http404
    is_ahead = named[0].starts_on > request.today
    resume_participation(named[0], **by(request))
    over = _("The pause is over. The municipality takes part from today.")
    messages.success(request, _("The pause is taken away.") if is_ahead else over)
    return redirect("homes:municipality", slug)
