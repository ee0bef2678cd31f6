"""The views beside a check-in: own answers, a quiet fact that is put aside and back."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import LoggedInRequest
from audit.actions import by
from followups.actions.quiet import dismiss_quiet, restore_quiet
from followups.actions.replies import save_reply
from followups.forms.beside import DismissQuietForm, ReplyForm
from followups.pages.quiet import dismissed_for, quiet_page
from followups.pages.replies import ReplyPage, conflict_sides, reply_page
from ui.conflicts import ConflictError
from ui.deeds import done, result_of, sent

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def reply_edit(request: LoggedInRequest, slug: str, month: date) -> HttpResponse:
    """Let a process leader answer until the check-in is done; afterwards show the answers."""
    page = reply_page(request.user, slug, month, on=request.today)
    form = page.form(sent(request))
    answer = result_of(form, _send, request, page, form)
    return answer or render(request, "followups/reply_edit.html", {"page": page, "form": form})


def _send(request: LoggedInRequest, page: ReplyPage, form: ReplyForm) -> HttpResponse:
    number, at = form.cleaned_data["number"], timezone.now()
    row, answers = page.row, form.answers
    try:
        save_reply(
            row.participation, month=row.month, answers=answers, number=number, actor=request.user, at=at
        )
    except ConflictError as conflict:
        return _conflict_page(request, page, form, conflict)
    sent = _("The answers are sent to %(county_board)s. You can change them until the check-in is done.")
    text = sent % {"county_board": page.county_board.short_name}
    why = _("Nobody gets a mail: the county board reads them in the portal.")
    messages.success(request, f"{text} {why}")
    return redirect("homes:own_municipality")


def _conflict_page(
    request: LoggedInRequest, page: ReplyPage, form: ReplyForm, conflict: ConflictError
) -> HttpResponse:
    """Show both texts after a conflict. The entered one stays in the form, now based on the stored one."""
    again = page.form(request.POST.dict() | {"number": str(conflict.stored.number)})
    context = {
        "page": page,
        "form": again,
        "conflict": conflict.messages[0],
        "sides": conflict_sides(page, conflict, form.answers),
    }
    return render(request, "followups/reply_edit.html", context, status=CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
def quiet_dismiss(request: LoggedInRequest, slug: str, kind: str) -> HttpResponse:
    """Ask for a note, and dismiss the fact until there is a new one."""
    page = quiet_page(request.user, slug, kind, on=request.today)
    form = DismissQuietForm(sent(request), county_board=page.participation.county_board)
    if done(
        form, lambda: dismiss_quiet(page.participation, kind=page.kind, **by(request), **form.cleaned_data)
    ):
        messages.success(
            request, _("Put aside. The municipality comes back on the list when something new turns up.")
        )
        return redirect(f"{reverse('reports:followup')}#tyst")
    return render(request, "followups/quiet_dismiss.html", {"page": page, "form": form})


@require_POST
def quiet_restore(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Put a fact that was put aside back on the list."""
    dismissed = get_object_or_404(dismissed_for(request.user, on=request.today), pk=pk)
    try:
        restore_quiet(dismissed, **by(request))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("It is back on the list, if nothing new has turned up."))
    return redirect(f"{reverse('reports:followup')}#tyst")
