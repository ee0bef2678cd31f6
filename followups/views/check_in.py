"""The views of one municipality's check-in: its form, its versions, and how its month is unlocked."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import LoggedInRequest, today_of
from followups.actions.check_in import discard_change, mark_check_in_done, save_check_in_draft
from followups.actions.unlocking import decline_unlock, request_unlock, unlock_check_in
from followups.forms.beside import UnlockForm
from followups.forms.check_in import CheckInForm, ShortCheckInForm
from followups.forms.promises import ALL_OPEN
from followups.models import CheckIn
from followups.models.answers import SomeAnswers
from followups.pages.check_in import CheckInPage, check_in_page
from followups.summaries.check_ins import done_sentence
from followups.summaries.locking import unlocked_sentence
from ui.autosave import CONFLICT, autosaved, logged_out
from ui.conflicts import ConflictError
from ui.deeds import result_of, sent


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_edit(request: LoggedInRequest, month: date, slug: str) -> HttpResponse:
    """Show the whole form to those who may write, and the versions to others."""
    page = page_of(request, month, slug)
    is_sent = request.method == "POST" and page.may_be_sent
    if not (page.can_write or is_sent):
        return _read(request, page)
    if request.POST.get("action") == "discard":
        return _discard(request, page)
    form = page.form(sent(request))
    answer = result_of(form, _save, request, page, form)
    return answer or render(request, "followups/check_in_edit.html", {"page": page, "form": form})


@require_safe
def check_in_read(request: LoggedInRequest, month: date, slug: str) -> HttpResponse:
    """Show what was marked as done, with its versions; before that there is only the form."""
    page = page_of(request, month, slug)
    if not page.versions:
        return redirect("followups:check_in_edit", month, slug)
    return _read(request, page)


def _discard(request: LoggedInRequest, page: CheckInPage) -> HttpResponse:
    number = request.POST.get("number", "")[:9]  # no number of saves is longer
    try:
        discard_change(
            page.check_in, number=int(number) if number.isdecimal() else -1, actor=request.user, at=page.at
        )
    except ConflictError as conflict:
        messages.warning(request, conflict.messages[0])
        return redirect("followups:check_in_edit", page.row.month, page.row.slug)
    messages.success(request, _("The change is thrown away. What was marked as done stands."))
    return redirect("followups:check_in_read", page.row.month, page.row.slug)


def page_of(request: LoggedInRequest, month: date, slug: str) -> CheckInPage:
    """Read one municipality's month as the person may see it."""
    return check_in_page(request.user, month, slug, on=request.today, at=timezone.now())


def _read(request: LoggedInRequest, page: CheckInPage, form: UnlockForm | None = None) -> HttpResponse:
    """Show the versions. The address is the form's, which those who may write get instead."""
    context = {"page": page, "form": form or page.unlock_form()}
    return render(request, "followups/check_in_read.html", context)


def _save(request: LoggedInRequest, page: CheckInPage, form: CheckInForm) -> HttpResponse:
    is_draft = request.POST.get("action") == "draft" or ALL_OPEN in request.POST
    save = save_check_in_draft if is_draft else mark_check_in_done
    number = form.cleaned_data["number"]
    try:
        saved = save(page.check_in, answers=form.answers, number=number, actor=request.user, at=page.at)
    except ConflictError as conflict:
        again = page_of(request, page.row.month, page.row.slug)
        return conflict_page(request, again, form.answers, conflict)
    if saved.is_done:
        return _go_on(request, page_of(request, page.row.month, page.row.slug))
    words = _("The change is saved. It is not marked as done.") if saved.told else _("The draft is saved.")
    messages.success(request, words)
    return redirect("followups:check_in_edit", page.row.month, page.row.slug)


