"""Adapters to allauth: accounts by invitation only, the portal's wording, mail in the person's language."""

import time
import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any, ClassVar
from urllib.parse import urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts import limits
from accounts.actions import end_other_sessions
from accounts.codes import post_code
from accounts.limits import LONG_CODE, REMEMBER
from accounts.models import CodeMail, User
from accounts.requests import today_of
from accounts.roles import KEEPS_COPIES, LONG_SESSION, SESSION_WITH_OTHERS_DATA, needs_second_factor
from audit.security import note
from notifications.actions.queueing import queue
from ui.text import address

SESSION_WITH_OWN_DATA = timedelta(days=7)
REMEMBERED_SESSION = timedelta(days=30)
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
CODE_MAILS = {
    "account/email/login_code": CodeMail.Purpose.LOGIN,
    "account/email/password_reset_code": CodeMail.Purpose.RESET,
}
LONG_CODE_LENGTH = 10
LONG_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"  # none that is read as another, and no words


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """allauth under the portal's rules: no sign-up, sessions of limited length, our wording."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Contact us if you should have access."),
        "email_password_mismatch": _("The e-mail address and the password do not match. Check both."),
        "enter_current_password": _("This is not your current password. Write it again."),
        "incorrect_code": _("The code is not right. Check it. Only the latest code holds."),
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
        """Log in for a fixed time: 12 hours for those who see others' data, else seven or 30 days."""
        is_remembered = request.session.pop(REMEMBER, False)
        super().login(request, user)
        sees_others = needs_second_factor(user, on=today_of(request))
        own = REMEMBERED_SESSION if is_remembered else SESSION_WITH_OWN_DATA
        request.session.set_expiry(SESSION_WITH_OTHERS_DATA if sees_others else own)
        if not sees_others:
            request.session[LONG_SESSION] = True
        if is_remembered:
            request.session[KEEPS_COPIES] = True

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Redirect to the page in the person's own language; the browser is known from now on."""
        response = super().post_login(request, user, **kwargs)
        limits.remember_browser(request, response, user.email)
        proofs = [record["method"] for record in get_authentication_records(request, user)]
        note("login.succeeded", about=user, method="+".join(proofs))
        target = response.get("Location", "")
        if target and not urlsplit(target).netloc:
            response["Location"] = translate_url(target, user.language)
        return response

    def generate_login_code(self) -> str:
        """Return six digits; ten letters and digits where somebody has guessed at this address's codes."""
        if self.request.session.get(LONG_CODE):
            return get_random_string(LONG_CODE_LENGTH, LONG_CODE_LETTERS)
        return super().generate_login_code()

    generate_password_reset_code = generate_login_code

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand a code over to be sent; for an address that nobody has, do as much and send nothing."""
        person = User.objects.filter(email=email.lower(), is_active=True).first()
        purpose = CODE_MAILS.get(template_prefix, CodeMail.Purpose.LOGIN)
        code = context.get("code") or self.generate_login_code()
        now = timezone.now()  # noqa: TID251 -- the code is asked for now
        post_code(person if template_prefix in CODE_MAILS else None, purpose=purpose, code=code, at=now)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try where it belongs: to the person's own browser, or to the network and the address."""
        email = credentials.get("email", "").lower()
        self._login_failed_rl_usage = limits.may(request, "password", email=email)
        if not self._login_failed_rl_usage:
            note("login.refused", about=User.objects.filter(email=email).first(), method="password")
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        """Note a wrong password."""
        user = User.objects.filter(email=credentials.get("email", "").lower()).first()
        note("login.failed", about=user, method="password")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        limits.forget(request, "password", email=credentials["email"].lower())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,  # noqa: ARG002
        email: str | None = None,  # noqa: ARG002
    ) -> None:
        """Notify a person of a changed login method, through the outbox.

        When a second factor is added, all other sessions end, because they have proved only the first.
        """
        now = timezone.now()  # noqa: TID251 -- the method is changed now
        if template_prefix in STEP_ADDED:
            end_other_sessions(user, keep=self.request.session.session_key, actor=user, at=now)
        note(f"user.{template_prefix.rpartition('/')[2]}", about=user)
        notice = {"person": user, "what_happened": SECURITY_NOTICES[template_prefix]}
        queue(kind="security_notice", key=f"security/{uuid.uuid4()}", recipient=user, context=notice, at=now)

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
