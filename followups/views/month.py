"""The views of a county board's month: one row per municipality, and its drafts marked as done together."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from calendars.months import month_of
from followups.actions.check_in import mark_check_in_done, mark_draft_done, open_check_in, save_check_in_draft
from followups.forms.check_in import ShortCheckInForm
from followups.forms.promises import ALL_OPEN
from followups.months import Row
from followups.pages.month import MonthPage, month_page, staff_month
from followups.views.check_in import conflict_page, page_of, tell_hints
from municipalities.pages.counties import asked_slug
from ui.conflicts import ConflictError
from ui.dates import month_name
from ui.deeds import result_of, sent
from ui.words import listed


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
    page = month_page(
        request.user, month, slug=slug, **named, on=request.today, data=data, may_only_read=data is None
    )
    form = page.posted.form if data is not None else None
    answer = result_of(form, _mark_row_done, request, page, form) if form else None
    return answer or render(request, "followups/check_in_month.html", {"page": page, "form": form})


def _mark_row_done(request: LoggedInRequest, page: MonthPage, form: ShortCheckInForm) -> HttpResponse:
    """Mark one row as done; the following page says so and opens the next one.

    The button that answers all commitments at once only saves the draft.
    """
    row, at = page.posted.row, timezone.now()
    check_in = open_check_in(row.participation, month=page.month, actor=request.user, at=at)
    number, is_draft = form.cleaned_data["number"], ALL_OPEN in request.POST
    save = save_check_in_draft if is_draft else mark_check_in_done
    try:
        save(check_in, answers=form.answers, number=number, actor=request.user, at=at)
    except ConflictError as conflict:
        return conflict_page(request, page_of(request, page.month, row.slug), form.answers, conflict)
    if not is_draft:
        tell_hints(request, page_of(request, page.month, row.slug))
    asked = {"lan": page.slug} if page.slug else {}
    url = reverse("followups:check_in_month", args=[page.month])
    return redirect(f"{url}?{urlencode(asked | {'oppna' if is_draft else 'klar': row.slug})}")


@require_http_methods(["GET", "HEAD", "POST"])
def drafts_done(request: LoggedInRequest, month: date) -> HttpResponse:
    """Show the drafts; mark those as done that were shown as complete and have not changed since."""
    slug = asked_slug(request.GET)
    page = month_page(request.user, month, slug=slug, on=request.today, may_only_read=False)
    form = page.drafts_form(sent(request))
    if form.is_valid():
        _mark_each(request, [(page.row_of(slug), number) for slug, number in form.numbers.items()])
        return redirect(reverse("followups:check_in_month", args=[month]) + page.query)
    return render(request, "followups/drafts_done.html", {"page": page, "form": form})


def _mark_each(request: LoggedInRequest, drafts: list[tuple[Row, int]]) -> None:
    """Mark each draft by itself: one that is refused stops no other."""
    done, changed = [], []
    for row, number in drafts:
        at = timezone.now()
        check_in = open_check_in(row.participation, month=row.month, actor=request.user, at=at)
        try:
            done.append(mark_draft_done(check_in, number=number, actor=request.user, at=at))
        except ConflictError:
            changed.append(row)
        except ValidationError as refusal:
            messages.warning(request, f"{row.municipality}: {' '.join(refusal.messages)}")
    if done:
        messages.success(request, _done_words(done[0].month, len(done), on=request.today))
    if changed:
        messages.warning(request, _changed_words(changed))


def _changed_words(rows: list[Row]) -> str:
    names = listed(str(row.municipality) for row in rows)
    return _("Somebody changed %(names)s while you read. Look there again.") % {"names": names}


def _done_words(month: date, count: int, *, on: date) -> str:
    return ngettext(
        "%(count)s draft for %(month)s is marked as done.",
        "%(count)s drafts for %(month)s are marked as done.",
        count,
    ) % {"count": count, "month": month_name(month, on=on)}
