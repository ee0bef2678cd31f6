"""Every secret text of the scene is a string of its own; only its readers ever meet it.

Each role follows every link it is shown, and asks for every address that the table gives it; the admin is
read row by row.
"""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from followups.reminders import queue_everything_due
from notifications.models import Message
from participants.actions.reviewing import give_feedback, publish_decisions
from participants.actions.scheduling import cancel_session, move_session
from participants.actions.submitting import hand_in
from support.actions.cases import answer_support, offer_support, raise_need
from support.actions.telling import queue_need_reminders
from tests.access.crawl import crawl
from tests.access.roles import ROLES, ask, rolled_back
from tests.access.table import address, own_rows

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("quiet")]
CANARY = re.compile(r"kanarie-(?:\w|-)+?-slut")
STAFF = {"staff", "superuser"}
NUMBERS = {"reader"}  # meets names of cohorts and of support, and no texts
OWN_COUNTY, OTHER_COUNTY = {"coordinator"}, {"coordinator_elsewhere"}
GROUP = {"member", "process_leader"}
STRANGER = {"member_elsewhere"}
SUPPORT_TEXTS = (
    "offer-description",
    "offer-text",
    "given-need",
    "answer-text",
    "answer-said-by",
    "board-outcome-text",
    "entry-text",
    "delivery-text",
    "outcome-text",
    "own-need",
    "withdrawn-text",
)
REPLY = ("happened", "need")
# The readers of each text.
READERS = {
    # Drafts: their authors alone.
    "joint_draft-text": GROUP,
    "joint_draft-file": GROUP,
    "member_draft-text": {"member"},
    "member_draft-file": {"member"},
    "leader_draft-text": {"process_leader"},
    "leader_draft-file": {"process_leader"},
    "neighbour_draft-text": set(),
    "neighbour_draft-file": set(),
    # Handed in, and its feedback: the group, the county, MÄN.
    **{f"joint-{what}": GROUP | OWN_COUNTY | STAFF for what in ("text", "file", "feedback")},
    **{f"neighbours-{what}": OWN_COUNTY | STAFF for what in ("text", "file", "feedback")},
    **{
        f"colleagues-{what}": {"process_leader"} | OWN_COUNTY | STAFF for what in ("text", "file", "feedback")
    },
    **{f"others-{what}": STRANGER | OTHER_COUNTY | STAFF for what in ("text", "file", "feedback")},
    **{f"soloists-{what}": STAFF for what in ("text", "file", "feedback")},
    # Check-ins: the draft and the internal note are the county's.
    **{
        f"check_in-draft-{what}": OWN_COUNTY
        for what in ("happened", "internal", "obstacle", "agreed", "word")
    },
    **{f"check_in-done-{what}": OWN_COUNTY | STAFF for what in ("happened", "obstacle")},
    "check_in-done-internal": OWN_COUNTY,
    **{
        f"other_check_in-draft-{what}": OTHER_COUNTY
        for what in ("happened", "internal", "obstacle", "agreed", "word")
    },
    **{f"other_check_in-done-{what}": OTHER_COUNTY | STAFF for what in ("happened", "obstacle")},
    "other_check_in-done-internal": OTHER_COUNTY,
    # What was agreed on is everybody's who is to keep it.
    **dict.fromkeys(("check_in-agreed", "check_in-word"), GROUP | OWN_COUNTY | STAFF),
    **dict.fromkeys(("other_check_in-agreed", "other_check_in-word"), STRANGER | OTHER_COUNTY | STAFF),
    # The municipality's own answers: its process leader's and the county's; MÄN's when the check-in is done.
    **{f"reply-{what}": {"process_leader"} | OWN_COUNTY for what in REPLY},
    **{f"old-reply-{what}": {"process_leader"} | OWN_COUNTY | STAFF for what in REPLY},
    **{f"other_reply-{what}": OTHER_COUNTY for what in REPLY},
    **{f"other_old-reply-{what}": OTHER_COUNTY | STAFF for what in REPLY},
    # Needs, offers, enquiries.
    "need": GROUP | OWN_COUNTY | STAFF,
    "other_need": STRANGER | OTHER_COUNTY | STAFF,
    **dict.fromkeys(SUPPORT_TEXTS, GROUP | OWN_COUNTY | STAFF),
    **{f"other_{name}": STRANGER | OTHER_COUNTY | STAFF for name in SUPPORT_TEXTS},
    "offer": GROUP | OWN_COUNTY | STAFF | NUMBERS,
    "other_offer": STRANGER | OTHER_COUNTY | STAFF | NUMBERS,
    **dict.fromkeys(("enquiry", "asker", "asker-mail"), OWN_COUNTY | STAFF),
    **{f"other_{name}": OTHER_COUNTY | STAFF for name in ("enquiry", "asker", "asker-mail")},
    # The mandate log is read by those who follow the municipality and by its process leader.
    **{
        f"mandate-{what}": {"process_leader"} | OWN_COUNTY | STAFF
        for what in ("by", "number", "note", "file")
    },
    **{f"other_mandate-{what}": OTHER_COUNTY | STAFF for what in ("by", "number", "note", "file")},
    "pause-reason": OWN_COUNTY | STAFF,
    # Quiet signals that were put aside.
    "signal": OWN_COUNTY | STAFF,
    "other_signal": OTHER_COUNTY | STAFF,
    # The export log.
    "export-number": OWN_COUNTY | STAFF,
    "other_export-number": OTHER_COUNTY | STAFF,
    # Cohorts and what they hold.
    "draft-cohort": STAFF | NUMBERS,
    "draft-theme": STAFF,
    "draft-homework": STAFF,
    "other-cohort": STRANGER | OTHER_COUNTY | STAFF | NUMBERS,
    "other-homework": STRANGER | OTHER_COUNTY | STAFF,
    "solo-homework": STAFF,
    **dict.fromkeys(("agenda", "preparation", "material"), GROUP | OWN_COUNTY | STAFF),
    **{f"other_{name}": STRANGER | OTHER_COUNTY | STAFF for name in ("agenda", "preparation", "material")},
    **{f"solo_{name}": STAFF for name in ("agenda", "preparation", "material")},
    # People.
    "neighbour": OWN_COUNTY | STAFF,
    "soloist": STAFF,
    "member-phone": {"member"} | OWN_COUNTY | STAFF,
    "protected-first": set(),
    "protected-last": set(),
    "protected-mail": set(),
    "passkey": {"member", "superuser"},
}
# Staff look for people, and for mails to them, by names that no page shows.
FOUND_BY_NAME = re.compile(r"^/admin/(accounts/user|notifications/message)/")


