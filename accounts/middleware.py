"""The middleware that requires a second factor of everybody who sees other people's data."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.roles import LONG_SESSION, SESSION_WITH_OTHERS_DATA, roles_of

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Pages open without a second factor: setting one up, help with it, and logging out.
OPEN_PAGES = frozenset(
    {
        "help",
        "accessibility",
        "personal_data",
        "account_logout",
        "account_fresh_login",
        "account_reauthenticate",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)


def second_factor_required(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Redirect staff and coordinators without a second factor to the page where they set one up.

    A person who becomes one of them during a long session gets a short one from then on.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *_view: object) -> HttpResponse | None:
        is_long = LONG_SESSION in request.session
        is_asked = settings.SECOND_FACTOR_REQUIRED and not _is_open(request)
        if not (is_long or is_asked) or not _sees_others_data(request):
            return None
        if is_long:
            request.session.set_expiry(SESSION_WITH_OTHERS_DATA)
            del request.session[LONG_SESSION]
        if not is_asked or is_mfa_enabled(request.user, SECOND_FACTORS):
            return None
        messages.warning(request, _("Set up a second step first. It protects other people's data."))
        return redirect("mfa_index")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    return match.url_name in OPEN_PAGES or match.route.startswith("health/")


def _sees_others_data(request: HttpRequest) -> bool:
    roles = roles_of(request)
    return roles["staff"] or roles["reader"] or roles["coordinator"]
