"""Silence in the demo: a department without anybody, and groups that have not logged in for long."""

from collections.abc import Sequence
from datetime import timedelta

from audit.actions import record
from demo.calendar import at
from demo.scene import Scene
from demo.texts import read
from followups.models import QuietDismissal, QuietKind
from participants.models import Attendance, Enrolment
from programmes.models import Participation, Session

SILENT, DEPARTMENT = "2281", "Socialtjänsten"  # Sundsvall's
QUIET, PUT_ASIDE = "2260", "2282"  # Ånge; and Kramfors, whose signal a coordinator has dismissed
DAYS = {QUIET: 47, PUT_ASIDE: 38}
LATELY = 3


def silence_administration(sessions: Sequence[Session], participations: dict[str, Participation]) -> None:
    """Make one department absent from the two latest sessions with attendance."""
    people = participations[SILENT].enrolments.filter(department=DEPARTMENT)
    noted = Attendance.objects.filter(session__in=sessions[-2:], enrolment__in=people)
    noted.update(status=Attendance.Status.ABSENT)


def add_traces(scene: Scene) -> None:
    """Set when each group last logged in, and dismiss the signal of one."""
    today = scene.calendar.today
    for code, participation in scene.participations.items():
        active = participation.enrolments.filter(state=Enrolment.State.ACTIVE)
        for number, enrolment in enumerate(active.select_related("user").order_by("pk")):
            days = timedelta(days=DAYS.get(code, LATELY) + number)
            enrolment.user.last_login = at(today - days, 8, 20)
            enrolment.user.save(update_fields=["last_login"])
    dismissed = QuietDismissal.objects.create(
        participation=scene.participations[PUT_ASIDE],
        kind=QuietKind.NOT_IN_PORTAL,
        fact=str(today - timedelta(days=DAYS[PUT_ASIDE])),
        note=read("check_ins")["quiet"]["note"],
        dismissed_at=at(today - timedelta(days=2), 10, 5),
        dismissed_by=scene.alva,
    )
    facts = {"kind": str(dismissed.kind), "fact": dismissed.fact}
    record(actor=scene.alva, verb="signal.dismissed", target=dismissed, at=dismissed.dismissed_at, **facts)
