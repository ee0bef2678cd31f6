"""Rows that the story and the country store alike, many at once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from accounts.models import User
from audit.models import AuditEvent
from participants.models import Attendance, Enrolment
from programmes.models import Cohort, Homework, Session

M = TypeVar("M", bound=Model)
BATCH = 2_000
# Nearly everybody is present, now and then somebody is absent or excused.
ATTENDANCE = [*["present"] * 5, "partly", *["present"] * 5, "excused", *["present"] * 5, "absent"]


def store(rows: Iterable[M]) -> list[M]:
    """Store rows of one model."""
    new = list(rows)
    return type(new[0])._default_manager.bulk_create(new, batch_size=BATCH) if new else []


def store_people(users: Iterable[User]) -> list[User]:
    """Store people together with their login addresses."""
    stored = store(users)
    store(EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in stored)
    return stored


def add_trail(rows: Iterable[tuple[User, str, Model, datetime, dict[str, Any]]]) -> None:
    """Add rows to the audit trail: actor, verb, target, moment, facts."""
    kind = ContentType.objects.get_for_model
    store(
        AuditEvent(actor=by, verb=verb, content_type=kind(row), object_id=str(row.pk), at=when, data=data)
        for by, verb, row, when, data in rows
    )


def new_homework(
    cohort: Cohort, number: int, text: dict[str, Any], sessions: Sequence[Session], *, due_on: date
) -> Homework:
    """Return a homework that follows a session, or comes before the first; not stored."""
    return Homework(
        cohort=cohort,
        kind=cohort.kind,
        session=sessions[text["session"] - 1] if text["session"] else None,
        number=number,
        title=text["title"],
        instructions=text["instructions"],
        scope=text["scope"],
        due_on=due_on,
        minutes=text["minutes"],
    )


def note_attendance(sessions: Iterable[Session], enrolments: Sequence[Enrolment]) -> None:
    """Add everybody's attendance."""
    store(
        Attendance(
            session=session,
            enrolment=enrolment,
            status=ATTENDANCE[(session.number * 5 + place * 7) % len(ATTENDANCE)],
        )
        for session in sessions
        for place, enrolment in enumerate(enrolments)
    )
