"""Automatic saving of a check-in: called by ``check-in.js``, answers JSON with a sentence to show."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import today_of
from followups.actions.check_in import save_check_in_draft
from followups.forms.check_in import CheckInForm
from followups.pages.check_in import CheckInPage, check_in_page
from ui.conflicts import ConflictError

UNAUTHORISED, CONFLICT, INVALID, LOCKED = 401, 409, 422, 423


@login_not_required  # answers 401 itself: a script would take the login page of a redirect for a success
@never_cache
@require_POST
def check_in_draft(request: HttpRequest, month: date, slug: str) -> JsonResponse:
    """Save the draft. This view never marks a check-in as done and never reopens one."""
    if not request.user.is_authenticated:
        return _logged_out(month, slug)
    on = today_of(request)
    page = check_in_page(request.user, month, slug, on=on, at=timezone.now(), alone=True)
    if not page.is_coordinator:
        raise Http404
    form = page.form(request.POST)
    if not form.is_valid():
        return _invalid(form)
    try:
        return _save(page, form)
    except ValidationError as refusal:
        return _refused(refusal)


def _save(page: CheckInPage, form: CheckInForm) -> JsonResponse:
    answers, number, at = form.answers, form.cleaned_data["number"], page.at
    saved = save_check_in_draft(
        page.check_in,
        answers=answers,
        number=number,
        actor=page.user,
        at=at,
        may_reopen=False,
        catalogue=page.catalogue,
    )
    text = _("Draft saved at %(time)s") % {"time": time_format(timezone.localtime(at))}
    return JsonResponse({"number": saved.number, "text": text})


def _logged_out(month: date, slug: str) -> JsonResponse:
    """Answer anonymous users the same whether the page exists or not."""
    text = _("Not saved. You have been logged out, but your text is still here.")
    login = redirect_to_login(reverse("followups:check_in_edit", args=[month, slug])).url
    return JsonResponse({"text": text, "url": login, "label": _("Log in again")}, status=UNAUTHORISED)


def _invalid(form: CheckInForm) -> JsonResponse:
    found = [(form[name].label, error) for name, errors in form.errors.items() for error in errors]
    reasons = [f"{label.rstrip('?')}: {error}" for label, error in found]
    text = _("Not saved. %(reason)s") % {"reason": " ".join(reasons)}
    return JsonResponse({"text": text, "errors": form.errors}, status=INVALID)


def _refused(refusal: ValidationError) -> JsonResponse:
    """Answer who has saved meanwhile, or why nothing can be saved."""
    if isinstance(refusal, ConflictError):
        words = refusal.params or {}
        text = (
            _("%(name)s changed the check-in on %(date)s at %(time)s. Press Save draft to see both texts.")
            % words
        )
        answer = {"text": text, "who": words["name"], "when": refusal.stored.saved_at}
        return JsonResponse(answer, status=CONFLICT)
    text = _("Not saved. %(reason)s") % {"reason": " ".join(refusal.messages)}
    return JsonResponse({"text": text}, status=LOCKED)
