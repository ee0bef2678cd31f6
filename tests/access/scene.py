"""One small world in which every page has something to show, and every secret text is a string of its own.

All dates are counted from today: pages read the clock. The places that the table of pages names are in
Västernorrland: Härnösand and Kramfors take part there, Bollnäs in another cohort of another county.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from calendars.months import month_of, previous_month
from followups.models import CheckIn, QuietDismissal
from participants.models import Enrolment, MandateEntry
from programmes.actions.enquiries import receive_enquiry
from programmes.models import Cohort, Homework, Lecturer, ParticipationPause, Programme, TrainingKind
from support.models import CaseEntry, DevelopmentArea, SupportCase, SupportOffer
from tests.access.exports import add_exports
from tests.access.passkey import passkey_credential
from tests.access.roles import log_in
from tests.factories import (
    make_attendance,
    make_check_in,
    make_check_in_version,
    make_cohort,
    make_commitment,
    make_coordinator,
    make_county_board,
    make_enrolment,
    make_feedback,
    make_homework,
    make_material,
    make_municipal_reply,
    make_municipality,
    make_participation,
    make_session,
    make_staff,
    make_stored_file,
    make_submission,
    make_unlock_request,
    make_user,
    make_version,
)


def secret(name: str) -> str:
    """Return a text that stands nowhere else."""
    return f"kanarie-{name}-slut"


@dataclass
class Scene:
    """People by role, rows by name, and what the addresses of the table are filled with."""

    now: Any
    today: Any
    people: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None


def build_scene() -> Scene:
    """Build the whole scene."""
    now = timezone.now().replace(second=0, microsecond=0)
    scene = Scene(now=now, today=timezone.localdate(now))
    _people(scene)
    _cohorts(scene)
    _enrolments(scene)
    _sessions(scene)
    _homework(scene)
    _hand_ins(scene)
    _check_ins(scene)
    _support_and_enquiries(scene)
    _signals(scene)
    _replies(scene)
    _mandates(scene)
    _accounts(scene)
    add_exports(scene, secret)
    _places(scene)
    scene.cookies = {role: log_in(user) for role, user in scene.people.items()}
    # Closed after logging in: the session is still there.
    User.objects.filter(pk=scene.people["deactivated"].pk).update(is_active=False)
    return scene


def _people(scene: Scene) -> None:
    own = make_county_board("vasternorrland", months_off=[])
    other = make_county_board("gavleborg", months_off=[])
    starts_on = scene.today - timedelta(days=300)
    ended = {"starts_on": starts_on, "ends_on": scene.today - timedelta(days=1)}
    closed = make_user(first_name="Stängd", is_staff=True)
    scene.rows |= {"own_board": own, "other_board": other}
    scene.people = {
        "anonymous": None,
        "member": make_user(first_name="Malin", phone=secret("member-phone")),
        "member_elsewhere": make_user(first_name="Bo"),
        "process_leader": make_user(first_name="Petra"),
        "coordinator": make_coordinator(county_board=own, starts_on=starts_on).user,
        "coordinator_elsewhere": make_coordinator(county_board=other, starts_on=starts_on).user,
        "ended_coordinator": make_coordinator(county_board=own, **ended).user,
        "staff": make_staff(first_name="Lena"),
        "superuser": make_staff(first_name="Sara", is_superuser=True),
        "reader": make_user(is_reader=True),
        "deactivated": closed,
    }
    make_coordinator(user=closed, county_board=own, starts_on=starts_on)
    coming = make_coordinator(county_board=own, starts_on=scene.today + timedelta(days=30))
    scene.rows |= {"own_role": scene.people["coordinator"].coordinator_roles.get(), "coming_role": coming}


def _cohorts(scene: Scene) -> None:
    at, contact = scene.now - timedelta(days=200), scene.people["staff"]
    running = {"published_at": at, "contact": contact}
    own = make_cohort(name="Omgång Västernorrland", county_board=scene.own_board, **running)
    other = make_cohort(name=secret("other-cohort"), county_board=scene.other_board, **running)
    alone = make_cohort(TrainingKind.PROCESS_LEADER_TRAINING, name="Processledare", **running)
    draft = make_cohort(
        state=Cohort.State.DRAFT, name=secret("draft-cohort"), county_board=scene.own_board, contact=contact
    )
    ready = make_cohort(state=Cohort.State.PUBLISHED, county_board=scene.own_board, **running)
    scene.rows |= {
        "cohort": own,
        "other_cohort": other,
        "leader_cohort": alone,
        "draft_cohort": draft,
        "published_cohort": ready,
        "own_group": make_participation(own, "harnosand", registry_number="4711"),
        "other_group": make_participation(own, "kramfors"),
        "elsewhere": make_participation(other, "bollnas"),
        "draft_group": make_participation(draft, "sundsvall"),
    }


def _enrolments(scene: Scene) -> None:
    lead, starts_on = Enrolment.Role.PROCESS_LEADER, scene.today - timedelta(days=190)
    dates, people, soloist = {"starts_on": starts_on}, scene.people, make_user(first_name=secret("soloist"))
    hidden = make_user(first_name=secret("protected-first"), last_name=secret("protected-last"))
    hidden.protected_identity, hidden.email = True, f"{secret('protected-mail')}@example.org"
    hidden.save()
    scene.rows |= {
        "member": make_enrolment(scene.own_group, people["member"], **dates),
        "leader": make_enrolment(scene.own_group, people["process_leader"], role=lead, **dates),
        "colleague": make_enrolment(scene.own_group, make_user(first_name="Kim"), **dates),
        "hidden": make_enrolment(scene.own_group, hidden, **dates),
        "neighbour": make_enrolment(scene.other_group, make_user(first_name=secret("neighbour")), **dates),
        "stranger": make_enrolment(scene.elsewhere, people["member_elsewhere"], **dates),
        "soloist": make_enrolment(user=soloist, cohort=scene.leader_cohort, **dates),
        "early": make_enrolment(scene.draft_group, people["member"], **dates),
    }
    make_enrolment(scene.own_group, people["deactivated"], role=lead, **dates)


def _sessions(scene: Scene) -> None:
    # At noon: a session that ends after midnight is one the forms refuse, whenever the tests run.
    noon = timezone.localtime(scene.now).replace(hour=12, minute=0)
    for name, cohort in (("", scene.cohort), ("other_", scene.other_cohort), ("solo_", scene.leader_cohort)):
        agenda, preparation = secret(f"{name}agenda"), secret(f"{name}preparation")
        past = make_session(cohort, 1, noon - timedelta(days=150), agenda=agenda)
        coming = make_session(cohort, 2, noon + timedelta(days=20), preparation=preparation)
        make_session(cohort, 3, noon + timedelta(days=160))
        material = make_material(past, f"{secret(f'{name}material')}.pdf")
        scene.rows |= {f"{name}session": past, f"{name}coming": coming, f"{name}material": material}
    draft = make_session(scene.draft_cohort, 1, noon + timedelta(days=30), theme=secret("draft-theme"))
    make_session(scene.draft_cohort, 2, noon + timedelta(days=460))
    scene.rows |= {"draft_session": draft, "draft_material": make_material(draft)}
    make_session(scene.published_cohort, 1, noon - timedelta(days=3))
    for enrolment in (scene.member, scene.leader, scene.colleague, scene.hidden, scene.neighbour):
        told_us = enrolment == scene.colleague
        make_attendance(scene.session, enrolment, "excused" if told_us else "present")


def _homework(scene: Scene) -> None:
    person, due_on = Homework.Scope.PERSON, scene.today + timedelta(days=3)
    scene.rows |= {
        "joint": make_homework(scene.cohort, 1, session=scene.session, due_on=due_on),
        "open_joint": make_homework(scene.cohort, 2, due_on=due_on),
        "personal": make_homework(scene.cohort, 3, scope=person, due_on=due_on),
        "other_joint": make_homework(scene.other_cohort, 1, due_on=due_on, title=secret("other-homework")),
        "solo": make_homework(scene.leader_cohort, 1, due_on=due_on, title=secret("solo-homework")),
        "draft_homework": make_homework(scene.draft_cohort, 1, due_on=due_on, title=secret("draft-homework")),
    }


def _hand_ins(scene: Scene) -> None:
    people = scene.people
    authors = {
        "joint": (scene.joint, scene.own_group, people["member"]),
        "neighbours": (scene.joint, scene.other_group, scene.neighbour.user),
        "colleagues": (scene.personal, scene.colleague, scene.colleague.user),
        "others": (scene.other_joint, scene.elsewhere, people["member_elsewhere"]),
        "soloists": (scene.solo, scene.soloist, scene.soloist.user),
    }
    for name, (homework, author, user) in authors.items():
        _hand_in(scene, name, homework, author, user)
    read, until = scene.joint_hand_in, scene.now + timedelta(days=1)
    read.reader, read.reading_began_at, read.reader_until = people["staff"], scene.now, until
    read.save()
    drafts = {
        "joint_draft": (scene.open_joint, scene.own_group, people["member"]),
        "neighbour_draft": (scene.open_joint, scene.other_group, scene.neighbour.user),
        "member_draft": (scene.personal, scene.member, people["member"]),
        "leader_draft": (scene.personal, scene.leader, people["process_leader"]),
    }
    for name, (homework, author, user) in drafts.items():
        text, file = secret(f"{name}-text"), make_stored_file(f"{secret(f'{name}-file')}.pdf", user=user)
        draft = make_submission(homework, author, draft_text=text, drafted_by=user, drafted_at=scene.now)
        draft.draft_files.add(file)
        scene.rows |= {name: draft, f"{name}_file": file}


def _hand_in(scene: Scene, name: str, homework: Homework, author: Any, user: Any) -> None:
    """Add a version with its file and feedback, and a newer one that waits."""
    at, file = scene.now - timedelta(days=9), make_stored_file(f"{secret(f'{name}-file')}.pdf", user=user)
    submission = make_submission(
        homework, author, draft_text=secret(f"{name}-text"), drafted_by=user, drafted_at=at
    )
    first = make_version(submission, user, submitted_at=at)
    first.files.add(file)
    make_feedback(
        first, "needs_revision", text=secret(f"{name}-feedback"), given_by=scene.people["staff"], given_at=at
    )
    make_version(submission, user, submitted_at=scene.now - timedelta(days=2)).files.add(file)
    scene.rows |= {f"{name}_hand_in": submission, f"{name}_file": file}


def _answers(name: str) -> dict[str, Any]:
    return {
        "happened": secret(f"{name}-happened"),
        "internal_note": secret(f"{name}-internal"),
        "obstacle_other": secret(f"{name}-obstacle"),
    }


def _check_ins(scene: Scene) -> None:
    month = month_of(scene.today)
    for name, group, role in (
        ("check_in", scene.own_group, "coordinator"),
        ("other_check_in", scene.elsewhere, "coordinator_elsewhere"),
    ):
        user = scene.people[role]
        done = {"state": CheckIn.State.DONE, "number": 1, **_answers(f"{name}-done")}
        last = make_check_in(group, previous_month(month), user, **done)
        version = make_check_in_version(last, user, **_answers(f"{name}-done"))
        draft = make_check_in(group, month, user, number=1, **_answers(f"{name}-draft"))
        scene.rows |= {f"{name}_done": last, f"{name}_version": version, f"{name}_draft": draft}
        _agree(scene, name, last, draft)
        scene.rows[f"{name}_unlocking"] = make_unlock_request(group, last.month, requested_by=user)
    steps = [{"number": 1, "title": "Steg", "status": "done"}]
    scene.check_in_version.__class__.objects.update(steps=steps)


def _agree(scene: Scene, name: str, last: CheckIn, draft: CheckIn) -> None:
    """Add what was agreed on last month, and what this month's draft says of it."""
    common = {"owner": "municipality", "due_on": scene.today}
    text, word = secret(f"{name}-agreed"), secret(f"{name}-word")
    row = make_commitment(last, text=text, word=word, changed_by=last.saved_by, **common)
    draft.agreed = [{"text": secret(f"{name}-draft-agreed"), "owner": "man", "due_on": ""}]
    said = {"outcome": "done", "word": secret(f"{name}-draft-word"), "due_on": ""}
    draft.commitment_answers = {str(row.pk): said}
    draft.save()
    scene.rows[f"{name}_commitment"] = row


