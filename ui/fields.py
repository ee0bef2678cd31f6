"""Fields that several forms share."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy

from calendars.working_days import refuse_far_days
from ui import text
from ui.personal_numbers import refuse_personal_numbers
from ui.words import Lazy

TOO_LONG = gettext_lazy("The text has %(show_value)d characters. Shorten it to %(limit_value)d")
ODD_ADDRESS = gettext_lazy(
    "Write the address like name@kommun.se, without quotation marks and brackets, and with at most 64 "
    "characters before @."
)
LONGEST_MAILBOX = 64


class Written(forms.CharField):
    """The base of every field that somebody writes in: the text is normalised before it is validated.

    By itself it is a text on one line that is not searched for personal numbers: a telephone number, a
    hidden field.
    """

    normalised: ClassVar[Any] = staticmethod(text.one_line)

    def to_python(self, value: Any) -> Any:
        """Return the text as it is compared and stored."""
        return super().to_python(self.normalised(value) if isinstance(value, str) else value)


class LineField(Written):
    """A text on one line."""

    default_validators: Any = (refuse_personal_numbers,)


class TextField(Written):
    """A text with line breaks, each of them one character whichever way the browser sent it."""

    normalised = staticmethod(text.normal)
    widget = forms.Textarea
    default_validators: Any = (refuse_personal_numbers,)


def validate_address(address: str) -> None:
    """Refuse what is no address, and addresses that the standard allows and nobody uses.

    Raises:
        ValidationError: none, or one with quotes or too much before @, or with brackets after it.
    """
    mailbox, _at, domain = address.rpartition("@")
    if '"' in mailbox or "[" in domain or len(mailbox) > LONGEST_MAILBOX:
        raise ValidationError(ODD_ADDRESS, code="odd_address")
    validate_email(address)


class EmailField(Written, forms.EmailField):
    """An e-mail address in its one form."""

    normalised = staticmethod(text.address)
    default_validators: Any = (validate_address, refuse_personal_numbers)


class LinkField(Written, forms.URLField):
    """An address on the web."""


def free_text(
    label: Lazy, *, rows: int = 0, max_length: int, hint: Lazy = "", missing: Lazy = ""
) -> forms.CharField:
    """Return a field for free text that refuses personal numbers; ``rows`` makes it more than one line.

    It is optional unless ``missing``, the message for an empty field, is given.
    """
    field = TextField if rows else LineField
    return field(
        label=label,
        required=bool(missing),
        max_length=max_length,
        widget=forms.Textarea({"rows": rows}) if rows else forms.TextInput,
        help_text=hint,
        error_messages={"max_length": TOO_LONG, "required": missing},
    )


def day_field(label: Lazy, **options: Any) -> forms.DateField:
    """Return a field for a day, chosen or typed."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[refuse_far_days],
        error_messages={
            "required": gettext_lazy("Choose a day"),
            "invalid": gettext_lazy("Write the date as year-month-day, for example 2026-12-03"),
        },
        **options,
    )
