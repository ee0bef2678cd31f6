"""Forms of a session: its attendance, and its new time."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.forms import LaterForm
from municipalities.models import Municipality
from participants.models import Attendance, Enrolment
from programmes.models import Session
from ui.fields import day_field
from ui.layout import Buttons, Include, Link, Section, Submit, drawn
from ui.words import Lazy


class AttendanceForm(LaterForm, forms.Form):
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
        self.carry()
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


def _clock(label: Lazy, missing: Lazy) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=widget, error_messages={"required": missing})


class SessionMoveForm(LaterForm, forms.Form):
    """Day and time of start and end, in Swedish time; a kick-off ends on another day than it starts."""

    together = True
    error_heading = _("The session is not moved yet")
    helper = drawn(
        "starts_on", "starts", "ends", "ends_on",
        Include("participants/_session_mails.html"),
        Buttons(Submit(_("Move the session")), Link(_("Keep the time"))),
        css_class="stack", data_shortcut=True,
    )  # fmt: skip

    starts_on = day_field(_("First day"))
    starts = _clock(pgettext_lazy("time", "Starts at"), _("Write when it starts."))
    ends_on = day_field(_("Last day"), required=False, help_text=_("Only when it ends on another day."))
    ends = _clock(pgettext_lazy("time", "Ends at"), _("Write when it ends."))

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        starts_at, ends_at = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        initial = {"starts_on": starts_at.date(), "starts": starts_at.time(), "ends": ends_at.time()}
        if ends_at.date() != starts_at.date():
            initial["ends_on"] = ends_at.date()
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.carry()

    def clean(self) -> dict[str, Any]:
        """Combine days and times; refuse a time that the change of clocks skips or repeats."""
        data = super().clean() or {}
        if self.errors:
            return data
        data["starts_at"] = self._moment("starts", data["starts_on"], data["starts"])
        data["ends_at"] = self._moment("ends", data["ends_on"] or data["starts_on"], data["ends"])
        if not self.errors and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends", _("The session must end after it starts."))
        return data

    @property
    def times(self) -> dict[str, Any]:
        """The answers by the names of the action's arguments."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at")}

    def _moment(self, field: str, day: date, clock: time) -> datetime | None:
        try:
            return from_current_timezone(datetime.combine(day, clock))
        except ValidationError:
            self.add_error(field, _("The clocks change at that time. Choose another time."))
            return None