TOLD = ("answer_text", "answer_said_by", "delivery_text", "outcome_text", "board_outcome_text")


def _support_and_enquiries(scene: Scene) -> None:
    area = DevelopmentArea.objects.first()
    for name, board, group in (
        ("", scene.own_board, scene.own_group), ("other_", scene.other_board, scene.elsewhere)
    ):  # fmt: skip
        texts = {"name": secret(f"{name}offer"), "description": secret(f"{name}offer-description")}
        offer = SupportOffer.objects.create(county_board=board, **texts)
        need = {"participation": group, "area": area, "raised_at": scene.now}
        case = SupportCase.objects.create(need=secret(f"{name}need"), **need)
        given = need | {"offer": offer, "offered_at": scene.now, "need": secret(f"{name}given-need")}
        given["offer_text"] = secret(f"{name}offer-text")
        scene.rows[f"{name}offered_case"] = SupportCase.objects.create(state="offered", **given)
        given |= {"answered_at": scene.now, "answer_said_on": scene.today, "delivered_on": scene.today}
        given |= {"outcome": "partly", "outcome_at": scene.now}
        given |= {"board_outcome": "yes", "board_outcome_at": scene.now}
        given |= {text: secret(f"{name}{text.replace('_', '-')}") for text in TOLD}
        given_case = SupportCase.objects.create(state="done", **given)
        entry = {"kind": "need", "said_on": scene.today, "text": secret(f"{name}entry-text")}
        CaseEntry.objects.create(case=given_case, **entry)
        own = need | {"need": secret(f"{name}own-need"), "origin": "municipality"}
        closed = {"withdrawn_at": scene.now, "withdrawn_text": secret(f"{name}withdrawn-text")}
        scene.rows[f"{name}given_case"] = given_case
        scene.rows[f"{name}own_need"] = SupportCase.objects.create(**own)
        scene.rows[f"{name}closed_case"] = SupportCase.objects.create(state="withdrawn", **closed, **own)
        enquiry = receive_enquiry(
            programme=Programme.objects.get(kind=TrainingKind.PROCESS_TRAINING),
            municipality=make_municipality("timra" if name == "" else "soderhamn"),
            name=secret(f"{name}asker"),
            email=f"{secret(f'{name}asker-mail')}@example.org",
            message=secret(f"{name}enquiry"),
            at=scene.now,
        )
        scene.rows |= {f"{name}offer": offer, f"{name}case": case, f"{name}enquiry": enquiry}


