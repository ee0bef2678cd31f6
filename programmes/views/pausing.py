"""A municipality's pauses: add one, or end one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from audit.actions import by
from programmes.actions.pausing import pause_participation, resume_participation
from programmes.forms.pausing import PauseForm
from programmes.models import ParticipationPause
from programmes.pages.pausing import PausePage, pause_page
from ui.deeds import done, sent


@require_http_methods(["GET", "HEAD", "POST"])
def participation_pause(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Show the effect of a pause before adding it; or end a pause."""
    page = pause_page(request.user, slug, on=request.today)
    if "resume" in request.POST:
        return _resume(request, page, slug)
    part = page.participation
    form = PauseForm(sent(request), county_board=part.county_board)
    consequence = ""
    if form.is_valid():
        consequence = page.consequence(form.cleaned_data["starts_on"], form.cleaned_data["ends_on"])
        if form.is_told and done(form, pause_participation, part, **form.answers, **by(request)):
            messages.success(request, _("The pause is written down.") + f" {consequence}")
            return redirect("homes:municipality", slug)
        if not form.errors:
            form.tell()
    context = {"page": page, "form": form, "consequence": "" if form.errors else consequence}
    return render(request, "programmes/participation_pause.html", context)


def _resume(request: LoggedInRequest, page: PausePage, slug: str) -> HttpResponse:
    pause = _asked_for(request, page)
    resume_participation(pause, **by(request))
    messages.success(request, _("The pause is over. The municipality takes part from today."))
    return redirect("homes:municipality", slug)


def _asked_for(request: LoggedInRequest, page: PausePage) -> ParticipationPause:
    """Return the pause that the button names.

    Raises:
        Http404: the municipality has no such present or coming pause.
    """
    for listed in page.pauses:
        if str(listed.pause.pk) == request.POST["resume"]:
            return listed.pause
    raise Http404
