"""The form for the outcome of a commitment, on its own page between check-ins."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.models import Commitment, CommitmentOutcome
from municipalities.models import CountyBoard
from ui.fields import day_field, free_text
from ui.layout import Buttons, Submit, drawn


def commitment_readers(county_board: CountyBoard | None) -> str:
    """Return who can read a commitment."""
    name = county_board.short_name if county_board else ""
    return _("%(county_board)s, MÄN and the municipality.") % {"county_board": name}


class CommitmentForm(forms.Form):
    """The outcome of one commitment, a comment, and the new day when it was moved."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it?"),
        choices=CommitmentOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what became of the commitment")},
    )
    word = free_text(
        gettext_lazy("A word about it"),
        max_length=200,
        hint=gettext_lazy("Write nothing about individual people."),
    )
    due_on = day_field(gettext_lazy("New day, if it was moved"), required=False)

    choices_in_a_row: ClassVar = {"outcome"}
    helper = drawn(
        "outcome", "word", "due_on", Buttons(Submit(gettext_lazy("Save the answer"))), css_class="stack"
    )

    def __init__(self, data: Any = None, *, commitment: Commitment) -> None:
        closed = commitment.state != Commitment.State.OPEN
        initial = {"word": commitment.word, "outcome": commitment.state if closed else ""}
        super().__init__(data, initial=initial)
        self.visible_to = {"word": commitment_readers(commitment.participation.cohort.county_board)}