def _replies(scene: Scene) -> None:
    """Add the municipalities' own answers: this month's, and last month's, whose check-in is done."""
    month = month_of(scene.today)
    for name, group, user in (
        ("", scene.own_group, scene.people["process_leader"]),
        ("other_", scene.elsewhere, scene.people["member_elsewhere"]),
    ):
        for what, day in (("reply", month), ("old-reply", previous_month(month))):
            texts = {each: secret(f"{name}{what}-{each}") for each in ("happened", "need")}
            scene.rows[f"{name}{what}"] = make_municipal_reply(group, day, user, **texts)


def _signals(scene: Scene) -> None:
    for name, group, role in (
        ("", scene.own_group, "coordinator"), ("other_", scene.elsewhere, "coordinator_elsewhere")
    ):  # fmt: skip
        scene.rows[f"{name}dismissed"] = QuietDismissal.objects.create(
            participation=group,
            kind="no_contact",
            fact="2026-01",
            note=secret(f"{name}signal"),
            dismissed_at=scene.now,
            dismissed_by=scene.people[role],
        )


def _mandates(scene: Scene) -> None:
    for name, group in (("", scene.own_group), ("other_", scene.elsewhere)):
        file = make_stored_file(f"{secret(f'{name}mandate-file')}.pdf", user=scene.people["staff"])
        entry = MandateEntry.objects.create(
            participation=group,
            kind=MandateEntry.Kind.DECISION,
            decided_on=scene.today - timedelta(days=250),
            decided_by=secret(f"{name}mandate-by"),
            registry_number=secret(f"{name}mandate-number"),
            note=secret(f"{name}mandate-note"),
            file=file,
            recorded_at=scene.now,
        )
        scene.rows |= {f"{name}mandate": entry, f"{name}mandate_file": file}
    starts_on, reason = scene.today + timedelta(days=400), secret("pause-reason")
    ParticipationPause.objects.create(participation=scene.own_group, starts_on=starts_on, reason=reason)


