"""The forms beside a check-in: own answers, unlocking, drafts together, quiet facts."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from followups.actions.replies import REPLY_FIELDS
from followups.models import MunicipalReply, UnlockReason
from followups.models.answers import TEXT_MAX_LENGTH
from followups.statuses import PROGRESS_HINTS, progress_choice
from municipalities.models import CountyBoard
from ui.fields import free_text
from ui.layout import SECOND, Buttons, Div, Fields, Include, Link, Submit, drawn


def _send_words(context: Context) -> str:
    return _("Send the answers to %(county_board)s") % {
        "county_board": context["page"].county_board.short_name
    }


class ReplyForm(forms.Form):
    """Three questions; only the first one is required. What is to be done is a commitment."""

    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    progress = forms.ChoiceField(
        label=gettext_lazy("How is it going for you?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it is going for you")},
    )
    happened = free_text(
        gettext_lazy("What has happened since last time?"),
        rows=3,
        max_length=TEXT_MAX_LENGTH,
        hint=gettext_lazy("One or two sentences are enough. Write nothing about individual people."),
    )
    need = free_text(gettext_lazy("What do you need?"), rows=2, max_length=1000)
    choices_in_a_row: ClassVar = {"progress"}
    choice_hints: ClassVar = {"progress": PROGRESS_HINTS}
    helper = drawn(Fields(), Buttons(Submit(_send_words), Include("includes/draft_status.html")), tag=False)

    def __init__(self, data: Any = None, *, reply: MunicipalReply, county_board: CountyBoard) -> None:
        initial = {name: getattr(reply, name) for name in (*REPLY_FIELDS, "number")}
        super().__init__(data, initial=initial)
        self.fields["progress"].choices = [progress_choice(each) for each in MunicipalReply.Progress]
        readers = _("%(county_board)s, and MÄN when the check-in is done. Can become an official document.")
        self.visible_to = dict.fromkeys(
            ("happened", "need"), readers % {"county_board": county_board.short_name}
        )

    @property
    def error_heading(self) -> str:
        """Heading that says how the answers stand before what to correct."""
        return _("The answers are not sent yet")

    @property
    def answers(self) -> dict[str, str]:
        """Answers by name."""
        return {name: self.cleaned_data[name] for name in REPLY_FIELDS}


def _decline_words(context: Context) -> str:
    return _("Decline the request") if context["page"].waiting else ""


class UnlockForm(forms.Form):
    """Staff's reason to unlock a month."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why is the month unlocked?"),
        choices=UnlockReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why the month is unlocked")},
    )
    helper = drawn(
        "reason",
        Div(
            Submit(gettext_lazy("Unlock the check-in")),
            Submit(_decline_words, SECOND, name="action", value="decline"),
            css_class="row",
        ),
        tag=False,
    )


class UnlockRequestForm(UnlockForm):
    """The county board's reason to write in a locked month."""

    helper = drawn("reason", Div(Submit(gettext_lazy("Ask MÄN to unlock"))), tag=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].label = gettext_lazy("Why does the month need to be unlocked?")


def _mark_words(context: Context) -> str:
    count = len(context["page"].ready)
    return ngettext("Mark %(count)s draft as done", "Mark %(count)s drafts as done", count) % {"count": count}


def _month_url(context: Context) -> str:
    page = context["page"]
    return reverse("followups:check_in_month", args=[page.month]) + page.query


class DraftsForm(forms.Form):
    """Holds the number of each draft as it was shown; a draft that has changed since has another number."""

    helper = drawn(
        Fields(),
        Submit(_mark_words),
        Link(gettext_lazy("Back to the month"), _month_url),
        css_class="bar row",
    )

    def __init__(self, data: Any = None, *, numbers: Mapping[str, int]) -> None:
        super().__init__(data)
        for slug, number in numbers.items():
            self.fields[slug] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=number)

    @property
    def numbers(self) -> dict[str, int]:
        """Submitted numbers by municipality."""
        return {slug: number for slug, number in self.cleaned_data.items() if number is not None}


class DismissQuietForm(forms.Form):
    """The note on why nothing more needs to be done."""

    note = free_text(
        gettext_lazy("What do you know?"),
        rows=3,
        max_length=300,
        hint=gettext_lazy(
            "For example: we have talked, they hand in next week. Write nothing about individual people."
        ),
        missing=gettext_lazy("Write why you put it aside"),
    )

    helper = drawn("note", Buttons(Submit(gettext_lazy("Put aside"))), css_class="stack")

    def __init__(self, data: Any = None, *, county_board: CountyBoard) -> None:
        super().__init__(data)
        readers = _("%(county_board)s and MÄN. Can become an official document.")
        self.visible_to = {"note": readers % {"county_board": county_board.short_name}}
