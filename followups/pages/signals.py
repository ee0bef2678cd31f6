"""What is quiet, in words per municipality, and what somebody has put aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse

from accounts.models import User
from followups.actions.signals import current_signal
from followups.matrix import Line
from followups.models import DismissedSignal, SignalKind
from followups.signals import signals_of, undismissed
from followups.summaries.signals import signal_sentence
from municipalities.models import CountyBoard
from programmes.models import Participation

# A kind as addresses name it.
KINDS = {
    "inloggning": SignalKind.NOT_IN_PORTAL,
    "hemuppgifter": SignalKind.HOMEWORK_MISSING,
    "kontakt": SignalKind.NO_CONTACT,
    "steg": SignalKind.STEP_UNCHANGED,
}
WORDS = {kind: word for word, kind in KINDS.items()}
MOST_MUNICIPALITIES = 60  # a longer list is read by nobody; staff choose a county first


@dataclass(frozen=True)
class QuietItem:
    """One sentence, and where to put it aside."""

    name: str
    sentence: str
    url: str


@dataclass(frozen=True)
class Quiet:
    """The section of the follow-up. ``is_too_much`` when a county must be chosen first."""

    items: list[QuietItem]
    dismissed: list[DismissedSignal]
    is_too_much: bool = False


def quiet_section(lines: list[Line], user: User, *, on: date) -> Quiet:
    """What is quiet about the municipalities that take part now; eight queries, however many they are."""
    lines = [line for line in lines if not line.row.participation.has_left(on=line.row.on)]
    if len(lines) > MOST_MUNICIPALITIES:
        return Quiet([], [], is_too_much=True)
    participations = [line.row.participation for line in lines]
    signals = signals_of([line.row for line in lines], on=on, is_staff=user.is_staff)
    items = [
        QuietItem(
            str(signal.participation.municipality),
            signal_sentence(signal, on=on),
            reverse(
                "followups:signal_dismiss",
                args=[signal.participation.municipality.slug, WORDS[signal.kind]],
            ),
        )
        for signal in undismissed(signals, participations)
    ]
    dismissed = DismissedSignal.objects.filter(participation__in=participations)
    return Quiet(items, list(dismissed.select_related("participation__municipality", "dismissed_by")))


@dataclass(frozen=True)
class SignalPage:
    """One signal that is to be put aside; without a sentence there is nothing quiet any longer."""

    participation: Participation
    kind: SignalKind
    sentence: str

    @property
    def county_board(self) -> CountyBoard:
        return self.participation.county_board


def signal_page(user: User, slug: str, kind: str, *, on: date) -> SignalPage:
    """The municipality's signal of that kind, for the county's coordinators and staff.

    Raises:
        Http404: no such kind, or no municipality of the own county that takes part.
    """
    boards = CountyBoard.objects.visible_to(user, on=on)
    taking_part = Participation.objects.of_boards(boards).open().filter(municipality__slug=slug)
    participation = taking_part.select_related("municipality", "cohort__county_board").first()
    if participation is None or kind not in KINDS:
        raise Http404
    signal = current_signal(participation, KINDS[kind], actor=user, on=on)
    sentence = signal_sentence(signal, on=on) if signal and undismissed([signal], [participation]) else ""
    return SignalPage(participation, KINDS[kind], sentence)
