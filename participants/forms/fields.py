"""Fields that several forms ask with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from notifications.working_days import refuse_far_days

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def day_field(label: _StrOrPromise, **options: Any) -> forms.DateField:  # noqa: ANN401
    """A day, chosen or written."""
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
