"""The check-ins that a county lacks, as its pages and mails tell it: each place beside the others."""

import re
from itertools import pairwise

from tests.golden.visits import Visitor, months

TASK = re.compile(r"^(?P<place>.+?): avstämning för (?P<month>[a-z]+)")
CELL = re.compile(r"^(?P<place>.+) (?P<month>\w+ \d{4}): (?P<mark>[✕○✎]) ")
ROW = re.compile(r"^(?P<place>.+?) ✕(?P<month>[\w ,]+?) saknas")
RATE = re.compile(r"^(?P<place>.+) (?P<month>\w+ \d{4}): (?P<done>\d+) av (?P<asked>\d+) klara")
LATE, UNDONE = "✕", ("○", "✎")


def counts(coordinator: Visitor, staff: Visitor, *, county: str, day) -> list[str]:
    """Tell what is late or not done yet, by each page of the county."""
    told: dict[str, list[str]] = {}
    home = coordinator.read("/mitt-lan/")[0]
    told["home, late"] = _tasks(home, (LATE,))
    told["home, not done"] = _tasks(home, UNDONE)
    told["home's matrix, late"] = _cells(home, LATE)
    for month in months(day, back=2):
        page = coordinator.read(f"/avstamningar/{month}/")[0]
        told[f"month page {month}"] = [line for line in page if re.search(r"avstämning.* klara?\b", line)][:1]
        told[f"month page {month}, late before"] = _places(ROW, page)
        told[f"month report {month}"] = _report(coordinator.read(f"/rapport/{month}/")[0])
    for asked in (6, 12):
        page = coordinator.read(f"/uppfoljning/?manader={asked}")[0]
        told[f"matrix of {asked}, late"] = _cells(page, LATE)
        told[f"matrix of {asked}, not done"] = _cells(page, "".join(UNDONE))
    rates = [RATE.match(line) for line in staff.read("/uppfoljning/rapportering/?manader=12")[0]]
    of_county = [each for each in rates if each and each["place"] == county]
    told["rates, not done"] = [
        f"{each['month']}: {int(each['asked']) - int(each['done'])} of {each['asked']}" for each in of_county
    ]
    return [f"{place}: {len(found)}: {'; '.join(found)}" for place, found in told.items()]


def _tasks(lines, marks):
    """Give the tasks of a list whose next line begins with one of the marks."""
    found = [TASK.match(line) for line, mark in pairwise(lines) if mark.startswith(marks)]
    return sorted(f"{each['place']} {each['month']}" for each in found if each)


def _cells(lines, marks):
    found = [CELL.match(line) for line in lines]
    return sorted({f"{each['place']} {each['month']}" for each in found if each and each["mark"] in marks})


def _places(pattern, lines):
    found = [pattern.match(line) for line in lines]
    return sorted(f"{each['place']} {each['month'].lower()}" for each in found if each)


def _report(lines):
    """Give the municipalities whose status is late, or not done, in the table of a report."""
    return sorted(
        f"{place} {status.lower()}"
        for place, status in pairwise(lines)
        if status in {"Sen", "Att göra", "Utkast"}
    )
