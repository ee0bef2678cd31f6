"""Mails to process leaders and coordinators about needs, offers and answers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from municipalities.models import Coordinator
from notifications.actions.queueing import Mail, queue_many
from participants.models import Enrolment
from programmes.models import Participation
from support.kinds import NEED_RAISED, NEED_WAITING, SUPPORT_ANSWERED, SUPPORT_OFFERED
from support.models import LONG_WAIT_DAYS, SupportCase

WAITING_UNTIL_DAYS = 28


def tell_process_leaders(case: SupportCase, *, at: datetime) -> None:
    """Tell the municipality's process leaders about the offer; a changed offer is told again."""
    on = timezone.localtime(at).date()
    leaders = Enrolment.objects.taking_part(on=on).of_participation(case.participation_id).process_leaders()
    mails = [
        Mail(
            kind=SUPPORT_OFFERED,
            key=f"{SUPPORT_OFFERED}/{case.pk}/{case.offer_id}/{leader.user_id}",
            recipient=leader.user,
            context={
                "case": case,
                "county_board": case.county_board,
                "municipality": case.participation.municipality,
            },
            facts={"case": case.pk, "offer": case.offer_id},
        )
        for leader in leaders.with_names()
    ]
    queue_many(mails, at=at)


def tell_coordinators_of_need(case: SupportCase, *, at: datetime) -> None:
    """Tell the county's coordinators that the municipality asks for support."""
    _tell_coordinators(NEED_RAISED, [case], at=at)


def tell_coordinators_of_answer(case: SupportCase, *, at: datetime) -> None:
    """Tell the county's coordinators what the municipality answered."""
    _tell_coordinators(SUPPORT_ANSWERED, [case], at=at)


def queue_need_reminders(*, at: datetime) -> int:
    """Remind the coordinators, once, of a need that has had no offer for two weeks.

    Needs older than four weeks get none; they stand in the coordinators' list. Returns the number of mails.
    """
    raised = (at - timedelta(days=WAITING_UNTIL_DAYS), at - timedelta(days=LONG_WAIT_DAYS))
    needs = SupportCase.objects.without_offer().filter(raised_at__gt=raised[0], raised_at__lte=raised[1])
    taking_part = Participation.objects.open(on=timezone.localtime(at).date())
    waiting = needs.filter(participation__in=taking_part).for_reading()
    with_boards = waiting.select_related("participation__cohort__county_board")
    return _tell_coordinators(NEED_WAITING, with_boards, at=at)


def _tell_coordinators(kind: str, cases: Iterable[SupportCase], *, at: datetime) -> int:
    """Tell each coordinator of the county once; return the number of new mails."""
    boards = {case: case.county_board for case in cases}
    coordinators = Coordinator.objects.current(on=timezone.localtime(at).date()).by_board(boards.values())
    mails = [
        Mail(
            kind=kind,
            key=f"{kind}/{case.pk}/{coordinator.user_id}",
            recipient=coordinator.user,
            context={"case": case, "board": board, "municipality": case.participation.municipality},
            facts={"case": case.pk},
        )
        for case, board in boards.items()
        for coordinator in coordinators.get(board.pk, [])
    ]
    return len(queue_many(mails, at=at))
