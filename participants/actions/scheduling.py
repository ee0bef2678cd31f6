"""Actions on sessions: record who came; move or cancel one, and tell the people it concerns."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, record, store
from calendars.months import day_of
from notifications.actions.queueing import Mail, queue_many
from participants.actions.knowing import MOVED, Told, told_times
from participants.actions.publishing import Audience, audience_of
from participants.models import Attendance
from programmes.actions.expecting import expect_check_ins
from programmes.models import Cohort, Session

# A change this close is sent at any hour; other mail waits for the sending hours.
SOON = timedelta(hours=72)


@transaction.atomic
def move_session(
    session: Session, *, starts_at: datetime, ends_at: datetime, actor: User, at: datetime
) -> Session:
    """Move a session that has not begun; its number stays, and the start that was published.

    Each person is told the new time and the one last told; who was last told just this time gets no mail.
    """
    session = _lock(session, at=at)
    before = (session.starts_at, session.ends_at)
    if (starts_at, ends_at) == before:
        raise ValidationError(_("This is already the session's time."))
    if starts_at <= at:
        raise ValidationError(_("The new time must lie ahead."))
    audience = told_about(session, at=at).everybody
    told = _last_told(session, audience)
    if session.cohort.is_open:
        first = session.moved_from or before[0]
        is_back = all(time[0] == starts_at for time in (Told(first), *told.values()))
        session.moved_from = None if is_back else first
    session.starts_at, session.ends_at = starts_at, ends_at
    store(session, actor=actor, verb=MOVED, at=at, before=before[0], after=session.starts_at)
    _expect(session, at=at)
    soon = min(before[0], starts_at) - at <= SOON
    news = {person: told[person.pk] for person in audience if told[person.pk] != (starts_at, ends_at)}
    _tell(session, "session_moved_soon" if soon else "session_moved", news, at=at)
    return session


def _last_told(session: Session, people: list[User]) -> dict[int, Told]:
    """Return by person the time that each was last told; an end that no mail holds is as far off as now."""
    lasts = session.ends_at - session.starts_at
    times = told_times([session], people)
    last = {person.pk: times[session.pk, person.pk][-1] for person in people}
    return {pk: Told(time.starts_at, time.ends_at or time.starts_at + lasts) for pk, time in last.items()}


@transaction.atomic
def cancel_session(session: Session, *, actor: User, at: datetime) -> Session:
    """Cancel a session that has not begun; it stays in the lists, with its number."""
    session = _lock(session, at=at)
    session.state = Session.State.CANCELLED
    store(session, actor=actor, verb="session.cancelled", at=at)
    _expect(session, at=at)
    soon = session.starts_at - at <= SOON
    people = told_about(session, at=at).everybody
    times = _last_told(session, people)
    told = {person: times[person.pk] for person in people}
    _tell(session, "session_cancelled_soon" if soon else "session_cancelled", told, at=at)
    return session


def told_about(session: Session, *, at: datetime) -> Audience:
    """Return who gets a mail when the session is moved or cancelled; nobody while the cohort is a draft."""
    if not session.cohort.is_open:
        return Audience([], [])
    return audience_of(session.cohort, on=day_of(at))


def _lock(session: Session, *, at: datetime) -> Session:
    """Lock the cohort, then the session, so that publishing at the same time tells the right time."""
    cohort = Cohort.objects.select_for_update().get(pk=session.cohort_id)
    session = locked(session)
    session.cohort = cohort
    if session.is_cancelled:
        raise ValidationError(_("The session is already cancelled."))
    if session.starts_at <= at:
        raise ValidationError(_("The session has already begun."))
    if cohort.is_over:
        raise ValidationError(_("The cohort is finished."))
    return session


def _expect(session: Session, *, at: datetime) -> None:
    expect_check_ins(session.cohort.participations.all(), on=day_of(at))


def _tell(session: Session, kind: str, told: Mapping[Any, Told], *, at: datetime) -> None:
    """Queue a mail for each, with the time that the person was last told."""
    facts = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    mails = [
        Mail(
            kind=kind,
            key=f"{kind.removesuffix('_soon').replace('_', '-')}/{session.pk}/{at.isoformat()}/{person.pk}",
            recipient=person,
            context={
                "session": session,
                "cohort": session.cohort,
                "old_starts_at": old.starts_at,
                "old_ends_at": old.ends_at,
            },
            facts={"cohort": session.cohort_id, "session": session.pk, **facts},
        )
        for person, old in told.items()
    ]
    queue_many(mails, at=at)


@transaction.atomic
def record_attendance(session: Session, *, statuses: Mapping[int, str], actor: User, at: datetime) -> int:
    """Save each person's attendance, by enrolment; return the number of rows that changed.

    Only differences are written: saving the same again is a no-op and leaves no row in the audit trail.
    """
    session = locked(session)
    if session.is_cancelled:
        raise ValidationError(_("The session is cancelled, so nobody could attend."))
    if at < session.starts_at:
        raise ValidationError(_("The session has not begun. Fill in attendance once it has."))
    expected = set(session.cohort.enrolments.expected_at(session).values_list("pk", flat=True))
    if not set(statuses) <= expected or not set(statuses.values()) <= set(Attendance.Status.values):
        raise ValidationError(_("The list of participants has changed. Open the page again."))
    noted = {row.enrolment_id: row for row in session.attendances.all()}
    new = [
        Attendance(session=session, enrolment_id=pk, status=status)
        for pk, status in statuses.items()
        if pk not in noted
    ]
    changed = [noted[pk] for pk, status in statuses.items() if pk in noted and noted[pk].status != status]
    for row in changed:
        row.status = statuses[row.enrolment_id]
    Attendance.objects.bulk_create(new)
    Attendance.objects.bulk_update(changed, ["status"])
    if new or changed:
        record(
            actor=actor, verb="attendance.recorded", target=session, at=at, new=len(new), changed=len(changed)
        )
    return len(new) + len(changed)
