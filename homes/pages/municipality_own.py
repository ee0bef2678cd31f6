"""A participant's page about the own municipality: the public part, and the people to turn to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from calendars.months import month_of
from followups.actions.replies import why_closed
from followups.models import CheckInStep, CheckInVersion, Commitment, Month, MunicipalReply, Owner, PublicPart
from followups.months import Row, read_rows
from followups.pages.commitments import OpenCommitment, by_owner, open_commitments
from municipalities.models import Coordinator, CountyBoard, Municipality
from participants.models import Enrolment
from programmes.models import Participation
from support.models import SupportCase
from support.pages.cases import OwnSupport, own_support
from ui.dates import month_name

Status = CheckInStep.Status


@dataclass(frozen=True)
class Question:
    """A month that the process leader may answer about, and when they last did."""

    municipality: Municipality
    month: date
    sent_at: datetime | None
    on: date

    @property
    def url(self) -> str:
        return reverse("followups:reply_edit", args=[self.municipality.slug, self.month])


@dataclass(frozen=True)
class StepLine:
    """One of the five steps: how far it has come, and since when."""

    title: str
    words: str
    css: str


@dataclass(frozen=True)
class Public:
    """The public part of the months that are marked done, the latest last."""

    parts: Sequence[PublicPart]
    on: date

    @property
    def latest(self) -> PublicPart | None:
        return self.parts[-1] if self.parts else None

    @property
    def steps(self) -> list[StepLine]:
        return [self._line(step) for step in self.latest.steps] if self.latest else []

    def _line(self, step: dict[str, str]) -> StepLine:
        since = self._since(step)
        words = {"month": month_name(since, on=self.on)}
        status = Status(step["status"])
        told = {
            Status.ONGOING: (_("Under way since %(month)s") % words, "now"),
            Status.DONE: (_("Done since %(month)s") % words, "done"),
        }
        text, css = told.get(status, (str(status.label), ""))
        return StepLine(step["title"], text, css)

    def _since(self, step: dict[str, str]) -> date:
        """Return the first of the latest months in a row in which the step has its present status."""
        since = self.parts[-1].month
        for part in reversed(self.parts):
            if not any(
                then["number"] == step["number"] and then["status"] == step["status"] for then in part.steps
            ):
                break
            since = part.month
        return since


@dataclass(frozen=True)
class OwnMunicipality:
    """One municipality as its own group sees it."""

    participation: Participation
    public: Public
    questions: list[Question]
    support: OwnSupport
    commitments: list[OpenCommitment]
    tried_by_others: list[Commitment]
    team: list[Enrolment]
    coordinators: list[Coordinator]

    @property
    def municipality(self) -> Municipality:
        return self.participation.municipality

    @property
    def county_board(self) -> CountyBoard | None:
        return self.participation.cohort.county_board

    @property
    def after_next_step(self) -> list[tuple[str, list[OpenCommitment]]]:
        """The open commitments by the owner's name, but for the one with the earliest day."""
        return by_owner(self.commitments[1:])

    @property
    def can_promise(self) -> bool:
        """True for the process leader of a municipality that takes part."""
        return self.support.is_leader and not self.participation.has_left(on=self.public.on)


def own_municipalities(user: User, *, on: date) -> list[OwnMunicipality]:
    """Return a section for each municipality in whose group the person is, those still taking part first.

    Raises:
        Http404: the person belongs to no municipality's group.
    """
    mine = user.enrolments.current(on=on).exclude(participation=None)
    leads = {each.participation_id: each.is_process_leader for each in mine if each.participation_id}
    if not leads:
        raise Http404
    rows = read_rows(Participation.objects.filter(pk__in=leads), month_of(on), on=on, with_texts=False)
    public = public_parts(leads, on=on)
    questions = _questions([row for row in rows if leads[row.participation.pk]])
    team = Enrolment.objects.current(on=on).filter(participation__in=leads).named()
    people = sorted(team.select_related("user").in_order(), key=lambda each: not each.is_process_leader)
    commitments = open_commitments(list(leads), on=on, user=user)
    shared = Commitment.objects.shared_in([row.participation.cohort_id for row in rows])
    tried = list(
        shared.exclude(participation__in=leads).select_related("participation__municipality", "session")
    )
    coordinators = _coordinators(rows, on=on)
    sections = [
        OwnMunicipality(
            participation=each,
            public=public[each.pk],
            questions=questions[each.pk],
            support=own_support(each, is_leader=leads[each.pk] and each.cohort.is_open, on=on),
            commitments=[one for one in commitments if one.commitment.participation_id == each.pk],
            tried_by_others=[
                one for one in tried if one.participation and one.participation.cohort_id == each.cohort_id
            ],
            team=[one for one in people if one.participation_id == each.pk],
            coordinators=coordinators[each.cohort.county_board_id],
        )
        for each in (row.participation for row in rows)
    ]
    return sorted(sections, key=lambda section: section.participation.has_left(on=on))


