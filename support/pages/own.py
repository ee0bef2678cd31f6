"""A municipality's own needs and support: its offers, and its requests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from programmes.models import Participation
from support.forms import AnswerForm, NeedForm, WithdrawForm
from support.models import SupportCase
from support.pages.cases import CaseLine, State, Story


@dataclass(frozen=True)
class SupportAnswerPage(Story):
    """An offer as the municipality reads it."""

    form: AnswerForm | None
    withdraw: WithdrawForm | None

    @property
    def what_comes(self) -> str:
        """The next step, where it is not the municipality's own."""
        words = {"county_board": self.county_board.short_name}
        told = {
            State.NEED: _(
                "%(county_board)s has not offered support yet. The process leader gets a mail when it does."
            ),
            State.ACCEPTED: _("You have accepted. %(county_board)s takes the next step."),
        }
        return told[State(self.case.state)] % words if self.case.state in told else ""

    @property
    def sent(self) -> AnswerForm | WithdrawForm | None:
        """The form that was sent, if any."""
        return next((form for form in (self.form, self.withdraw) if form and form.is_bound), None)


def support_answer_page(
    user: User, pk: int, *, on: date, data: Mapping[str, str] | None
) -> SupportAnswerPage:
    """Return a case for the municipality's own people; only the process leader may answer.

    A need that the municipality raised itself can be closed until something is offered; an offer is declined.

    Raises:
        Http404: another municipality's case; or something was sent by somebody else than a process leader.
    """
    case = get_object_or_404(SupportCase.objects.of_groups_of(user, on=on).for_reading(), pk=pk)
    can_answer = SupportCase.objects.answerable_by(user, on=on).contains(case)
    if data is not None and not can_answer:
        raise Http404
    board = case.county_board
    answer = None if data and data.get("deed") == WithdrawForm.deed else data
    asked = can_answer and (answer is not None or case.state == State.OFFERED)
    is_own = case.origin == SupportCase.Origin.MUNICIPALITY
    can_close = can_answer and is_own and case.state == State.NEED
    return SupportAnswerPage(
        case,
        AnswerForm(answer, county_board=board) if asked else None,
        WithdrawForm(data, case=case, on=on, is_main=False) if can_close else None,
    )


def led_participation(user: User, slug: str, *, on: date) -> Participation:
    """Return the municipality whose work the person leads.

    Raises:
        Http404: the person does not lead it, or it no longer takes part.
    """
    led = user.enrolments.taking_part(on=on).process_leaders().exclude(participation=None)
    mine = Participation.objects.open(on=on).filter(pk__in=led.values("participation"))
    return get_object_or_404(
        mine.select_related("municipality", "cohort__county_board"), municipality__slug=slug
    )


def need_form(participation: Participation, data: Any) -> NeedForm:
    """Return the form in which the municipality asks for support."""
    return NeedForm(data, county_board=participation.county_board)


@dataclass(frozen=True)
class OwnSupport:
    """A municipality's support on its own page. ``need_url`` is for its process leader."""

    lines: list[CaseLine]
    is_leader: bool
    need_url: str


def own_support(participation: Participation, *, is_leader: bool, on: date) -> OwnSupport:
    """Return all support for templates/homes/_support_own.html: open first, then the latest."""
    cases = participation.support_cases.select_related("area", "offer").order_by("-raised_at", "pk")
    lines = [CaseLine(case, on) for case in cases]
    lines.sort(key=lambda line: line.case.state not in SupportCase.OPEN_STATES)
    slug = participation.municipality.slug
    return OwnSupport(lines, is_leader, reverse("support:need_create", args=[slug]) if is_leader else "")
