"""The handover to a new process leader, for print: only the public part of the check-ins."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.http import Http404

from accounts.models import User
from followups.pages.commitments import OpenCommitment, commitments_by_owner
from homes.pages.municipality_own import Public, public_parts
from municipalities.models import Coordinator
from participants.pages.group import MunicipalityGroup
from participants.pages.mandates import MandateLog, mandate_log
from programmes.models import Participation
from support.models import SupportCase
from support.pages.cases import CaseLine


@dataclass(frozen=True)
class HandoverPage:
    """One municipality's handover. ``follows`` is true for those who follow it, false for its own leaders."""

    participation: Participation
    public: Public
    on: date
    at: datetime
    follows: bool

    @cached_property
    def group(self) -> MunicipalityGroup:
        return MunicipalityGroup(self.participation, self.on, self.at)

    @cached_property
    def commitments(self) -> list[tuple[str, list[OpenCommitment]]]:
        """Open promises, grouped by owner."""
        return commitments_by_owner(self.participation, on=self.on)

    @cached_property
    def cases(self) -> list[CaseLine]:
        """Needs and support that are not closed, the oldest first."""
        rows = SupportCase.objects.filter(participation=self.participation).open()
        return [
            CaseLine(case, self.on)
            for case in rows.select_related("area", "offer").order_by("raised_at", "pk")
        ]

    @cached_property
    def mandate(self) -> MandateLog:
        return mandate_log(self.participation, on=self.on, can_write=False)

    @cached_property
    def coordinators(self) -> list[Coordinator]:
        """The coordinators to call besides the county board's contact."""
        board = self.participation.cohort.county_board_id
        roles = Coordinator.objects.to_turn_to(on=self.on).filter(county_board=board)
        return list(roles.order_by("is_stand_in", "pk"))


def handover_page(user: User, slug: str, *, on: date, at: datetime) -> HandoverPage:
    """Return the handover of the municipality with that slug, for its present or latest cohort.

    Raises:
        Http404: not a municipality that the person follows or leads.
    """
    followed = Participation.objects.followed_by(user, on=on).of_slug(slug)
    led = Participation.objects.led_by(user, on=on).of_slug(slug)
    participation = (followed | led).with_names().newest_first().first()
    if participation is None:
        raise Http404
    public = public_parts([participation.pk], on=on)[participation.pk]
    follows = followed.contains(participation)
    return HandoverPage(participation, public, on, at, follows)
