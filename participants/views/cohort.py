"""Views on a cohort for MÄN: its panel, publishing it, and its later steps."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from audit.actions import by
from notifications.models import Message
from notifications.summaries import receipt
from participants.actions.publishing import audience_of, publish_cohort
from participants.actions.readiness import refusals, warnings
from participants.pages.cohort import STEPS
from participants.pages.cohort import cohort_panel as build_panel
from programmes.models import Cohort
from ui.deeds import ConfirmForm, done, sent
from ui.layout import FormPage, form_page

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def cohort_panel(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Show the cohort's panel, with the next thing to do."""
    cohort = _cohort(request, slug)
    panel = build_panel(cohort, on=request.today, at=timezone.now())
    return render(request, "participants/cohort_panel.html", {"cohort": cohort, "panel": panel})


@require_http_methods(GET_OR_POST)
def cohort_publish(request: LoggedInRequest, slug: str) -> HttpResponse:
    """Publish the cohort; the page shows beforehand which mails go to whom."""
    cohort = _cohort(request, slug)
    mails = audience_of(cohort, on=request.today)
    form = ConfirmForm(sent(request), button=_publish_words(mails.size), leave=_("Do not publish yet"))
    if done(form, publish_cohort, cohort, **by(request)):
        sentence = _("%(cohort)s is published.") % {"cohort": cohort}
        told = Message.objects.about("cohort-published", cohort)
        why = _("Nobody gets a mail: the cohort has no participants and no coordinator yet.")
        said = receipt(sentence, told, reader=request.user, at=timezone.now(), nobody=why)
        messages.success(request, said)
        return redirect(cohort)
    frame = FormPage(_("Publish %(cohort)s") % {"cohort": cohort}, cohort, cohort.get_absolute_url())
    advice = {"refusals": refusals(cohort), "warnings": warnings(cohort, on=request.today)}
    return form_page(request, form, frame, "participants/cohort_publish.html", mails=mails, **advice)


@require_http_methods(GET_OR_POST)
def cohort_step(request: LoggedInRequest, slug: str, step: str) -> HttpResponse:
    """Start, finish or archive a cohort, after a page that says what this means."""
    cohort = _cohort(request, slug)
    page = STEPS.get(step)
    if page is None:
        raise Http404
    form = ConfirmForm(sent(request), button=page.button, leave=_("Leave the cohort as it is"))
    if done(form, page.deed, cohort, **by(request)):
        messages.success(request, page.receipt % {"cohort": cohort})
        return redirect(cohort)
    back = cohort.get_absolute_url()
    return form_page(request, form, FormPage(f"{page.title}: {cohort}", cohort, back, lead=page.consequence))


def _cohort(request: LoggedInRequest, slug: str) -> Cohort:
    cohorts = Cohort.objects.managed_by(request.user).select_related("programme", "county_board", "contact")
    return get_object_or_404(cohorts, slug=slug)


def _publish_words(count: int) -> str:
    if not count:
        return _("Publish the cohort")
    words = ngettext("Publish and send %(counter)s mail", "Publish and send %(counter)s mails", count)
    return words % {"counter": count}
