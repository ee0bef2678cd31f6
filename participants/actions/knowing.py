"""The time of a session that each person knows: the one that the last mail which has left told."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from accounts.models import User
from audit.models import AuditEvent
from notifications.models import Message
from programmes.models import Session

MOVED = "session.moved"
# The mails that tell a session's time, and those after which the portal's times are known.
ABOUT_A_SESSION = ("session_moved", "session_moved_soon", "session_week", "session_tomorrow")
ABOUT_A_COHORT = ("cohort_published", "coordinator_cohort_published", "enrolment_invited")


class Told(NamedTuple):
    """A time that was told; the end where the mail's facts have it."""

    starts_at: datetime
    ends_at: datetime | None = None


def told_times(sessions: Collection[Session], people: Collection[User]) -> dict[tuple[int, int], list[Told]]:
    """Return by session and person the times told so far, the first one first; needs ``cohort``.

    Whom no mail has told knows the time that was published, ``moved_from``.
    """
    mails = list(_mails_that_left(sessions, people))
    history = _moves(sessions) if any("session" not in mail.facts for mail in mails) else {}
    found: dict[tuple[int, int], list[Told]] = {
        (session.pk, person.pk): [Told(session.moved_from or session.starts_at)]
        for session in sessions
        for person in people
    }
    by_cohort = defaultdict(list)
    for session in sessions:
        by_cohort[session.cohort_id].append(session)
    for mail in mails:
        person = mail.recipient_id or 0
        if "session" in mail.facts:
            found[mail.facts["session"], person].append(_told_in(mail))
        else:
            for session in by_cohort[mail.facts["cohort"]]:
                found[session.pk, person] = [_time_at(mail.sent_at, session, history.get(session.pk, []))]
    return found


def old_starts(sessions: Iterable[Session], user: User) -> dict[int, datetime]:
    """Return, of those that were moved, the last start that the person was told and that no longer holds."""
    moved = [session for session in sessions if session.moved_from]
    if not moved:
        return {}
    told = told_times(moved, [user])
    found = {}
    for session in moved:
        others = [time.starts_at for time in told[session.pk, user.pk] if time.starts_at != session.starts_at]
        if others:
            found[session.pk] = others[-1]
    return found


def _mails_that_left(sessions: Collection[Session], people: Collection[User]) -> Iterable[Message]:
    left = Message.objects.filter(
        state=Message.State.SENT, recipient__in=people, kind__in=(*ABOUT_A_SESSION, *ABOUT_A_COHORT)
    )
    numbers, cohorts = {one.pk for one in sessions}, {one.cohort_id for one in sessions}
    for mail in left.order_by("sent_at", "pk").only("facts", "sent_at", "recipient"):
        about = mail.facts.get("session")
        if about in numbers or (about is None and mail.facts.get("cohort") in cohorts):
            yield mail


def _told_in(mail: Message) -> Told:
    ends_at = mail.facts.get("ends_at")
    return Told(_moment(mail.facts["starts_at"]), _moment(ends_at) if ends_at else None)


def _moves(sessions: Collection[Session]) -> dict[int, list[AuditEvent]]:
    events = AuditEvent.objects.about(*sessions).filter(verb=MOVED).order_by("pk")
    found = defaultdict(list)
    for event in events:
        found[int(event.object_id)].append(event)
    return found


def _time_at(at: datetime | None, session: Session, moves: list[AuditEvent]) -> Told:
    """Return the time that the session had at a moment, from the trail of its moves."""
    told = session.moved_from or session.starts_at
    for move in moves:
        if at and move.at <= at:
            told = _moment(move.data["after"])
    return Told(told)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
