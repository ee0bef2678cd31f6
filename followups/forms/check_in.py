"""The forms of a check-in: a short one in the month's list, the whole one on its own page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import zip_longest
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Exists, OuterRef
from django.template import Context
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from followups.forms.promises import MOST_PROMISES, Asked, PromiseFields, shown_answer
from followups.models import Answers, CheckIn, CheckInStep, CheckInVersion
from followups.models.answers import COLUMNS, SomeAnswers
from followups.statuses import PROGRESS_HINTS, progress_choice
from municipalities.models import CountyBoard
from support.actions.cases import NEW
from support.forms.needs import SameField, same_choices
from support.models import DevelopmentArea, SupportOffer
from ui.conflicts import ConflictError
from ui.dates import month_name
from ui.fields import Written, free_text
from ui.keys import key_of
from ui.layout import SECOND, THIRD, Buttons, Div, Fields, Hidden, Include, Link, More, Submit, Text, drawn

MINE, THEIRS = "mine", "theirs"
NEED_FIELDS = ("need_area", "need_same", "need", "need_offer", "need_offer_text")


class ShortCheckInForm(PromiseFields):
    """The questions that most months need. Answers that it does not ask for keep their value."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    progress = forms.ChoiceField(
        label=gettext_lazy("How is it going for the municipality?"), required=False, widget=forms.RadioSelect
    )
    happened = free_text(
        gettext_lazy("What has happened since last time?"),
        rows=3,
        max_length=3000,
        hint=gettext_lazy("One or two sentences are enough. Write nothing about individual people."),
    )
    nothing_new = forms.BooleanField(label=gettext_lazy("Nothing new since last time"), required=False)

    not_optional = {"progress", "happened", "need_same"}
    choices_in_a_row = {"progress", "obstacles", "contact_kind"}
    has_words, places = False, 1

    def __init__(
        self,
        data: Any = None,
        *,
        county_board: CountyBoard,
        month: date,
        previous: CheckInVersion | None,
        answers: Answers | None,
        asked: Asked,
        number: int,
        prefix: str | None = None,
    ) -> None:
        """Build the form; ``answers`` are the stored ones, if there are any."""
        self.stored, self.asked = answers, asked
        super().__init__(data, initial=self._initial() | {"number": number}, prefix=prefix)
        self.month, self.previous = month, previous
        self.choice_hints: dict[str, dict[str, Any]] = {"progress": PROGRESS_HINTS}
        self.fields["progress"].choices = [self._progress_choice(value) for value in CheckIn.Progress]
        self.visible_to = self._readers(county_board)
        if self.asked.needs and self.stored and "need_same" not in self.fields:
            self.fields["need_same"] = self._same_as_what(self.stored)
        self.add_promises()

    def _same_as_what(self, answers: Answers) -> SameField:
        """Ask of the need in the draft, which this form does not ask about, whether it is an open one."""
        field = SameField(self.asked.needs)
        words = '{} <span lang="sv">{}</span> <span class="opt">({})</span>'
        field.label = format_html(words, field.label, answers.need, answers.need_area)
        return field

    def _initial(self) -> dict[str, Any]:
        """Return the stored answers as initial values of the fields."""
        return vars(self.stored) | self.flat_promises(self.stored) if self.stored else {}

    @cached_property
    def helper(self) -> FormHelper:
        """Lay out the questions; the earlier promises differ from row to row."""
        heading = Text(_("What we have agreed on"), "", tag="h3")
        earlier = list(self.earlier_parts)
        return drawn(
            Hidden("municipality", lambda context: context["row"].slug),
            Fields("number", "progress"),
            *([Div(heading, *earlier, css_class="earlier stack")] if earlier else []),
            Div("happened", "nothing_new", css_class="together"),
            Fields("need_same"),
            *self.agreed_parts,
            *self.later_parts,
            tag=False,
        )

    @property
    def error_heading(self) -> str:
        """Heading that says how the check-in stands before what to correct."""
        count = sum(len(errors) for errors in self.errors.values())
        correct = ngettext("Correct one thing", "Correct %(counter)s things", count) % {"counter": count}
        return _("The check-in is not done yet.") + f" {correct}"

    def _progress_choice(self, progress: CheckIn.Progress) -> tuple[str, SafeString]:
        """Return one choice, with a mark if it was chosen last time."""
        mark = ""
        if self.previous is not None and self.previous.progress == progress:
            month = month_name(self.previous.check_in.month, on=self.month)
            mark = format_html(' <span class="opt">({})</span>', month)
        return progress_choice(progress, mark)

    @staticmethod
    def _readers(county_board: CountyBoard) -> dict[str, str]:
        values = {"county_board": county_board.short_name}
        county = (
            _("%(county_board)s, and MÄN when you mark it done. Can become an official document.") % values
        )
        everyone = _("%(county_board)s, and MÄN and the municipality when you mark it done.") % values
        return {
            "happened": county,
            "obstacle_other": county,
            "agreed": everyone,
            "need": everyone,
            "need_offer_text": everyone,
            "internal_note": _("only %(county_board)s.") % values,
        }

    @property
    def answers(self) -> SomeAnswers:
        """Answers by name, as the actions take them."""
        told = {name: self.cleaned_data[name] for name in COLUMNS if name in self.cleaned_data}
        return {**told, **self.promises()}


