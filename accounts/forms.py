"""The account page's form, and allauth's forms with our labels, hints and messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.limits import LONG_CODE, REMEMBER
from accounts.models import User
from audit.forms import LaterForm
from audit.security import note
from ui.fields import EmailField
from ui.layout import Fields, Submit, drawn
from ui.personal_numbers import refuse_personal_numbers
from ui.text import address, one_line

EMAIL_WORDS = {
    "required": _("Write your e-mail address, for example name@kommun.se"),
    "invalid": _("Write the e-mail address with @, for example name@kommun.se"),
}
MANY_WRONG_CODES = _(
    "There have been many wrong codes from your network. Wait a quarter of an hour, or log in where you "
    "usually do."
)
MANY_CODES = _(
    "You have asked for several codes. Go back and write the newest one, or wait a quarter of an hour."
)


class Described:
    """Words on the fields of a form of allauth's, without its placeholders, which vanish on typing.

    What is pasted into them gets its one form, as in ``ui.fields``.

    ``words`` has by field the label, the hint, attributes of the widget (``attrs``) and, by their codes, the
    messages of errors.
    """

    words: ClassVar[dict[str, dict[str, Any]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.describe(self.words)

    def describe(self, words_of: dict[str, dict[str, Any]]) -> None:
        """Put the words on the fields."""
        for name, words in words_of.items():
            field, errors = self.fields[name], dict(words)
            field.label, field.help_text = errors.pop("label"), errors.pop("hint", "")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs |= errors.pop("attrs", {})
            field.error_messages |= errors
            _normalise(field)
            if name == "name":  # of a passkey
                field.validators.append(refuse_personal_numbers)


def _normalise(field: Any) -> None:
    if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
        read, normalised = field.to_python, address if isinstance(field, forms.EmailField) else one_line
        field.to_python = lambda value: read(normalised(value) if isinstance(value, str) else value)  # type: ignore[method-assign]


def _code(hint: Any, inputmode: str = "numeric") -> dict[str, Any]:
    attrs = {
        "inputmode": inputmode,
        "autocomplete": "one-time-code",
        "autocapitalize": "off",
        "spellcheck": "false",
    }
    return {"label": _("Code"), "hint": hint, "required": _("Write the code"), "attrs": attrs}


EMAIL: dict[str, Any] = {
    **EMAIL_WORDS,
    "label": _("E-mail address"),
    "attrs": {"type": "email", "inputmode": "email", "autocomplete": "email", "spellcheck": "false"},
}
USERNAME = {**EMAIL, "attrs": {**EMAIL["attrs"], "autocomplete": "username"}}
PASSWORD = {"label": _("Password"), "required": _("Write your password")}
OLD_PASSWORD = {"label": _("Current password"), "required": _("Write your current password")}
NEW_PASSWORDS = {
    "password1": {
        "label": _("New password"),
        "hint": _("At least 12 characters. A sentence that only you know is easy to remember."),
        "required": _("Write a new password"),
    },
    "password2": {"label": _("The new password once more"), "required": _("Write the password once more")},
}
SHORT_CODE_WORDS = _code(_("Six digits from the e-mail."))
LONG_CODE_WORDS = _code(_("Ten letters and digits from the e-mail."), inputmode="text")
APP_OR_RECOVERY_CODE = _code(_("Six digits from your app, or a recovery code of eight digits."))


def _helper(label: Any, **attributes: str) -> FormHelper:
    """Lay out a step of the login: where it leads to, the fields, one button."""
    return drawn(
        HTML("{{ redirect_field }}"), Fields(), Submit(label, **attributes), css_class="stack", enter=True
    )


def _remember() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Remember me on this device for 30 days"),
        help_text=_(
            "Not on a device that others use. Whoever sees other people's data is logged out after 12 hours."
        ),
        required=False,
    )


def _may_ask(email: str, action: str) -> None:
    """Refuse too many codes for one address from one place; note how long the next code is."""
    if not limits.may(context.request, action, email=email):
        note("login.refused", about=_person_with(email), method=action)
        raise forms.ValidationError(MANY_CODES)
    context.request.session[LONG_CODE] = limits.needs_long_code(context.request, email)


def _person_with(email: str) -> User | None:
    """Find a person with one question; allauth asks another, and takes longer, where there is none."""
    return User.objects.filter(email=email, is_active=True).first()


class AccountForm(LaterForm, forms.ModelForm):
    """The details that a person may correct; only staff change the address."""

    helper = drawn(Fields(), Submit(_("Save my details")), css_class="stack")

    class Meta:
        model = User
        fields = ("first_name", "last_name", "title", "phone", "language")
        error_messages: ClassVar[Any] = {
            "first_name": {"required": _("Write your first name")},
            "last_name": {"required": _("Write your last name")},
        }
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.carry()

    def _post_clean(self) -> None:
        """Keep the instance unchanged: the action compares the answers with it, and saves."""


class RequestCodeForm(Described, account_forms.RequestLoginCodeForm):
    """The address to which a login code is sent."""

    helper = _helper(_("Send code"))
    words = {"email": EMAIL}

    def clean_email(self) -> str:
        """Return the address, and find who has it."""
        email = get_adapter().clean_email(self.cleaned_data["email"])
        _may_ask(email, "login_code")
        self._user = _person_with(email)
        return email


class ResetCodeForm(Described, account_forms.BaseConfirmCodeForm):
    """The code from the mail about a forgotten password; spaces are ignored."""

    helper = _helper(_("Go on to the new password"))
    words = {"code": SHORT_CODE_WORDS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if context.request.session.get(LONG_CODE):
            self.describe({"code": LONG_CODE_WORDS})
        self.fields["code"].widget.attrs["autofocus"] = True

    @property
    def error_heading(self) -> Any:
        """The heading over a wrong code; a missing one is one thing to correct."""
        return _("The code is not right") if self.has_error("code", "incorrect_code") else ""

    def clean_code(self) -> str:
        """Compare the code, and count a wrong one; after many, refuse for a while without comparing."""
        request, email = context.request, limits.asked_address(context.request)
        if not limits.may(request, "wrong_code", email=email, look=True):
            note("login.refused", about=_person_with(email), method="code")
            raise forms.ValidationError(MANY_WRONG_CODES)
        try:
            return super().clean_code()
        except forms.ValidationError:
            limits.note_wrong_code(request, email)
            note("login.failed", about=_person_with(email), method="code")
            raise


class CodeForm(ResetCodeForm):
    """The login code from the mail."""

    helper = _helper(_("Log in"))
    remember_me = _remember()


class PasswordLoginForm(Described, account_forms.LoginForm):
    """Login with a password instead of a code."""

    helper = _helper(_("Log in"))
    words = {"login": USERNAME, "password": PASSWORD}
    remember_me = _remember()

    def _login_with_password(
        self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, Any]
    ) -> HttpResponse:
        """Log in without allauth's session length: the adapter sets the one for the person's role."""
        request.session[REMEMBER] = self.cleaned_data["remember_me"]
        self._login.redirect_url = redirect_url
        return perform_password_login(request, credentials, self._login)


class ForgottenPasswordForm(Described, account_forms.ResetPasswordForm):
    """The address to which a code for a new password is sent."""

    helper = _helper(_("Send code"))
    words = {"email": EMAIL}

    def clean_email(self) -> str:
        """Return the address, and find who has it."""
        email = get_adapter().clean_email(self.cleaned_data["email"])
        _may_ask(email, "forgotten_password")
        self.users = [person] if (person := _person_with(email)) else []
        return email


class NewPasswordForm(Described, account_forms.ResetPasswordKeyForm):
    """A new password, after a code by mail."""

    helper = _helper(_("Save the password"))
    words = NEW_PASSWORDS


class FirstPasswordForm(Described, account_forms.SetPasswordForm):
    """A first password for somebody who has logged in by code so far."""

    helper = _helper(_("Save the password"))
    words = NEW_PASSWORDS


class ChangedPasswordForm(Described, account_forms.ChangePasswordForm):
    """A change of password, with the current one."""

    helper = _helper(_("Save the password"))
    words = {"oldpassword": OLD_PASSWORD, **NEW_PASSWORDS}


class PasswordAgainForm(Described, account_forms.ReauthenticateForm):
    """The password again, before a sensitive change."""

    helper = _helper(_("Confirm"))
    words = {"password": PASSWORD}


class NotedStep:
    """A step of a login that notes what is wrong: a code, or the answer of a passkey."""

    user: User | None
    step = "second step"

    def clean_code(self) -> Any:
        """Compare the code."""
        with self.noted():
            return super().clean_code()  # type: ignore[misc]

    def clean_credential(self) -> Any:
        """Compare the passkey's answer."""
        with self.noted():
            return super().clean_credential()  # type: ignore[misc]

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note a refusal; ``accounts.passkeys`` notes what allauth cannot read."""
        try:
            yield
        except forms.ValidationError as wrong:
            is_barred = getattr(wrong, "code", "") == "too_many_login_attempts"
            note("login.refused" if is_barred else "login.failed", about=self.user, method=self.step)
            raise


class KeyForm(NotedStep, webauthn_forms.LoginWebAuthnForm):
    """A login with a passkey alone."""

    step = "passkey"


class SecondStepKeyForm(NotedStep, webauthn_forms.AuthenticateWebAuthnForm):
    """The second step of a login: a passkey."""


class SecondStepKeyAgainForm(NotedStep, webauthn_forms.ReauthenticateWebAuthnForm):
    """A passkey again, before a sensitive change."""


class SecondStepForm(NotedStep, Described, mfa_forms.AuthenticateForm):
    """The second step of a login: a code from the app, or one of the recovery codes."""

    helper = _helper(_("Log in"))
    words = {"code": APP_OR_RECOVERY_CODE}


class SecondStepAgainForm(NotedStep, Described, mfa_forms.ReauthenticateForm):
    """The second factor again, before a sensitive change."""

    helper = _helper(_("Confirm"))
    words = {"code": APP_OR_RECOVERY_CODE}


class ActivateAppForm(Described, totp_forms.ActivateTOTPForm):
    """A code from the app, to prove that it has scanned the QR code."""

    helper = _helper(_("Connect the app"))
    words = {"code": _code(_("Six digits that the app shows now."))}


class AddKeyForm(Described, webauthn_forms.AddWebAuthnForm):
    """A new passkey: a phone, a computer or a hardware key."""

    helper = _helper(_("Add a passkey"), type="button", id="mfa_webauthn_add")
    words = {
        "name": {"label": _("Name of the passkey"), "hint": _("For example: My work phone")},
        "passwordless": {
            "label": _("Let me log in with this passkey alone"),
            "hint": _("The device then asks for your finger, face or PIN. You need no code by e-mail."),
        },
    }


class RenameKeyForm(Described, webauthn_forms.EditWebAuthnForm):
    """A new name for a passkey."""

    helper = _helper(_("Save the name"))
    words = {"name": {"label": _("Name of the passkey"), "required": _("Write a name for the passkey")}}


class ChangeEmailForm(LaterForm, forms.Form):
    """A new address for a person, given by staff; its page says which one holds, and the field is empty."""

    email = EmailField(label=_("New e-mail address"), error_messages=EMAIL_WORDS)
    helper = drawn("email", tag=False)

    def __init__(self, *args: Any, shown: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.shown = shown
        self.carry()


class RightsForm(LaterForm, forms.Form):
    """The rights of one person at MÄN, changed by a system owner."""

    RIGHTS = (
        ("none", _("No rights of MÄN's")),
        ("reader", _("Numbers only")),
        ("staff", _("Colleague")),
        ("owner", _("System owner")),
    )

    rights = forms.ChoiceField(label=_("Rights"), choices=RIGHTS, widget=forms.RadioSelect)
    helper = drawn("rights", tag=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.carry()

    @staticmethod
    def held_by(user: User) -> str:
        """Return the rights that somebody has."""
        held = {"owner": user.is_superuser, "staff": user.is_staff, "reader": user.is_reader, "none": True}
        return next(name for name, holds in held.items() if holds)

    @property
    def chosen(self) -> dict[str, Any]:
        """The chosen rights, as the action takes them."""
        chosen = self.cleaned_data["rights"]
        return {
            "is_staff": chosen in ("staff", "owner"),
            "is_superuser": chosen == "owner",
            "is_reader": chosen == "reader",
        }
