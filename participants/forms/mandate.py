"""Forms of the mandate log: a new row, and the last day of one."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.forms import LaterForm
from participants.models import MandateEntry, StoredFile
from programmes.models import Participation
from ui.fields import day_field, free_text
from ui.file_fields import SharedFileField
from ui.layout import Buttons, Fields, Submit, drawn

Kind = MandateEntry.Kind


class MandateForm(forms.Form):
    """A decision, an agreement or the process leader's share of time."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want to write down?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you want to write down")},
    )
    decided_on = day_field(gettext_lazy("Date"))
    ends_on = day_field(
        gettext_lazy("Valid until"),
        required=False,
        help_text=gettext_lazy("Empty when it holds until further notice."),
    )
    share_of_time = forms.IntegerField(
        label=gettext_lazy("Share of full time, percent"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("Only for the process leader's share of time."),
    )
    decided_by = free_text(
        gettext_lazy("Decided by"), max_length=120, hint=gettext_lazy("For example the executive board.")
    )
    registry_number = free_text(gettext_lazy("The municipality's registry number"), max_length=60)
    note = free_text(
        gettext_lazy("Note"),
        max_length=300,
        hint=gettext_lazy("For example what you correct. Write nothing about individual people."),
    )
    file = SharedFileField(
        label=gettext_lazy("File"),
        required=False,
        may_wait=True,
        help_text=gettext_lazy("For example the minutes as pdf. At most 20 MB."),
    )

    kept = forms.ModelChoiceField(
        queryset=StoredFile.objects.none(), required=False, widget=forms.HiddenInput
    )

    choices_in_a_row: ClassVar = {"kind"}
    helper = drawn(Fields(), Buttons(Submit(gettext_lazy("Save in the mandate log"))))

    def __init__(
        self, data: Any = None, files: Any = None, *, participation: Participation, user: User
    ) -> None:
        super().__init__(data, files)
        self.fields["kept"].queryset = StoredFile.objects.kept_for(user)
        board = participation.cohort.county_board
        readers = _("%(county_board)s, MÄN and the municipality's process leader.") % {"county_board": board}
        self.visible_to = dict.fromkeys(("decided_by", "note", "file"), readers)

    def clean(self) -> dict[str, Any]:
        """Require a share of time for its own kind, and refuse it for others."""
        data = super().clean() or self.cleaned_data
        self.errors.pop("kept", None)  # held by an entry by now, or forgotten: the file is chosen again
        is_share = data.get("kind") == Kind.SHARE_OF_TIME
        if "kind" in data and "share_of_time" not in self.errors:
            if is_share and data.get("share_of_time") is None:
                self.add_error("share_of_time", _("Write the share of time as a percentage from 1 to 100."))
            if not is_share and data.get("share_of_time") is not None:
                self.add_error(
                    "share_of_time", _("Leave this empty, or choose the process leader's share of time.")
                )
        return data

    def keep(self, stored: StoredFile) -> None:
        """Remember the file of a refused form, so that it need not be chosen again."""
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data["kept"] = str(stored.pk)
        words = _("%(name)s is saved. You need not choose it again.")
        self["file"].help_text = words % {"name": stored.name}

    def deed(self) -> dict[str, Any]:
        """Return the answers by the names of the action's arguments."""
        data = dict(self.cleaned_data)
        kept = data.pop("kept", None)
        return data | {"file": data["file"] or kept}


class MandateEndForm(LaterForm, forms.Form):
    """The day on which an entry ends; the one that is written down already is filled in."""

    ends_on = day_field(
        gettext_lazy("Valid until"),
        help_text=gettext_lazy("Was the row wrong from the beginning? Choose its own first day."),
    )
    helper = drawn("ends_on", Buttons(Submit(gettext_lazy("Save the last day"))))

    def __init__(self, data: Any = None, *, entry: MandateEntry) -> None:
        super().__init__(data, initial={"ends_on": entry.ends_on})
        self.carry()
