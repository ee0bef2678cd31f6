"""The lines of the table: what is asked for, by whom, and how fast it is to be."""

import re
from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from tests.bench.load import DraftForm

TODAY = timezone.localdate()
FEW_KB, MANY_KB, MATRIX_KB = 60, 100, 250
LINK = re.compile(r'href="([^"#?]+)"')


@dataclass(frozen=True)
class Line:
    """A page, or the draft of a page. Goals are in floors, questions and kB; 0 where there is none.

    ``before`` is what the line took in November 2026, for whoever reads the table.
    """

    name: str
    user: object
    url: str
    goal: float = 0
    questions: int = 0
    kilobytes: int = 0
    before: str = ""
    is_draft: bool = False


def lines() -> list[Line]:
    """Name every line of the table."""
    month, matrix = f"/avstamningar/{TODAY:%Y-%m}/", "/uppfoljning/?manader=12"
    staff = get_user_model().objects.filter(is_staff=True).order_by("pk")[0]
    (few, twelve), (many, busiest) = coordinator_near(12), coordinator_near(49)
    count, hundred = coordinator_of_about(100)
    member, leader = participant("member"), participant("process_leader")
    check_in = check_in_of(twelve)
    small, large = cohort_of(25), cohort_of(40)
    panels = [f"/oversikt/omgangar/{cohort.slug}/" for cohort in (small, large)]
    return [
        Line("Empty page with the menu", member, "/tillganglighet/", 0, 0, FEW_KB, "1.0"),
        Line("Home of a participant", member, "/min-sida/", 3, 9, FEW_KB, "3.2"),
        Line("Home of a process leader", leader, "/min-sida/", 4, 9, FEW_KB, "4.7"),
        Line(f"Home of a coordinator, {few}", twelve, "/mitt-lan/", 4.5, 0, FEW_KB, "5.2"),
        Line(f"Home of a coordinator, {many}", busiest, "/mitt-lan/", 6.5, 0, MANY_KB, "7.8"),
        Line("Home of MÄN, the whole country", staff, "/oversikt/", 8, 0, MANY_KB, "22.6"),
        Line(f"Month, {few} municipalities", twelve, month, 5, 0, FEW_KB, "8.2"),
        Line(f"Month, {many} municipalities", busiest, month, 8.5, 0, MANY_KB, "22.2"),
        Line("Opening a check-in", twelve, check_in, 7, 14, FEW_KB, "11.8, 19 questions"),
        Line(f"Matrix, {count} × 12", hundred, matrix, 8, 0, MATRIX_KB, "11.8, 349 kB"),
        Line(f"Cohort, {small.people} people", staff, panels[0], 3.5, 0, FEW_KB, "3.7"),
        Line(f"Cohort, {large.people} people", staff, panels[1], 3.5, 0, FEW_KB, "3.9"),
        Line(f"List of {few} municipalities", twelve, "/kommuner/", 0, 0, FEW_KB),
        Line(f"List of {many} municipalities", busiest, "/kommuner/", 0, 0, MANY_KB, "6.0"),
        Line("Feedback queue", staff, "/oversikt/aterkoppling/", 0, 0, MANY_KB),
        Line("The admin's people", staff, "/admin/accounts/user/"),
        Line("Save a check-in's draft", twelve, check_in, 3.5, 12, 0, "5.2, 19 questions", is_draft=True),
        Line(
            "Save a homework's draft",
            member,
            homework_of(member),
            4,
            12,
            0,
            "6.5, 27 questions",
            is_draft=True,
        ),
    ]


def cohort_of(people: int):
    """Give the running cohort whose number of people is nearest."""
    cohorts = apps.get_model("programmes", "Cohort").objects.filter(state="running")
    counted = cohorts.annotate(people=Count("enrolments"))
    return min(counted, key=lambda cohort: (abs(cohort.people - people), cohort.pk))


def participant(role: str):
    """Give the first person with that role in a municipality's group."""
    enrolments = apps.get_model("participants", "Enrolment").objects.exclude(participation=None)
    return enrolments.filter(role=role, cohort__state="running").order_by("pk")[0].user


def _municipalities() -> Counter:
    """Count the municipalities that take part, by county board."""
    taking_part = apps.get_model("programmes", "Participation").objects.filter(cohort__state="running")
    return Counter(taking_part.values_list("cohort__county_board", flat=True))


def _roles():
    roles = apps.get_model("municipalities", "Coordinator").objects.filter(starts_on__lte=TODAY, ends_on=None)
    return list(roles.select_related("user").order_by("pk"))


def coordinator_near(municipalities: int) -> tuple[int, object]:
    """Give the coordinator of the county whose number of municipalities is nearest, and that number."""
    sizes = _municipalities()
    role = min(_roles(), key=lambda each: abs(sizes[each.county_board_id] - municipalities))
    return sizes[role.county_board_id], role.user


def coordinator_of_about(municipalities: int) -> tuple[int, object]:
    """Give a coordinator of as many counties as it takes, and how many municipalities that is."""
    roles, sizes = _roles(), _municipalities()
    first, user, found = roles[0].county_board_id, roles[0].user, sizes[roles[0].county_board_id]
    for board, size in sorted(sizes.items(), key=lambda each: (-each[1], each[0])):
        if board != first and found < municipalities:
            type(roles[0]).objects.create(user=user, county_board_id=board, starts_on=TODAY)
            found += size
    return found, user


def check_in_of(user: object) -> str:
    """Find a check-in of the month that the person can still write."""
    return _first_with_draft(user, f"/avstamningar/{TODAY:%Y-%m}/", r"/avstamningar/[0-9-]+/[a-z-]+/$")


def homework_of(user: object) -> str:
    """Find homework that the person can still write."""
    return _first_with_draft(user, "/hemuppgifter/", r"/hemuppgifter/\d+/$")


def _first_with_draft(user, start, wanted):
    client = Client()
    client.force_login(user)
    links = LINK.findall(client.get(start).content.decode())
    for url in dict.fromkeys(link for link in links if re.match(wanted, link)):
        response = client.get(url)
        if response.status_code == 200 and DraftForm(response.content.decode()).texts:
            return url
    raise RuntimeError(f"Nothing to write was found on {start}.")
