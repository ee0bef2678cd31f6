"""Views on coordinators: list, appoint, end, withdraw."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import LoggedInRequest
from audit.actions import by, hold_for
from municipalities.actions import appoint_by_email, end_coordinator, withdraw_coordinator
from municipalities.forms import CoordinatorEndForm, CoordinatorForm
from municipalities.models import Coordinator, CountyBoard
from municipalities.pages.counties import asked_slug
from municipalities.pages.county_boards import CoordinatorsPage, coordinators_page
from ui.deeds import ConfirmForm, done, holding, result_of, sent
from ui.layout import FormPage, form_page

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
    return form_page(request, form, _appoint_frame(page))


@require_http_methods(GET_OR_POST)
@holding
def coordinator_end(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Set a role's last day."""
    role = _role(request, pk)
    hold_for(request, role.county_board, role)
    form = CoordinatorEndForm(sent(request), role=role)
    ended = result_of(form, lambda: end_coordinator(role, **form.cleaned_data, **by(request)))
    if ended:
        messages.success(request, _("The last day is saved. %(name)s gets a mail.") % {"name": role.user})
        has_left = role.user == request.user and not ended.is_current(on=request.today)
        return redirect("home") if has_left else _back(role.county_board)
    lead = _(
        "From the day after, the person sees nothing of the county. Choose yesterday to close at once. "
        "Drafts stay, and the successor finds them."
    )
    return _role_page(request, form, role, _("Last day of %(name)s"), lead)


@require_http_methods(GET_OR_POST)
def coordinator_withdraw(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Withdraw a role that has not begun, after a page that says what this means."""
    role = _role(request, pk)
    if role.starts_on <= request.today:
        messages.warning(request, _("The role has begun. Give it a last day instead."))
        return redirect("municipalities:coordinator_end", pk)
    form = ConfirmForm(sent(request), button=_("Take back the role"), leave=_("Keep the role"))
    if done(form, withdraw_coordinator, role, **by(request)):
        messages.success(request, _("The role of %(name)s is taken back.") % {"name": role.user})
        return _back(role.county_board)
    lead = _("%(name)s was to begin on %(day)s and is told that it is taken back.")
    lead %= {"name": role.user, "day": date_format(role.starts_on)}
    title = _("Take back the role of %(name)s")
    return _role_page(request, form, role, _("Take back the role of %(name)s?"), lead, title)


def _appoint_frame(page: CoordinatorsPage) -> FormPage:
    return FormPage(
        _("Appoint a stand-in or a coordinator"),
        *_list(page.query),
        hint=page.board.county_name,
        lead=_(
            "The person gets a mail, and sees the county from the first day to the last. "
            "That is also where the drafts are."
        ),
        title=_("Appoint a coordinator in %(county)s") % {"county": page.board.county_name},
    )


def _role_page(
    request: LoggedInRequest, form: BaseForm, role: Coordinator, heading: str, lead: str, title: str = ""
) -> HttpResponse:
    words, board = {"name": role.user}, role.county_board
    back = _list(f"?lan={board.slug}")
    frame = FormPage(heading % words, *back, hint=board.county_name, lead=lead, title=title % words)
    return form_page(request, form, frame)


def _list(query: str) -> tuple[str, str]:
    """Name the list as what one comes back to, with its address."""
    return pgettext("back to", "Coordinators and stand-ins"), reverse(
        "municipalities:coordinator_list"
    ) + query


def _role(request: LoggedInRequest, pk: int) -> Coordinator:
    roles = Coordinator.objects.managed_by(request.user, on=request.today)
    return get_object_or_404(roles.select_related("user", "county_board"), pk=pk)


def _back(county_board: CountyBoard) -> HttpResponse:
    return redirect(_list(f"?lan={county_board.slug}")[1])
