"""The view for attendance, often used on a phone in the room."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from audit.actions import by
from participants.actions.attending import record_attendance
from participants.forms.attendance import AttendanceForm
from programmes.models import Session
from ui.deeds import done, sent


@require_http_methods(["GET", "HEAD", "POST"])
def attendance_edit(request: LoggedInRequest, slug: str, number: int) -> HttpResponse:
    """Show and save attendance; everybody is preset as present, so that only exceptions need a tap."""
    sessions = Session.objects.managed_by(request.user).select_related("cohort")
    session = get_object_or_404(sessions, cohort__slug=slug, number=number)
    form = _form(request, session)
    if done(form, lambda: record_attendance(session, statuses=form.statuses, **by(request))):
        messages.success(request, _("Attendance at session %(number)s is saved.") % {"number": number})
        return redirect("participants:cohort_panel", slug)
    context = {"form": form, "session": session, "can_save": session.has_begun(at=timezone.now())}
    return render(request, "participants/attendance_edit.html", context)


def _form(request: LoggedInRequest, session: Session) -> AttendanceForm:
    return AttendanceForm(
        sent(request),
        enrolments=session.cohort.enrolments.expected_at(session).with_names().in_order(),
        noted=session.attendances.statuses(),
    )
