"""The action that records attendance."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import locked, record
from participants.models import Attendance
from programmes.models import Session


@transaction.atomic
def record_attendance(session: Session, *, statuses: Mapping[int, str], actor: User, at: datetime) -> int:
    """Save each person's attendance, by enrolment; return the number of rows that changed.

    Only differences are written: saving the same again is a no-op and leaves no row in the audit trail.
    """
    session = locked(session)
    _refuse_unheld(session, at=at)
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


def _refuse_unheld(session: Session, *, at: datetime) -> None:
    if session.is_cancelled:
        raise ValidationError(_("The session is cancelled, so nobody could attend."))
    if at < session.starts_at:
        raise ValidationError(_("The session has not begun. Fill in attendance once it has."))
