"""Mails to process leaders and coordinators about needs, offers and answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from municipalities.models import Coordinator
from notifications.actions.queueing import queue
from participants.models import Enrolment
from programmes.models import Participation
from support.kinds import NEED_RAISED, NEED_WAITING, SUPPORT_ANSWERED, SUPPORT_OFFERED
from support.models import LONG_WAIT_DAYS, SupportCase

WAITING_UNTIL_DAYS = 28


def tell_process_leaders(case: SupportCase, *, at: datetime) -> None:
    """Tell the municipality's process leaders about the offer; a changed offer is told again."""
    on = timezone.localtime(at).date()
    leaders = Enrolment.objects.taking_part(on=on).of_participation(case.participation_id).process_leaders()
    for leader in leaders.with_names():
        queue(
            kind=SUPPORT_OFFERED,
            key=f"{SUPPORT_OFFERED}/{case.pk}/{case.offer_id}/{leader.user_id}",
            recipient=leader.user,
            context={
                "case": case,
                "county_board": case.county_board,
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


@transaction.atomic
def queue_need_reminders(*, at: datetime) -> int:
    """Remind the coordinators, once, of a need that has had no offer for two weeks.

    Needs older than four weeks get none; they stand in the coordinators' list. Returns the number of mails.
    """
    raised = (at - timedelta(days=WAITING_UNTIL_DAYS), at - timedelta(days=LONG_WAIT_DAYS))
    needs = SupportCase.objects.without_offer().filter(raised_at__gt=raised[0], raised_at__lte=raised[1])
    waiting = needs.filter(participation__in=Participation.objects.open()).for_reading()
    return sum(_tell_coordinators(NEED_WAITING, case, at=at) for case in waiting)


def _tell_coordinators(kind: str, case: SupportCase, *, at: datetime) -> int:
    """Tell each coordinator of the county once; return the number of new mails."""
    board = case.county_board
    coordinators = Coordinator.objects.current(on=timezone.localtime(at).date()).of_board(board)
    return sum(
        queue(
            kind=kind,
            key=f"{kind}/{case.pk}/{coordinator.user_id}",
            recipient=coordinator.user,
            context={"case": case, "board": board, "municipality": case.participation.municipality},
            facts={"case": case.pk},
            at=at,
        )
        is not None
        for coordinator in coordinators
    )
