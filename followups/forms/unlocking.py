"""The forms that unlock a month, or request it."""

from typing import Any

from django import forms
from django.template import Context
from django.utils.translation import gettext_lazy as _

from followups.models import UnlockReason
from ui.layout import SECOND, Div, Submit, drawn
from ui.words import Lazy


def _decline_words(context: Context) -> Lazy:
    return _("Decline the request") if context["page"].waiting else ""


class UnlockForm(forms.Form):
    """Staff's reason to unlock a month."""

    reason = forms.ChoiceField(
        label=_("Why is the month unlocked?"),
        choices=UnlockReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the month is unlocked")},
    )
    helper = drawn(
        "reason",
        Div(
            Submit(_("Unlock the check-in")),
            Submit(_decline_words, SECOND, name="action", value="decline"),
            css_class="row",
        ),
        tag=False,
    )


class UnlockRequestForm(UnlockForm):
    """The county board's reason to write in a locked month."""

    helper = drawn("reason", Div(Submit(_("Ask MÄN to unlock"))), tag=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].label = _("Why does the month need to be unlocked?")
