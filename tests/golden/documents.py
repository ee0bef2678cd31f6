"""Takes out every kind of document as its page offers it."""

import io
import re

from django.core.management import call_command

from tests.golden.visits import Visitor, months

EXCEL, PDF, REGISTRY = {"format": "xlsx"}, {"format": "pdf"}, {"format": "zip", "registry_number": "800-1"}
KEPT = re.compile(r"/exporter/(\d+)/fil/")


def documents(who: Visitor, *, day, slugs: list[str], query: str = "") -> dict[str, list[str]]:
    """Take out the reports of a county and what the registry gets of its municipalities."""
    found = {}
    for month in months(day, back=7):
        found |= _posted(who, f"/rapport/{month}/{query}", EXCEL)
    last = months(day, back=1)[0]
    found |= _posted(who, f"/rapport/{last}/{query}", PDF, REGISTRY)
    found |= _posted(who, f"/rapport/period/{query}", EXCEL)
    for url in ("/uppfoljning/diagram/", "/uppfoljning/rapportering/"):
        found |= _posted(who, url, EXCEL)
    for slug in slugs:
        found |= _posted(who, f"/avstamningar/{last}/{slug}/exportera/", {}, {"with_internal_note": "on"})
        found |= _made(who, f"/kommuner/{slug}/exportera/", {"with_internal_note": "on"})
    return found | _made(who, f"/rapport/period/{query}", PDF)


def _posted(who, url, *forms):
    return {f"{who.name} POST {url} {' '.join(fields.values())}": who.post(url, fields) for fields in forms}


def _made(who, url, fields):
    """Ask for a long one, let the worker make it, and fetch it."""
    known = _kept(who)
    who.post(url, fields)
    call_command("run_due", stdout=io.StringIO())
    new = _kept(who) - known
    return {
        f"{who.name} MADE {url}": [
            line for pk in sorted(new) for line in who.post(f"/exporter/{pk}/fil/", {})
        ]
    }


def _kept(who):
    return set(map(int, KEPT.findall(who.client.get("/exporter/").content.decode())))
