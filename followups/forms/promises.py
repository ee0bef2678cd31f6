"""The part of the check-in's form about commitments and support, and two answers side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from followups.actions.answers import NO_ANSWER, NO_OUTCOME, NO_PROMISE, written_day
from followups.models import Answers, CheckInAnswers, CheckInStep, Commitment, Obstacle, Owner
from followups.models.answers import SomeAnswers
from support.models import SupportCase
from ui.fields import day_field, free_text
from ui.layout import SECOND, Div, Include, More, Section, Submit, Text
from ui.words import listed

MOST_PROMISES = 3
ALL_OPEN = "all_open"  # no "action": a script could not read the form's address
WORD = gettext_lazy("A word about it")
CHOICES = {field.name: dict(field.flatchoices) for field in CheckInAnswers._meta.fields if field.choices}
OUTCOMES: dict[str, type[Commitment.State | SupportCase.Outcome]] = {
    "commitment_answers": Commitment.State,
    "outcome_answers": SupportCase.Outcome,
}


@dataclass(frozen=True)
class Asked:
    """The questions that differ: steps, obstacles, earlier commitments, delivered and open support.

    ``later`` are the commitments that are due after the month: they are listed, not asked about.
    """

    steps: Mapping[int, str] = field(default_factory=dict)
    obstacles: Sequence[Obstacle] = ()
    commitments: Sequence[Commitment] = ()
    later: Sequence[Commitment] = ()
    cases: Sequence[SupportCase] = ()
    needs: Sequence[SupportCase] = ()


def owner_and_day(owner: str, due_on: date | None) -> str:
    """Return the owner and the day of a commitment: "Kommunen, senast den 3 december"."""
    words = str(Owner(owner).label)
    if due_on is None:
        return words
    day = pgettext("commitment", "by %(day)s") % {"day": date_format(due_on, "j F")}
    return f"{words}, {day}"


class PromiseFields(forms.Form):
    """Adds fields for commitments and support, and converts them from and to answers."""

    asked: Asked
    stored: Answers | None
    visible_to: dict[str, str]
    not_optional: set[str]
    choices_in_a_row: set[str]
    has_words = True  # asks for a word and a new day too
    places = MOST_PROMISES  # the new promises that there is room for

    def add_promises(self) -> None:
        """Ask about each earlier promise and each delivered support, and leave room for new promises."""
        for commitment in self.asked.commitments:
            self._ask_about_commitment(commitment)
        for case in self.asked.cases:
            self._ask_about_case(case)
        for place in range(1, self.places + 1):
            self._ask_for_promise(place)
        radios = {name for name, field in self.fields.items() if isinstance(field.widget, forms.RadioSelect)}
        self.not_optional = {*type(self).not_optional, *radios}
        self.choices_in_a_row = {*type(self).choices_in_a_row, *radios} - {"need_same"}
        written = {name for name in self.fields if name.endswith(("_word", "_text"))} - self.visible_to.keys()
        self.visible_to |= dict.fromkeys(written, self.visible_to["agreed"])

    def _ask_about_commitment(self, commitment: Commitment) -> None:
        name = f"commitment_{commitment.pk}"
        self.fields[name] = forms.ChoiceField(
            label=_with_facts(commitment.text, owner_and_day(commitment.owner, commitment.due_on)),
            required=False,
            choices=Commitment.State.choices,
            widget=forms.RadioSelect,
        )
        if self.has_words:
            self.fields[f"{name}_word"] = free_text(WORD, max_length=200)
            self.fields[f"{name}_due_on"] = day_field(gettext_lazy("New day"), required=False)

    def _ask_about_case(self, case: SupportCase) -> None:
        name = f"outcome_{case.pk}"
        self.fields[name] = forms.ChoiceField(
            label=_with_facts(str(case.offer), str(case.area)),
            required=False,
            choices=SupportCase.Outcome.choices,
            widget=forms.RadioSelect,
        )
        self.fields[f"{name}_word"] = free_text(WORD, max_length=300)

    def _ask_for_promise(self, place: int) -> None:
        name = f"agreed_{place}"
        self.fields[f"{name}_text"] = free_text(gettext_lazy("What did you agree on?"), max_length=300)
        self.fields[f"{name}_owner"] = forms.ChoiceField(
            label=gettext_lazy("Who is to do it?"),
            required=False,
            choices=Owner.choices,
            initial=Owner.MUNICIPALITY,
        )
        self.fields[f"{name}_due_on"] = day_field(gettext_lazy("By when?"), required=False)

    @staticmethod
    def flat_promises(answers: Answers) -> dict[str, Any]:
        """Return the answers as initial values of the fields."""
        said = [(f"commitment_{pk}", each) for pk, each in answers.commitment_answers.items()]
        said += [(f"outcome_{pk}", each) for pk, each in answers.outcome_answers.items()]
        flat: dict[str, Any] = {}
        for name, each in said:
            flat[name] = each["outcome"]
            flat |= {f"{name}_{key}": value for key, value in each.items() if key != "outcome"}
        for place, each in enumerate(answers.agreed, start=1):
            flat |= {f"agreed_{place}_{key}": value for key, value in each.items()}
        return flat

    def promises(self) -> SomeAnswers:
        """Return the answers. Questions that were not asked, or not sent, keep the stored answer."""
        stored = self.stored
        kept = stored.commitment_answers if stored else {}, stored.outcome_answers if stored else {}
        return {
            "agreed": self._agreed(stored.agreed if stored else []),
            "commitment_answers": kept[0] | self._said("commitment", kept[0], NO_ANSWER),
            "outcome_answers": kept[1] | self._said("outcome", kept[1], NO_OUTCOME),
        }

    def _agreed(self, stored: list[dict[str, str]]) -> list[dict[str, str]]:
        """Return the new promises: those that this form has no room for stay as they are."""
        kept = [*stored, *[NO_PROMISE] * (self.places - len(stored))]
        for place in range(self.places):
            name = f"agreed_{place + 1}_"
            if self.add_prefix(f"{name}text") in self.data:
                kept[place] = self._read(name, NO_PROMISE)
        return kept

    def _said(
        self, kind: str, stored: dict[str, dict[str, str]], silence: dict[str, str]
    ) -> dict[str, dict[str, str]]:
        """Return the answers by primary key, without the questions that were not sent."""
        rows = self.asked.commitments if kind == "commitment" else self.asked.cases
        names = {str(row.pk): f"{kind}_{row.pk}" for row in rows}
        is_pressed = kind == "commitment" and ALL_OPEN in self.data
        said = {}
        for key, name in names.items():
            if not (
                is_pressed or {self.add_prefix(name), self.add_prefix(f"{name}_word")} & self.data.keys()
            ):
                continue
            before = silence | stored.get(key, {})
            parts = {part: before[part] for part in silence if f"{name}_{part}" not in self.fields}
            read = self._read(f"{name}_", {part: "" for part in silence if f"{name}_{part}" in self.fields})
            outcome = self.cleaned_data.get(name, "") or (Commitment.State.OPEN.value if is_pressed else "")
            said[key] = parts | read | {"outcome": outcome}
        return said

    def _read(self, prefix: str, silence: dict[str, str]) -> dict[str, str]:
        found = {name: self.cleaned_data.get(f"{prefix}{name}") for name in silence}
        return {name: str(found[name] or silence[name]) for name in silence}

    @property
    def promise_names(self) -> dict[str, dict[str, str]]:
        """Names of the commitments and support behind the answers by primary key."""
        return {
            "commitment_answers": {str(each.pk): each.text for each in self.asked.commitments},
            "outcome_answers": {str(each.pk): str(each.offer) for each in self.asked.cases},
        }

    @property
    def earlier_parts(self) -> Iterator[Div]:
        """Yield the questions about what was agreed on earlier; of several, one button answers the rest."""
        if len(self.asked.commitments) > 1:
            button = Submit(_("All: not done yet"), SECOND, name=ALL_OPEN, value="1", data_all_open="")
            yield Div(button, css_class="all-open")
        for each in self.asked.commitments:
            yield self._answered(f"commitment_{each.pk}", "kept")

    @property
    def later_parts(self) -> Iterator[More]:
        """Yield a list of what is agreed on for later, if there is any."""
        if later := self.asked.later:
            words = ngettext(
                "%(counter)s commitment for later – show",
                "%(counter)s commitments for later – show",
                len(later),
            )
            yield More(words % {"counter": len(later)}, Include("followups/_later_commitments.html"))

    @property
    def promise_sections(self) -> Iterator[Section]:
        """Yield what was agreed earlier and the support that was given, as far as there is any."""
        if parts := list(self.earlier_parts):
            yield Section("earlier", _("What we have agreed on"), *parts)
        if self.asked.cases:
            helped = [self._answered(f"outcome_{each.pk}", "helped") for each in self.asked.cases]
            yield Section("helped", _("Did the support help?"), *helped)

    @property
    def agreed_section(self) -> Section:
        """The new promises: one in sight, room for more behind it."""
        first, *rest = self.agreed_parts
        hint = _("What you write here comes back in the next check-in, and with whoever is to do it.")
        has_more = any(self[f"agreed_{place}_text"].value() for place in range(2, self.places + 1))
        more = More(_("Add more"), *rest, is_open=has_more)
        return Section("agreed", _("What we agree on now"), Text(hint), first, more, *self.later_parts)

    @property
    def agreed_parts(self) -> list[Div]:
        """The fields of each new promise."""
        return [
            Div(*self._names(f"agreed_{place}"), css_class="promise promise--new")
            for place in range(1, self.places + 1)
        ]

    def _answered(self, name: str, kind: str) -> Div:
        """Ask what became of one, and behind it for a word."""
        first, *rest = self._names(name)
        then = [Div(*rest, css_class="then")] if rest else []
        return Div(first, *then, css_class=f"promise promise--{kind}")

    def _names(self, prefix: str) -> list[str]:
        return [name for name in self.fields if name == prefix or name.startswith(f"{prefix}_")]


def _with_facts(text: str, facts: str) -> SafeString:
    return format_html('<span lang="sv">{}</span> <span class="opt">({})</span>', text, facts)


def shown_answer(name: str, value: Any, names: Mapping[Any, str]) -> str:
    """Return an answer as text; an empty one says so. ``names`` are the names of its parts."""
    if name == "steps":
        text = "\n".join(_step(names[number], number, each) for number, each in sorted(value.items()) if each)
    elif name == "agreed":
        text = "\n".join(_promise(each) for each in value if each["text"])
    elif name == "need_same":
        text = names.get(value, "")
    elif name in OUTCOMES:
        text = "\n".join(_became(OUTCOMES[name], names.get(pk, ""), each) for pk, each in value.items())
    elif isinstance(value, bool):
        text = _("Yes") if value else _("No")
    elif isinstance(value, date):
        text = date_format(value)
    elif name in CHOICES and value:
        text = str(CHOICES[name][value])
    else:
        text = listed(map(str, value)) if isinstance(value, list) else str(value or "")
    return text or _("(empty)")


def _step(title: str, number: int, status: str) -> str:
    return f"{number}. {title}: {CheckInStep.Status(status).label}"


def _promise(said: dict[str, str]) -> str:
    return f"{said['text']} ({owner_and_day(said['owner'], written_day(said['due_on']))})"


def _became(outcomes: type[Commitment.State | SupportCase.Outcome], about: str, said: dict[str, str]) -> str:
    words = [str(outcomes(said["outcome"]).label)] if said["outcome"] else []
    day = written_day(said.get("due_on", ""))
    words += [date_format(day)] if day else []
    words += [said["word"]] if said["word"] else []
    return f"{about}: {', '.join(words)}"
