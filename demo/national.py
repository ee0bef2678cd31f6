"""A whole country of invented people, for measurements. The same day always gives the same rows."""

from datetime import date

from django.db import connection, transaction

from accounts.models import User
from demo import people
from demo.national_check_ins import add_check_ins, add_needs
from demo.national_cohorts import add_attendance, add_cohorts, add_homework, add_sessions
from demo.national_hand_ins import add_hand_ins
from demo.national_people import Country, add_coordinators, add_enrolments, add_staff
from demo.national_plan import NATIONAL, Scale
from demo.support import add_offers
from municipalities.models import Coordinator
from participants.models import Enrolment


@transaction.atomic
def build_national(*, today: date, scale: Scale = NATIONAL) -> None:
    """Build everything or nothing, in an empty database with the reference data."""
    country = Country(today=today, scale=scale)
    add_staff(country)
    add_coordinators(country)
    add_offers()
    add_cohorts(country)
    add_enrolments(country)
    add_sessions(country)
    add_homework(country)
    add_attendance(country)
    add_hand_ins(country)
    add_check_ins(country)
    add_needs(country)
    _gather_statistics()


def _gather_statistics() -> None:
    """Update the planner's statistics, as the database's own housekeeping would in the night."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def accounts() -> list[tuple[str, str]]:
    """Return role and address of the first account of each role."""
    enrolments = Enrolment.objects.select_related("user").order_by("pk")
    leaders = enrolments.process_leaders()
    members = enrolments.filter(role=people.MEMBER)
    coordinators = Coordinator.objects.select_related("user").order_by("pk")
    found: list[tuple[str, User | None]] = [
        ("MÄN", User.objects.filter(is_staff=True).order_by("pk").first()),
        *(("Länsstyrelsen", role.user) for role in coordinators[:1]),
        *(("Processledare", enrolment.user) for enrolment in leaders[:1]),
        *(("Deltagare", enrolment.user) for enrolment in members[:1]),
    ]
    return [(role, user.email) for role, user in found if user is not None]
