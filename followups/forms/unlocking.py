"""Forms for opening a locked month again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followups.models import UnlockReason


class UnlockForm(forms.Form):
    """Staff say why a locked month is opened again."""

    reason = forms.ChoiceField(
        label=_("Why is the month unlocked?"),
        choices=UnlockReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the month is unlocked")},
    )


class UnlockRequestForm(UnlockForm):
    """The county board says why it wants to write in a month that is locked."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].label = _("Why does the month need to be unlocked?")
