"""The form for feedback on a hand-in."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participants.models import Feedback, Submission
from participants.models.submission import TEXT_MAX_LENGTH
from ui.personal_numbers import refuse_personal_numbers


class FeedbackForm(forms.Form):
    """The text and the day for a revision; the outcome is the button that was pressed."""

    not_optional: ClassVar = {"text", "revise_by"}

    version_number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=Feedback.Outcome.choices,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose whether the homework is approved or needs a revision.")},
    )
    text = forms.CharField(
        label=_("Feedback"),
        required=False,
        max_length=TEXT_MAX_LENGTH,
        validators=[refuse_personal_numbers],
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Needed when you ask for a revision."),
    )
    revise_by = forms.DateField(
        label=_("Revise by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Only when you ask for a revision."),
    )

    def __init__(self, *args: Any, submission: Submission, **options: Any) -> None:
        super().__init__(*args, **options)
        self.visible_to = {"text": self._readers(submission)}

    @staticmethod
    def _readers(submission: Submission) -> str:
        county_board = submission.homework.cohort.county_board
        words = {"author": submission.author, "county_board": county_board}
        if county_board is None:
            return submission.author
        if submission.enrolment is None:
            return gettext("the group in %(author)s and %(county_board)s") % words
        return gettext("%(author)s, the group's process leader and %(county_board)s") % words

    def clean(self) -> dict[str, Any]:
        """Require a text and a day for a revision."""
        data = super().clean() or {}
        if data.get("outcome") == Feedback.Outcome.NEEDS_REVISION:
            if not data.get("text", "").strip() and "text" not in self.errors:
                self.add_error("text", _("Write what needs to be revised."))
            if not data.get("revise_by") and "revise_by" not in self.errors:
                self.add_error("revise_by", _("Choose the day to revise by."))
        return data
