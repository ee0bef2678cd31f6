"""The account page's form, and allauth's forms with our labels, hints and messages."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.internal.flows.login import perform_password_login
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ui.layout import Fields, Submit, drawn

EMAIL_WORDS = {
    "required": _("Write your e-mail address, for example name@kommun.se"),
    "invalid": _("Write the e-mail address with @, for example name@kommun.se"),
}
MANY_CODES = _(
    "You have asked for several codes. Go back and write the newest one, or wait a quarter of an hour."
)


def _describe(field: forms.Field, label: Any, hint: Any = "", **errors: Any) -> forms.Field:
    """Set our label and hint on a field of allauth's; remove the placeholder, which vanishes on typing."""
    field.label, field.help_text = label, hint
    field.error_messages.update(errors)
    field.widget.attrs.pop("placeholder", None)
    return field


def _helper(label: Any, **attributes: str) -> FormHelper:
    """Lay out a step of the login: where it leads to, the fields, one button."""
    return drawn(HTML("{{ redirect_field }}"), Fields(), Submit(label, **attributes), css_class="stack")


def _describe_email(field: forms.Field) -> None:
    _describe(field, _("E-mail address"), **EMAIL_WORDS)
    field.widget.attrs |= {
        "type": "email",
        "inputmode": "email",
        "autocomplete": "email",
        "spellcheck": "false",
    }


def _describe_code(field: forms.Field, hint: Any = "", inputmode: str = "numeric") -> None:
    _describe(field, _("Code"), hint, required=_("Write the code"))
    field.widget.attrs |= {
        "inputmode": inputmode,
        "autocomplete": "one-time-code",
        "autocapitalize": "off",
        "spellcheck": "false",
    }


def _describe_new_passwords(fields: dict[str, forms.Field]) -> None:
    hint = _("At least 12 characters. A sentence that only you know is easy to remember.")
    _describe(fields["password1"], _("New password"), hint, required=_("Write a new password"))
    _describe(
        fields["password2"], _("The new password once more"), required=_("Write the password once more")
    )


class AccountForm(forms.ModelForm):
    """The details that a person may correct; only staff change the address."""

    helper = drawn(Fields(), Submit(_("Save my details")), css_class="stack")

    class Meta:
        model = User
        fields = ("first_name", "last_name", "title", "phone", "language")
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def _post_clean(self) -> None:
        """Keep the instance unchanged: the action compares the answers with it, and saves."""


class RequestCodeForm(account_forms.RequestLoginCodeForm):
    """The address to which a login code is sent."""

    helper = _helper(_("Send code"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe_email(self.fields["email"])

    def clean_email(self) -> str:
        """Return the address; explain the refusal when somebody asks for too many codes."""
        try:
            return super().clean_email()
        except forms.ValidationError as refusal:
            if getattr(refusal, "code", "") != "too_many_login_attempts":
                raise
            raise forms.ValidationError(MANY_CODES) from None


class CodeForm(account_forms.BaseConfirmCodeForm):
    """The login code from the mail; spaces are ignored."""

    helper = _helper(_("Log in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe_code(self.fields["code"], _("Six digits from the e-mail."))


class ResetCodeForm(CodeForm):
    """The code from the mail about a forgotten password."""

    helper = _helper(_("Go on to the new password"))


class PasswordLoginForm(account_forms.LoginForm):
    """Login with a password instead of a code."""

    helper = _helper(_("Log in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe_email(self.fields["login"])
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        _describe(self.fields["password"], _("Password"), required=_("Write your password"))

    def _login_with_password(
        self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, Any]
    ) -> HttpResponse:
        """Log in without allauth's session length: the adapter sets the one for the person's role."""
        self._login.redirect_url = redirect_url
        return perform_password_login(request, credentials, self._login)


class ForgottenPasswordForm(account_forms.ResetPasswordForm):
    """The address to which a code for a new password is sent."""

    helper = _helper(_("Send code"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe_email(self.fields["email"])


class NewPasswordForm(account_forms.ResetPasswordKeyForm):
    """A new password, after a code by mail."""

    helper = _helper(_("Save the password"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe_new_passwords(self.fields)


class FirstPasswordForm(account_forms.SetPasswordForm):
    """A first password for somebody who has logged in by code so far."""

    helper = _helper(_("Save the password"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe_new_passwords(self.fields)


class ChangedPasswordForm(account_forms.ChangePasswordForm):
    """A change of password, with the current one."""

    helper = _helper(_("Save the password"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(
            self.fields["oldpassword"], _("Current password"), required=_("Write your current password")
        )
        _describe_new_passwords(self.fields)


class PasswordAgainForm(account_forms.ReauthenticateForm):
    """The password again, before a sensitive change."""

    helper = _helper(_("Confirm"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["password"], _("Password"), required=_("Write your password"))


class SecondStepForm(mfa_forms.AuthenticateForm):
    """The second step of a login: a code from the app, or one of the recovery codes."""

    helper = _helper(_("Log in"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe_code(
            self.fields["code"], _("Six digits from your app, or a recovery code of eight digits.")
        )


class SecondStepAgainForm(mfa_forms.ReauthenticateForm):
    """The second factor again, before a sensitive change."""

    helper = _helper(_("Confirm"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe_code(
            self.fields["code"], _("Six digits from your app, or a recovery code of eight digits.")
        )


class ActivateAppForm(totp_forms.ActivateTOTPForm):
    """A code from the app, to prove that it has scanned the QR code."""

    helper = _helper(_("Connect the app"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe_code(self.fields["code"], _("Six digits that the app shows now."))


class AddKeyForm(webauthn_forms.AddWebAuthnForm):
    """A new passkey: a phone, a computer or a hardware key."""

    helper = _helper(_("Add a passkey"), type="button", id="mfa_webauthn_add")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["name"], _("Name of the passkey"), _("For example: My work phone"))
        _describe(
            self.fields["passwordless"],
            _("Let me log in with this passkey alone"),
            _("The device then asks for your finger, face or PIN. You need no code by e-mail."),
        )


class RenameKeyForm(webauthn_forms.EditWebAuthnForm):
    """A new name for a passkey."""

    helper = _helper(_("Save the name"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self.fields["name"], _("Name of the passkey"), required=_("Write a name for the passkey"))


class ChangeEmailForm(forms.Form):
    """A new address for a person, given by staff."""

    email = forms.EmailField(label=_("New e-mail address"), error_messages=EMAIL_WORDS)
    helper = drawn("email", tag=False)
