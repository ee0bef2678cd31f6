"""The view that takes requests to unlock a month, and MÄN's answers."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from followups.actions.unlocking import decline_unlock, request_unlock, unlock_check_in
from followups.pages.unlocking import Unlocking, unlocking
from followups.summaries.locking import unlocked_sentence
from followups.views.check_in import page_of
from followups.views.check_in_read import check_in_read
from ui.deeds import sent


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_unlock(request: LoggedInRequest, month: date, slug: str) -> HttpResponse:
    """Take a request or its answer; both are shown on the check-in's page."""
    page = page_of(request, month, slug)
    about = unlocking(page)
    form = about.form(sent(request))
    declines = request.POST.get("action") == "decline"
    if form.is_bound and about.is_locked:
        if not (declines or form.is_valid()):
            return check_in_read(request, page, form)
        try:
            deed = _decline if declines else _open
            messages.success(request, deed(request, about))
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
    return redirect("followups:check_in_edit", month, slug)


def _open(request: LoggedInRequest, unlocking: Unlocking) -> str:
    """Unlock the month, or request it."""
    page, reason = unlocking.page, request.POST["reason"]
    if unlocking.can_answer:
        unlock_check_in(page.check_in, reason=reason, actor=request.user, at=page.at)
        return unlocked_sentence(page.at)
    request_unlock(page.check_in, reason=reason, actor=request.user, at=page.at)
    return _("MÄN has received your request. You get a mail when it is answered.")


def _decline(request: LoggedInRequest, unlocking: Unlocking) -> str:
    if not (unlocking.can_answer and unlocking.request):
        raise ValidationError(_("There is no request to answer."))
    decline_unlock(unlocking.request, actor=request.user, at=unlocking.page.at)
    return _("The month stays locked. The person who asked gets a mail.")
