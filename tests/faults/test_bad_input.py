"""Every kind of bad input at every door that fits: stored in one form or refused, never 500.

The answers are in the table, so that both databases give the same.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from municipalities.models import Coordinator, CountyBoard
from participants.models import MandateEntry, Submission
from programmes.models import Cohort, Enquiry, Homework, Lecturer, Programme, Session, TrainingKind
from support.models import SupportCase, SupportOffer
from tests.access.crawl import Page
from tests.access.roles import ask, rolled_back
from tests.faults import bad_input
from ui.text import normal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]

URLENCODED = "application/x-www-form-urlencoded"
SAVED, TOLD = 302, 200
NEW_NEED = {"same": "new"}
ENQUIRY = {"name": "Ada Ek", "email": "ada@example.org", "message": "Vi vill veta mer."}


@dataclass(frozen=True)
class Door:
    """A field of a page in which something can be written, and where it is stored."""

    role: str
    page: str
    name: str
    model: Any
    column: str = ""
    most: int = 0  # how many letters it takes; 0 when nothing is said
    answers: dict[str, Any] = field(default_factory=dict)
    about: str = "-"
    may_be_empty: bool = False

    def __str__(self):
        return f"{self.role} {self.page} {self.name}"


def admin(model, name, about="", **more):
    label = f"{model._meta.app_label}_{model._meta.model_name}"
    return Door("staff", f"admin:{label}_{'change' if about else 'add'}", name, model, about=about, **more)


LINES = [
    Door("anonymous", "programmes:enquiry_create", "name", Enquiry, most=150, answers=ENQUIRY),
    Door("member", "account", "last_name", User, most=150),
    Door("coordinator", "support:support_offer_create", "name", SupportOffer, most=150),
    admin(Lecturer, "name", most=150),
    admin(User, "last_name", "member", most=150),
    admin(Homework, "title", "open_joint", most=200),
]
TEXTS = [
    Door("anonymous", "programmes:enquiry_create", "message", Enquiry, most=3000, answers=ENQUIRY),
    Door(
        "process_leader",
        "support:need_create",
        "need",
        SupportCase,
        most=1000,
        answers=NEW_NEED,
        about="municipality",
    ),
    Door("coordinator", "support:support_create", "need", SupportCase, most=1000, answers=NEW_NEED),
    Door(
        "member", "participants:homework_detail", "text", Submission, "draft_text", 20_000,
        {"deed": "hand_in", "names_nobody": "on"}, about="open_joint", may_be_empty=True,
    ),
]  # fmt: skip
ADDRESSES = [
    Door("anonymous", "programmes:enquiry_create", "email", Enquiry, answers=ENQUIRY),
    Door("coordinator", "programmes:county_settings", "contact_email", CountyBoard),
    admin(User, "email", answers={"first_name": "Åsa", "last_name": "Ek"}),
    admin(Lecturer, "email", answers={"name": "Åsa Ek"}),
]
NUMBERS = [admin(Homework, "minutes", "open_joint"), admin(Cohort, "sessions_required", "cohort")]
DAYS = [
    Door("coordinator", "municipalities:coordinator_end", "ends_on", Coordinator, about="coming_role"),
    Door("staff", "participants:session_move", "starts_on", Session, "starts_at", about="coming"),
    Door(
        "coordinator",
        "participants:mandate_create",
        "decided_on",
        MandateEntry,
        answers={"kind": "decision"},
        about="municipality",
    ),
]
DAYS_IN_THE_ADMIN = [
    admin(Session, "starts_at_0", "draft_session", column="starts_at"),
    admin(Session, "ends_at_0", "draft_session", column="ends_at"),
    admin(Homework, "due_on", "draft_homework"),
    admin(Coordinator, "ends_on", "coming_role"),
]


def address(scene, door):
    if not door.page.startswith("admin:"):
        return reverse(door.page, kwargs=scene.places[door.about])
    known = scene.people if door.model is User else scene.rows
    row = [known[door.about].pk] if door.about else []
    return reverse(door.page, args=row)


def filled(scene, door):
    """Return the page's form as it stands, with the answers that it needs."""
    with rolled_back():
        page = ask(scene, door.role, "GET", address(scene, door))
    forms = Page(page.body.decode()).forms
    form = next(values for action, values in forms if door.name in values)
    known = {
        Enquiry: lambda: {"programme": Programme.objects.get(kind=TrainingKind.PROCESS_LEADER_TRAINING).pk},
        SupportCase: lambda: {"participation": scene.own_group.pk, "area": scene.case.area_id},
    }
    return form | door.answers | known.get(door.model, dict)()


