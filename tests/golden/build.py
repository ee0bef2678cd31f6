"""Builds a database and reads it: every page of the demo, the figures of the country."""

import io
import re
from datetime import date

from django.apps import apps
from django.core.management import call_command

from tests.golden.clock import Clock
from tests.golden.counts import counts
from tests.golden.documents import documents
from tests.golden.mails import days_until, mails
from tests.golden.visits import Visitor, months

Golden = dict[str, list[str]]
ANONYMOUS = ""
STAFF, ALVA = "robin.exempelsson@example.org", "alva.provlund@lansstyrelsen.example"
LEADER, MEMBER = "siri.pahittsson@harnosand.example", "nils.latsasmark@harnosand.example"
PEOPLE = (
    ANONYMOUS,
    STAFF,
    ALVA,
    "ture.fiktivberg@lansstyrelsen.example",  # Alva's colleague
    "ebba.latsasdotter@lansstyrelsen.example",  # of a county whose cohort is over
    LEADER,
    MEMBER,
    "hedda.mallstrom@kramfors.example",  # a process leader with an offer to answer
    "elof.sagomark@ange.example",  # in a steering group
    "doris.testmark@gavle.example",  # in the training of process leaders
    "berit.mallgren@emmaboda.example",  # of a cohort that is over
    "agnes.pahittberg@solleftea.example",  # of a cohort that is a draft
)
SECOND_LOOKS = (date(2026, 12, 3), date(2026, 12, 16), date(2027, 1, 8))
LAST_MAIL = date(2027, 2, 10)
REMINDING_DAYS = [date(2026, 11, 27), date(2026, 12, 3), date(2026, 12, 10)]
CHECK_INS = "check_ins"
FIGURE = re.compile(r"\d|[✕■!?✓✎○]|Sen\b")


def demo(clock: Clock) -> Golden:
    """Read every page as everybody, take out documents, then let eleven weeks go by."""
    call_command("seed_demo", today=clock.day, stdout=io.StringIO())
    found: Golden = {}
    for email in PEOPLE:
        found |= Visitor(email).crawl(["/", *(_known_pages(clock.day) if email else ())])
    found |= documents(Visitor(ALVA), day=clock.day, slugs=["harnosand", "kramfors", "timra"])
    found |= documents(Visitor(STAFF), day=clock.day, slugs=["kramfors"], query="?lan=vasternorrland")
    for day in SECOND_LOOKS:
        found |= mails(clock, days_until(clock, day))
        for email in (STAFF, ALVA, LEADER, MEMBER):
            pages = Visitor(email).crawl(_changing_pages(day), follow=False)
            found |= {f"{day} {key}": lines for key, lines in pages.items()}
    return found | mails(clock, days_until(clock, LAST_MAIL))


def _known_pages(day: date) -> list[str]:
    """Name the pages of figures, whether or not a link leads there."""
    return [
        *_changing_pages(day),
        *(f"/avstamningar/{month}/" for month in months(day, back=10, ahead=1)),
        *(f"/rapport/{month}/" for month in months(day, back=2)),
        "/rapport/period/?fran=2026-02&till=2026-12",
        "/uppfoljning/?manader=12",
        "/uppfoljning/diagram/?manader=12",
        "/oversikt/stod/",
    ]


def _changing_pages(day: date) -> list[str]:
    """Name the pages that say something else as the days go by."""
    return [
        "/oversikt/",
        "/mitt-lan/",
        "/min-sida/",
        "/min-kommun/",
        *(f"/avstamningar/{month}/" for month in months(day, back=2)),
        *(f"/rapport/{month}/" for month in months(day, back=1)),
        *(f"/kommuner/{slug}/" for slug in ("harnosand", "kramfors")),
        "/kommuner/",
        "/rapport/period/",
        "/uppfoljning/",
        "/uppfoljning/diagram/",
        "/uppfoljning/rapportering/?manader=12",
    ]


def country(clock: Clock) -> Golden:
    """Read the figures of the main pages, county by county, then what three days' mails say."""
    call_command("seed_demo", today=clock.day, scale="national", stdout=io.StringIO())
    people = apps.get_model("accounts", "User").objects
    staff = Visitor(people.filter(is_staff=True).order_by("pk")[0].email)
    found = _figures(staff.crawl(["/oversikt/", "/oversikt/stod/", *_main_pages(clock.day)], follow=False))
    found |= _figures(staff.crawl(_cohort_pages(), follow=False))
    coordinators = _coordinators()
    for county, email in coordinators.items():
        visitor = Visitor(email)
        pages = visitor.crawl(["/mitt-lan/", *_main_pages(clock.day)], follow=False)
        found |= _figures(pages)
        found[f"counts {county}"] = counts(visitor, staff, county=county, day=clock.day)
    for email in _participants():
        found |= _figures(Visitor(email).crawl(["/min-sida/", "/min-kommun/"], follow=False))
    told = mails(clock, REMINDING_DAYS, kinds=CHECK_INS)
    staff = Visitor(staff.email)
    for county, email in coordinators.items():
        subjects = [f"{name}: {lines[0]}" for name, lines in told.items() if name.endswith(f" {email}")]
        told_by_pages = counts(Visitor(email), staff, county=county, day=clock.day)
        found[f"counts {county} {clock.day}"] = [*told_by_pages, *subjects]
    return found | told


def _main_pages(day):
    return [
        *(f"/avstamningar/{month}/" for month in months(day, back=6, ahead=1)),
        *(f"/rapport/{month}/" for month in months(day, back=2)),
        "/kommuner/",
        "/rapport/period/",
        "/uppfoljning/",
        "/uppfoljning/?manader=12",
        "/uppfoljning/diagram/",
        "/uppfoljning/diagram/?manader=12",
        "/uppfoljning/rapportering/",
        "/uppfoljning/rapportering/?manader=12",
        "/stod/",
    ]


def _cohort_pages():
    slugs = apps.get_model("programmes", "Cohort").objects.order_by("pk").values_list("slug", flat=True)
    return [f"/oversikt/omgangar/{slug}/" for slug in slugs]


def _coordinators():
    """Give the first coordinator of each county."""
    roles = apps.get_model("municipalities", "Coordinator").objects
    rows = roles.order_by("-pk").values_list("county_board__county_name", "user__email")
    return dict(sorted(dict(rows).items()))


def _participants():
    """Give the first process leader and the first member of every fifth municipality."""
    rows = apps.get_model("participants", "Enrolment").objects.exclude(participation=None)
    found = {}
    for municipality, role, email in rows.order_by("-pk").values_list("participation", "role", "user__email"):
        found[municipality, role] = email
    return sorted({email for (municipality, _role), email in found.items() if municipality % 5 == 0})


def _figures(pages):
    """Keep the lines that hold a figure or a mark."""
    return {key: [line for line in lines if FIGURE.search(line)] for key, lines in pages.items()}
