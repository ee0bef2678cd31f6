"""The form for feedback on a hand-in."""

from typing import Any, ClassVar

from crispy_forms.layout import HTML
from django import forms
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from participants.models import Feedback, Submission
from participants.models.submission import TEXT_MAX_LENGTH
from ui.layout import SECOND, Buttons, Hidden, Link, Submit, drawn
from ui.personal_numbers import refuse_personal_numbers


def _approve_words(context: Context) -> str:
    return (
        gettext("Approve and go to the next")
        if context["page"].following
        else gettext("Approve the homework")
    )


def _revise_words(context: Context) -> str:
    if context["page"].following:
        return gettext("Ask for a revision and go to the next")
    return pgettext("button", "Ask for a revision")


def _next_url(context: Context) -> str:
    following = context["page"].following
    return reverse("participants:feedback_edit", args=[following]) if following else ""


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

    helper = drawn(
        HTML('<button type="submit" disabled hidden></button>'),  # Enter in the date must not approve
        Hidden("version_number", lambda context: context["page"].newest.version.number),
        "text",
        "revise_by",
        Buttons(
            Submit(_approve_words, name="outcome", value=Feedback.Outcome.APPROVED),
            Submit(_revise_words, name="outcome", value=Feedback.Outcome.NEEDS_REVISION, css_class=SECOND),
            Link(_("Skip"), _next_url),
        ),
        css_class="answer stack",
        data_shortcut=True,
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
