"""Measures the lines of the table, each page in floors; the floor is measured between the rounds."""

import argparse
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from statistics import median as middle

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django is set up first
from django.contrib.auth import login  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.test import Client  # noqa: E402

from tests.bench.jobs import measure_jobs, questions  # noqa: E402
from tests.bench.lines import Line, cohort_of, lines  # noqa: E402
from tests.bench.load import DraftForm, Send, getter, measure, median, p95, saver  # noqa: E402
from tests.services import free_port, start_server  # noqa: E402

ROUNDS = 3
SECONDS, MOST, LEAST = 1.2, 40, 10  # how long a round takes, and how many times it asks at the most and least
FLOORS = 40  # how many times the floor is asked before each round
TOGETHER, EACH = 8, 6
NO_MISS = 1.15
GRANIAN = Path(sys.executable).with_name("granian")


def serve(settings_module: str, application: str) -> int:
    """Start a web server with two workers, which ends with this run; give its port once it answers."""
    port = free_port()
    where = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--host", "127.0.0.1"]
    command = [str(GRANIAN), *where, "--port", str(port), "--log-level", "warning", "--no-ws"]
    command += ["--working-dir", str(settings.BASE_DIR), "--workers-kill-timeout", "5", application]
    start_server(
        command, stop_with=signal.SIGTERM, env=os.environ | {"DJANGO_SETTINGS_MODULE": settings_module}
    )
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port
        time.sleep(0.1)
    raise RuntimeError(f"{application} does not answer.")


def session_of(user) -> str:
    """Log a person in, past the page."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return str(request.session.session_key)


def asked_by(line: Line) -> tuple[int, float]:
    """Count the questions of a page once all that is asked only once was asked, and its kB of HTML."""
    client = Client(headers={"accept-language": "sv"})
    client.force_login(line.user)
    for count in (1, 2):
        page = client.get(line.url)
        form = DraftForm(page.content.decode()) if line.is_draft else None
        with questions() as asked:
            if form:
                client.post(form.url or line.url, form.fields(count))
            else:
                page = client.get(line.url)
    return len(asked), 0 if line.is_draft else len(page.content) / 1000


def measured(line: Line, portal: int, floor: Send, floor_port: int) -> dict:
    """Measure one line: the floor and the page by turns, then eight at once."""
    count, kilobytes = asked_by(line)
    session = session_of(line.user)
    send = (saver if line.is_draft else getter)(line.url, session)
    # A draft is saved by one at a time; a page warms both workers.
    slowest = max(measure(portal, send, times=2, at_once=1 if line.is_draft else 2))
    times = max(LEAST, min(MOST, int(SECONDS / slowest)))
    rounds = []
    for _round in range(ROUNDS):
        below = median(measure(floor_port, floor, times=FLOORS))
        rounds.append((measure(portal, send, times=times), below))
    each = [(median(found), p95(found), below) for found, below in rounds]
    return {
        "name": line.name,
        "questions": count,
        "goal_questions": line.questions,
        "kilobytes": round(kilobytes, 1),
        "goal_kilobytes": line.kilobytes,
        "milliseconds": round(middle(one for one, _p95, _floor in each), 1),
        "p95": round(middle(late for _one, late, _floor in each), 1),
        "floor": round(middle(below for _one, _p95, below in each), 2),
        "rounds": [round(one / below, 2) for one, _p95, below in each],
        "ratio": round(middle(one / below for one, _p95, below in each), 2),
        "goal": line.goal,
        "together": 0
        if line.is_draft
        else round(median(measure(portal, send, times=EACH, at_once=TOGETHER)), 1),
        "before": line.before,
    }


def misses(row: dict) -> list[str]:
    """Name the goals that a line misses; 15 % over a time is no miss."""
    found = [
        what
        for what, slack in (("questions", 1), ("kilobytes", 1), ("seconds", NO_MISS))
        if row.get(f"goal_{what}") and row[what] > row[f"goal_{what}"] * slack
    ]
    return ["ratio", *found] if row.get("goal") and row["ratio"] > row["goal"] * NO_MISS else found


def cells(row: dict) -> list[str]:
    """Write a line of the table."""
    goals = [
        f"≤ {row[name]:g}{unit}"
        for name, unit in (
            ("goal", ""), ("goal_seconds", " s"), ("goal_questions", " questions"), ("goal_kilobytes", " kB")
        )
        if row.get(name)
    ]  # fmt: skip
    missed = misses(row)
    judged = f"no: {', '.join(missed)}" if missed else ("yes" if goals else "–")
    took = [
        f"{row[name]:g}" if row.get(name) else "–" for name in ("kilobytes", "milliseconds", "p95", "ratio")
    ]
    if "seconds" in row:
        took[1] = f"{row['seconds']:.2f} s"
    return [
        row["name"], str(row["questions"]), *took, f"{row['together']:g}" if row.get("together") else "–",
        " ".join(goals) or "–", judged, row["before"] or "–",
    ]  # fmt: skip


def show(row: dict) -> None:
    """Print a line at once: a run takes minutes."""
    print(f"| {' | '.join(cells(row))} |", flush=True)


def main() -> int:
    """Measure, print and judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    parser.add_argument("--strict", action="store_true", help="end with 1 when a goal is missed")
    given = parser.parse_args()
    chosen = lines()
    portal = serve("config.settings", "config.wsgi:application")
    floor_port = serve("tests.bench.floor_settings", "tests.bench.floor:application")
    floor = getter(f"/{cohort_of(40).pk}/", session_of(chosen[5].user))
    measure(floor_port, floor, times=20, at_once=2)
    print("\nkB of HTML; milliseconds alone (median of three rounds) and eight at once; ratio in floors.\n")
    print("| page | questions | kB | ms | p95 | ratio | ms of 8 | goal | met | November 2026 |")
    print("|---|--:|--:|--:|--:|--:|--:|---|---|---|")
    rows = []
    for line in chosen:
        rows.append(measured(line, portal, floor, floor_port))
        show(rows[-1])
    for row in measure_jobs():
        rows.append(row)
        show(row)
    return _end(rows, given)


def _end(rows: list[dict], given: argparse.Namespace) -> int:
    missed = [row["name"] for row in rows if misses(row)]
    floors = [row["floor"] for row in rows if "floor" in row]
    print(f"\nThe floor took {min(floors):.1f} to {max(floors):.1f} ms; {os.cpu_count()} cores.")
    print("\n".join(f"{row['name']}: {row['note']}." for row in rows if row.get("note")))
    print(f"Goals missed: {len(missed)}: {'; '.join(missed)}." if missed else "All goals are met.")
    if given.json:
        facts = {"cores": os.cpu_count(), "rows": [row | {"misses": misses(row)} for row in rows]}
        given.json.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(bool(missed) and given.strict)


sys.exit(main())
