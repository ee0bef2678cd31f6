"""No page needs more queries because there is more to list, and none needs over nineteen."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.growth import grow
from tests.access.roles import ask, rolled_back
from tests.access.table import address, own_rows

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]
MOST = 19
PAGES = [row for row in own_rows() if row.method == "GET" and row.roles_with("200")]
LISTS = [
    ("homes:overview", "-", "staff"),
    ("homes:overview", "-", "reader"),
    ("homes:county", "-", "coordinator"),
    ("homes:county_handover", "-", "coordinator"),
    ("municipalities:coordinator_list", "-", "coordinator"),
    ("followups:check_in_month", "month", "coordinator"),
    ("followups:drafts_done", "month", "coordinator"),
    ("followups:check_in_edit", "check_in", "coordinator"),
    ("followups:check_in_read", "last_month", "coordinator"),
    ("reports:followup", "-", "coordinator"),
    ("reports:followup", "-", "staff"),
    ("reports:followup_charts", "-", "coordinator"),
    ("reports:followup_charts", "-", "staff"),
    ("reports:reporting_rates", "-", "staff"),
    ("reports:month_report", "month", "coordinator"),
    ("reports:period_report", "-", "coordinator"),
    ("reports:export_list", "-", "coordinator"),
    ("homes:municipality_list", "-", "coordinator"),
    ("homes:municipality_list", "-", "staff"),
    ("homes:municipality", "municipality", "coordinator"),
    ("homes:municipality", "municipality", "staff"),
    ("homes:municipality_handover", "municipality", "process_leader"),
    ("support:support_list", "-", "coordinator"),
    ("support:support_list", "-", "staff"),
    ("support:support_create", "-", "coordinator"),
    ("support:support_case", "given_case", "coordinator"),
    ("support:support_offer_change", "offered_case", "coordinator"),
    ("support:support_offer_list", "-", "coordinator"),
    ("support:support_offer_list", "-", "staff"),
    ("reports:support_use", "-", "staff"),
    ("homes:participant_home", "-", "member"),
    ("homes:participant_home", "-", "process_leader"),
    ("homes:own_municipality", "-", "member"),
    ("homes:own_municipality", "-", "process_leader"),
    ("participants:session_list", "-", "member"),
    ("participants:session_list", "-", "coordinator"),
    ("participants:session_list", "-", "staff"),
    ("participants:session_detail", "session", "member"),
    ("participants:homework_list", "-", "member"),
    ("participants:homework_detail", "joint", "coordinator"),
    ("participants:homework_detail", "joint", "staff"),
    ("participants:homework_detail", "personal", "process_leader"),
    ("participants:homework_detail", "personal", "staff"),
    ("participants:feedback_queue", "-", "staff"),
    ("participants:feedback_edit", "joint_hand_in", "staff"),
    ("participants:cohort_panel", "cohort", "staff"),
    ("forgetting", "-", "staff"),
    ("participants:cohort_publish", "draft_cohort", "staff"),
    ("participants:attendance_edit", "session", "staff"),
    ("participants:session_move", "coming", "staff"),
    ("participants:session_cancel", "coming", "staff"),
]
COUNTIES = ("", "?lan=vasternorrland")
NOT_QUESTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK")


def questions(scene, role, url):
    """Return the number of queries and the length of a page that has been opened before."""
    with rolled_back():
        ask(scene, role, "GET", url)
        with CaptureQueriesContext(connection) as asked:
            response = ask(scene, role, "GET", url)
    assert response.status_code == 200, (role, url)
    statements = [each["sql"] for each in asked.captured_queries]
    return len([sql for sql in statements if not sql.startswith(NOT_QUESTIONS)]), len(response.body)


def list_address(scene, name, about):
    return reverse(name, kwargs=scene.places[about])


def month_address(scene, county):
    return list_address(scene, "followups:check_in_month", "month") + county


def changelist_address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.fixture(scope="module")
def few_and_many(scene, django_db_blocker):
    """Ask every list as the scene stands, and with two more of everything; the scene grows once."""
    lists = [(role, list_address(scene, name, about)) for name, about, role in LISTS]
    lists += [("staff", month_address(scene, county)) for county in COUNTIES]
    lists += [("superuser", changelist_address(model)) for model in admin.site._registry]
    with django_db_blocker.unblock(), rolled_back():
        few = {each: questions(scene, *each) for each in lists}
        grow(scene)
        return {each: (few[each], questions(scene, *each)) for each in lists}


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_page_asks_over_nineteen(scene, row):
    url = address(scene, row)
    asked = {role: questions(scene, role, url)[0] for role in row.roles_with("200")}
    assert {role: count for role, count in asked.items() if count > MOST} == {}


@pytest.mark.parametrize(("name", "about", "role"), LISTS)
def test_more_rows_are_not_more_questions(scene, few_and_many, name, about, role):
    few, many = few_and_many[role, list_address(scene, name, about)]
    assert many[0] == few[0]
    assert many[1] > few[1], "the page shows nothing of what was added"


@pytest.mark.parametrize("county", COUNTIES)
def test_staff_reading_a_month_ask_as_much_with_more_rows(scene, few_and_many, county):
    few, many = few_and_many["staff", month_address(scene, county)]
    assert (many[0], few[0] <= MOST) == (few[0], True)


@pytest.mark.parametrize("model", admin.site._registry, ids=str)
def test_lists_of_the_admin_ask_as_much_with_more_rows(few_and_many, model):
    few, many = few_and_many["superuser", changelist_address(model)]
    assert (many[0], few[0] <= MOST) == (few[0], True)
