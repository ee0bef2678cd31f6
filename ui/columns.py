"""Model fields for what people write: every text is stored, checked and searched in its normal form.

A form made from such a field normalises too, and so does a row that no form made: saving it, updating a
queryset and comparing in a filter go through the same function. Personal numbers are refused by
``full_clean``, which our actions call. Choices, codes and slugs, which no person writes, stay Django's own.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models.lookups import Regex

from ui import fields, text


class Written(models.Field):
    """The base: ``normalised`` is the function that gives a text its one form, ``form_class`` its form field.

    Migrations see Django's own field, which makes the same column.
    """

    normalised: ClassVar[Any] = staticmethod(text.one_line)
    form_class: ClassVar[type[fields.Written]] = fields.Written

    def to_python(self, value: Any) -> Any:
        """Return the text as it is stored; ``full_clean`` sets it on the row."""
        return self._normal(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        """Return the text as it is stored, for the database and to compare with what stands there."""
        return self._normal(super().get_prep_value(value))

    def formfield(self, **options: Any) -> Any:
        """Return a form field that normalises before it validates."""
        return super().formfield(**{"form_class": self.form_class, **options})

    def deconstruct(self) -> Any:
        """Name Django's own field, so that no migration depends on this file."""
        name, _path, args, options = super().deconstruct()
        own = next(one for one in type(self).__mro__ if one.__module__.startswith("django."))
        return name, f"django.db.models.{own.__name__}", args, options

    def _normal(self, value: Any) -> Any:
        return self.normalised(value) if isinstance(value, str) else value


class Line(Written, models.CharField):
    """A text on one line."""

    form_class = fields.LineField
    default_validators = fields.LineField.default_validators


class Phone(Written, models.CharField):
    """A telephone number; not searched for personal numbers, which some look like."""


class Lines(Written, models.CharField):
    """A short text that may have line breaks."""

    normalised = staticmethod(text.normal)
    form_class = fields.TextField
    default_validators = fields.TextField.default_validators


class Text(Written, models.TextField):
    """A text with line breaks."""

    normalised = staticmethod(text.normal)
    form_class = fields.TextField
    default_validators = fields.TextField.default_validators


class Email(Written, models.EmailField):
    """An e-mail address in its one form, so that the same address is the same text."""

    normalised = staticmethod(text.address)
    form_class = fields.EmailField
    default_validators = fields.EmailField.default_validators


class Link(Written, models.URLField):
    """An address on the web."""

    form_class = fields.LinkField


class Finds(Regex):
    """``icontains`` of these columns, which takes no notice of accents either."""

    def get_prep_lookup(self) -> str:
        """Return what is looked for as a regular expression."""
        return text.pattern(str(self.rhs))


Written.register_lookup(Finds, "icontains")