def _accounts(scene: Scene) -> None:
    """Add what allauth stores of a person: a passkey, recovery codes, an address, a session."""
    user, kind, codes = scene.people["member"], Authenticator.Type, {"seed": "00" * 20, "used_mask": 0}
    data = {"name": secret("passkey"), "credential": passkey_credential()}
    scene.rows["passkey"] = Authenticator.objects.create(user=user, type=kind.WEBAUTHN, data=data)
    Authenticator.objects.create(user=user, type=kind.RECOVERY_CODES, data=codes)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    UserSession.objects.create(user=user, session_key="k" * 32, ip="127.0.0.1", user_agent="-")
    Group.objects.create(name="Grupp")
    Lecturer.objects.create(name="Lisa Lund")


def _places(scene: Scene) -> None:
    month = f"{scene.today:%Y-%m}"
    pk = ("dismissed", "joint", "open_joint", "personal", "draft_homework", "joint_hand_in", "member_draft")
    pk += ("own_role", "coming_role", "own_need", "closed_case")
    pk += ("export", "failed_export", "check_in_commitment")
    pk += ("material", "draft_material", "passkey", "offer", "case", "offered_case", "given_case")
    files = ("joint_file", "neighbours_file", "colleagues_file", "joint_draft_file", "member_draft_file")
    files += ("mandate_file", "other_mandate_file")
    scene.places = {
        "-": {},
        "month": {"month": month},
        "person": {"pk": scene.people["member"].pk},
        "check_in": {"month": month, "slug": "harnosand"},
        "last_month": {"month": f"{previous_month(month_of(scene.today)):%Y-%m}", "slug": "harnosand"},
        "municipality": {"slug": "harnosand"},
        "mandate": {"slug": "harnosand", "pk": scene.mandate.pk},
        "signal": {"slug": "harnosand", "kind": "inloggning"},
        "cohort": {"slug": scene.cohort.slug},
        "draft_cohort": {"slug": scene.draft_cohort.slug},
        "step_start": {"slug": scene.published_cohort.slug, "step": "starta"},
        "session": {"slug": scene.cohort.slug, "number": 1},
        "coming": {"slug": scene.cohort.slug, "number": 2},
        "draft_session": {"slug": scene.draft_cohort.slug, "number": 1},
        "mail": {"name": "finns-inte.eml"},
        **{name: {"pk": scene.rows[name].pk} for name in (*pk, *files)},
    }
