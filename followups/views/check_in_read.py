"""One municipality's check-in as text, for those who read it; staff unlock a locked month here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from followups.actions import unlock_check_in
from followups.forms import UnlockForm, add_refusal

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.requests import LoggedInRequest
    from followups.pages import CheckInPage


def check_in_read(request: LoggedInRequest, page: CheckInPage) -> HttpResponse:
    """Show what was marked done. The address is the form's: who may write gets that instead."""
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
