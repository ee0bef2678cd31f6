"""Views on a cohort for MÄN: its panel, publishing it, and moving or cancelling its sessions."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
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
from ui.layout import FormPage, form_page
from ui.words import Lazy

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
    page = publishing_page(cohort, on=request.today)
    form = _confirm(request, _publish_words(page.mail_count), _("Do not publish yet"))
    if done(form, publish_cohort, cohort, **by(request)):
        sentence = _("%(cohort)s is published.") % {"cohort": cohort}
        messages.success(request, sentence + _mails(page.mail_count))
        return redirect(cohort)
    frame = FormPage(_("Publish %(cohort)s") % {"cohort": cohort}, cohort, cohort.get_absolute_url())
    return form_page(request, form, frame, "participants/cohort_publish.html", page=page)


@require_http_methods(GET_OR_POST)
def cohort_step(request: LoggedInRequest, slug: str, step: str) -> HttpResponse:
    """Start, finish or archive a cohort, after a page that says what this means."""
    cohort = _cohort(request, slug)
    page = step_page(step)
    if page is None:
        raise Http404
    form = _confirm(request, page.button, _("Leave the cohort as it is"))
    if done(form, page.deed, cohort, **by(request)):
        messages.success(request, page.receipt % {"cohort": cohort})
        return redirect(cohort)
    back = cohort.get_absolute_url()
    return form_page(request, form, FormPage(f"{page.title}: {cohort}", cohort, back, lead=page.consequence))


@require_http_methods(GET_OR_POST)
def session_move(request: LoggedInRequest, slug: str, number: int) -> HttpResponse:
    """Move a session; the page shows who gets a mail."""
    session = _session(request, slug, number)
    mails = mails_about(session, at=timezone.now())
    form = SessionMoveForm(sent(request), session=session)
    if done(form, lambda: move_session(session, **form.times, **by(request))):
        return _done(request, session, _("Session %(number)s is moved."), mails.size)
    return _session_page(request, form, session, _("Move session %(number)s"), "move", mails=mails)


@require_http_methods(GET_OR_POST)
def session_cancel(request: LoggedInRequest, slug: str, number: int) -> HttpResponse:
    """Cancel a session; the page shows who gets a mail."""
    session = _session(request, slug, number)
    mails = mails_about(session, at=timezone.now())
    form = _confirm(request, _("Call off the session"), _("Keep the session"))
    if done(form, cancel_session, session, **by(request)):
        return _done(request, session, _("Session %(number)s is cancelled."), mails.size)
    return _session_page(
        request, form, session, _("Call off session %(number)s?"), "cancel", _("Call off session %(number)s"),
        mails=mails,
    )  # fmt: skip


def _confirm(request: LoggedInRequest, button: Lazy, leave: Lazy) -> ConfirmForm:
    return ConfirmForm(sent(request), button=button, leave=leave)


def _session_page(
    request: LoggedInRequest,
    form: BaseForm,
    session: Session,
    heading: str,
    name: str,
    title: str = "",
    **more: Any,
) -> HttpResponse:
    words, cohort = {"number": session.number}, session.cohort
    frame = FormPage(heading % words, cohort, cohort.get_absolute_url(), title=title % words)
    return form_page(request, form, frame, f"participants/session_{name}.html", session=session, **more)


def _cohort(request: LoggedInRequest, slug: str) -> Cohort:
    cohorts = Cohort.objects.managed_by(request.user).select_related("programme", "county_board", "contact")
    return get_object_or_404(cohorts, slug=slug)


def _session(request: LoggedInRequest, slug: str, number: int) -> Session:
    sessions = Session.objects.managed_by(request.user).select_related("cohort__county_board")
    return get_object_or_404(sessions, cohort__slug=slug, number=number)


def _done(request: LoggedInRequest, session: Session, sentence: str, mails: int) -> HttpResponse:
    messages.success(request, sentence % {"number": session.number} + _mails(mails))
    return redirect(session.cohort)


def _publish_words(count: int) -> str:
    if not count:
        return _("Publish the cohort")
    words = ngettext("Publish and send %(counter)s mail", "Publish and send %(counter)s mails", count)
    return words % {"counter": count}


def _mails(count: int) -> str:
    if not count:
        return ""
    return " " + ngettext("%(count)d person gets a mail.", "%(count)d people get a mail.", count) % {
        "count": count
    }
