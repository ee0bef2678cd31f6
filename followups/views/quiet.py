"""The view that dismisses a quiet fact."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import LoggedInRequest
from audit.actions import by
from followups.actions.quiet import dismiss_quiet
from followups.forms.quiet import DismissQuietForm
from followups.pages.quiet import quiet_page
from ui.deeds import done, sent


@require_http_methods(["GET", "HEAD", "POST"])
def quiet_dismiss(request: LoggedInRequest, slug: str, kind: str) -> HttpResponse:
    """Ask for a note, and dismiss the fact until there is a new one."""
    page = quiet_page(request.user, slug, kind, on=request.today)
    form = DismissQuietForm(sent(request), county_board=page.county_board)
    if done(
        form, lambda: dismiss_quiet(page.participation, kind=page.kind, **by(request), **form.cleaned_data)
    ):
        messages.success(request, _("Put aside. It comes back when something new is quiet."))
        return redirect(f"{reverse('reports:followup')}#tyst")
    return render(request, "followups/quiet_dismiss.html", {"page": page, "form": form})
