"""The scope of an export, evaluated for the requesting person again when the file is built."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from accounts.models import User
from followups.models import CheckInVersion, Commitment, MunicipalReply
from municipalities.models import CountyBoard
from participants.models import MandateEntry
from programmes.models import Participation
from programmes.models.cohort import ParticipationQuerySet
from support.models import SupportCase

Row = TypeVar("Row")


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

    def may_read_notes(self, board: CountyBoard | None) -> bool:
        """Return whether the person coordinates that county: nobody else ever reads the internal note."""
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
            found.select_related("participation__municipality", "area", "offer").order_by(
                "participation__municipality__name", "raised_at", "pk"
            )
        )

    def commitments(self, participations: Collection[Participation]) -> list[Commitment]:
        """Return the commitments by municipality, in order."""
        found = Commitment.objects.visible_to(self.user, on=self.on).filter(participation__in=participations)
        return list(
            found.select_related("participation__municipality", "check_in__expected").order_by(
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
        commitments = _grouped(self.commitments(participations), lambda each: each.participation_id)
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


def _grouped(rows: Iterable[Row], key: Callable[[Row], int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
