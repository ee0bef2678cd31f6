"""The frame: who gets which menu, and how many questions it costs."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from accounts.models import User
from config.context import home_of, navigation, other_language, roles_of
from programmes.models import TrainingKind
from tests.factories import make_cohort, make_coordinator, make_enrolment, make_staff, make_user

ON = date(2026, 11, 22)


def ask(user, path="/hjalp/"):
    """Make a request of this person; fetched anew, since a cached role would hide a query."""
    request = RequestFactory().get(path)
    request.user = User.objects.get(pk=user.pk) if user else AnonymousUser()
    request.today = ON
    return request


def marked(request):
    return {item["label"]: item["current"] for item in navigation(request) if item["current"]}


def labels(request):
    return [item["label"] for item in navigation(request)]


def test_nobody_has_no_role_and_three_links():
    request = ask(None)
    nothing = dict.fromkeys(("staff", "reader", "coordinator", "participant", "in_group"), False)
    assert roles_of(request) == nothing
    assert labels(request) == ["Start", "Hjälp", "Logga in"]


def test_a_request_that_never_met_the_session_is_nobodys():
    assert labels(RequestFactory().get("/")) == ["Start", "Hjälp", "Logga in"]


@pytest.mark.django_db
def test_staff_menu():
    assert labels(ask(make_staff())) == [
        "Översikt", "Återkoppling", "Avstämningar", "Uppföljning", "Admin", "Hjälp", "Mitt konto",
    ]  # fmt: skip


@pytest.mark.django_db
def test_menu_of_who_sees_numbers_only():
    assert labels(ask(make_user(is_reader=True))) == [
        "Översikt", "Diagram", "Rapportering", "Stödets användning", "Hjälp", "Mitt konto",
    ]  # fmt: skip


@pytest.mark.django_db
def test_coordinator_menu():
    user = make_coordinator().user
    assert labels(ask(user)) == [
        "Mitt län", "Avstämningar", "Uppföljning", "Kommuner", "Stöd", "Hjälp", "Mitt konto",
    ]  # fmt: skip


@pytest.mark.django_db
def test_participant_menu():
    user = make_enrolment().user
    assert labels(ask(user)) == [
        "Min sida", "Min kommun", "Utbildningstillfällen", "Hemuppgifter", "Hjälp", "Mitt konto",
    ]  # fmt: skip


@pytest.mark.django_db
def test_participant_without_a_municipality_in_the_menu():
    user = make_enrolment(cohort=make_cohort(TrainingKind.PROCESS_LEADER_TRAINING)).user
    assert labels(ask(user)) == ["Min sida", "Utbildningstillfällen", "Hemuppgifter", "Hjälp", "Mitt konto"]


@pytest.mark.django_db
def test_person_with_all_roles_lands_with_staff_and_has_at_most_eight_links():
    user = make_staff()
    make_coordinator(user=user)
    make_enrolment(user=user)
    request = ask(user)
    assert home_of(roles_of(request)) == "homes:overview"
    assert labels(request) == [
        "Översikt", "Återkoppling", "Avstämningar", "Uppföljning", "Admin", "Mitt län", "Hjälp", "Mitt konto",
    ]  # fmt: skip


@pytest.mark.django_db
def test_coordinator_who_also_takes_part_reaches_both_homes():
    user = make_coordinator().user
    make_enrolment(user=user)
    request = ask(user)
    assert home_of(roles_of(request)) == "homes:county"
    assert labels(request) == [
        "Mitt län", "Avstämningar", "Uppföljning", "Kommuner", "Stöd", "Min sida", "Hjälp", "Mitt konto",
    ]  # fmt: skip


@pytest.mark.django_db
def test_role_that_has_ended_is_no_role():
    user = make_coordinator(ends_on=date(2026, 11, 21)).user
    request = ask(user)
    assert home_of(roles_of(request)) is None
    assert labels(request) == ["Hjälp", "Mitt konto"]


@pytest.mark.django_db
def test_roles_cost_one_question_however_often_they_are_asked(django_assert_num_queries):
    request = ask(make_user())
    with django_assert_num_queries(1):
        navigation(request)
        navigation(request)
        roles_of(request)


def test_the_page_you_are_on_is_marked():
    assert marked(ask(None, "/hjalp/")) == {"Hjälp": "page"}
    assert marked(ask(None, "/")) == {"Start": "page"}
    assert marked(ask(None, "/logga-in/kod/")) == {"Logga in": "true"}
    assert marked(ask(None, "/tillganglighet/")) == {}


@pytest.mark.django_db
def test_only_the_nearest_link_is_marked():
    staff = make_staff()
    assert marked(ask(staff, "/oversikt/aterkoppling/")) == {"Återkoppling": "page"}
    assert marked(ask(staff, "/oversikt/aterkoppling/7/")) == {"Återkoppling": "true"}


def test_language_link_keeps_the_page_and_its_question():
    request = ask(None, "/hjalp/?a=1")
    assert other_language(request) == {"code": "en", "name": "English", "url": "/en/hjalp/?a=1"}
    with translation.override("en"):
        request = ask(None, "/en/hjalp/?a=1")
        assert other_language(request) == {"code": "sv", "name": "Svenska", "url": "/hjalp/?a=1"}
