"""The view of the statistics on support."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import LoggedInRequest
from accounts.roles import require_staff
from reports.pages.support_use import support_use_page


@require_safe
def support_use(request: LoggedInRequest) -> HttpResponse:
    """Show which support is used, and whether it helps."""
    require_staff(request.user)
    return render(request, "reports/support_use.html", {"page": support_use_page()})
