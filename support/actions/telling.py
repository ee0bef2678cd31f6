"""The mails about needs and support: who is told, and once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.models import User
from calendars.months import day_of
from municipalities.models import Coordinator
from notifications.actions.queueing import Mail, queue_many
from notifications.models import Message, MessageQuerySet
from participants.models import Enrolment
from programmes.models import Participation
from support.kinds import NEED_RAISED, NEED_WAITING, SUPPORT_ANSWERED, SUPPORT_OFFERED
from support.models import LONG_WAIT_DAYS, SupportCase

WAITING_UNTIL_DAYS = 28
OFFERING = {"offer", "change"}


def tell_process_leaders(case: SupportCase, *, at: datetime) -> None:
    """Tell the municipality's process leaders about the offer; a new or changed one is told again."""
    on = day_of(at)
    since = case.offered_at.isoformat() if case.offered_at else ""
    leaders = Enrolment.objects.taking_part(on=on).of_participation(case.participation_id).process_leaders()
    mails = [
        Mail(
            kind=SUPPORT_OFFERED,
            key=f"{SUPPORT_OFFERED}/{case.pk}/{case.offer_id}/{since}/{leader.user_id}",
            recipient=leader.user,
            context={
                "case": case,
                "county_board": case.county_board,
                "municipality": case.participation.municipality,
            },
            facts={"case": case.pk, "offer": case.offer_id, "offered_at": since},
        )
        for leader in leaders.with_names()
    ]
    queue_many(mails, at=at)


def mails_of(case: SupportCase, deed: str) -> MessageQuerySet:
    """Return the mails that a deed on the case has queued; none of most."""
    messages = Message.objects.all()
    if deed in OFFERING and case.offered_at:
        return messages.about(SUPPORT_OFFERED, case, case.offer_id, case.offered_at.isoformat())
    if deed == "answer" and case.answered_at:
        return messages.about(SUPPORT_ANSWERED, case, case.answered_at.isoformat())
    return messages.about(NEED_RAISED, case) if deed == "raise" else messages.none()


def queue_need_reminders(*, at: datetime) -> int:
    """Remind the coordinators, once, of a need that has had no offer for two weeks.

    Needs older than four weeks get none; they stand in the coordinators' list. Returns the number of mails.
    """
    raised = (at - timedelta(days=WAITING_UNTIL_DAYS), at - timedelta(days=LONG_WAIT_DAYS))
    needs = SupportCase.objects.without_offer().filter(raised_at__gt=raised[0], raised_at__lte=raised[1])
    taking_part = Participation.objects.open(on=day_of(at))
    waiting = needs.filter(participation__in=taking_part).for_reading()
    with_boards = waiting.select_related("participation__cohort__county_board")
    return tell_coordinators(NEED_WAITING, with_boards, at=at)


def tell_coordinators(
    kind: str, cases: Iterable[SupportCase], *, at: datetime, but: User | None = None
) -> int:
    """Tell each coordinator of the county once, ``but`` not who did it; return the number of new mails."""
    boards = {case: case.county_board for case in cases}
    coordinators = Coordinator.objects.current(on=day_of(at)).by_board(boards.values())
    mails = [
        Mail(
            kind=kind,
            key=_key(kind, case, coordinator),
            recipient=coordinator.user,
            context={"case": case, "board": board, "municipality": case.participation.municipality},
            facts={"case": case.pk},
        )
        for case, board in boards.items()
        for coordinator in coordinators.get(board.pk, [])
        if coordinator.user != but
    ]
    return len(queue_many(mails, at=at))


def _key(kind: str, case: SupportCase, coordinator: Coordinator) -> str:
    """Return what makes it the same mail; an answer after one that was taken back is another."""
    since = case.answered_at.isoformat() if kind == SUPPORT_ANSWERED and case.answered_at else ""
    return "/".join(filter(None, [kind, str(case.pk), since, str(coordinator.user_id)]))