def _go_on(request: LoggedInRequest, page: CheckInPage) -> HttpResponse:
    """Redirect to the next municipality's form, or to the month when all are done.

    The fragment scrolls to the message, which leaves the first question one Tab away.
    """
    done = done_sentence(str(page.row.municipality), page.county)
    messages.success(request, done)
    tell_hints(request, page)
    if page.next_undone is None:
        return redirect("followups:check_in_month", page.row.month)
    url = reverse("followups:check_in_edit", args=[page.row.month, page.next_undone.slug])
    return redirect(f"{url}#said")


def tell_hints(request: LoggedInRequest, page: CheckInPage) -> None:
    """Show the hints about the check-in that was just marked as done, with links to it."""
    url = reverse("followups:check_in_edit", args=[page.row.month, page.row.slug])
    for hint in page.hints:
        words = {"municipality": page.row.municipality, "question": hint.text}
        text = _("%(municipality)s: %(question)s") % words
        messages.info(
            request, format_html('{} <a href="{}#{}">{}</a>', text, url, hint.target, _("Open the check-in"))
        )


def conflict_page(
    request: LoggedInRequest, page: CheckInPage, entered: SomeAnswers, conflict: ConflictError
) -> HttpResponse:
    """Show both texts after a conflict; the entered answers stay in the fields."""
    form = page.form(conflict=conflict, entered=entered)
    context = {"page": page, "form": form, "conflict": conflict.messages[0]}
    return render(request, "followups/check_in_edit.html", context, status=CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_unlock(request: LoggedInRequest, month: date, slug: str) -> HttpResponse:
    """Take a request to unlock the month or its answer; both are shown on the check-in's page."""
    page = page_of(request, month, slug)
    form = page.unlock_form(sent(request))
    declines = request.POST.get("action") == "decline"
    if form.is_bound and page.is_locked:
        if not (declines or form.is_valid()):
            return _read(request, page, form)
        try:
            messages.success(request, (_decline if declines else _open)(request, page))
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
    elif form.is_bound:
        messages.warning(request, _("This has been noted already. You see how it stands now."))
    return redirect("followups:check_in_edit", month, slug)


def _open(request: LoggedInRequest, page: CheckInPage) -> str:
    """Unlock the month, or request it."""
    reason = request.POST["reason"]
    if page.can_unlock:
        unlock_check_in(page.check_in, reason=reason, actor=request.user, at=page.at)
        return unlocked_sentence(page.at)
    request_unlock(page.check_in, reason=reason, actor=request.user, at=page.at)
    return _("MÄN has received your request. You get a mail when it is answered.")


def _decline(request: LoggedInRequest, page: CheckInPage) -> str:
    if not (page.can_unlock and page.request):
        raise ValidationError(_("There is no request to answer."))
    decline_unlock(page.request, actor=request.user, at=page.at)
    return _("The month stays locked. The person who asked gets a mail.")


@login_not_required  # answers 401 itself: a script would take the login page of a redirect for a success
@never_cache
@require_POST
def check_in_draft(request: HttpRequest, month: date, slug: str) -> JsonResponse:
    """Save the draft by itself, from its own page or from its row in the month's.

    It never marks a check-in as done and never reopens one.
    """
    if not request.user.is_authenticated:
        return logged_out(reverse("followups:check_in_edit", args=[month, slug]))
    on = today_of(request)
    page = check_in_page(request.user, month, slug, on=on, at=timezone.now(), alone=True)
    if not page.is_coordinator:
        raise Http404
    form = page.row_form(request.POST) if "municipality" in request.POST else page.form(request.POST)
    changed = _("%(name)s changed the check-in on %(date)s at %(time)s. Press Save draft to see both texts.")
    return autosaved(form, lambda: _save_draft(page, form).number, changed=changed, at=page.at)


def _save_draft(page: CheckInPage, form: ShortCheckInForm) -> CheckIn:
    return save_check_in_draft(
        page.check_in,
        answers=form.answers,
        number=form.cleaned_data["number"],
        actor=page.user,
        at=page.at,
        may_reopen=False,
        catalogue=page.catalogue,
    )
