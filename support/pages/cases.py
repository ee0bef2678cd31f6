"""Pages on needs and support: the lists, the form for a new need, and a municipality's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.forms import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import User
from municipalities.models import CountyBoard
from municipalities.pages.counties import asked_slug, boards_asked
from programmes.models import Cohort, Participation
from support.forms.catalogue import SupportFilterForm
from support.forms.needs import SupportCreateForm
from support.models import LONG_WAIT_DAYS, SupportCase, SupportCaseQuerySet, SupportOffer
from ui.keys import key_of
from ui.tags import Tag
from ui.words import listed

State = SupportCase.State
MOST_OVER = 20
MARKS = {
    State.NEED: ("info", "○"),
    State.OFFERED: ("info", "○"),
    State.ACCEPTED: ("ok", "✓"),
    State.IN_PROGRESS: ("ok", "◐"),
    State.DECLINED: ("", "✕"),
    State.DONE: ("ok", "✓"),
    State.WITHDRAWN: ("", "–"),
}


@dataclass(frozen=True)
class ShownCase:
    """A case, with its state as a tag."""

    case: SupportCase

    @property
    def tag(self) -> Tag:
        return Tag(State(self.case.state).label, *MARKS[State(self.case.state)])

    @property
    def is_waiting(self) -> bool:
        """True when an offer waits for the municipality's answer."""
        return self.case.state == State.OFFERED

    @property
    def lacks_outcome(self) -> bool:
        """True when the municipality has not said yet whether delivered support helped."""
        return self.case.state == State.DONE and not self.case.outcome


@dataclass(frozen=True)
class CaseLine(ShownCase):
    """One case in a list: its state and how long it has waited."""

    on: date

    @property
    def days(self) -> int:
        return self.case.days(on=self.on)

    @property
    def waited(self) -> Tag:
        """The time it has waited, as a tag; two weeks without an answer need attention."""
        words = ngettext("%(count)s day", "%(count)s days", self.days) % {"count": self.days}
        words = words if self.days else _("today")
        is_long = self.days >= LONG_WAIT_DAYS and self.case.state in (State.NEED, State.OFFERED)
        return Tag(words, "warn", "!") if is_long else Tag(words, "")

    @property
    def stage(self) -> str:
        """The state, in lists that hold several states."""
        return str(self.tag.word) if self.case.state in SupportCase.UNDER_WAY_STATES else ""

    @property
    def outcome(self) -> str:
        """The answer whether it helped; for a case without delivery, the day on which it ended."""
        if self.case.state != State.DONE:
            return date_format(self.case.ended_on, "j F Y") if self.case.ended_on else ""
        if self.case.outcome:
            return _("Did it help? %(answer)s") % {"answer": self.case.get_outcome_display()}
        if self.case.board_outcome:
            words = {"answer": self.case.get_board_outcome_display()}
            return _("Did it help? The municipality has not answered; the county board: %(answer)s") % words
        return _("Did it help? Not answered yet")


@dataclass(frozen=True)
class CaseList:
    """One of the lists: its heading, its cases, and the text for an empty one if that is shown too.

    ``show`` names what stands at the end of a line.
    """

    key: str
    title: str
    lines: list[CaseLine]
    empty: str = ""
    show: str = ""


@dataclass(frozen=True)
class SupportListPage:
    """Needs and support of the counties, in the order in which something is to be done."""

    form: SupportFilterForm
    cases: SupportCaseQuerySet
    on: date
    can_write: bool
    shows_county: bool

    def _lines(self, cases: Iterable[SupportCase]) -> list[CaseLine]:
        return [CaseLine(case, self.on) for case in cases]

    @cached_property
    def lists(self) -> list[CaseList]:
        """The lists of what waits, the oldest first."""
        needs, offers = self._lines(self.cases.without_offer()), self._lines(self.cases.awaiting_answer())
        running = self._lines(self.cases.under_way())
        return [
            CaseList("behov", _("Needs without an offer"), needs, _("No needs wait for an offer.")),
            CaseList(
                "erbjudet", _("Offered, waiting for an answer"), offers, _("No offers wait for an answer.")
            ),
            CaseList("pagar", _("Under way"), running, _("No support is under way.")),
        ]

    @cached_property
    def over(self) -> list[CaseList]:
        """The lists of what is over, the latest first."""
        done, declined, withdrawn = (
            self._lines(cases[:MOST_OVER])
            for cases in (self.cases.done(), self.cases.declined(), self.cases.withdrawn())
        )
        return [
            CaseList(
                "klart", pgettext("support", "Done"), done, _("No support has been given yet."), "outcome"
            ),
            CaseList("tackat-nej", _("Declined"), declined),
            CaseList("inte-aktuellt", pgettext("support", "No longer needed"), withdrawn),
        ]

    @property
    def sentence(self) -> str:
        """A summary in one sentence, for screen readers too."""
        counts = needs, offers, running = [len(each.lines) for each in self.lists]
        parts = [
            ngettext("%(count)s need waits for an offer", "%(count)s needs wait for an offer", needs),
            ngettext("%(count)s offer waits for an answer", "%(count)s offers wait for an answer", offers),
            ngettext("%(count)s is under way", "%(count)s are under way", running),
        ]
        words = [text % {"count": count} for text, count in zip(parts, counts, strict=True) if count]
        return f"{listed(words)}." if words else _("No needs are open right now.")


def support_list_page(user: User, data: Mapping[str, str], *, on: date) -> SupportListPage:
    """Return the lists of the counties that the person coordinates; staff read all.

    Raises:
        Http404: the person follows no county.
    """
    own = CountyBoard.objects.coordinated_by(user, on=on).exists()
    if not (own or user.is_staff):
        raise Http404
    with_cohort = Cohort.objects.published().values("county_board")
    boards = list(CountyBoard.objects.visible_to(user, on=on).filter(pk__in=with_cohort))
    form = SupportFilterForm(data, boards=boards)
    cases = SupportCase.objects.followed_by(user, on=on).for_reading()
    if county := asked_slug(data):
        cases = cases.filter(participation__cohort__county_board__in=boards_asked(boards, county))
    if area := form.chosen.get("omrade"):
        cases = cases.filter(area=area)
    return SupportListPage(form, cases, on, can_write=own, shows_county=len(boards) > 1)


def support_create_form(user: User, query: Mapping[str, str], data: Any, *, on: date) -> SupportCreateForm:
    """Return the coordinator's form; the query may name a municipality, or a declined case to offer again.

    Raises:
        Http404: the person coordinates no county.
    """
    boards = CountyBoard.objects.coordinated_by(user, on=on)
    if not boards:
        raise Http404
    participations = Participation.objects.coordinated_by(user, on=on).open(on=on)
    chosen = participations.filter(municipality__slug=query.get("kommun", "")).first()
    declined = SupportCase.objects.writable_by(user, on=on).declined()
    again = key_of(query.get("igen", ""))
    known = declined.filter(pk=again).first() if again else None
    return SupportCreateForm(
        data,
        participations=participations.select_related("municipality").in_order(),
        offers=SupportOffer.objects.visible_to(user, on=on).filter(is_active=True),
        initial=model_to_dict(known, ["participation", "area", "need"])
        if known
        else {"participation": chosen},
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
