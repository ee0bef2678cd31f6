"""Quiet facts in sentences by municipality, and the page that dismisses one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from followups.actions.quiet import current_quiet
from followups.matrix import Line
from followups.models import QuietDismissal, QuietKind
from followups.quiet import quiet_facts, undismissed
from followups.summaries.quiet import quiet_sentence
from municipalities.models import CountyBoard
from programmes.models import Participation

# The kinds by their names in addresses.
KINDS = {
    "inloggning": QuietKind.NOT_IN_PORTAL,
    "hemuppgifter": QuietKind.HOMEWORK_MISSING,
    "kontakt": QuietKind.NO_CONTACT,
    "steg": QuietKind.STEP_UNCHANGED,
}
WORDS = {kind: word for word, kind in KINDS.items()}
MOST_MUNICIPALITIES = 60  # nobody reads a longer list; staff choose a county first


@dataclass(frozen=True)
class QuietItem:
    """One sentence, and the address to dismiss it."""

    name: str
    sentence: str
    url: str


@dataclass(frozen=True)
class Quiet:
    """The follow-up's section on quiet facts. ``is_too_much`` when a county must be chosen first."""

    items: list[QuietItem]
    dismissed: list[QuietDismissal]
    is_too_much: bool = False


def quiet_section(lines: list[Line], user: User, *, on: date) -> Quiet:
    """Return the quiet facts of current municipalities; eight queries, however many they are."""
    lines = [line for line in lines if not line.row.participation.has_left(on=line.row.on)]
    if len(lines) > MOST_MUNICIPALITIES:
        return Quiet([], [], is_too_much=True)
    participations = [line.row.participation for line in lines]
    facts = quiet_facts([line.row for line in lines], on=on, is_staff=user.is_staff)
    items = [
        QuietItem(
            str(quiet.participation.municipality),
            quiet_sentence(quiet, on=on),
            reverse(
                "followups:quiet_dismiss", args=[quiet.participation.municipality.slug, WORDS[quiet.kind]]
            ),
        )
        for quiet in undismissed(facts, participations)
    ]
    dismissed = QuietDismissal.objects.filter(participation__in=participations)
    return Quiet(items, list(dismissed.select_related("participation__municipality", "dismissed_by")))


@dataclass(frozen=True)
class QuietPage:
    """One fact to dismiss; without a sentence it no longer holds."""

    participation: Participation
    kind: QuietKind
    sentence: str


def quiet_page(user: User, slug: str, kind: str, *, on: date) -> QuietPage:
    """Return the municipality's fact of that kind, for the county's coordinators and staff.

    Raises:
        Http404: no such kind, or no municipality of the own county that takes part.
    """
    taking_part = _taking_part(user, on=on).filter(municipality__slug=slug)
    participation = taking_part.select_related("municipality", "cohort__county_board").first()
    if participation is None or kind not in KINDS:
        raise Http404
    quiet = current_quiet(participation, KINDS[kind], actor=user, on=on)
    sentence = quiet_sentence(quiet, on=on) if quiet and undismissed([quiet], [participation]) else ""
    return QuietPage(participation, KINDS[kind], sentence)


def dismissed_for(user: User, *, on: date) -> QuerySet[QuietDismissal]:
    """Return what was put aside about municipalities of the own county that take part."""
    return QuietDismissal.objects.filter(participation__in=_taking_part(user, on=on))


def _taking_part(user: User, *, on: date) -> QuerySet[Participation]:
    return Participation.objects.of_boards(CountyBoard.objects.visible_to(user, on=on)).open(on=on)
