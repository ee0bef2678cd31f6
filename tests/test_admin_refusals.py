"""Each form of the admin refuses what its action refuses, with the same sentence."""

from datetime import UTC, date, datetime

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from zeal import zeal_ignore

from accounts.actions import update_profile
from audit.forms import TrailForm
from municipalities.actions import end_coordinator, use_municipality
from participants.actions.enrolling import enrol
from participants.models import Enrolment
from programmes.actions.expecting import change_check_in_rule
from programmes.actions.setting_up import add_participation, add_session, create_cohort, move_homework
from programmes.models import Cohort, Participation, Programme, Session
from support.actions.catalogue import change_support_offer
from support.models import DevelopmentArea, SupportOffer
from tests import factories as make
from tests.admin_pages import add, change, errors

pytestmark = pytest.mark.django_db

OVER = {"number": 1, "theme": "Kickoff", "mode": "on_site", "venue": "Folkets hus"}


def person():
    user, refused = make.make_user(), {"title": "Chef 811228-9874"}
    names = {"first_name": user.first_name, "last_name": user.last_name, "language": user.language}
    return user, names | refused, update_profile, refused


def coordinator():
    role = make.make_coordinator(starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 31))
    return role, {"ends_on": "2051-01-31"}, end_coordinator, {"ends_on": date(2051, 1, 31)}


def municipality():
    return make.make_participation().municipality, {"is_active": ""}, use_municipality, {"is_active": False}


def county_board():
    months = list(range(1, 13))
    board = make.make_county_board()
    answers = {"short_name": board.short_name, "is_active": "on", "remind_before": 5, "remind_after": 2}
    return board, answers | {"months_off": months}, change_check_in_rule, {"months_off": months}


def support_offer():
    board = make.make_county_board()
    SupportOffer.objects.create(name="Mallar", county_board=board)
    row = SupportOffer.objects.create(name="Råd", county_board=board)
    answers = {"name": "Mallar", "description": ""}
    nothing = DevelopmentArea.objects.none()
    return row, answers | {"is_active": "on"}, change_support_offer, answers | {"areas": nothing}


def cohort():
    programme, board = Programme.objects.get(slug="processledarutbildning"), make.make_county_board()
    answers = {"name": "Våren", "slug": "varen", "sessions_required": 6}
    facts = {"programme": programme, "county_board": board, **answers}
    sent = answers | {"programme": programme.pk, "county_board": board.pk}
    return Cohort, sent, create_cohort, facts


def enrolment():
    group, person, elsewhere = make.make_participation(), make.make_user(), make.make_municipality("timra")
    answers = {"cohort": group.cohort_id, "user": person.pk, "municipality": elsewhere.pk, "role": "member"}
    return Enrolment, answers, enrol, {"cohort": group.cohort, "user": person, "municipality": elsewhere}


def participation():
    over, joining = make.make_cohort(state=Cohort.State.FINISHED), make.make_municipality()
    answers = {"cohort": over.pk, "municipality": joining.pk, "pauses-TOTAL_FORMS": 0}
    answers["pauses-INITIAL_FORMS"] = 0
    return Participation, answers, add_participation, {"cohort": over, "municipality": joining}


def session():
    over, day = make.make_cohort(state=Cohort.State.FINISHED), "2026-12-03"
    sent = {"starts_at_0": day, "starts_at_1": "09:00", "ends_at_0": day, "ends_at_1": "12:00"}
    times = {
        "starts_at": datetime(2026, 12, 3, 8, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 3, 11, tzinfo=UTC),
    }
    return Session, OVER | sent | {"cohort": over.pk}, add_session, OVER | times | {"cohort": over}


def homework():
    row, passed = make.make_homework(), date(2020, 1, 1)
    answers = {"number": row.number, "title": row.title, "scope": row.scope, "instructions": row.instructions}
    return row, answers | {"due_on": f"{passed}"}, move_homework, {"due_on": passed}


# By model: the row that is changed or the model that is added to, what is sent, the action, and its answers.
REFUSED = {
    "accounts.user": person,
    "municipalities.coordinator": coordinator,
    "municipalities.countyboard": county_board,
    "municipalities.municipality": municipality,
    "participants.enrolment": enrolment,
    "programmes.cohort": cohort,
    "programmes.homework": homework,
    "programmes.participation": participation,
    "programmes.session": session,
    "support.supportoffer": support_offer,
}
# Nothing in these has a state or is told to anybody: a correction is all there is.
WITHOUT_AN_ACTION = {
    "followups.obstacle",
    "programmes.lecturer",
    "programmes.material",
    "programmes.processstep",
    "programmes.programme",
    "support.developmentarea",
}


def test_every_form_of_the_admin_is_named(rf):
    request = rf.get("/")
    request.user = make.make_user(is_staff=True, is_superuser=True)
    forms = {
        model._meta.label_lower
        for model, page in admin.site._registry.items()
        if page.has_change_permission(request) and issubclass(page.form, TrailForm)
    }
    assert REFUSED.keys() | WITHOUT_AN_ACTION == forms
    assert not REFUSED.keys() & WITHOUT_AN_ACTION


@pytest.mark.parametrize("label", REFUSED)
def test_the_form_says_what_the_action_says(client, label):
    with zeal_ignore():
        actor = make.make_staff()
        client.force_login(actor)
        about, answers, action, facts = REFUSED[label]()
        rows = [] if isinstance(about, type) else [about]
        with pytest.raises(ValidationError) as refusal:
            action(*rows, **facts, actor=actor, at=datetime.now(UTC))
        page = change(client, about, **answers) if rows else add(client, about, **answers)
        assert [said for each in errors(page).values() for said in each] == refusal.value.messages
