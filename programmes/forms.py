"""The forms on the public page, of pauses and of a county board's settings, and forms of the admin."""

from typing import Any, ClassVar

from django import forms
from django.template import Context
from django.utils.translation import gettext_lazy as _

from audit.forms import LaterForm, TrailForm
from calendars.months import LATEST_DUE_DAY
from municipalities.forms import WRONG_EMAIL, months_off_field, working_days_field
from municipalities.models import CountyBoard, Municipality
from programmes.models import Enquiry, ParticipationPause, Programme, TrainingKind
from ui.fields import Written, day_field, free_text
from ui.file_fields import FileInput, SharedFileField
from ui.layout import Buttons, Div, Fields, Include, Section, Submit, Text, drawn
from ui.uploads.receiving import CleanFile
from ui.uploads.sentences import refusal
from ui.words import Lazy

UNAFFECTED = _("Earlier months are not affected. Reminders change at once.")
TRAP = "website"


class EnquiryForm(forms.ModelForm):
    """An enquiry. ``website`` is a trap: people do not see it, robots fill it in, and so may a browser."""

    website = Written(label=_("Leave this field empty"), required=False)

    visible_to: ClassVar[dict[str, Any]] = {"message": _("those at MÄN who answer enquiries")}
    not_optional: ClassVar = {"municipality", TRAP}
    helper = drawn(
        Div(
            "programme", "municipality", "name", "email", "phone", "organisation", "message",
            Div(TRAP, css_class="trap", aria_hidden="true"),
        ),
        Include("programmes/_enquiry_privacy.html"),
        Submit(_("Send the enquiry")),
        css_class="stack-5",
    )  # fmt: skip

    class Meta:
        model = Enquiry
        fields = ("programme", "municipality", "name", "email", "phone", "organisation", "message")
        widgets = {"programme": forms.RadioSelect}
        labels = {
            "programme": _("Which training is it about?"),
            "municipality": _("Your municipality"),
            "name": _("Your name"),
            "email": _("Your e-mail address"),
            "phone": _("Your phone number"),
            "organisation": _("Your organisation"),
            "message": _("What do you want to know?"),
        }
        help_texts = {
            "municipality": _("Needed when it is about process training."),
            "message": _("Do not write about individual people."),
        }
        error_messages = {
            "programme": {"required": _("Choose a training")},
            "name": {"required": _("Write your name")},
            "email": {
                "required": _("Write your e-mail address, for example name@kommun.se"),
                "invalid": _("Write the e-mail address with @, for example name@kommun.se"),
            },
            "message": {"required": _("Write what you want to know")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.offered()
        self.fields["programme"].queryset = programmes
        self.fields["programme"].empty_label = None
        self.choice_hints = {"programme": {str(one.pk): one.description for one in programmes}}
        self.fields["municipality"].queryset = Municipality.objects.active()
        self.fields["municipality"].empty_label = _("Choose a municipality")
        for name, purpose in (
            ("name", "name"),
            ("email", "email"),
            ("phone", "tel"),
            ("organisation", "organization"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields[TRAP].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def clean(self) -> dict[str, Any]:
        """Require a municipality for process training."""
        cleaned = super().clean() or {}
        programme = cleaned.get("programme")
        wanted = programme is not None and programme.kind == TrainingKind.PROCESS_TRAINING
        if wanted and not cleaned.get("municipality") and "municipality" not in self.errors:
            self.add_error("municipality", _("Choose the municipality that is interested."))
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        """The answers, by the names of the action's arguments; of the trap only whether it was filled in."""
        answers = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return answers | {"is_suspected": bool(self.cleaned_data[TRAP])}


def _button_words(context: Context) -> Lazy:
    return _("Pause the municipality") if context["consequence"] else _("Show what the pause does")


class PauseForm(LaterForm, forms.Form):
    """First day, last day and reason. ``told`` are the days whose effect the person has been shown.

    Its page carries the pause that was written down last: a colleague's newer one is looked at first.
    """

    together = True

    starts_on = day_field(_("From"))
    ends_on = day_field(
        _("Until and including"),
        required=False,
        help_text=_("Empty when nobody knows yet. You can resume at any time."),
    )
    reason = free_text(
        _("Why does the municipality pause?"),
        max_length=200,
        hint=_("Write nothing about individual people."),
        missing=_("Write why the municipality pauses"),
    )
    told = Written(required=False, widget=forms.HiddenInput)

    helper = drawn(
        Fields("told", "starts_on", "ends_on", "reason"),
        Include("programmes/_pause_consequence.html"),
        Buttons(Submit(_button_words)),
    )

    def __init__(
        self, data: Any = None, *, county_board: CountyBoard | None, newest: ParticipationPause | None
    ) -> None:
        super().__init__(data)
        self.visible_to = {"reason": _("%(county_board)s and MÄN.") % {"county_board": county_board}}
        self.shown = {name: getattr(newest, name, None) for name in ("starts_on", "ends_on", "reason")}
        self.carry()

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        data = super().clean() or self.cleaned_data
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day must be on or after the first day."))
        return data

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by the names of the action's arguments."""
        return {name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "reason")}

    @property
    def days(self) -> str:
        """The two days as one text, to compare with ``told``."""
        return f"{self.cleaned_data['starts_on']}/{self.cleaned_data['ends_on'] or ''}"

    @property
    def is_told(self) -> bool:
        """True when the person has been shown the effect of a pause on these days."""
        return self.cleaned_data["told"] == self.days

    def tell(self) -> None:
        """Put the days into ``told``, so that the next POST confirms them."""
        self.data = {**self.data.dict(), "told": self.days}  # a QueryDict


class CountySettingsForm(LaterForm, forms.ModelForm):
    """Months off, due day, reminders and contact. The action saves."""

    months_off = months_off_field()
    due_day = forms.IntegerField(
        label=_("Day when check-ins are due"),
        required=False,
        min_value=1,
        max_value=LATEST_DUE_DAY,
        help_text=_(
            "A day of the month from 1 to 28. Is it no working day, the working day before counts. "
            "Leave it empty for the last working day. December is due on the 10th at the latest."
        ),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Choose a day from 1 to 28, or leave it empty.")
        ),
    )
    remind_before = working_days_field(
        _("Reminder before the day"),
        most=10,
        hint=_("Working days before check-ins are due."),
        words=_("Choose from 1 to 10 working days before the day."),
    )
    remind_after = working_days_field(
        _("Reminder after the day"),
        most=6,
        hint=_("Working days after check-ins were due."),
        words=_("Choose from 1 to 6 working days after the day."),
    )
    choices_in_a_row = frozenset({"months_off"})
    helper = drawn(
        Section(
            "check-ins", _("When check-ins are done"),
            Include("programmes/_rule_now.html"),
            "months_off", "due_day", "remind_before", "remind_after",
            Text(lambda context: f"{context['page'].change} {UNAFFECTED}"),
        ),
        Section(
            "contact", _("Contact at the county board"), "contact_name", "contact_phone", "contact_email"
        ),
        Buttons(Submit(_("Save the settings"))),
        css_class="stack-5",
    )  # fmt: skip

    class Meta:
        model = CountyBoard
        fields = (
            "months_off",
            "due_day",
            "remind_before",
            "remind_after",
            "contact_name",
            "contact_phone",
            "contact_email",
        )
        error_messages = {"contact_email": {"invalid": WRONG_EMAIL}}
        widgets = {
            "contact_name": forms.TextInput({"autocomplete": "off"}),
            "contact_phone": forms.TextInput({"type": "tel", "autocomplete": "off"}),
            "contact_email": forms.EmailInput({"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.carry()
        everyone = _("the municipalities of the county, MÄN and your colleagues.")
        self.visible_to = dict.fromkeys(("contact_name", "contact_phone", "contact_email"), everyone)

    def _post_clean(self) -> None:
        """Keep the instance unchanged: the action compares the answers with it, and saves."""


class OwnSessionForm(TrailForm):
    """A form whose session must be one of the cohort's own."""

    def clean(self) -> dict[str, Any]:
        """Refuse a session of another cohort than the chosen or the fixed one."""
        cleaned = super().clean() or self.cleaned_data
        session, cohort = (
            cleaned.get("session"),
            cleaned.get("cohort") or getattr(self.instance, "cohort", None),
        )
        if session and cohort and session.cohort_id != cohort.pk:
            self.add_error("session", _("Choose a session of the same cohort."))
        return cleaned


class MaterialForm(OwnSessionForm):
    """Material; a stored file is not validated again when only the title changes."""

    class Meta:
        field_classes = {"file": SharedFileField}
        widgets = {"file": FileInput}

    def _post_clean(self) -> None:
        """Store a new file as the last step, so that a full disk is a sentence at its field."""
        super()._post_clean()
        new = self.cleaned_data.get("file")
        if self.errors or not isinstance(new, CleanFile):
            return
        try:
            self.instance.file.save(new.name, new, save=False)
        except OSError:
            self.add_error("file", refusal("not_stored"))

    def file_name(self, name: str) -> str:  # noqa: ARG002
        """Return the name with which the file came; the stored one is random."""
        return self.instance.file_name

    def _get_validation_exclusions(self) -> set[str]:
        kept = {"file"} if self.instance.file and "file" not in self.changed_data else set()
        return super()._get_validation_exclusions() | kept  # type: ignore[misc]
