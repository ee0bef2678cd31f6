"""The forms that unlock a month, or request it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followups.models import UnlockReason


class UnlockForm(forms.Form):
    """Staff's reason to unlock a month."""

    reason = forms.ChoiceField(
        label=_("Why is the month unlocked?"),
        choices=UnlockReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the month is unlocked")},
    )


class UnlockRequestForm(UnlockForm):
    """The county board's reason to write in a locked month."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].label = _("Why does the month need to be unlocked?")
