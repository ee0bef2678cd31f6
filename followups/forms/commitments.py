"""The forms of one commitment: made beside a check-in, ticked, corrected and dropped."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.forms import LaterForm
from followups.models import Commitment, Owner
from municipalities.models import CountyBoard
from programmes.models import Session
from ui.fields import day_field, free_text
from ui.layout import Buttons, Fields, Submit, drawn


class NewCommitmentForm(forms.Form):
    """A new commitment: text, owner and day; a municipality may also name the session it comes from."""

    text = free_text(
        gettext_lazy("What have you agreed on?"),
        max_length=300,
        hint=gettext_lazy("Write nothing about individual people."),
        missing=gettext_lazy("Write what you have agreed on"),
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who is to do it?"))
    due_on = day_field(gettext_lazy("By when?"), required=False)
    session = forms.ModelChoiceField(
        Session.objects.none(),
        label=gettext_lazy("This is what we try after the session"),
        required=False,
        empty_label=gettext_lazy("No session"),
    )
    is_shared = forms.BooleanField(
        label=gettext_lazy("May be shown to the cohort"),
        required=False,
        help_text=gettext_lazy("The other municipalities then read the sentence and the name of yours."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        owners: list[Owner],
        sessions: QuerySet[Session],
        county_board: CountyBoard | None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["owner"].choices = [(owner.value, owner.label) for owner in owners]
        if len(owners) <= 1:
            del self.fields["owner"]
        self.fields["session"].queryset = sessions
        if owners != [Owner.MUNICIPALITY]:
            del self.fields["session"], self.fields["is_shared"]
        readers = _("MÄN and the participant.")
        if county_board is not None:
            readers = _("%(county_board)s, MÄN and the municipality.") % {
                "county_board": county_board.short_name
            }
        self.visible_to = {name: readers for name in ("text", "word") if name in self.fields}

    @cached_property
    def helper(self) -> FormHelper:
        """Lay out the fields that this person is asked for."""
        return drawn(Fields(), Buttons(Submit(_("Save"))), css_class="stack")


class CommitmentForm(LaterForm, NewCommitmentForm):
    """The state of one commitment, a comment, and what may be corrected in it."""

    state = forms.ChoiceField(
        label=gettext_lazy("What became of it?"),
        choices=Commitment.State.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what became of the commitment")},
    )
    word = free_text(
        gettext_lazy("A word about it"),
        max_length=200,
        hint=gettext_lazy("Write nothing about individual people."),
    )

    together = True
    field_order = ("state", "word", "text")
    choices_in_a_row: ClassVar = {"state"}

    def __init__(self, data: Any = None, *, commitment: Commitment, **about: Any) -> None:
        names = ("state", "word", "text", "owner", "due_on", "session", "is_shared")
        super().__init__(data, initial={name: getattr(commitment, name) for name in names}, **about)
        self.carry()
