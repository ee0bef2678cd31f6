"""A department of the demo without anybody at the two latest sessions."""

from collections.abc import Sequence

from participants.models import Attendance
from programmes.models import Participation, Session

SILENT, DEPARTMENT = "2281", "Socialtjänsten"  # Sundsvall's
SESSIONS = 2


def silence_administration(sessions: Sequence[Session], participations: dict[str, Participation]) -> None:
    """Make one department absent from the latest sessions with attendance."""
    people = participations[SILENT].enrolments.filter(department=DEPARTMENT)
    noted = Attendance.objects.filter(session__in=sessions[-SESSIONS:], enrolment__in=people)
    noted.update(status=Attendance.Status.ABSENT)
