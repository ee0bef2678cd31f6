"""Fields that a form does not ask for are ignored.

Each form is sent twice in the same world: as it stands, and with every field name of every model beside it.
Both worlds must be the same afterwards, row by row.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from programmes.models import Programme, TrainingKind
from tests.access.crawl import Page
from tests.access.roles import ask, rolled_back
from tests.access.snapshot import everything_else, known_rows, snapshot
from tests.access.table import one_of

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]
NAMES = re.compile(r'\bname="([^"]+)"')
HAND_IN = {"text": "Vi är klara.", "deed": "hand_in", "names_nobody": "on"}
DONE = {"progress": "on_track", "action": "done"}
# Page, thing, role, answers. The other fields have their values in the form already.
FORMS = [
    ("account", "-", "member", {"first_name": "Maj"}),
    ("account", "-", "staff", {"first_name": "Lo"}),
    ("programmes:enquiry_create", "-", "anonymous", "enquiry"),
    ("participants:homework_detail", "open_joint", "member", {"text": "Mer"}),
    ("participants:homework_detail", "open_joint", "process_leader", HAND_IN),
    ("participants:homework_detail", "personal", "member", HAND_IN),
    ("participants:feedback_edit", "joint_hand_in", "staff", {"outcome": "approved"}),
    ("participants:attendance_edit", "session", "staff", "absent"),
    ("participants:cohort_publish", "draft_cohort", "staff", {}),
    ("participants:cohort_step", "step_start", "staff", {}),
    ("participants:session_move", "coming", "staff", "later"),
    ("participants:session_cancel", "coming", "staff", {}),
    ("programmes:county_settings", "-", "coordinator", {"due_day": "12"}),
    ("municipalities:coordinator_appoint", "-", "coordinator", "a stand-in"),
    ("municipalities:coordinator_end", "coming_role", "coordinator", "a last day"),
    ("municipalities:coordinator_withdraw", "coming_role", "coordinator", {}),
    ("followups:check_in_edit", "check_in", "coordinator", DONE),
    ("followups:check_in_edit", "check_in", "coordinator", {"happened": "Mer", "action": "draft"}),
    ("followups:check_in_month", "month", "coordinator", {"harnosand-progress": "on_track"}),
    ("support:support_create", "-", "coordinator", "a need"),
    ("support:support_case", "case", "coordinator", "an offer"),
    ("support:support_case", "given_case", "coordinator", {"outcome": "no"}),
    ("support:support_case", "case", "coordinator", {"deed": "withdraw", "seen": "need", "word": "Löst"}),
    ("support:support_phone_answer", "offered_case", "coordinator", "an answer by phone"),
    ("support:support_offer_change", "offered_case", "coordinator", {"offer_text": "En heldag"}),
    ("support:support_answer", "given_case", "process_leader", {"outcome": "no"}),
    ("support:support_offer_create", "-", "coordinator", {"name": "Mallar"}),
    ("support:support_offer_edit", "offer", "coordinator", {"name": "Mallar"}),
    ("support:support_answer", "offered_case", "process_leader", {"answer": "yes"}),
    (
        "support:support_answer",
        "own_need",
        "process_leader",
        {"deed": "withdraw", "seen": "need", "word": "Löst"},
    ),
    ("support:need_create", "municipality", "process_leader", "a need"),
    ("followups:reply_edit", "check_in", "process_leader", {"progress": "stuck"}),
]
# Forms of the admin, with what is corrected in them.
CORRECTIONS = {
    "accounts.user": {"title": "Samordnare"},
    "support.supportoffer": {"description": "Mer"},
    "municipalities.coordinator": {"ends_on": "2027-05-01"},
    "municipalities.countyboard": {"contact_email": "lan@example.org"},
    "participants.enrolment": {"department": "Skola"},
    "programmes.cohort": {"sessions_required": "5"},
    "programmes.homework": {"minutes": "45"},
    "programmes.participation": {"registry_number": "KS 2026/118"},
    "programmes.session": {"venue": "Biblioteket"},
}


def filled(scene, answers):
    """Return the answers, with those that depend on the scene."""
    later = timedelta(days=30)
    known = {
        "absent": lambda: {f"status_{scene.member.pk}": "absent"},
        "a need": lambda: {
            "participation": scene.own_group.pk,
            "area": scene.case.area_id,
            "need": "Tid att skriva",
            "same": "new",
        },
        "an offer": lambda: {"offer": scene.offer.pk},
        "an answer by phone": lambda: {"answer": "yes", "said_by": "Bo Ek", "said_on": f"{scene.today}"},
        "a stand-in": lambda: {
            "email": "vik@example.org",
            "first_name": "Vik",
            "last_name": "Arie",
            "ends_on": f"{scene.today + later:%Y-%m-%d}",
        },
        "a last day": lambda: {"ends_on": f"{scene.coming_role.starts_on + later:%Y-%m-%d}"},
        "later": lambda: {"starts_on": f"{scene.coming.starts_on + later:%Y-%m-%d}"},
        "enquiry": lambda: {
            "programme": Programme.objects.get(kind=TrainingKind.PROCESS_TRAINING).pk,
            "municipality": scene.elsewhere.municipality.pk,
            "name": "Ada Ek",
            "email": "ada@example.org",
            "message": "Vi vill veta mer.",
        },
    }
    return known[answers]() if isinstance(answers, str) else answers


def worlds(scene, role, url, answers):
    """Return the rows before, after the form as it is, and after the form with all other fields."""
    page = ask(scene, role, "GET", url).body.decode()
    form = next(values for action, values in Page(page).forms if not action or action.startswith(url))
    asked = form | answers
    asked.pop("csrfmiddlewaretoken", None)
    rest = everything_else(scene)
    if "municipality" in form:  # a row's form bears the row's name
        rest |= {f"harnosand-{name}": value for name, value in rest.items()}
    rest = {name: value for name, value in rest.items() if name not in NAMES.findall(page)}
    known = known_rows()
    before = snapshot(known)
    return before, _after(scene, role, url, asked, known), _after(scene, role, url, rest | asked, known)


def _after(scene, role, url, data, known):
    with rolled_back():
        response = ask(scene, role, "POST", url, data)
        return response.status_code, snapshot(known)


@pytest.mark.parametrize(("name", "about", "role", "answers"), FORMS)
def test_form_takes_what_it_asks_for_alone(scene, name, about, role, answers):
    url = reverse(name, kwargs=scene.places[about])
    before, honest, greedy = worlds(scene, role, url, filled(scene, answers))
    assert (honest[0], honest[1] != before) == (302, True)
    assert greedy == honest


@pytest.mark.parametrize(("label", "answers"), CORRECTIONS.items())
def test_form_of_the_admin_takes_what_it_asks_for_alone(scene, label, answers):
    url = reverse(f"admin:{label.replace('.', '_')}_change", args=[one_of(scene, label)])
    before, honest, greedy = worlds(scene, "staff", url, answers)
    assert (honest[0], honest[1] != before) == (302, True)
    assert greedy == honest
