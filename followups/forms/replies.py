"""The form of the municipality's own answers."""

from typing import Any, ClassVar

from django import forms
from django.template import Context
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.actions.replies import REPLY_FIELDS
from followups.forms.progress import HINTS, progress_choice
from followups.models import MunicipalReply
from followups.models.answers import TEXT_MAX_LENGTH
from municipalities.models import CountyBoard
from ui.fields import free_text
from ui.layout import Buttons, Fields, Include, Submit, drawn


def _send_words(context: Context) -> str:
    return _("Send the answers to %(county_board)s") % {
        "county_board": context["page"].county_board.short_name
    }


class ReplyForm(forms.Form):
    """Four questions; only the first one is required."""

    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    progress = forms.ChoiceField(
        label=gettext_lazy("How is it going for you?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it is going for you")},
    )
    happened = free_text(
        gettext_lazy("What has happened since last time?"),
        rows=3,
        max_length=TEXT_MAX_LENGTH,
        hint=gettext_lazy("One or two sentences are enough. Write nothing about individual people."),
    )
    need = free_text(gettext_lazy("What do you need?"), rows=2, max_length=1000)
    next_step = free_text(
        gettext_lazy("Next step"),
        rows=2,
        max_length=500,
        hint=gettext_lazy("What is to be done, and by whom?"),
    )

    choices_in_a_row: ClassVar = {"progress"}
    choice_hints: ClassVar = {"progress": HINTS}
    helper = drawn(Fields(), Buttons(Submit(_send_words), Include("includes/draft_status.html")), tag=False)

    def __init__(self, data: Any = None, *, reply: MunicipalReply, county_board: CountyBoard) -> None:
        initial = {name: getattr(reply, name) for name in (*REPLY_FIELDS, "number")}
        super().__init__(data, initial=initial)
        self.fields["progress"].choices = [progress_choice(each) for each in MunicipalReply.Progress]
        readers = _("%(county_board)s, and MÄN when the check-in is done. Can become an official document.")
        self.visible_to = dict.fromkeys(
            ("happened", "need", "next_step"), readers % {"county_board": county_board.short_name}
        )

    @property
    def error_heading(self) -> str:
        """Heading that says how the answers stand before what to correct."""
        return _("The answers are not sent yet")

    @property
    def answers(self) -> dict[str, str]:
        """Answers by name."""
        return {name: self.cleaned_data[name] for name in REPLY_FIELDS}
