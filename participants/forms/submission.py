"""The form in which an answer is written and handed in."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.models import Submission
from participants.models.submission import TEXT_MAX_LENGTH
from ui.file_fields import MultipleFileField
from ui.files import MAX_FILES
from ui.personal_numbers import refuse_personal_numbers

HAND_IN = "hand_in"


class AnswerField(forms.CharField):
    """Not optional, but it is the form that asks for it, and only when the answer is handed in."""

    def validate(self, value: str) -> None:
        """Let an empty answer pass."""


class SubmissionForm(forms.Form):
    """Text and files. Saving a draft asks for nothing; handing in asks for an answer and the tick."""

    text = AnswerField(
        label=gettext_lazy("Your answer"),
        widget=forms.Textarea(attrs={"rows": 10}),
        validators=[refuse_personal_numbers],
        help_text=gettext_lazy("Do not write names or anything else that points out a single person."),
    )
    not_optional: ClassVar = {"remove"}

    remove = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Remove files"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "A file that you wanted to remove is gone already. Look at the list again."
            )
        },
    )
    attachments = MultipleFileField(
        label=gettext_lazy("Attach files"),
        required=False,
        help_text=gettext_lazy(
            "Word, pdf or picture. At most five files of 20 MB each. You can take a photo of a paper with "
            "the phone."
        ),
    )
    names_nobody = forms.BooleanField(
        label=gettext_lazy("The text and the files hold no information about single people"), required=False
    )
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, submission: Submission | None, readers: str, **options: Any) -> None:
        initial = (
            {"text": submission.draft_text, "number": submission.draft_number}
            if submission
            else {"number": 0}
        )
        super().__init__(*args, **{"initial": initial} | options)
        self.visible_to = {"text": readers}
        self.kept = list(submission.draft_files.all()) if submission else []
        choices = [(file.pk, f"{file.name} ({file.described})") for file in self.kept]
        self.fields["remove"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["remove"]

    @property
    def is_handing_in(self) -> bool:
        """Which of the two buttons was pressed."""
        return self.data.get("deed") == HAND_IN

    @property
    def error_heading(self) -> str:
        """Say what did not happen."""
        if self.is_handing_in:
            return _("The homework is not handed in yet")
        return _("The draft is not saved yet")

    def clean_text(self) -> str:
        """Count a line break once, and say by how much a text is too long."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > TEXT_MAX_LENGTH:
            words = {"over": len(text) - TEXT_MAX_LENGTH, "most": TEXT_MAX_LENGTH}
            raise ValidationError(
                _("The text is %(over)s characters too long. Shorten it to %(most)s characters.") % words
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Ask for an answer and for the tick, but only when the answer is handed in."""
        data = super().clean() or self.cleaned_data
        left = len(self.kept) - len(data.get("remove", []))
        added = data.get("attachments", [])
        if "attachments" not in self.errors and left + len(added) > MAX_FILES:
            self.add_error("attachments", _("You can attach at most %(most)s files.") % {"most": MAX_FILES})
        if self.is_handing_in:
            if not self.errors and not data["text"] and not left + len(added):
                self.add_error("text", _("Write your answer or attach a file."))
            if not data.get("names_nobody"):
                self.add_error(
                    "names_nobody", _("Tick when you have checked that nobody can be pointed out.")
                )
        return data

    def deed(self) -> dict[str, Any]:
        """What the action asks for."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "added": data["attachments"],
            "removed": data.get("remove", []),
            "number": data["number"],
        }
