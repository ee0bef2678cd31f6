"""Views on coordinators: list, appoint, end, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from audit.actions import by
from municipalities.actions import appoint_by_email, end_coordinator, withdraw_coordinator
from municipalities.forms.coordinators import CoordinatorEndForm, CoordinatorForm
from municipalities.models import Coordinator, CountyBoard
from municipalities.pages.coordinators import coordinators_page
from municipalities.pages.counties import asked_slug
from ui.deeds import ConfirmForm, done, result_of, sent

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def coordinator_list(request: LoggedInRequest) -> HttpResponse:
    """Show the present and coming coordinators."""
    page = coordinators_page(request.user, asked_slug(request.GET), on=request.today)
    return render(request, "municipalities/coordinator_list.html", {"page": page})


@require_http_methods(GET_OR_POST)
def coordinator_appoint(request: LoggedInRequest) -> HttpResponse:
    """Appoint a stand-in or a colleague; stand-ins may not."""
    page = coordinators_page(request.user, asked_slug(request.GET), on=request.today)
    if not page.can_manage:
        raise Http404
    form = CoordinatorForm(sent(request), on=request.today)
    role = result_of(form, lambda: appoint_by_email(page.board, **form.answers, **by(request)))
    if role:
        messages.success(request, _("%(name)s is appointed and gets a mail.") % {"name": role.user})
        return _back(role.county_board)
    return render(request, "municipalities/coordinator_appoint.html", {"page": page, "form": form})


@require_http_methods(GET_OR_POST)
def coordinator_end(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Set a role's last day."""
    role = _role(request, pk)
    form = CoordinatorEndForm(sent(request), initial={"ends_on": role.ends_on})
    ended = result_of(form, lambda: end_coordinator(role, **form.cleaned_data, **by(request)))
    if ended:
        messages.success(request, _("The last day is saved. %(name)s gets a mail.") % {"name": role.user})
        has_left = role.user == request.user and not ended.is_current(on=request.today)
        return redirect("home") if has_left else _back(role.county_board)
    return render(request, "municipalities/coordinator_end.html", {"role": role, "form": form})


@require_http_methods(GET_OR_POST)
def coordinator_withdraw(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Withdraw a role that has not begun, after a page that says what this means."""
    role = _role(request, pk)
    if role.starts_on <= request.today:
        messages.warning(request, _("The role has begun. Give it a last day instead."))
        return redirect("municipalities:coordinator_end", pk)
    form = ConfirmForm(sent(request))
    if done(form, withdraw_coordinator, role, **by(request)):
        messages.success(request, _("The role of %(name)s is taken back.") % {"name": role.user})
        return _back(role.county_board)
    return render(request, "municipalities/coordinator_withdraw.html", {"role": role, "form": form})


def _role(request: LoggedInRequest, pk: int) -> Coordinator:
    roles = Coordinator.objects.managed_by(request.user, on=request.today)
    return get_object_or_404(roles.select_related("user", "county_board"), pk=pk)


def _back(county_board: CountyBoard) -> HttpResponse:
    return redirect(f"{reverse('municipalities:coordinator_list')}?lan={county_board.slug}")
