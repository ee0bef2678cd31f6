"""Late, missed and undone mean the same wherever a county's figures are read."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from accounts.models import User
from demo.national import build_national
from demo.national_plan import Scale
from followups.models import CheckIn, Month
from followups.reminders import queue_check_in_reminders
from municipalities.models import Coordinator, CountyBoard
from notifications.models import Message
from programmes.models import Participation
from tests.check_ins import NOW, check_in_of

pytestmark = pytest.mark.django_db
ON, MONDAY = NOW.date(), datetime(2026, 11, 23, 9, tzinfo=UTC)
SCALE = Scale(cohorts=3, enrolments=90, months=14, submissions=120, counties=("22", "09"))
NEVER_DONE = {"state": "draft", "told": "", "first_done_on": None, "done_at": None}
# Each by its place in the alphabet; the last one has left since.
LACKING = {
    0: [(2026, 2)],
    1: [(2026, 5), (2026, 9)],
    2: [(2026, 10)],
    3: [(2025, 11), (2026, 10)],
    4: [(2026, 9)],
}


@pytest.fixture
def months(monkeypatch):
    """Build a small country in which five municipalities of a county lack months; return the county's."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    build_national(today=ON, scale=SCALE)
    board = CountyBoard.objects.get(code="22")
    municipalities = list(Participation.objects.of_boards([board]).in_order())
    for place, lacking in LACKING.items():
        for year, month in lacking:
            check_in = check_in_of(municipalities[place], date(year, month, 1))
            check_in.versions.all().delete()
            CheckIn.objects.filter(pk=check_in.pk).update(**NEVER_DONE)
    Participation.objects.filter(pk=municipalities[4].pk).update(ended_on=date(2026, 10, 15))
    return Month.objects.of_boards([board])


def slugs(months):
    return set(months.values_list("participation__municipality__slug", flat=True))


def linked(urls):
    return {re.search(r"/avstamningar/\d{4}-\d\d/([\w-]+)/", url)[1] for url in urls}


@pytest.fixture
def late(months):
    """Return the municipalities that are late: the four that lack a month and take part."""
    found = slugs(months.late(on=ON))
    assert len(found) >= len(LACKING) - 1
    return found


def page(client, user, url):
    client.force_login(user)
    return client.get(url).context["page"]


@pytest.fixture
def coordinator():
    return Coordinator.objects.filter(county_board__code="22").first().user


@pytest.fixture
def staff():
    return User.objects.filter(is_staff=True).first()


def test_the_countys_home_says_who_is_late(client, months, late, coordinator):
    [section] = page(client, coordinator, "/mitt-lan/").sections
    assert linked(each.url for each in section.to_do if each.tag.kind == "late") == late


def test_the_overview_counts_who_is_late(client, months, late, staff):
    needs = page(client, staff, "/oversikt/").needs
    [county] = [each.text for each in needs if each.tag.kind == "late" and "?lan=vasternorrland" in each.url]
    assert county.startswith(f"{len(late)} kommuner saknar avstämning")


def test_the_month_says_who_is_late(client, months, late, coordinator):
    [section] = page(client, coordinator, "/avstamningar/2026-11/").sections
    assert {each.row.slug for each in section.rows if each.missing or each.tag.kind == "late"} == late


def test_the_matrix_says_who_is_late(client, months, late, coordinator):
    lines = page(client, coordinator, "/uppfoljning/").lines
    assert {line.row.slug for line in lines if line.standing and line.standing.kind == "late"} == late


def test_the_month_report_counts_who_is_late(client, months, late, coordinator):
    text = " ".join(page(client, coordinator, "/rapport/2026-11/").document.sentences)
    assert f"{len(late)} kommuner saknar avstämning" in text


def test_the_rates_count_what_was_missed(client, months, late, staff):
    rates = page(client, staff, "/uppfoljning/rapportering/?manader=12")
    [row] = [row for row in rates.rows if row.name == "Västernorrlands län"]
    counted = [cell.rate.due - cell.rate.done for cell in row.cells[:-1]]
    missed = months.missed(on=ON)
    assert counted == [missed.filter(month=month).count() for month in rates.months[:-1]]
    assert missed.count() > months.late(on=ON).count()  # who has left


def test_the_mail_names_what_is_left_to_do(months, coordinator):
    queue_check_in_reminders(on=MONDAY.date(), at=MONDAY)
    text = Message.objects.get(recipient=coordinator).text
    left = months.undone(on=MONDAY.date()).filter(month=date(2026, 11, 1))
    names = set(months.values_list("participation__municipality__name", flat=True))
    to_do = set(left.values_list("participation__municipality__name", flat=True))
    assert {name for name in names if name in text} == to_do
