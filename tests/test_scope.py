"""Scope is checked with every request, also for the rows that a form points at."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from participants.models import Attendance
from tests.access.crawl import Page
from tests.access.roles import ask, cell, rolled_back
from tests.access.snapshot import known_rows, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]


def yesterday(scene):
    return scene.today - timedelta(days=1)


def stop_coordinating(scene):
    scene.people["coordinator"].coordinator_roles.update(ends_on=yesterday(scene))


def leave_the_cohort(scene):
    scene.people["member"].enrolments.update(ends_on=yesterday(scene))


def stop_leading(scene):
    scene.people["process_leader"].enrolments.update(role="member")


def stop_being_staff(scene):
    User.objects.filter(pk=scene.people["staff"].pk).update(is_staff=False)


def close_the_account(scene):
    User.objects.filter(pk=scene.people["member"].pk).update(is_active=False)


@pytest.mark.parametrize(
    ("role", "page", "about", "change", "afterwards"),
    [
        ("coordinator", "homes:county", "-", stop_coordinating, "404"),
        ("coordinator", "followups:check_in_edit", "check_in", stop_coordinating, "404"),
        ("coordinator", "stored_file", "joint_file", stop_coordinating, "404"),
        ("member", "participants:homework_detail", "joint", leave_the_cohort, "404"),
        ("member", "material_file", "material", leave_the_cohort, "404"),
        ("process_leader", "stored_file", "colleagues_file", stop_leading, "404"),
        ("process_leader", "followups:reply_edit", "check_in", stop_leading, "404"),
        ("member", "homes:own_municipality", "-", leave_the_cohort, "404"),
        ("staff", "homes:overview", "-", stop_being_staff, "404"),
        ("staff", "admin:index", "-", stop_being_staff, "403"),
        ("member", "participants:homework_detail", "joint", close_the_account, "in"),
    ],
)
def test_lost_right_is_lost_at_the_next_request(scene, role, page, about, change, afterwards):
    url = reverse(page, kwargs=scene.places[about])
    with rolled_back():
        assert cell(ask(scene, role, "GET", url)) == "200"
        change(scene)
        assert cell(ask(scene, role, "GET", url)) == afterwards


def out_of_scope(scene):
    """Return page, thing, role and an answer that points at somebody else's row, by case."""
    offer = {"progress": "on_track", "happened": "Mer", "action": "done", "need": "Råd"}
    offer |= {"need_area": scene.case.area_id, "need_offer": scene.other_offer.pk}
    step = {"progress": "on_track", "happened": "Mer", "action": "done", "need_area": 987_654, "need": "Råd"}
    support = {"offer": scene.other_offer.pk}
    need = {"participation": scene.elsewhere.pk, "area": scene.case.area_id, "need": "Råd"}
    elsewhere = {"municipality": "bollnas", "bollnas-progress": "on_track", "bollnas-number": 1}
    enquiry = {"programme": 987_654, "name": "Ada", "email": "ada@example.org", "message": "Hej"}
    version = {"version_number": 9, "outcome": "approved"}
    remove = {"remove": scene.neighbour_draft_file.pk, "text": "Mer"}
    return {
        "another county's offer": ("followups:check_in_edit", "check_in", "coordinator", offer),
        "another county's support": ("support:support_case", "case", "coordinator", support),
        "another county's municipality": ("support:support_create", "-", "coordinator", need),
        "an area that is not there": ("followups:check_in_edit", "check_in", "coordinator", step),
        "another county's row": ("followups:check_in_month", "month", "coordinator", elsewhere),
        "another group's file": ("participants:homework_detail", "open_joint", "member", remove),
        "a programme that is not there": ("programmes:enquiry_create", "-", "anonymous", enquiry),
        "a version not handed in": ("participants:feedback_edit", "joint_hand_in", "staff", version),
    }


@pytest.mark.parametrize(
    "case",
    [
        "another county's offer",
        "another county's support",
        "another county's municipality",
        "an area that is not there",
        "another county's row",
        "another group's file",
        "a programme that is not there",
        "a version not handed in",
    ],
)
def test_answer_that_points_out_of_scope_is_refused(scene, case):
    name, about, role, answers = out_of_scope(scene)[case]
    url = reverse(name, kwargs=scene.places[about])
    page = ask(scene, role, "GET", url).body.decode()
    form = next(values for action, values in Page(page).forms if not action or action.startswith(url))
    before = snapshot(known_rows())
    with rolled_back():
        response = ask(scene, role, "POST", url, form | answers)
        assert response.status_code in (200, 404)
        assert snapshot(known_rows()) == before


def test_attendance_of_a_colleague_is_read_by_the_process_leader_alone(scene):
    url = reverse("participants:session_detail", kwargs=scene.places["session"])
    told = str(Attendance.Status.EXCUSED.label).lower()
    seen = {role: told in ask(scene, role, "GET", url).body.decode() for role in ("member", "process_leader")}
    assert seen == {"member": False, "process_leader": True}


def test_attendance_of_a_stranger_is_not_taken(scene):
    """Only who is on the list counts, whatever is sent beside it."""
    url = reverse("participants:attendance_edit", kwargs=scene.places["session"])
    form = Page(ask(scene, "staff", "GET", url).body.decode()).forms[-1][1]
    with rolled_back():
        answer = ask(scene, "staff", "POST", url, form | {f"status_{scene.stranger.pk}": "present"})
        assert answer.status_code == 302
        assert not scene.stranger.attendances.exists()


def test_pages_of_a_demo_are_for_everybody_and_exist_in_a_demo_only(scene, settings, tmp_path):
    url = reverse("demo_mail_list")
    assert cell(ask(scene, "anonymous", "GET", url)) == "404"
    settings.DEMO, settings.DEMO_MAIL = True, tmp_path
    assert cell(ask(scene, "anonymous", "GET", url)) == "200"
    missing = reverse("demo_mail", kwargs={"name": "..%2f..%2fsettings.py"})
    assert cell(ask(scene, "anonymous", "GET", missing)) == "404"


@pytest.mark.parametrize("folder", ["", "media/", "files/", "var/files/", "static/"])
def test_stored_files_have_no_address_of_their_own(scene, folder):
    for file in (scene.joint_file.file, scene.material.file):
        assert cell(ask(scene, "superuser", "GET", f"/{folder}{file.name}")) == "404"
