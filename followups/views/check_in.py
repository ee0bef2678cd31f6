"""The monthly check-ins: a county's month, and one municipality's check-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from followups import pages
from followups.actions import (
    ConflictingEditError,
    mark_check_in_done,
    open_check_in,
    save_check_in_draft,
    unlock_check_in,
)
from followups.forms import UnlockForm, add_refusal
from followups.summaries import done_sentence
from programmes.calendar import month_of

if TYPE_CHECKING:
    from datetime import date

    from followups.actions import Answers
    from followups.forms import CheckInForm, ShortCheckInForm
    from followups.pages import CheckInPage

CONFLICT = 409


@require_safe
def check_in_month_current(request: LoggedInRequest) -> HttpResponse:
    """Lead to the month we are in."""
    return redirect("followups:check_in_month", month_of(request.today))


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_month(request: LoggedInRequest, month: date) -> HttpResponse:
    """Show a county's month; each row is a form of its own."""
    slug = request.GET.get("lan", "").replace("\x00", "")  # which PostgreSQL would refuse to look for
    if request.user.is_staff and not slug:
        staff_month = pages.staff_month(month, on=request.today)
        return render(request, "followups/check_in_month_counties.html", {"page": staff_month})
    data = request.POST if request.method == "POST" else None
    page = pages.month_page(request.user, month, slug=slug, on=request.today, data=data)
    form = page.posted.form if data is not None else None
    if form is not None and form.is_valid():
        try:
            return _mark_row_done(request, page, form)
        except ConflictingEditError as conflict:
            return _conflict(request, _page(request, month, page.posted.row.slug), form.answers, conflict)
        except ValidationError as refusal:
            add_refusal(form, refusal)
    return render(request, "followups/check_in_month.html", {"page": page, "form": form})


def _mark_row_done(request: LoggedInRequest, page: pages.MonthPage, form: ShortCheckInForm) -> HttpResponse:
    """Mark one row as done and lead to the next one of the list."""
    row, at = page.posted.row, timezone.now()
    check_in = open_check_in(row.participation, month=page.month, actor=request.user, at=at)
    number = form.cleaned_data["number"]
    mark_check_in_done(check_in, answers=form.answers, number=number, actor=request.user, at=at)
    whole = _page(request, page.month, row.slug)
    messages.success(request, done_sentence(str(row.municipality), whole.county))
    url = reverse("followups:check_in_month", args=[page.month])
    return redirect(f"{url}{page.query}#{(whole.next_undone or row).slug}")


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_edit(request: LoggedInRequest, month: date, slug: str) -> HttpResponse:
    """Show the whole form to those who may write, otherwise what was marked done."""
    page = _page(request, month, slug)
    is_sent = request.method == "POST" and page.may_be_sent
    if not (page.can_write or is_sent):
        return _check_in_read(request, page)
    form = page.form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _save(request, page, form)
        except ConflictingEditError as conflict:
            return _conflict(request, _page(request, month, slug), form.answers, conflict)
        except ValidationError as refusal:
            add_refusal(form, refusal)
    return render(request, "followups/check_in_edit.html", {"page": page, "form": form})


def _page(request: LoggedInRequest, month: date, slug: str) -> CheckInPage:
    return pages.check_in_page(request.user, month, slug, on=request.today, at=timezone.now())


def _save(request: LoggedInRequest, page: CheckInPage, form: CheckInForm) -> HttpResponse:
    save = save_check_in_draft if request.POST.get("action") == "draft" else mark_check_in_done
    number = form.cleaned_data["number"]
    saved = save(page.check_in, answers=form.answers, number=number, actor=request.user, at=page.at)
    if saved.is_done:
        return _go_on(request, _page(request, page.row.month, page.row.slug))
    messages.success(request, _("The draft is saved."), extra_tags=page.draft_key)
    return redirect(saved)


def _go_on(request: LoggedInRequest, page: CheckInPage) -> HttpResponse:
    """Lead to the next municipality's form, or to the month when all are done."""
    done = done_sentence(str(page.row.municipality), page.county)
    messages.success(request, done, extra_tags=page.draft_key)
    if page.next_undone is None:
        return redirect("followups:check_in_month", page.row.month)
    url = reverse("followups:check_in_edit", args=[page.row.month, page.next_undone.slug])
    return redirect(f"{url}#content")


def _conflict(
    request: LoggedInRequest, page: CheckInPage, entered: Answers, conflict: ConflictingEditError
) -> HttpResponse:
    """Show both texts. Nothing is overwritten, what was entered stays in the fields."""
    form = page.form(conflict=conflict, entered=entered)
    context = {"page": page, "form": form, "conflict": conflict.messages[0]}
    return render(request, "followups/check_in_edit.html", context, status=CONFLICT)


def _check_in_read(request: LoggedInRequest, page: CheckInPage) -> HttpResponse:
    form = UnlockForm(request.POST if request.method == "POST" and page.can_unlock else None)
    if form.is_valid():
        try:
            unlock_check_in(page.check_in, **form.cleaned_data, actor=request.user, at=page.at)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The month is unlocked for the county board."))
            return redirect("followups:check_in_edit", page.row.month, page.row.slug)
    return render(request, "followups/check_in_read.html", {"page": page, "form": form})