def outcome(scene, door, form, sent):
    """Return the status, and what is stored that was not there before."""
    cache.clear()
    column = door.column or door.name
    body = urlencode(form | {door.name: sent}, doseq=True)  # unlike the test client's, it may hold any bytes
    with rolled_back():
        before = list(door.model.objects.values_list("pk", column))
        answer = ask(scene, door.role, "POST", address(scene, door), body, content_type=URLENCODED)
        after = [row for row in door.model.objects.values_list("pk", column) if row not in before]
    return answer.status_code, [text for _pk, text in after]


def wrong(scene, door, kinds):
    """Return the kinds that are answered or stored otherwise than the table says."""
    form, found = filled(scene, door), {}
    for name, sent, kept in kinds:
        if callable(sent) and not door.most:
            continue
        given = sent(door.most) if callable(sent) else sent
        stored = kept(door.most) if callable(kept) else kept
        if door.may_be_empty and stored is None and isinstance(given, str) and not normal(given):
            stored = ""
        expected = (TOLD, []) if stored is None else (SAVED, [stored])
        if (came := outcome(scene, door, form, given)) != expected:
            found[name] = (came[0], [str(text)[:40] for text in came[1]])
    return found


@pytest.mark.parametrize("door", LINES, ids=str)
def test_bad_lines(scene, door):
    assert wrong(scene, door, bad_input.TEXTS + bad_input.ONE_LINE) == {}


@pytest.mark.parametrize("door", TEXTS, ids=str)
def test_bad_texts(scene, door):
    assert wrong(scene, door, bad_input.TEXTS + bad_input.MANY_LINES) == {}


@pytest.mark.parametrize("door", ADDRESSES, ids=str)
def test_bad_addresses(scene, door):
    assert wrong(scene, door, bad_input.ADDRESSES) == {}


@pytest.mark.parametrize("door", NUMBERS, ids=str)
def test_bad_numbers(scene, door):
    assert wrong(scene, door, bad_input.NUMBERS) == {}


@pytest.mark.parametrize("door", DAYS, ids=str)
def test_bad_days(scene, door):
    assert wrong(scene, door, [(*kind, bad_input.REFUSED) for kind in bad_input.DAYS]) == {}


@pytest.mark.parametrize("door", DAYS_IN_THE_ADMIN, ids=str)
def test_bad_days_in_the_admin(scene, door):
    form = filled(scene, door)
    told = {name: outcome(scene, door, form, day)[0] for name, day in bad_input.DAYS}
    assert {name: status for name, status in told.items() if status not in {SAVED, TOLD}} == {}


@pytest.mark.parametrize(
    "url", ["/", "/kommuner/", "/stod/", "/hemuppgifter/", "/oversikt/", "/admin/programmes/homework/"]
)
def test_bad_numbers_in_an_address(scene, url):
    names = ("id", "p", "o", "page", "session__id__exact", "omgang", "sok", "status")
    numbers = [kind[1] for kind in bad_input.NUMBERS]
    asked = [f"{url}?{urlencode(dict.fromkeys(names, number))}" for number in numbers]
    asked += [f"{url}{quote(number)}/" for number in numbers]
    asked += [f"{url}{quote(number)}/change/" for number in numbers if url.startswith("/admin/")]
    assert [one[:60] for one in asked if ask(scene, "staff", "GET", one).status_code >= 500] == []


@pytest.mark.parametrize("request_", bad_input.REQUESTS, ids=lambda kind: kind[0])
def test_bad_requests(client, request_):
    _name, method, url, options, status = request_
    client.raise_request_exception = False
    assert client.generic(method.upper(), url, **options).status_code == status


def test_there_are_ninety_kinds_and_none_twice():
    tables = (
        bad_input.TEXTS,
        bad_input.ONE_LINE,
        bad_input.MANY_LINES,
        bad_input.ADDRESSES,
        bad_input.NUMBERS,
        bad_input.DAYS,
        bad_input.REQUESTS,
    )
    names = [kind[0] for table in tables for kind in table]
    assert len(names) == len(set(names)) >= 90
