"""The forms for writing and handing in an answer, and for feedback on it."""

from copy import deepcopy
from typing import Any, ClassVar

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict
from django.template import Context
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from participants.models import Feedback, Review, Submission
from participants.models.submission import TEXT_MAX_LENGTH
from ui.fields import TextField, day_field, free_text
from ui.file_fields import MultipleFileField, SeveralFiles
from ui.files import MAX_FILES
from ui.layout import SECOND, Buttons, Fields, Hidden, Include, Link, Submit, Text, drawn
from ui.uploads.receiving import CleanFile, refuse_too_many

HAND_IN = "hand_in"


def _files_again(context: Context) -> str:
    form = context["form"]
    if form.is_kept and form.good_files and not form.lost_a_file:
        return _("What you wrote and the files that were good are saved in the draft.")
    if context["files_were_sent"]:
        return _("Choose the files again. They are not saved yet.")
    return _("What you wrote is saved in the draft.") if form.is_kept else ""


def _hand_in_words(context: Context) -> str:
    return _("Hand in again") if context["page"].versions else _("Hand in")


class AnswerField(TextField):
    """A field that is required only when handing in, which the form checks."""

    def validate(self, value: str) -> None:
        """Accept an empty answer."""


class SubmissionForm(forms.Form):
    """Text and files. Only handing in requires an answer and the tick."""

    text = AnswerField(
        label=gettext_lazy("Your answer"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Do not write names or anything else that points out an individual person."),
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
        label=gettext_lazy(
            "I have checked that neither the text nor the files point out an individual person"
        ),
        required=False,
    )
    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    helper = drawn(
        Text(_files_again, css_class="note note--warn"),
        Fields("text"),
        Include("participants/_draft_files.html"),
        Fields("attachments", "names_nobody", "number"),
        Buttons(
            Submit(_hand_in_words, name="deed", value=HAND_IN),
            Submit(gettext_lazy("Save draft"), name="deed", value="save", css_class=SECOND),
            Text(lambda context: context["page"].written, tag="span"),
        ),
        css_class="answer stack-5",
        data_shortcut=True,
    )

    def __init__(self, *args: Any, submission: Submission | None, readers: str, **options: Any) -> None:
        initial = (
            {"text": submission.draft_text, "number": submission.draft_number}
            if submission
            else {"number": 0}
        )
        super().__init__(*args, **{"initial": initial} | options)
        self.visible_to = {"text": readers}
        self.is_kept = False
        self.good_files: list[CleanFile] = []
        self._show_files(submission)

    def _show_files(self, submission: Submission | None) -> None:
        self.kept = list(submission.draft_files.all()) if submission else []
        self.fields.pop("remove", None)
        if self.kept:
            self.fields["remove"] = deepcopy(self.base_fields["remove"])
            self.fields["remove"].choices = [(one.pk, f"{one.name} ({one.described})") for one in self.kept]
            self.order_fields(list(self.base_fields))

    @property
    def ticked(self) -> list[str]:
        """The keys of the files that are to be removed, when the form is shown again."""
        return self.data.getlist("remove") if isinstance(self.data, QueryDict) else []

    @property
    def is_handing_in(self) -> bool:
        """True when the button for handing in was pressed."""
        return self.data.get("deed") == HAND_IN

    @property
    def error_heading(self) -> str:
        """The heading of the error summary."""
        if self.is_handing_in:
            return _("The homework is not handed in yet")
        if self.is_kept:
            return _("Not everything is saved")
        return _("The draft is not saved yet")

    def clean_text(self) -> str:
        """Return the text with a line break as one character; refuse one that is too long."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > TEXT_MAX_LENGTH:
            over = len(text) - TEXT_MAX_LENGTH
            words = {
                "over": number_format(over, force_grouping=True),
                "most": number_format(TEXT_MAX_LENGTH, force_grouping=True),
            }
            raise ValidationError(
                _("The text is %(over)s characters too long. Shorten it to %(most)s characters.") % words
            )
        return text

    def clean_attachments(self) -> list[CleanFile]:
        """Name the files that are not taken, and remember the others."""
        files: SeveralFiles = self.cleaned_data["attachments"]
        self.good_files = list(files)
        if files.refusals:
            raise ValidationError(files.refusals)
        return self.good_files

    def clean(self) -> dict[str, Any]:
        """Limit the files; for handing in require an answer and the tick."""
        data = super().clean() or self.cleaned_data
        left = len(self.kept) - len(data.get("remove", []))
        added = data.get("attachments", [])
        if "attachments" not in self.errors:
            try:
                refuse_too_many(left + len(added))
            except ValidationError as refused:
                self.add_error("attachments", refused)
                self.good_files = []
        if self.is_handing_in:
            if not self.errors and not data["text"] and not left + len(added):
                self.add_error("text", _("Write your answer or attach a file."))
            if not data.get("names_nobody"):
                self.add_error(
                    "names_nobody", _("Tick when you have checked that nobody can be pointed out.")
                )
        return data

    def rescue(self) -> dict[str, Any] | None:
        """Return what of a refused form the draft can keep, by the names of the action's arguments."""
        data, files = self.cleaned_data, self.good_files
        if self.non_field_errors():  # the action refused, for a reason that holds for a draft too
            return None
        if "remove" in self.errors or data.get("number") is None or not (data.get("text") or files):
            return None
        removed = data.get("remove", [])
        if len(self.kept) - len(removed) + len(files) > MAX_FILES:
            self.good_files = files = []  # which of them the draft should hold, only the writer knows
        return {"text": data.get("text"), "added": files, "removed": removed, "number": data["number"]}

    @property
    def lost_a_file(self) -> bool:
        """True when the action kept all but a file that the disk did not take."""
        return self.has_error(NON_FIELD_ERRORS, "not_stored")

    def name_files_refused_in(self, refused: "SubmissionForm") -> None:
        """Name the files that were not taken, on the page that shows both texts instead."""
        if "attachments" in refused.errors and "attachments" not in self.errors:
            self.add_error("attachments", list(refused.errors["attachments"]))

    def kept_in(self, submission: Submission) -> None:
        """Let the refused form go on from the draft that now holds what was good in it."""
        self.is_kept = True
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["number"] = str(submission.draft_number)
        data.pop("remove", None)
        self.data = data
        self._show_files(submission)

    def deed(self) -> dict[str, Any]:
        """Return the answers by the names of the action's arguments."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "added": data["attachments"],
            "removed": data.get("remove", []),
            "number": data["number"],
        }


def _approve_words(context: Context) -> str:
    return _("Approve and go to the next") if context["page"].following else _("Approve the homework")


def _revise_words(context: Context) -> str:
    if context["page"].following:
        return _("Ask for a revision and go to the next")
    return pgettext("button", "Ask for a revision")


def _next_url(context: Context) -> str:
    following = context["page"].following
    return reverse("participants:feedback_edit", args=[following]) if following else ""


class FeedbackForm(forms.Form):
    """The text and the day for a revision; the outcome is the button that was pressed."""

    not_optional: ClassVar = {"text", "revise_by"}

    number = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    version_number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=Feedback.Outcome.choices,
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Choose whether the homework is approved or needs a revision.")
        },
    )
    text = free_text(
        gettext_lazy("Feedback"),
        rows=10,
        max_length=TEXT_MAX_LENGTH,
        hint=gettext_lazy("Needed when you ask for a revision."),
    )
    revise_by = day_field(
        gettext_lazy("Revise by"), required=False, help_text=gettext_lazy("Only when you ask for a revision.")
    )

    helper = drawn(
        HTML('<button type="submit" disabled hidden></button>'),  # Enter in the date must not approve
        Hidden("version_number", lambda context: context["page"].newest.version.number),
        "text",
        "revise_by",
        "number",
        Text(gettext_lazy("What you decide is seen after ten minutes, and can be undone until then.")),
        Buttons(
            Submit(_approve_words, name="outcome", value=Feedback.Outcome.APPROVED),
            Submit(_revise_words, name="outcome", value=Feedback.Outcome.NEEDS_REVISION, css_class=SECOND),
            Link(gettext_lazy("Skip"), _next_url),
            Text(lambda context: context["page"].written, tag="span"),
        ),
        css_class="answer stack",
        data_shortcut=True,
    )

    def __init__(
        self,
        *args: Any,
        submission: Submission,
        review: Review | None = None,
        is_draft: bool = False,
        **options: Any,
    ) -> None:
        initial = {"text": review.text, "revise_by": review.revise_by} if review else {}
        number = review.number if review else 0
        super().__init__(*args, **{"initial": initial | {"number": number}} | options)
        self.fields["outcome"].required = not is_draft
        self.visible_to = {"text": self._readers(submission)}

    @staticmethod
    def _readers(submission: Submission) -> str:
        county_board = submission.homework.cohort.county_board
        words = {"author": submission.author, "county_board": county_board}
        if county_board is None:
            return submission.author
        if submission.enrolment is None:
            return _("the group in %(author)s and %(county_board)s") % words
        return _("%(author)s, the group's process leader and %(county_board)s") % words

    def clean_number(self) -> int:
        """Return the save that the text was written from; none is the first."""
        return self.cleaned_data["number"] or 0

    def clean(self) -> dict[str, Any]:
        """Require a text and a day for a revision."""
        data = super().clean() or {}
        if data.get("outcome") == Feedback.Outcome.NEEDS_REVISION:
            if not data.get("text", "").strip() and "text" not in self.errors:
                self.add_error("text", gettext_lazy("Write what needs to be revised."))
            if not data.get("revise_by") and "revise_by" not in self.errors:
                self.add_error("revise_by", gettext_lazy("Choose the day to revise by."))
        return data
