"""The form on the public page, and forms of the admin."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from audit.admin import TrailForm
from municipalities.models import Municipality
from programmes.models import Enquiry, Programme, TrainingKind
from ui.files import ACCEPT
from ui.layout import Div, Include, Submit, drawn
from ui.personal_numbers import refuse_personal_numbers

TRAP = "website"
one_line = RegexValidator(r"[\r\n]", _("Write this on one line."), inverse_match=True)


class EnquiryForm(forms.ModelForm):
    """An enquiry. ``website`` is a trap: people do not see it, robots fill it in."""

    website = forms.CharField(label=_("Leave this field empty"), required=False)

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
        for name in ("name", "organisation", "phone", "message"):
            self.fields[name].validators.append(refuse_personal_numbers)
        for name in ("name", "organisation", "phone"):
            self.fields[name].validators.append(one_line)
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
    def is_from_a_robot(self) -> bool:
        """True when the trap was filled in."""
        return bool(self.data.get(TRAP))

    @property
    def answers(self) -> dict[str, Any]:
        """The answers without the trap, by the names of the action's arguments."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


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
        widgets = {"file": forms.FileInput(attrs={"accept": ACCEPT})}

    def _get_validation_exclusions(self) -> set[str]:
        kept = {"file"} if self.instance.file and "file" not in self.changed_data else set()
        return super()._get_validation_exclusions() | kept  # type: ignore[misc]
