"""The view of one municipality's check-in: the whole form for those who write."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from followups.actions.check_in import mark_check_in_done, save_check_in_draft
from followups.forms.check_in import CheckInForm
from followups.models.answers import SomeAnswers
from followups.pages.check_in import CheckInPage, check_in_page
from followups.summaries.check_ins import done_sentence
from followups.views.check_in_read import check_in_read
from ui.conflicts import ConflictError
from ui.deeds import result_of, sent

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_edit(request: LoggedInRequest, month: date, slug: str) -> HttpResponse:
    """Show the whole form to those who may write, and the versions to others."""
    page = page_of(request, month, slug)
    is_sent = request.method == "POST" and page.may_be_sent
    if not (page.can_write or is_sent):
        return check_in_read(request, page)
    form = page.form(sent(request))
    answer = result_of(form, _save, request, page, form)
    return answer or render(request, "followups/check_in_edit.html", {"page": page, "form": form})


def page_of(request: LoggedInRequest, month: date, slug: str) -> CheckInPage:
    """Read one municipality's month as the person may see it."""
    return check_in_page(request.user, month, slug, on=request.today, at=timezone.now())


def _save(request: LoggedInRequest, page: CheckInPage, form: CheckInForm) -> HttpResponse:
    save = save_check_in_draft if request.POST.get("action") == "draft" else mark_check_in_done
    number = form.cleaned_data["number"]
    try:
        saved = save(page.check_in, answers=form.answers, number=number, actor=request.user, at=page.at)
    except ConflictError as conflict:
        again = page_of(request, page.row.month, page.row.slug)
        return conflict_page(request, again, form.answers, conflict)
    if saved.is_done:
        return _go_on(request, page_of(request, page.row.month, page.row.slug))
    messages.success(request, _("The draft is saved."), extra_tags=page.draft_key)
    return redirect(saved)


def _go_on(request: LoggedInRequest, page: CheckInPage) -> HttpResponse:
    """Redirect to the next municipality's form, or to the month when all are done.

    The fragment scrolls to the message, which leaves the first question one Tab away.
    """
    done = done_sentence(str(page.row.municipality), page.county)
    messages.success(request, done, extra_tags=page.draft_key)
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
