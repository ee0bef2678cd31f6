"""Open commitments as their owner sees them: a line each, with the day and whether it has passed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.models import Commitment, Owner
from followups.models.commitment import CommitmentQuerySet
from programmes.models import Participation
from ui.tags import Tag


@dataclass(frozen=True)
class OpenCommitment:
    """One open commitment. ``url`` is its page, for those who may record its outcome."""

    commitment: Commitment
    on: date
    url: str

    @property
    def is_late(self) -> bool:
        return self.commitment.is_late(on=self.on)

    @property
    def tag(self) -> Tag | None:
        return Tag(_("The day has passed"), "warn", "!") if self.is_late else None

    @property
    def when(self) -> str:
        """Due day in words, said kindly when it has passed."""
        if self.commitment.due_on is None:
            return _("no day decided")
        day = date_format(self.commitment.due_on, "j F")
        if self.is_late:
            return _("was to be done by %(day)s") % {"day": day}
        return pgettext("commitment", "by %(day)s") % {"day": day}


def open_commitments(
    owner: str, participations: Iterable[Participation] | Iterable[int], *, on: date, can_answer: bool = False
) -> list[OpenCommitment]:
    """Return the owner's open commitments in these participations (rows, keys or a queryset); one query."""
    return _listed(
        Commitment.objects.open().filter(owner=owner), participations, on=on, can_answer=can_answer
    )


def commitments_by_owner(
    participation: Participation, *, on: date, can_answer: bool = False
) -> list[tuple[str, list[OpenCommitment]]]:
    """Return all open commitments of one municipality by the owner's name; one query."""
    found = _listed(Commitment.objects.open(), [participation], on=on, can_answer=can_answer)
    owned = [(owner, [each for each in found if each.commitment.owner == owner]) for owner in Owner]
    return [(str(owner.label), promises) for owner, promises in owned if promises]


def _listed(
    rows: CommitmentQuerySet,
    participations: Iterable[Participation] | Iterable[int],
    *,
    on: date,
    can_answer: bool,
) -> list[OpenCommitment]:
    found = rows.filter(participation__in=participations).select_related("participation__municipality")
    return [OpenCommitment(row, on, row.get_absolute_url() if can_answer else "") for row in found]
