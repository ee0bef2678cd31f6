"""Measures the main page of each role, lists and a form that is sent; prints a table in floors.

The goals are those of the portal: home 5 floors and 12 questions, a list of 25 people 5, a cohort of 40
people 8, a form 5, the matrix of 100 municipalities × 12 months 12.
"""

import os
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django is set up first
from django.contrib.auth import login  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from calendars.months import month_of  # noqa: E402
from followups.months import county_months  # noqa: E402
from municipalities.models import Coordinator, CountyBoard  # noqa: E402
from participants.models import Enrolment  # noqa: E402
from programmes.models import Cohort, Participation  # noqa: E402
from tests.bench.drafts import draft_saver  # noqa: E402
from tests.bench.load import Send, answer, measure, timing  # noqa: E402
from tests.services import free_port, start_server  # noqa: E402

ALONE, TOGETHER = (1, 60), (8, 12)  # how many ask at once, and how often each
GRANIAN = Path(sys.executable).with_name("granian")
TODAY = timezone.localdate()
MONTH = month_of(TODAY)


@dataclass(frozen=True)
class Page:
    """One line of the table; ``goal`` is in floors, 0 where none is set."""

    name: str
    user: User
    url: str
    goal: int
    questions: int = 20


def serve(settings_module: str, application: str) -> int:
    """Start a web server with two workers, which ends with this run; give its port once it answers."""
    port = free_port()
    where = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--host", "127.0.0.1"]
    command = [str(GRANIAN), *where, "--port", str(port), "--log-level", "warning", "--no-ws"]
    command += ["--working-dir", str(settings.BASE_DIR), "--workers-kill-timeout", "5", application]
    start_server(
        command,
        stop_with=signal.SIGTERM,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": settings_module},
    )
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port
        time.sleep(0.1)
    raise RuntimeError(f"{application} does not answer.")


def session_of(user: User) -> str:
    """Log a person in, past the page."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return str(request.session.session_key)


def questions_of(page: Page) -> int:
    """Return the number of queries of a page when it is opened again."""
    client, asked = Client(), []
    client.force_login(page.user)
    client.get(page.url)

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        client.get(page.url)
    return len(asked)


def cohort_of(people: int) -> Cohort:
    """Return the cohort whose number of people is nearest."""
    cohorts = Cohort.objects.open().annotate(people=Count("enrolments"))
    return min(cohorts, key=lambda cohort: (abs(cohort.people - people), cohort.pk))


def coordinator_of_about(municipalities: int) -> tuple[User, int]:
    """Return a coordinator of as many counties as it takes, and the number of their municipalities."""
    user = Coordinator.objects.current(on=TODAY).order_by("pk")[0].user
    found = 0
    boards = CountyBoard.objects.annotate(count=Count("cohorts__participations")).order_by("-count", "pk")
    open_ones = Participation.objects.open()
    mine = set(CountyBoard.objects.coordinated_by(user, on=TODAY))
    for board in [*mine, *boards.exclude(pk__in=[each.pk for each in mine])]:
        if found >= municipalities:
            break
        if board not in mine:
            Coordinator.objects.create(user=user, county_board=board, starts_on=TODAY)
        found += open_ones.filter(cohort__county_board=board).count()
    return user, found


def coordinators() -> list[tuple[int, User, CountyBoard]]:
    """Return each county's coordinator with the number of municipalities that take part."""
    open_ones = Participation.objects.open()
    roles = Coordinator.objects.current(on=TODAY).select_related("user", "county_board").order_by("pk")
    found = {role.county_board_id: role for role in roles}.values()
    sized = [(open_ones.filter(cohort__county_board=role.county_board).count(), role) for role in found]
    return sorted(
        ((size, role.user, role.county_board) for size, role in sized), key=lambda each: (each[0], each[1].pk)
    )


