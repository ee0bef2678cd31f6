"""Visits of the demo's groups to the portal: most are recent, two lie long back."""

from datetime import date, timedelta

from audit.actions import record
from demo import people
from demo.calendar import at
from demo.scene import Scene
from followups.models import QuietDismissal, QuietKind
from participants.models import Enrolment
from programmes.models import Participation

QUIET, PUT_ASIDE = "2260", "2282"  # Ånge; and Kramfors, whose signal a coordinator has dismissed
LATELY, LONG_AGO, VERY_LONG_AGO = 3, 47, 38
NOTE = "De har bytt möteslokal och samlar ihop sig. Vi ses på nästa tillfälle."


def add_traces(scene: Scene, participations: dict[str, Participation]) -> None:
    """Set when each group last logged in, and dismiss the signal of one."""
    for code, participation in participations.items():
        days = {QUIET: LONG_AGO, PUT_ASIDE: VERY_LONG_AGO}.get(code, LATELY)
        _visit(participation, on=scene.calendar.today - timedelta(days=days))
    _put_aside(scene, participations[PUT_ASIDE], on=scene.calendar.today - timedelta(days=2))


def _visit(participation: Participation, *, on: date) -> None:
    enrolments = Enrolment.objects.filter(participation=participation, state=Enrolment.State.ACTIVE)
    for number, enrolment in enumerate(enrolments.select_related("user").order_by("pk")):
        enrolment.user.last_login = at(on - timedelta(days=number), 8, 20)
        enrolment.user.save(update_fields=["last_login"])


def _put_aside(scene: Scene, participation: Participation, *, on: date) -> None:
    alva, when = scene.users[people.ALVA.email], at(on, 10, 5)
    last_on = scene.calendar.today - timedelta(days=VERY_LONG_AGO)
    dismissed = QuietDismissal.objects.create(
        participation=participation,
        kind=QuietKind.NOT_IN_PORTAL,
        fact=f"{last_on:%Y-%m-%d}",
        note=NOTE,
        dismissed_at=when,
        dismissed_by=alva,
    )
    facts = {"kind": str(dismissed.kind), "fact": dismissed.fact}
    record(actor=alva, verb="signal.dismissed", target=dismissed, at=when, **facts)
