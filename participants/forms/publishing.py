"""A form for a session's new time."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models import Session
from ui.layout import Buttons, Include, Link, Submit, drawn


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _clock() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class SessionMoveForm(forms.Form):
    """Day and time of start and end, in Swedish time; a kick-off ends on another day than it starts."""

    error_heading = _("The session is not moved yet")
    helper = drawn(
        "starts_on", "starts", "ends", "ends_on",
        Include("participants/_session_mails.html"),
        Buttons(Submit(_("Move the session")), Link(_("Keep the time"))),
        css_class="stack", data_shortcut=True,
    )  # fmt: skip

    starts_on = forms.DateField(
        label=_("First day"), widget=_day(), error_messages={"required": _("Choose the first day.")}
    )
    starts = forms.TimeField(
        label=pgettext_lazy("time", "Starts at"),
        widget=_clock(),
        error_messages={"required": _("Write when it starts.")},
    )
    ends_on = forms.DateField(
        label=_("Last day"), widget=_day(), required=False, help_text=_("Only when it ends on another day.")
    )
    ends = forms.TimeField(
        label=pgettext_lazy("time", "Ends at"),
        widget=_clock(),
        error_messages={"required": _("Write when it ends.")},
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        starts_at, ends_at = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        initial = {"starts_on": starts_at.date(), "starts": starts_at.time(), "ends": ends_at.time()}
        if ends_at.date() != starts_at.date():
            initial["ends_on"] = ends_at.date()
        super().__init__(*args, **{**kwargs, "initial": initial})

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
