"""The form that dismisses a quiet fact with a note."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.models import CountyBoard
from ui.fields import free_text
from ui.layout import Buttons, Submit, drawn


class DismissQuietForm(forms.Form):
    """The note on why nothing more needs to be done."""

    note = free_text(
        gettext_lazy("What do you know?"),
        rows=3,
        max_length=300,
        hint=gettext_lazy(
            "For example: we have talked, they hand in next week. Write nothing about individual people."
        ),
        missing=gettext_lazy("Write why you put it aside"),
    )

    helper = drawn("note", Buttons(Submit(gettext_lazy("Put aside"))), css_class="stack")

    def __init__(self, data: Any = None, *, county_board: CountyBoard) -> None:
        super().__init__(data)
        readers = _("%(county_board)s and MÄN. Can become an official document.")
        self.visible_to = {"note": readers % {"county_board": county_board.short_name}}
