"""Attendance: one row of choices per person, with everybody preset as present."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from municipalities.models import Municipality
from participants.models import Attendance, Enrolment
from ui.layout import Buttons, Section, Submit, drawn


class AttendanceForm(forms.Form):
    """One field per enrolment; ``noted`` are the saved values."""

    def __init__(
        self, *args: Any, enrolments: Iterable[Enrolment], noted: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.enrolments = list(enrolments)
        self.is_new = not noted
        for enrolment in self.enrolments:
            self.fields[f"status_{enrolment.pk}"] = forms.ChoiceField(
                label=str(enrolment.user),
                choices=Attendance.Status.choices,
                initial=noted.get(enrolment.pk, Attendance.Status.PRESENT),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose how %(name)s attended.") % {"name": enrolment.user}},
            )
        sections = [
            Section(f"kommun-{place.pk}", place, *(field.name for field in people), css_class="roll")
            for place, people in self.groups()
        ]
        save = Buttons(Submit(_("Save attendance")))
        self.helper = drawn(*sections, save, css_class="stack-5", data_shortcut=True)

    def groups(self) -> Iterator[tuple[Municipality, list[BoundField]]]:
        """Yield the people of each municipality, in the order of ``enrolments``."""
        for municipality, people in groupby(self.enrolments, key=lambda enrolment: enrolment.municipality):
            yield municipality, [self[f"status_{enrolment.pk}"] for enrolment in people]

    @property
    def statuses(self) -> dict[int, str]:
        """The chosen values, by enrolment."""
        return {enrolment.pk: self.cleaned_data[f"status_{enrolment.pk}"] for enrolment in self.enrolments}
