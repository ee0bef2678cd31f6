"""A number that leads somewhere is the number of rows there: every such link of the homes and overviews."""

import re
from collections import Counter
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from demo.national import build_national
from demo.national_plan import Scale
from followups.models import CheckIn
from municipalities.models import Coordinator
from notifications.models import Message
from participants.models import Submission
from programmes.models import Cohort, Enquiry, Participation, Programme
from tests.check_ins import NOW, check_in_of
from tests.reading import as_read

pytestmark = pytest.mark.django_db
SCALE = Scale(cohorts=4, enrolments=80, months=6, submissions=90, counties=("22", "09"))
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


def rows_of_month(page):
    """Return how many check-ins of a month's page are done, and how many it lists."""
    rows = [listed.row for section in page.context["page"].sections for listed in section.rows]
    expected = [row for row in rows if row.is_expected]
    return sum(row.is_done for row in expected), len(expected)


def rows_of_counties(page):
    counties = [county for county, _missing in page.context["page"].missing_first]
    return sum(len(county.done) for county in counties), sum(len(county.rows) for county in counties)


def lacking_rows(page):
    rows = [listed.row for section in page.context["page"].sections for listed in section.rows]
    return (sum(bool(row.missing) for row in rows),)


def cohort_rows(page):
    """Return how many cohorts of the overview's table run and how many are planned."""
    states = [row.cohort.state for row in page.context["page"].cohorts]
    drafts = states.count(Cohort.State.DRAFT)
    return (len(states) - drafts, drafts)[: 2 if drafts else 1]


def shares(page):
    """Return the share of the latest session that has one."""
    panel = page.context["panel"]
    noted = [row.attendance for row in panel.sessions if row.session.noted_count]
    return (int(noted[-1].partition("\N{NO-BREAK SPACE}")[0].split()[0]),)


def listed_cases(page):
    return (sum(len(each.lines) for each in page.context["page"].lists),)


def waiting(page):
    return (len(page.context["rows"]),)


def of_the_admin(page):
    return (page.context["cl"].result_count,)


# The words of a link, and how to count what is behind it; each is met at least once.
FIGURES = {
    r"(\d+)pågående omgång\w*(?: och (\d+) planerad\w*)?": cohort_rows,
    r"(\d+) av (\d+)avstämningar klara för \w+": rows_of_counties,
    r"(\d+)\s%närvaro vid senaste tillfället": shares,
    r"(\d+)öpp\w+ behov eller stöd": listed_cases,
    r"(\d+)öppna behov och stöd": listed_cases,
    r"(\d+) inlämningar väntar på återkoppling": waiting,
    r"(\d+) mejl kom inte fram": of_the_admin,
    r"(\d+) nya intresseanmälningar": of_the_admin,
    r"(\d+) kommuner saknar avstämningar, .*": lacking_rows,
    r"(\d+) av (\d+) klara i \w+": rows_of_month,
    r".* \d{4}: (\d+) av (\d+) klara.*": rows_of_month,
    r"(\d+)": waiting,
}


@pytest.fixture
def country(monkeypatch):
    """Build a small country with something of everything that is counted."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    build_national(today=NOW.date(), scale=SCALE)
    for participation in list(Participation.objects.filter(cohort__county_board__code="22").in_order())[:3]:
        check_in = check_in_of(participation, date(2026, 10, 1))
        check_in.versions.all().delete()
        CheckIn.objects.filter(pk=check_in.pk).update(
            state=CheckIn.State.DRAFT, told="", first_done_on=None, done_at=None
        )
    for number in range(2):
        Message.objects.create(
            kind="homework_late",
            key=f"lost/{number}",
            language="sv",
            subject="Hej",
            to_email="per@komun.example",
            state=Message.State.FAILED,
            urgent=False,
            not_before=NOW,
            queued_at=NOW,
        )
        Enquiry.objects.create(
            programme=Programme.objects.first(),
            name="E",
            email="e@example.org",
            message="Hej",
            received_at=NOW,
        )
    recent = Submission.objects.filter(state=Submission.State.APPROVED)[:3]
    Submission.objects.filter(pk__in=[each.pk for each in recent]).update(
        state=Submission.State.SUBMITTED, submitted_at=NOW - timedelta(days=1)
    )


def words_of(html):
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def checked(client, address):
    """Follow every link of a page whose words hold a figure; return which sorts of figures it had."""
    page = client.get(address)
    assert page.status_code == 200, address
    html = as_read(page.content.decode())
    seen = Counter()
    for url, inside in LINK.findall(html[html.index("<main") : html.index("</main>")]):
        words = words_of(inside)
        for pattern, count in FIGURES.items():
            if not (found := re.fullmatch(pattern, words)):
                continue
            behind = page if url.startswith("#") else client.get(unescape(url).partition("#")[0])
            assert behind.status_code == 200, (address, words, url)
            figures = tuple(int(each) for each in found.groups() if each)
            assert count(behind) == figures, (address, words, url)
            seen[pattern] += 1
            break
    return seen


def test_every_number_that_leads_somewhere_is_the_number_of_rows_there(client, country):
    client.force_login(User.objects.filter(is_staff=True).first())
    panels = [cohort.get_absolute_url() for cohort in Cohort.objects.all()]
    names = "homes:overview", "reports:followup", "reports:reporting_rates"
    seen = sum((checked(client, each) for each in [*map(reverse, names), *panels]), Counter())
    client.force_login(Coordinator.objects.first().user)
    for name in ("homes:county", "reports:followup"):
        seen += checked(client, reverse(name))
    cases = {pattern for pattern in FIGURES if "behov" in pattern}
    assert set(FIGURES) - set(seen) - cases == set()
    assert seen.keys() & cases