def public_parts(participations: Iterable[int], *, on: date) -> dict[int, Public]:
    """Return the public part of all months by the participation's id, in one query."""
    parts: dict[int, list[PublicPart]] = defaultdict(list)
    for version in CheckInVersion.objects.filter(
        check_in__expected__participation__in=participations
    ).public():
        parts[version.check_in.participation_id].append(version.public_part())
    return {pk: Public(parts[pk], on) for pk in participations}


def _questions(rows: Sequence[Row]) -> dict[int, list[Question]]:
    """Return the months that each participation may still answer about, the latest first."""
    replies = MunicipalReply.objects.filter(
        expected__participation__in=[row.participation.pk for row in rows]
    )
    sent = dict(replies.values_list("expected", "saved_at"))
    questions: dict[int, list[Question]] = defaultdict(list)
    for row in rows:
        pk = row.participation.pk
        questions[pk] = [
            Question(row.municipality, month, sent.get(row.months[month].pk), row.on)
            for month in reversed(row.expected)
            if not why_closed(replace(row, month=month))
        ]
    return questions


def _coordinators(rows: Iterable[Row], *, on: date) -> dict[int | None, list[Coordinator]]:
    """Return the coordinators to call, by county board."""
    boards = {row.participation.cohort.county_board_id for row in rows}
    found: dict[int | None, list[Coordinator]] = defaultdict(list)
    for role in Coordinator.objects.to_turn_to(on=on).filter(county_board__in=boards):
        found[role.county_board_id].append(role)
    return found


def own_commitments(user: User, enrolments: Iterable[Enrolment], *, on: date) -> list[OpenCommitment]:
    """Return what the person's municipalities have promised, the first due first."""
    groups = [each.participation_id for each in enrolments if each.participation_id]
    return open_commitments(groups, owner=Owner.MUNICIPALITY, on=on, user=user) if groups else []


@dataclass(frozen=True)
class OwnSummary:
    """The start page's part about one municipality; the participation comes with what is read beside it."""

    participation: Any
    on: date

    @property
    def municipality(self) -> Municipality:
        return self.participation.municipality

    @property
    def question(self) -> Question | None:
        """The present month's question; None when no check-in is expected or it is done."""
        month = month_of(self.on)
        if not self.participation.is_asked:
            return None
        return Question(self.municipality, month, self.participation.sent_at, self.on)

    @property
    def offer(self) -> dict[str, Any] | None:
        """The support that waits for an answer, the oldest first: its ``case`` and the ``offer``'s name."""
        return self.participation.offered


def own_summaries(enrolments: Iterable[Enrolment], *, on: date) -> list[OwnSummary]:
    """Return the municipalities that the person leads; one query."""
    led = [each.participation_id for each in enrolments if each.participation_id and each.is_process_leader]
    if not led:
        return []
    this_month = Month.objects.expected().filter(participation=OuterRef("pk"), month=month_of(on))
    replies = MunicipalReply.objects.filter(
        expected__participation=OuterRef("pk"), expected__month=month_of(on)
    )
    offered = SupportCase.objects.filter(participation=OuterRef("pk")).awaiting_answer()
    rows = (
        Participation.objects.filter(pk__in=led)
        .select_related("municipality")
        .only("ended_on", "cohort", "municipality__name", "municipality__slug")
        .annotate(
            is_asked=Exists(this_month.never_done()),
            sent_at=Subquery(replies.order_by().values("saved_at")),
            offered=Subquery(offered.values(facts=JSONObject(case="pk", offer="offer__name"))[:1]),
        )
    )
    return [OwnSummary(row, on) for row in rows.newest_first()]