# Proof that the search works: some of the texts that each role does meet.
SURELY_MET = {
    "member": {
        "joint_draft-text",
        "member_draft-text",
        "joint-feedback",
        "agenda",
        "material",
        "member-phone",
    },
    "member_elsewhere": {"others-feedback", "other_agenda"},
    "process_leader": {"leader_draft-text", "colleagues-text", "check_in-agreed", "reply-happened"},
    "coordinator": {
        "check_in-draft-internal",
        "check_in-done-internal",
        "neighbours-text",
        "asker",
        "offer",
        "reply-need",
    },
    "coordinator_elsewhere": {"other_check_in-draft-internal", "other_offer"},
    "staff": {"check_in-done-happened", "others-text", "draft-cohort", "need", "enquiry"},
    "reader": {"draft-cohort", "offer"},
}


def starts(scene, role):
    """Return the addresses that the role may open by the table, and for MÄN the admin's rows."""
    rows = [row for row in own_rows() if row.method == "GET" and row.cells[role] == "200"]
    found = [address(scene, row) for row in rows] + ["/"]
    return found + (list(_admin_pages()) if role in STAFF else [])


def _admin_pages():
    for model in admin.site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        yield reverse(f"{stem}changelist")
        if model._meta.app_label != "municipalities":
            for pk in model._default_manager.order_by("-pk").values_list("pk", flat=True)[:15]:
                yield from (reverse(f"{stem}{deed}", args=[pk]) for deed in ("change", "history"))
        if not model._meta.label_lower.startswith(("auth.", "account.", "mfa.", "usersessions.")):
            yield from _choices(model)


def _choices(model):
    """Yield the addresses that give the choices of the admin's fields."""
    label = model._meta
    for field in label.fields:
        if field.remote_field and getattr(
            admin.site._registry.get(field.related_model), "search_fields", None
        ):
            names = f"app_label={label.app_label}&model_name={label.model_name}&field_name={field.name}"
            yield f"{reverse('admin:autocomplete')}?{names}&term="


def canaries(text):
    return {found.removeprefix("kanarie-").removesuffix("-slut") for found in CANARY.findall(text)}


def test_every_secret_of_the_scene_has_readers(scene):
    stored = set()
    for model in apps.get_models():
        for row in model._default_manager.all().values():
            stored |= canaries(str(row))
    assert stored - {"passkey"} == set(READERS) - {"passkey"}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_meets_what_is_not_theirs(scene, role):
    met, broken, seen = {}, [], set()
    for url, status, text in crawl(scene, role, starts(scene, role)):
        if status >= 500:
            broken.append(url)
        seen |= canaries(text)
        for name in canaries(text):
            if role not in READERS[name]:
                met.setdefault(name, []).append(url)
    assert met == {}
    assert broken == []
    assert SURELY_MET.get(role, set()) <= seen


