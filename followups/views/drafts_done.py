"""The view that marks the drafts of a month as done together."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from followups.actions.check_in import mark_draft_done, open_check_in
from followups.months import Row
from followups.pages.month import drafts_page
from municipalities.pages.counties import asked_slug
from ui.conflicts import ConflictError
from ui.dates import month_name
from ui.deeds import sent
from ui.words import listed


@require_http_methods(["GET", "HEAD", "POST"])
def drafts_done(request: LoggedInRequest, month: date) -> HttpResponse:
    """Show the drafts; mark those as done that were shown as complete and have not changed since."""
    slug = asked_slug(request.GET)
    page = drafts_page(request.user, month, slug=slug, on=request.today)
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
        messages.success(request, _done_words(done[0].month, len(done)))
    if changed:
        messages.warning(request, _changed_words(changed))


def _changed_words(rows: list[Row]) -> str:
    names = listed(str(row.municipality) for row in rows)
    return _("Somebody changed %(names)s while you read. Look there again.") % {"names": names}


def _done_words(month: date, count: int) -> str:
    return ngettext(
        "%(count)s draft for %(month)s is marked as done.",
        "%(count)s drafts for %(month)s are marked as done.",
        count,
    ) % {"count": count, "month": month_name(month)}
