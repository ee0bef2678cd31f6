"""Views on a cohort for MÄN: its panel, publishing it, and moving or cancelling its sessions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from audit.actions import by
from participants.actions.publishing import publish_cohort
from participants.actions.scheduling import cancel_session, move_session
from participants.forms.publishing import SessionMoveForm
from participants.pages.cohort import cohort_panel as build_panel
from participants.pages.publishing import mails_about, publishing_page, step_page
from programmes.models import Cohort, Session
from ui.deeds import ConfirmForm, done, sent

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
    form = ConfirmForm(sent(request))
    page = publishing_page(cohort, on=request.today)
    if done(form, publish_cohort, cohort, **by(request)):
        sentence = _("%(cohort)s is published.") % {"cohort": cohort}
        messages.success(request, sentence + _mails(page.mail_count))
        return redirect(cohort)
    context = {"form": form, "cohort": cohort, "page": page}
    return render(request, "participants/cohort_publish.html", context)


@require_http_methods(GET_OR_POST)
def cohort_step(request: LoggedInRequest, slug: str, step: str) -> HttpResponse:
    """Start, finish or archive a cohort, after a page that says what this means."""
    cohort = _cohort(request, slug)
    page = step_page(step)
    if page is None:
        raise Http404
    form = ConfirmForm(sent(request))
    if done(form, page.deed, cohort, **by(request)):
        messages.success(request, page.receipt % {"cohort": cohort})
        return redirect(cohort)
    return render(request, "participants/cohort_step.html", {"form": form, "cohort": cohort, "page": page})


@require_http_methods(GET_OR_POST)
def session_move(request: LoggedInRequest, slug: str, number: int) -> HttpResponse:
    """Move a session; the page shows who gets a mail."""
    session = _session(request, slug, number)
    mails = mails_about(session, at=timezone.now())
    form = SessionMoveForm(sent(request), session=session)
    if done(form, lambda: move_session(session, **form.times, **by(request))):
        return _done(request, session, _("Session %(number)s is moved."), mails.size)
    context = {"form": form, "session": session, "mails": mails}
    return render(request, "participants/session_move.html", context)


@require_http_methods(GET_OR_POST)
def session_cancel(request: LoggedInRequest, slug: str, number: int) -> HttpResponse:
    """Cancel a session; the page shows who gets a mail."""
    session = _session(request, slug, number)
    mails = mails_about(session, at=timezone.now())
    form = ConfirmForm(sent(request))
    if done(form, cancel_session, session, **by(request)):
        return _done(request, session, _("Session %(number)s is cancelled."), mails.size)
    context = {"form": form, "session": session, "mails": mails}
    return render(request, "participants/session_cancel.html", context)


def _cohort(request: LoggedInRequest, slug: str) -> Cohort:
    cohorts = Cohort.objects.managed_by(request.user).select_related("programme", "county_board", "contact")
    return get_object_or_404(cohorts, slug=slug)


def _session(request: LoggedInRequest, slug: str, number: int) -> Session:
    sessions = Session.objects.managed_by(request.user).select_related("cohort__county_board")
    return get_object_or_404(sessions, cohort__slug=slug, number=number)


def _done(request: LoggedInRequest, session: Session, sentence: str, mails: int) -> HttpResponse:
    messages.success(request, sentence % {"number": session.number} + _mails(mails))
    return redirect(session.cohort)


def _mails(count: int) -> str:
    if not count:
        return ""
    return " " + ngettext("%(count)d person gets a mail.", "%(count)d people get a mail.", count) % {
        "count": count
    }
