"""A whole country of invented people, for measurements. The same day always gives the same rows."""

from datetime import date

from django.db import connection, transaction

from accounts.models import User
from demo import people
from demo.national_cohorts import add_attendance, add_cohorts, add_homework, add_sessions
from demo.national_past import add_check_ins, add_hand_ins, add_needs
from demo.national_people import Country, add_coordinators, add_enrolments, add_staff
from demo.national_plan import NATIONAL, Scale
from demo.support import add_offers
from demo.texts import read
from municipalities.models import Coordinator
from participants.models import Enrolment


@transaction.atomic
def build_national(*, today: date, scale: Scale = NATIONAL) -> None:
    """Build everything or nothing, in an empty database with the reference data."""
    country = Country(today=today, scale=scale)
    add_staff(country)
    add_coordinators(country)
    add_offers(read("support")["offers"])
    add_cohorts(country)
    add_enrolments(country)
    add_sessions(country)
    add_homework(country)
    add_attendance(country)
    add_hand_ins(country)
    add_check_ins(country)
    add_needs(country)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database's own housekeeping would in the night


def accounts() -> list[tuple[str, str]]:
    """Return role and address of the first account of each role, in the country and in the story."""
    enrolments = Enrolment.objects.order_by("pk")
    leaders = enrolments.process_leaders()
    roles = {
        "MÄN": User.objects.filter(is_staff=True).order_by("pk").values_list("email"),
        "Länsstyrelsen": Coordinator.objects.order_by("pk").values_list("user__email"),
        "Processledare": leaders.values_list("user__email"),
        "Deltagare": enrolments.filter(role=people.MEMBER).values_list("user__email"),
        "Processledarutbildning": leaders.filter(participation=None).values_list("user__email"),
    }
    return [(role, email) for role, emails in roles.items() for (email,) in emails[:1]]