@pytest.mark.parametrize(
    ("model", "question"),
    [
        ("followups_checkin", "happened"),
        ("followups_checkin", "internal_note"),
        ("followups_checkinversion", "internal_note"),
        ("followups_checkinversion", "check_in__internal_note"),
        ("followups_checkinversion", "check_in__happened"),
        ("support_supportcase", "check_ins__check_in__internal_note"),
        ("participants_submission", "draft_text"),
        ("participants_submissionversion", "submission__draft_text"),
        ("participants_feedback", "version__submission__draft_text"),
        ("participants_enrolment", "submissions__draft_text"),
        ("programmes_participation", "submissions__draft_text"),
        ("programmes_participation", "check_ins__internal_note"),
        ("programmes_homework", "submissions__draft_text"),
        ("programmes_cohort", "participations__check_ins__internal_note"),
    ],
)
def test_admin_answers_no_question_about_a_secret(scene, model, question):
    """A filter in the address would tell it letter by letter; the lists answer all such questions alike."""
    for lookup in ("startswith", "contains", "gt"):
        url = f"{reverse(f'admin:{model}_changelist')}?{question}__{lookup}="
        told = set()
        for guess in ("kanarie", "zzz"):
            with rolled_back():
                response = ask(scene, "staff", "GET", f"{url}{guess}")
            told.add((response.status_code, response.headers.get("Location"), len(response.body)))
        assert len(told) == 1
        assert told.pop()[0] in (302, 400)


def test_admin_search_finds_nothing_by_a_secret(scene):
    secret_to_staff = [name for name, readers in READERS.items() if "staff" not in readers]
    found = []
    for model in admin.site._registry:
        listed = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if FOUND_BY_NAME.match(listed):
            continue
        for name in secret_to_staff[:: 1 if "Submission" in str(model) or "CheckIn" in str(model) else 9]:
            with rolled_back():
                response = ask(scene, "superuser", "GET", f"{listed}?q=kanarie-{name}-slut")
            changelist = (response.context or {}).get("cl")
            if changelist is not None and changelist.result_count:
                found.append((listed, name))
    assert found == []


def test_mails_hold_no_secret(scene):
    """Deeds and the clock write mails; none of them holds what somebody wrote."""
    with rolled_back():
        at = timezone.now()
        _do_what_sends_mail(scene, at)
        texts = [(mail.kind, f"{mail.subject} {mail.text} {mail.html}") for mail in Message.objects.all()]
    kinds = {kind for kind, _text in texts}
    assert {"submission_received", "feedback_given", "session_moved", "enquiry_for_staff"} <= kinds
    assert {"need_raised", "need_waiting", "support_offered", "support_answered"} <= kinds
    met = {(kind, name) for kind, text in texts for name in canaries(text)}
    assert {(kind, name) for kind, name in met if name not in TITLES} == set()


# Names of things, not what somebody wrote in confidence; the asker's own receipt greets by name.
TITLES = {
    "offer",
    "other-cohort",
    "other-homework",
    "solo-homework",
    "asker",
    "other_asker",
    "neighbour",
    "soloist",
}


def _do_what_sends_mail(scene, at):
    staff, member = scene.people["staff"], scene.people["member"]
    common = {"added": [], "removed": [], "actor": member, "at": at}
    hand_in(scene.open_joint, author=scene.own_group, text="kanarie-mail-slut", number=1, **common)
    answer = {"version_number": 2, "text": "kanarie-mail-slut", "actor": staff, "at": at}
    later = timezone.localdate(at) + timedelta(days=9)
    for hand in (scene.joint_hand_in, scene.soloists_hand_in, scene.colleagues_hand_in):
        give_feedback(hand, outcome="needs_revision", revise_by=later, **answer)
    publish_decisions(at=at + timedelta(minutes=10))
    moved = {"starts_at": at + timedelta(days=30), "ends_at": at + timedelta(days=30, hours=3)}
    move_session(scene.coming, **moved, actor=staff, at=at)
    cancel_session(scene.other_coming, actor=staff, at=at)
    support, coordinator = {"actor": scene.people["process_leader"], "at": at}, scene.people["coordinator"]
    words = {"area": scene.case.area, "need": "kanarie-mail-slut", "same": "new"}
    raise_need(scene.own_group, **words, origin="municipality", **support)
    offered = {"offer": scene.offer, "offer_text": "kanarie-mail-slut", "actor": coordinator, "at": at}
    offer_support(scene.case, **offered)
    answer_support(scene.offered_case, accept=True, text="kanarie-mail-slut", **support)
    queue_need_reminders(at=at + timedelta(days=15))
    for day in range(40):
        queue_everything_due(at=at + timedelta(days=day))
