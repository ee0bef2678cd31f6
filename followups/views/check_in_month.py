"""The view of a county board's month: one row per municipality."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from calendars.months import month_of
from followups.actions.check_in import mark_check_in_done, open_check_in
from followups.forms.check_in import ShortCheckInForm
from followups.pages.month import MonthPage, month_page, staff_month
from followups.views.check_in import conflict_page, page_of, tell_hints
from municipalities.pages.counties import asked_slug
from ui.conflicts import ConflictError
from ui.deeds import result_of, sent


@require_safe
def check_in_month_current(request: LoggedInRequest) -> HttpResponse:
    """Redirect to the current month."""
    return redirect("followups:check_in_month", month_of(request.today))


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_month(request: LoggedInRequest, month: date) -> HttpResponse:
    """Show a county's month; each row has its own form."""
    slug = asked_slug(request.GET)
    if request.user.is_staff and not slug:
        context = {"page": staff_month(month, on=request.today)}
        return render(request, "followups/check_in_month_counties.html", context)
    data = sent(request)
    named = {"done_slug": request.GET.get("klar", ""), "asked_slug": request.GET.get("oppna", "")}
    page = month_page(request.user, month, slug=slug, **named, on=request.today, data=data)
    form = page.posted.form if data is not None else None
    answer = result_of(form, _mark_row_done, request, page, form) if form else None
    return answer or render(request, "followups/check_in_month.html", {"page": page, "form": form})


def _mark_row_done(request: LoggedInRequest, page: MonthPage, form: ShortCheckInForm) -> HttpResponse:
    """Mark one row as done; the following page says so and opens the next one."""
    row, at = page.posted.row, timezone.now()
    check_in = open_check_in(row.participation, month=page.month, actor=request.user, at=at)
    number = form.cleaned_data["number"]
    try:
        mark_check_in_done(check_in, answers=form.answers, number=number, actor=request.user, at=at)
    except ConflictError as conflict:
        return conflict_page(request, page_of(request, page.month, row.slug), form.answers, conflict)
    tell_hints(request, page_of(request, page.month, row.slug))
    asked = {"lan": page.slug} if page.slug else {}
    url = reverse("followups:check_in_month", args=[page.month])
    return redirect(f"{url}?{urlencode(asked | {'klar': row.slug})}")
