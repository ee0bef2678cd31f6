"""Adapters to allauth: accounts by invitation only, the portal's wording, mail in the person's language."""

import logging
import time
from datetime import timedelta
from io import BytesIO
from smtplib import SMTPException
from typing import Any, ClassVar
from urllib.parse import urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts.actions import end_other_sessions
from accounts.models import User
from accounts.requests import today_of
from accounts.roles import LONG_SESSION, SESSION_WITH_OTHERS_DATA, needs_second_factor
from notifications.actions.post import describe
from ui.text import address

SESSION_WITH_OWN_DATA = timedelta(days=7)
# The sentence of each security notice, by the name of allauth's template.
SECURITY_NOTICES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_reset": _("Your password was changed after a code by e-mail."),
    "account/email/password_set": _("A password was added to your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
    "mfa/email/totp_activated": _("An app was connected to your account."),
    "mfa/email/totp_deactivated": _("The app was removed from your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
}
STEP_ADDED = {"mfa/email/totp_activated", "mfa/email/webauthn_added"}
logger = logging.getLogger("portal.accounts")


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """allauth under the portal's rules: no sign-up, sessions of limited length, our wording."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Contact us if you should have access."),
        "email_password_mismatch": _("The e-mail address and the password do not match. Check both."),
        "enter_current_password": _("This is not your current password. Write it again."),
        "incorrect_code": _("The code is not right. Check the digits."),
        "incorrect_password": _("The password is not right. Write it again."),
        "too_many_login_attempts": _("Too many attempts. Wait a while, or log in with a code by e-mail."),
        "rate_limited": _("Too many attempts. Wait a while and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Refuse sign-up: accounts are created by invitation only."""
        return False

    def clean_email(self, email: str) -> str:
        """Return the address in the form in which it is stored."""
        return address(super().clean_email(email))

    def login(self, request: HttpRequest, user: User) -> None:
        """Log in for a fixed time from now: 12 hours for those who see others' data, else seven days."""
        super().login(request, user)
        sees_others = needs_second_factor(user, on=today_of(request))
        request.session.set_expiry(SESSION_WITH_OTHERS_DATA if sees_others else SESSION_WITH_OWN_DATA)
        if not sees_others:
            request.session[LONG_SESSION] = True

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Redirect to the page in the person's own language."""
        response = super().post_login(request, user, **kwargs)
        target = response.get("Location", "")
        if target and not urlsplit(target).netloc:
            response["Location"] = translate_url(target, user.language)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the person's language; if that fails, show a message instead of an error page."""
        if not self._has_sent(template_prefix, email, context):
            messages.error(self.request, gettext("The mail could not be sent. Try again in a few minutes."))
            raise ImmediateHttpResponse(redirect(self.request.get_full_path()))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Notify a person of a changed login method; the change is kept even when the mail fails.

        When a second factor is added, all other sessions end, because they have proved only the first.
        """
        if template_prefix in STEP_ADDED:
            now = timezone.now()  # noqa: TID251 -- the step is added now
            end_other_sessions(user, keep=self.request.session.session_key, actor=user, at=now)
        notice = {**(context or {}), "what_happened": SECURITY_NOTICES[template_prefix]}
        self._has_sent("account/email/security_notice", email or user.email, notice)

    def _has_sent(self, template_prefix: str, email: str, context: dict[str, Any]) -> bool:
        """Send in the person's language, and say whether that succeeded."""
        person = User.objects.filter(email=email).first()
        ours = {
            "person": person,
            "portal_name": settings.PORTAL_NAME,
            "contact_email": settings.CONTACT_EMAIL,
        }
        try:
            with override(person.language if person else settings.LANGUAGE_CODE):
                self.render_mail(template_prefix, email, {**context, **ours}).send()
        except (OSError, SMTPException) as failure:
            # Only the server's answer: a traceback would contain the person's address.
            logger.error("A mail could not be sent: %s: %s", template_prefix, describe(failure))  # noqa: TRY400
            return False
        return True

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return to the account page."""
        return reverse("account")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Require a recent login or a renewed proof.

        allauth skips this for people with neither password nor second factor; they need a new code.
        """
        if _logged_in_lately(self.request):
            return False
        if not get_reauthentication_flows(self.request.user):
            raise ReauthenticationRequired
        return super().is_reauthentication_required(app=app)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Offer a new login by code to people who have no other method."""
        methods = super().get_reauthentication_methods(user)
        if methods or not user.is_authenticated:
            return methods
        return [
            {
                "id": "account_fresh_login",
                "description": gettext("Log in with a new code"),
                "url": reverse("account_fresh_login"),
            }
        ]


class SecondStepAdapter(DefaultMFAAdapter):
    """allauth's second factor with the portal's wording."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
        "incorrect_code": _("The code is not right. Check the digits, or wait for the next code."),
    }

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code on a white ground, so that a camera can read it on a dark page too."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """Suggest a numbered name, so that several passkeys can be told apart."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}


def _logged_in_lately(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < REAUTHENTICATION_TIMEOUT
