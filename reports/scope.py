"""The scope of an export, evaluated for the requesting person again when the file is built; its time span."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from calendars.months import months_between, next_month
from followups.matrix import Line
from followups.models import CheckInVersion, Commitment, MunicipalReply
from followups.months import Row, read_rows
from municipalities.models import CountyBoard
from participants.models import MandateEntry
from programmes.models import Participation, ProcessStep
from programmes.models.cohort import ParticipationQuerySet
from support.models import SupportCase

Each = TypeVar("Each")


@dataclass(frozen=True)
class Holding:
    """All data on a municipality's participation in one cohort, as far as the person may read it."""

    participation: Participation
    versions: list[CheckInVersion]
    mandate: list[MandateEntry]
    commitments: list[Commitment]
    cases: list[SupportCase]
    replies: list[MunicipalReply]


class Scope:
    """A person's view of a county on one day: frozen check-ins, with or without internal notes."""

    def __init__(self, user: User, *, on: date) -> None:
        self.user, self.on = user, on

    @cached_property
    def boards(self) -> list[CountyBoard]:
        """County boards whose documents the person may export."""
        return list(CountyBoard.objects.visible_to(self.user, on=self.on).order_by("county_name", "pk"))

    @property
    def participations(self) -> ParticipationQuerySet:
        return Participation.objects.of_boards(self.boards)

    def of_municipality(self, slug: str) -> list[Participation]:
        """Return every participation of a municipality, the newest first."""
        return list(self.participations.of_slug(slug).with_names().order_by("-cohort__published_at", "-pk"))

    def first_followed(self, boards: list[CountyBoard], first: date, last: date) -> CountyBoard:
        """Return the first of them with a check-in that was done in the period, else the first."""
        if len(boards) == 1:
            return boards[0]
        done = CheckInVersion.objects.filter(
            check_in__expected__participation__cohort__county_board__in=boards,
            check_in__expected__month__range=(first, last),
        ).order_by()
        followed = set(
            done.values_list("check_in__expected__participation__cohort__county_board", flat=True).distinct()
        )
        return next((board for board in boards if board.pk in followed), boards[0])

    def is_inside(self, board: CountyBoard | None) -> bool:
        """Return whether the person coordinates that county: nobody else reads its notes and small groups."""
        own = CountyBoard.objects.coordinated_by(self.user, on=self.on)
        return board is not None and own.contains(board)

    def versions(self, participations: Collection[Participation]) -> list[CheckInVersion]:
        """Return every frozen version by municipality, the newest month first."""
        found = CheckInVersion.objects.visible_to(self.user, on=self.on).filter(
            check_in__expected__participation__in=participations
        )
        related = ("check_in__expected__participation__municipality", "done_by", "need_area", "need_offer")
        return list(
            found.select_related(*related).order_by(
                "check_in__expected__participation__municipality__name",
                "-check_in__expected__month",
                "-version",
                "pk",
            )
        )

    def newest(self, participations: Collection[Participation]) -> dict[int, dict[date, CheckInVersion]]:
        """Return each check-in's newest version by participation and month, the earliest month first."""
        found: dict[int, dict[date, CheckInVersion]] = {each.pk: {} for each in participations}
        for version in reversed(self.versions(participations)):
            found[version.check_in.participation_id][version.check_in.month] = version
        return found

    def cases(self, participations: Collection[Participation]) -> list[SupportCase]:
        """Return needs and support by municipality, in the order in which they were raised."""
        found = SupportCase.objects.visible_to(self.user, on=self.on).filter(participation__in=participations)
        return list(
            found.select_related("participation__municipality", "area", "offer")
            .prefetch_related("entries")
            .order_by("participation__municipality__name", "raised_at", "pk")
        )

    def commitments(self, participations: Collection[Participation]) -> list[Commitment]:
        """Return the commitments by municipality, in order."""
        found = Commitment.objects.visible_to(self.user, on=self.on).filter(participation__in=participations)
        return list(
            found.select_related("participation__municipality", "check_in__expected", "session").order_by(
                "participation__municipality__name", "created_at", "pk"
            )
        )

    def replies(self, participations: Collection[Participation]) -> list[MunicipalReply]:
        """Return the municipalities' own answers about the months that are done, the newest first."""
        done = CheckInVersion.objects.filter(check_in__expected=OuterRef("expected"))
        found = MunicipalReply.objects.visible_to(self.user, on=self.on)
        found = found.filter(Exists(done), expected__participation__in=participations)
        return list(found.select_related("saved_by", "expected").order_by("-expected__month", "pk"))

    def mandate(self, participations: Collection[Participation]) -> list[MandateEntry]:
        """Return the mandate logs with their files."""
        found = MandateEntry.objects.visible_to(self.user, on=self.on)
        return list(found.filter(participation__in=participations).newest_first())

    def holdings(self, participations: Collection[Participation]) -> list[Holding]:
        """Return the holding of each, in their order; the number of queries is constant."""
        versions = _grouped(self.versions(participations), lambda each: each.check_in.participation_id)
        mandate = _grouped(self.mandate(participations), lambda each: each.participation_id)
        commitments = _grouped(self.commitments(participations), lambda each: each.participation_id or 0)
        cases = _grouped(self.cases(participations), lambda each: each.participation_id)
        replies = _grouped(self.replies(participations), lambda each: each.participation_id)
        return [
            Holding(
                each,
                versions[each.pk],
                mandate[each.pk],
                commitments[each.pk],
                cases[each.pk],
                replies[each.pk],
            )
            for each in participations
        ]


def _grouped(rows: Iterable[Each], key: Callable[[Each], int]) -> dict[int, list[Each]]:
    found: dict[int, list[Each]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


@dataclass(frozen=True)
class Period:
    """One county from one month to another, both included."""

    board: CountyBoard
    first: date
    last: date
    scope: Scope

    @cached_property
    def months(self) -> list[date]:
        return list(months_between(self.first, self.last))

    @property
    def ends_before(self) -> date:
        return next_month(self.last)

    @cached_property
    def rows(self) -> list[Row]:
        """Municipalities with a check-in in the period, expected or made."""
        found = self.scope.participations.filter(cohort__county_board=self.board)
        rows = read_rows(found, self.last, on=self.scope.on, with_texts=False)
        return [row for row in rows if set(self.months) & {*row.expected, *row.told}]

    @cached_property
    def steps(self) -> dict[int, str]:
        return dict(ProcessStep.objects.order_by("number").values_list("number", "title"))

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(row, self.months) for row in self.rows]

    @cached_property
    def cases(self) -> list[SupportCase]:
        """Needs raised or answered with support in the period, or still open when it began."""
        found = self.scope.cases([row.participation for row in self.rows])
        return [case for case in found if self._concerns(case)]

    def _concerns(self, case: SupportCase) -> bool:
        raised = timezone.localtime(case.raised_at).date()
        return raised < self.ends_before and (case.ended_on is None or case.ended_on >= self.first)

    @cached_property
    def _versions(self) -> dict[int, dict[date, CheckInVersion]]:
        return self.scope.newest([row.participation for row in self.rows])

    def before(self, row: Row) -> list[CheckInVersion]:
        """Return the newest versions of the check-ins before the period, in order."""
        told = self._versions[row.participation.pk]
        return [version for month, version in told.items() if month < self.first]

    def within(self, row: Row) -> list[CheckInVersion]:
        """Return the newest versions of the period's check-ins, in order."""
        told = self._versions[row.participation.pk]
        return [version for month, version in told.items() if self.first <= month <= self.last]
