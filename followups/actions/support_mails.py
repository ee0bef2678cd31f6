"""Who is told when a need is raised, support is offered, and an offer is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from followups.kinds import NEED_RAISED, SUPPORT_ANSWERED, SUPPORT_OFFERED
from municipalities.models import Coordinator
from notifications.actions import queue
from participants.models import Enrolment

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import SupportCase


def tell_process_leaders(case: SupportCase, *, at: datetime) -> None:
    """Tell those who answer for the municipality what is offered; a new offer is told anew."""
    on = timezone.localtime(at).date()
    leaders = Enrolment.objects.taking_part(on=on).of_participation(case.participation_id).process_leaders()
    for leader in leaders.with_names():
        queue(
            kind=SUPPORT_OFFERED,
            key=f"{SUPPORT_OFFERED}/{case.pk}/{case.offer_id}/{leader.user_id}",
            recipient=leader.user,
            context={
                "case": case,
                "county_board": case.participation.cohort.county_board,
                "municipality": case.participation.municipality,
            },
            facts={"case": case.pk, "offer": case.offer_id},
            at=at,
        )


def tell_coordinators_of_need(case: SupportCase, *, at: datetime) -> None:
    """Tell the county's coordinators that the municipality asks for support."""
    _tell_coordinators(NEED_RAISED, case, at=at)


def tell_coordinators_of_answer(case: SupportCase, *, at: datetime) -> None:
    """Tell the county's coordinators what the municipality answered."""
    _tell_coordinators(SUPPORT_ANSWERED, case, at=at)


def _tell_coordinators(kind: str, case: SupportCase, *, at: datetime) -> None:
    board = case.participation.cohort.county_board
    for coordinator in Coordinator.objects.current(on=timezone.localtime(at).date()).of_board(board):
        queue(
            kind=kind,
            key=f"{kind}/{case.pk}/{coordinator.user_id}",
            recipient=coordinator.user,
            context={"case": case, "board": board, "municipality": case.participation.municipality},
            facts={"case": case.pk, "board": board.pk},
            at=at,
        )
