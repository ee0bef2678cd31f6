"""The form that erases somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.layout import Buttons, Link, Submit, drawn


class EraseForm(forms.Form):
    """A tick, so that no single press erases anybody."""

    is_sure = forms.BooleanField(
        label=_("The person has asked for it, and I know that it is the right person"),
        error_messages={"required": _("Tick the box when you are sure. This cannot be undone.")},
    )
    helper = drawn("is_sure", Buttons(Submit(_("Erase the person")), Link(_("Leave the person as it is"))))