class CheckInForm(ShortCheckInForm):
    """All questions. After a conflict it also asks which of two texts counts."""

    obstacles = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Obstacles"), required=False, widget=forms.CheckboxSelectMultiple, empty_value=[]
    )
    obstacle_other = free_text(gettext_lazy("Another obstacle"), max_length=200)
    need_area = forms.ModelChoiceField(
        DevelopmentArea.objects.filter(is_active=True),
        label=gettext_lazy("Development area"),
        required=False,
        empty_label=gettext_lazy("Choose an area"),
    )
    need = free_text(gettext_lazy("What does the municipality need?"), rows=2, max_length=1000)
    need_same = SameField()
    need_offer = forms.ModelChoiceField(
        SupportOffer.objects.none(),
        label=gettext_lazy("Offer support"),
        required=False,
        empty_label=gettext_lazy("No offer yet"),
    )
    need_offer_text = free_text(gettext_lazy("A line about the offer"), max_length=300)
    contact_kind = forms.ChoiceField(
        label=gettext_lazy("Contact this month"),
        required=False,
        choices=CheckIn.ContactKind.choices,
        widget=forms.RadioSelect,
    )
    internal_note = free_text(gettext_lazy("Internal note"), rows=2, max_length=3000)
    conflicts = Written(required=False, widget=forms.HiddenInput)
    has_words, places = True, MOST_PROMISES
    stored: Answers

    def __init__(
        self,
        data: Any = None,
        *,
        check_in: CheckIn,
        county_board: CountyBoard,
        previous: CheckInVersion | None,
        answers: Answers,
        asked: Asked,
        conflict: ConflictError | None = None,
        entered: Answers | None = None,
    ) -> None:
        """Build the form; after a ``conflict`` the answers ``entered`` before stay in the fields."""
        self.check_in, self._first = check_in, entered or answers
        super().__init__(
            data,
            county_board=county_board,
            month=check_in.month,
            previous=previous,
            answers=answers,
            asked=asked,
            number=check_in.number,
        )
        active = {str(each.pk): each for each in asked.obstacles if each.is_active}
        self.fields["obstacles"].choices = [(pk, each.name) for pk, each in active.items()]
        self.fields["obstacles"].coerce = active.__getitem__
        self._ask_same()
        self._propose_offers(county_board)
        self._add_steps(asked.steps)
        self._add_conflicts(conflict.fields if conflict else (data or {}).get("conflicts", "").split(","))
        if entered is not None:
            self._show_sides(vars(entered))

    def _initial(self) -> dict[str, Any]:
        """Return the stored answers, after a conflict the entered ones, as initial values of the fields."""
        answers = self._first
        steps = {f"step_{number}": status for number, status in answers.steps.items()}
        obstacles = [each.pk for each in answers.obstacles]
        return vars(answers) | steps | {"obstacles": obstacles} | self.flat_promises(answers)

    def _ask_same(self) -> None:
        """Ask whether a need is one of the open ones; the one that this check-in opened is chosen."""
        if not self.asked.needs:
            del self.fields["need_same"]
            return
        self.fields["need_same"].choices = same_choices(self.asked.needs)
        self.choice_hints["need_same"] = {str(case.pk): str(case.area) for case in self.asked.needs}
        own = [str(case.pk) for case in self.asked.needs if case.need == self.stored.need and case.is_waiting]
        if own and self.stored.need_same in {"", NEW}:
            self.initial["need_same"] = own[0]

    def _propose_offers(self, county_board: CountyBoard) -> None:
        """List the offers in the need's area first. They are read only where the choices are drawn."""
        field, area = self.fields["need_offer"], self.stored.need_area
        key = key_of(self.data.get("need_area", "")) if self.is_bound else area and area.pk
        in_area = SupportOffer.areas.through.objects.filter(supportoffer=OuterRef("pk"), developmentarea=key)
        offers = SupportOffer.objects.offered_in(county_board).annotate(fits=Exists(in_area))
        field.queryset = offers

        @cache
        def choices() -> list[Any]:
            fitting = [(each.pk, str(each)) for each in offers if each.fits]
            others = [(each.pk, str(each)) for each in offers if not each.fits]
            groups = [(_("Fits the area"), fitting), (pgettext("support on offer", "Others"), others)]
            named = [group for group in groups if group[1]] if fitting else others
            return [("", field.empty_label), *named]

        field.choices = choices

    def _add_steps(self, steps: Mapping[int, str]) -> None:
        self.step_titles = dict(steps)
        for number, title in steps.items():
            self.fields[f"step_{number}"] = forms.ChoiceField(
                label=f"{number}. {title}",
                choices=CheckInStep.Status.choices,
                initial=CheckInStep.Status.NOT_STARTED,
            )

    def _add_conflicts(self, names: Iterable[str]) -> None:
        known = [name for name in dict.fromkeys(names) if name in vars(self.stored) and self.label_of(name)]
        self.initial["conflicts"] = ",".join(known)
        self.conflicting = known
        theirs = _("Text by %(name)s") % {"name": self.check_in.saved_by.shown_name}
        for name in known:
            self.fields[f"keep_{name}"] = forms.ChoiceField(
                label=self.label_of(name),
                choices=[(THEIRS, theirs), (MINE, _("Your text"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose which text counts")},
            )

    def label_of(self, name: str) -> str:
        """Return the question that an answer belongs to; empty when it is not asked."""
        labels = {
            "steps": _("Process steps"),
            "agreed": _("What we agree on now"),
            "commitment_answers": _("What we have agreed on"),
            "outcome_answers": _("Did the support help?"),
        }
        return labels.get(name) or (str(self.fields[name].label) if name in self.fields else "")

    def _show_sides(self, entered: SomeAnswers) -> None:
        names: dict[str, dict[Any, str]] = {"steps": self.step_titles, **self.promise_names}
        names["need_same"] = dict(same_choices(self.asked.needs))
        for name in self.conflicting:
            sides = {THEIRS: getattr(self.stored, name), MINE: entered.get(name)}
            self.choice_hints[f"keep_{name}"] = {
                side: shown_answer(name, value, names.get(name, {})) for side, value in sides.items()
            }

    def full_clean(self) -> None:
        """Show both texts again when a choice between them is missing."""
        super().full_clean()
        if self.is_bound and self.conflicting:
            self._show_sides(self._entered())

    def _entered(self) -> dict[str, Any]:
        found = self.cleaned_data
        steps = {number: found.get(f"step_{number}", "") for number in self.step_titles}
        obstacles = list(found.get("obstacles", ()))
        return {**super().answers, "steps": steps, "obstacles": obstacles}

    @property
    def answers(self) -> SomeAnswers:
        """Answers by name, with the chosen text where there were two."""
        theirs = {name for name in self.conflicting if self.cleaned_data[f"keep_{name}"] == THEIRS}
        return self._entered() | {name: getattr(self.stored, name) for name in theirs}

    @cached_property
    def helper(self) -> FormHelper:
        """Lay out the questions; steps, promises and conflicts differ from check-in to check-in."""
        return drawn(
            Fields("number", "conflicts"),
            *self._conflict_part(),
            Include("followups/_check_in_hints.html"),
            "progress",
            *self.promise_sections,
            Div(
                "happened",
                Div(Link(_("What would help? Write the need"), _need_url), css_class="would-help"),
                "nothing_new",
                css_class="together",
            ),
            More(_of_page("steps_words", _("Process steps: %(words)s – change")), *self._steps()),
            More(
                _of_page("obstacles_words", _("Obstacles: %(words)s – change")), "obstacles", "obstacle_other"
            ),
            More(
                _of_page("needs_words", _("Need and support: %(words)s – change")),
                Include("followups/_check_in_cases.html"),
                Fields("need_area", "need_same", "need", "need_offer", "need_offer_text"),
                is_open=any(name in self.errors for name in NEED_FIELDS),
                css_id="need",
            ),
            self.agreed_section,
            *("contact_kind", "internal_note"),
            Buttons(
                Submit(_done_words, name="action", value="done"),
                Submit(_save_words, SECOND, name="action", value="draft"),
                Submit(_discard_words, THIRD, name="action", value="discard"),
                Include("followups/_check_in_saved.html"),
            ),
            tag=False,
        )

    def _conflict_part(self) -> Iterator[Div]:
        """Ask which text counts, above everything else."""
        if self.conflicting:
            what = Text(
                lambda page: page.get("conflict") or _("Choose which text counts, then save again."), ""
            )
            names = [f"keep_{name}" for name in self.conflicting]
            css, told = "note note--warn conflict stack", {"role": "alert", "tabindex": "-1"}
            yield Div(what, *names, css_class=css, data_error_summary=True, **told)

    def _steps(self) -> Iterator[Div]:
        """Each step has a button that marks the next one as begun, but for the last."""
        numbers = list(self.step_titles)
        for number, next_one in zip_longest(numbers, range(2, len(numbers) + 1)):
            begin = _("Mark step %(next)s as ongoing") % {"next": next_one} if next_one else ""
            button = Submit(begin, SECOND, type="button", data_begins=f"step_{next_one}")
            yield Div(f"step_{number}", button, css_class="step")


def _of_page(name: str, words: str) -> Callable[[Context], str]:
    """Say what the page knows of the answers under it."""
    return lambda context: words % {"words": getattr(context["page"], name)}


def _save_words(context: Context) -> str:
    return _("Save the change") if context["page"].check_in.told else _("Save draft")


def _discard_words(context: Context) -> str:
    return _("Throw the change away") if context["page"].has_change else ""


def _need_url(context: Context) -> str:
    """Lead to the question of a need, as long as none is written."""
    return "" if context["page"].answers.need else "#id_need_area"


def _done_words(context: Context) -> str:
    after = context["page"].next_undone
    words = _("Mark as done and go to %(municipality)s") if after else _("Mark as done")
    return words % {"municipality": after.municipality} if after else words
