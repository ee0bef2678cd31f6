"""Views on training sessions: the list, one of them, its attendance, and moving or cancelling it."""

from datetime import datetime

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from audit.actions import by, hold_for
from notifications.models import Message
from notifications.summaries import receipt
from participants.actions.publishing import Audience
from participants.actions.scheduling import cancel_session, move_session, record_attendance, told_about
from participants.forms.sessions import AttendanceForm, SessionMoveForm
from participants.pages.session_page import session_page
from participants.pages.sessions import cohort_sessions
from programmes.models import Session
from ui.deeds import ConfirmForm, done, holding, sent
from ui.layout import FormPage, form_page


@require_safe
def session_list(request: LoggedInRequest) -> HttpResponse:
    """List the sessions of one's cohorts, or of one's county."""
    cohorts = cohort_sessions(request.user, on=request.today, at=timezone.now())
    return render(request, "participants/session_list.html", {"cohorts": cohorts})


@require_safe
def session_detail(request: LoggedInRequest, slug: str, number: int) -> HttpResponse:
    """Show everything about one session."""
    visible = Session.objects.visible_to(request.user, on=request.today).for_page()
    session = get_object_or_404(visible, cohort__slug=slug, number=number)
    page = session_page(session, user=request.user, on=request.today, at=timezone.now())
    return render(request, "participants/session_detail.html", {"session": session, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@holding
def attendance_edit(request: LoggedInRequest, slug: str, number: int) -> HttpResponse:
    """Show and save attendance; everybody is preset as present, so that only exceptions need a tap."""
    session = _session(request, slug, number)
    hold_for(request, session)
    enrolments = session.cohort.enrolments.expected_at(session).with_names().in_order()
    form = AttendanceForm(sent(request), enrolments=enrolments, noted=session.attendances.statuses())
    if done(form, lambda: record_attendance(session, statuses=form.statuses, **by(request))):
        messages.success(request, _("Attendance at session %(number)s is saved.") % {"number": number})
        return redirect("participants:cohort_panel", slug)
    context = {"form": form, "session": session, "can_save": session.has_begun(at=timezone.now())}
    return render(request, "participants/attendance_edit.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@holding
def session_move(request: LoggedInRequest, slug: str, number: int) -> HttpResponse:
    """Move a session; the page shows who gets a mail."""
    session = _session(request, slug, number)
    hold_for(request, session.cohort, session)
    mails = told_about(session, at=timezone.now())
    form = SessionMoveForm(sent(request), session=session)
    deed = by(request)
    if done(form, lambda: move_session(session, **form.times, **deed)):
        return _done(request, session, _("Session %(number)s is moved."), "session-moved", deed["at"])
    return _session_page(request, form, session, mails, _("Move session %(number)s"), "move")


@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request: LoggedInRequest, slug: str, number: int) -> HttpResponse:
    """Cancel a session; the page shows who gets a mail."""
    session = _session(request, slug, number)
    mails = told_about(session, at=timezone.now())
    form = ConfirmForm(sent(request), button=_("Call off the session"), leave=_("Keep the session"))
    deed = by(request)
    if done(form, cancel_session, session, **deed):
        return _done(request, session, _("Session %(number)s is cancelled."), "session-cancelled", deed["at"])
    heading, title = _("Call off session %(number)s?"), _("Call off session %(number)s")
    return _session_page(request, form, session, mails, heading, "cancel", title)


def _session_page(
    request: LoggedInRequest,
    form: BaseForm,
    session: Session,
    mails: Audience,
    heading: str,
    name: str,
    title: str = "",
) -> HttpResponse:
    words, cohort = {"number": session.number}, session.cohort
    frame = FormPage(heading % words, cohort, cohort.get_absolute_url(), title=title % words)
    template = f"participants/session_{name}.html"
    return form_page(request, form, frame, template, session=session, mails=mails)


def _session(request: LoggedInRequest, slug: str, number: int) -> Session:
    sessions = Session.objects.managed_by(request.user).select_related("cohort__county_board")
    return get_object_or_404(sessions, cohort__slug=slug, number=number)


def _done(request: LoggedInRequest, session: Session, sentence: str, kind: str, at: datetime) -> HttpResponse:
    mails = Message.objects.about(kind, session, at.isoformat())
    why = _("Nobody gets a mail: no participant or coordinator was told another time.")
    if not session.cohort.is_open:
        why = _("Nobody gets a mail: the cohort is a draft, so nobody has been told.")
    said = sentence % {"number": session.number}
    messages.success(request, receipt(said, mails, reader=request.user, at=at, nobody=why))
    return redirect(session.cohort)