def pages() -> list[Page]:
    """Return the pages to measure, each with the person who opens it."""
    counties = coordinators()
    size, coordinator, _board = counties[len(counties) // 2]
    most, busiest, _board = counties[-1]
    staff = User.objects.filter(is_staff=True).order_by("pk")[0]
    leaders = Enrolment.objects.taking_part(on=TODAY).process_leaders().exclude(participation=None)
    leader = leaders.order_by("pk")[0].user
    few, many = cohort_of(25), cohort_of(40)
    month, matrix = reverse("followups:check_in_month", args=[MONTH]), reverse("reports:followup")
    hundred, count = coordinator_of_about(100)
    panel = "participants:cohort_panel"
    return [
        Page("Home of MÄN, the whole country", staff, reverse("homes:overview"), 5, 12),
        Page(f"Home of a coordinator, {size} municipalities", coordinator, reverse("homes:county"), 5, 12),
        Page(f"Home of a coordinator, {most} municipalities", busiest, reverse("homes:county"), 5, 12),
        Page("Home of a process leader", leader, reverse("homes:participant_home"), 5, 12),
        Page(f"Month, {size} municipalities", coordinator, month, 0),
        Page(f"Month, {most} municipalities", busiest, month, 0),
        Page(f"Matrix, {count} × 12", hundred, f"{matrix}?manader=12", 12),
        Page(f"Cohort, {few.people} people", staff, reverse(panel, args=[few.slug]), 5),
        Page(f"Cohort, {many.people} people", staff, reverse(panel, args=[many.slug]), 8),
    ]


def writers() -> list[tuple[User, str]]:
    """Return coordinators of different counties, each with a check-in that is still to be done."""
    found = []
    for _size, user, board in coordinators():
        [county] = county_months([board], MONTH, on=TODAY, with_texts=False)
        if county.undone and user not in {one for one, _url in found}:
            found.append((user, reverse("followups:check_in_edit", args=[MONTH, county.undone[0].slug])))
    return found[: TOGETHER[0]]


def line(
    name: str, questions: int | str, alone: list[float], together: list[float], floors: list, goal: int
) -> str:
    """Return one row of the table; the goal holds for a single sender."""
    one, eight = timing(alone), timing(together)
    ratio, ratio_together = one.median / floors[0].median, eight.median / floors[1].median
    judged = "–" if not goal else f"≤ {goal}: {'yes' if ratio <= goal else 'no'}"
    return (
        f"| {name} | {questions} | {one.median:.1f} | {one.p95:.1f} | {ratio:.1f} | {eight.median:.1f} "
        f"| {eight.p95:.1f} | {ratio_together:.1f} | {judged} |"
    )


def run(port: int, senders: list[Send]) -> tuple[list[float], list[float]]:
    """Warm both workers, then ask alone and together."""
    measure(port, senders, times=2)
    return measure(port, senders[:1], times=ALONE[1]), measure(port, senders, times=TOGETHER[1])


def getters(url: str, session: str) -> list[Send]:
    """Return senders that all ask for the same page."""
    return [lambda link: answer(link, "GET", url, session)[0]] * TOGETHER[0]


def main() -> None:
    """Measure and print."""
    chosen, forms = pages(), writers()
    sessions = {
        user.pk: session_of(user) for user in [*(page.user for page in chosen), *(one for one, _ in forms)]
    }
    portal = serve("config.settings", "config.wsgi:application")
    floor = serve("tests.bench.floor_settings", "tests.bench.floor:application")
    print_table(chosen, forms, sessions, portal=portal, floor=floor)


def print_table(
    chosen: list[Page], forms: list[tuple[User, str]], sessions: dict[int, str], *, portal: int, floor: int
) -> None:
    """Print one line per page, and the form last."""
    staff = sessions[chosen[0].user.pk]
    floor_page = run(floor, getters(f"/{cohort_of(40).pk}/", staff))
    send_title = lambda link: answer(link, "POST", "/form/", staff, {"title": str(time.time())})[0]  # noqa: E731
    floor_form = run(floor, [send_title] * TOGETHER[0])
    print("\nMilliseconds; ratio = median in floors, alone and eight at once.\n")
    print("| page | questions | median 1 | p95 1 | ratio | median 8 | p95 8 | ratio 8 | goal |")
    print("|---|---|---|---|---|---|---|---|---|")
    floors, form_floors = [timing(each) for each in floor_page], [timing(each) for each in floor_form]
    print(line("Floor: 25 joined rows", 3, *floor_page, floors, 0))
    for page in chosen:
        questions = questions_of(page)
        mark = f"{questions} (≤ {page.questions})"
        times = run(portal, getters(page.url, sessions[page.user.pk]))
        print(line(page.name, mark, *times, floors, page.goal), flush=True)
    print(line("Floor: one field of one row", 3, *floor_form, form_floors, 0))
    senders = [draft_saver(portal, url, sessions[user.pk]) for user, url in forms]
    print(line("Save a check-in's draft", "", *run(portal, senders), form_floors, 5))
    print(
        f"\n{len(forms)} coordinators saved; {os.cpu_count()} cores, one load generator beside two servers."
    )


main()
