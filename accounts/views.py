"""The page of one's own account, and the steps of the login that differ from allauth's."""

import time
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account import views as allauth_views
from allauth.account.internal.flows.logout import logout
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, clear_login, get_pending_stage
from allauth.account.stages import LoginByCodeStage
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import codes
from accounts.actions import update_profile
from accounts.forms import AccountForm
from accounts.limits import REMEMBER
from accounts.models import User
from accounts.names import show_name
from accounts.requests import LoggedInRequest
from accounts.roles import require_staff
from audit.actions import hold_for
from ui.deeds import holding, sent


@require_http_methods(["GET", "POST"])
@holding
def account(request: HttpRequest) -> HttpResponse:
    """Show people their own details, and let them correct these."""
    user = cast("User", request.user)
    hold_for(request, user)
    form = AccountForm(sent(request), instance=user)
    if form.is_valid():
        update_profile(user, **form.cleaned_data, actor=user, at=timezone.now())
        messages.success(request, _("Your details are saved."))
        return redirect(translate_url(reverse("account"), form.cleaned_data["language"]))
    return render(request, "accounts/account.html", {"form": form}, status=form.status)


@require_POST
def person_name(request: LoggedInRequest, pk: int) -> HttpResponse:
    """Show staff the person's page with the name, also where it is protected; the trail keeps that."""
    require_staff(request.user)
    user = get_object_or_404(User, pk=pk)
    show_name(request, user)
    return redirect("admin:accounts_user_change", user.pk)


@login_not_required
def account_request_login_code(request: HttpRequest) -> HttpResponse:
    """Send a login code; asking again, for the same address or another, starts afresh."""
    stage = get_pending_stage(request)
    if request.method != "POST" or not stage or stage.key != LoginByCodeStage.key:
        return allauth_views.request_login_code(request)
    pending = request.session[LOGIN_SESSION_KEY]
    clear_login(request)
    response = allauth_views.request_login_code(request)
    if response.status_code == HTTPStatus.OK:  # refused: the code that was sent before still works
        request.session[LOGIN_SESSION_KEY] = pending
    return response


class ConfirmLoginCode(allauth_views.ConfirmLoginCodeView):
    """allauth's page for the code, with "Remember me" and a sentence after the third wrong code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say so while the mail server does not answer."""
        return {**super().get_context_data(**kwargs), "codes_are_slow": codes.are_slow(at=timezone.now())}

    def form_valid(self, form: Form) -> HttpResponse:
        """Note whether to remember the device, also past a second step."""
        self.request.session[REMEMBER] = form.cleaned_data.get("remember_me", False)
        return super().form_valid(form)

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show the form again; a code that was wrong three times is given up, and no wait is needed."""
        if self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form))
        messages.error(self.request, _("The code was wrong three times. Send a new code."))
        return redirect("account_request_login_code")


confirm_login_code = ConfirmLoginCode.as_view()


@login_not_required
def account_confirm_login_code(request: HttpRequest) -> HttpResponse:
    """Check the code; an expired one gets a message and a link to a new one."""
    stage = get_pending_stage(request)
    asked_at = stage.state.get("at") if stage and stage.key == LoginByCodeStage.key else None
    if asked_at and time.time() - asked_at > app_settings.LOGIN_BY_CODE_TIMEOUT:
        messages.error(request, _("The code has expired. Send a new code."))
    return confirm_login_code(request)


@login_not_required
@require_POST
def account_logout(request: HttpRequest) -> HttpResponse:
    """Log out, by POST only."""
    return allauth_views.logout(request)


@require_http_methods(["GET", "POST"])
def account_fresh_login(request: HttpRequest) -> HttpResponse:
    """Ask a person without password or second factor for a new code before they change their login."""
    target = get_next_redirect_url(request) or reverse("mfa_index")
    if request.method == "POST":
        logout(request)
        return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': target})}")
    return render(request, "accounts/account_fresh_login.html", {"next": target})
