"""Saving, marking done, changing, locking and unlocking a check-in."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from audit.models import AuditEvent
from followups.actions.answers import answers_of
from followups.actions.check_in import mark_check_in_done, open_check_in, save_check_in_draft
from followups.actions.unlocking import unlock_check_in
from followups.models import CheckIn, CheckInVersion, Obstacle
from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories
from ui.conflicts import ConflictError

AT = factories.AT  # 22 November 2026
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
DONE = {"progress": "on_track", "happened": "Styrgruppen är utsedd."}


def make_participation(**fields):
    cohort = factories.make_cohort()
    factories.make_session(cohort, starts_at=datetime(2026, 1, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    return factories.make_participation(cohort, **fields)


@pytest.fixture
def participation(db):
    return make_participation()


@pytest.fixture
def actor(db):
    return factories.make_user(first_name="Karin", last_name="Berg")


@pytest.fixture
def opened(participation, actor):
    return open_check_in(participation, month=NOVEMBER, actor=actor, at=AT)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def sentences(refusal):
    return refusal.value.message_dict if hasattr(refusal.value, "error_dict") else refusal.value.messages


# --- Opening --------------------------------------------------------------------------------------------


def test_open_check_in_writes_nothing(opened):
    assert opened.pk is None
    assert (opened.number, opened.progress) == (0, "")
    assert CheckIn.objects.count() == 0


def test_open_check_in_carries_the_last_version_forward_but_never_how_it_goes(participation, actor):
    october = factories.make_check_in(participation, OCTOBER, state="done", obstacle_other="Ett utkast")
    factories.make_check_in_version(
        october,
        progress="stuck",
        happened="Mycket",
        contact_kind="call",
        obstacle_other="Lokaler",
        internal_note="Hemligt",
        obstacles=["Personalbyte"],
        steps=[{"number": 1, "title": "Initiera samverkan", "status": "done"}],
    )
    check_in = open_check_in(participation, month=NOVEMBER, actor=actor, at=AT)
    assert vars(answers_of(check_in)) == {
        "progress": "",
        "happened": "",
        "nothing_new": False,
        "obstacle_other": "Lokaler",
        "need_area": None,
        "need": "",
        "need_same": "",
        "need_offer": None,
        "need_offer_text": "",
        "contact_kind": "",
        "internal_note": "",
        "steps": {1: "done"},
        "obstacles": [Obstacle.objects.get(name="Personalbyte")],
        "agreed": [],
        "commitment_answers": {},
        "outcome_answers": {},
    }


def test_open_check_in_skips_a_month_that_was_missed(participation, actor):
    september = factories.make_check_in(participation, date(2026, 9, 1), state="done")
    factories.make_check_in_version(september, obstacle_other="Lokaler")
    assert open_check_in(participation, month=NOVEMBER, actor=actor, at=AT).obstacle_other == "Lokaler"


def test_open_check_in_leaves_a_need_that_waits_to_its_case(participation, actor):
    area = DevelopmentArea.objects.first()
    SupportCase.objects.create(participation=participation, area=area, need="Metodstöd", raised_at=AT)
    check_in = open_check_in(participation, month=NOVEMBER, actor=actor, at=AT)
    assert (check_in.need_area, check_in.need) == (None, "")


# --- Drafts ---------------------------------------------------------------------------------------------


def test_save_check_in_draft_keeps_all_answers_and_leaves_no_trail(opened, actor):
    obstacle = Obstacle.objects.get(name="Tid")
    answers = {"happened": "Ett möte.", "steps": {1: "done", 2: "ongoing"}, "obstacles": [obstacle]}
    saved = save_check_in_draft(opened, answers=answers, number=0, actor=actor, at=AT)
    stored = CheckIn.objects.get()
    assert saved == stored
    assert (stored.state, stored.number, stored.saved_by, stored.saved_at) == ("draft", 1, actor, AT)
    found = answers_of(stored)
    assert (found.happened, found.obstacles) == ("Ett möte.", [obstacle])
    assert found.steps == {1: "done", 2: "ongoing"}
    assert (stored.versions.count(), verbs()) == (0, [])


def test_save_check_in_draft_twice_with_the_same_text_changes_nothing(opened, actor):
    for _time in range(2):
        save_check_in_draft(opened, answers={"happened": "Ett möte."}, number=0, actor=actor, at=AT)
    assert CheckIn.objects.get().number == 1


def test_save_check_in_draft_from_an_older_number_is_told_and_overwrites_nothing(opened, actor):
    other = factories.make_user(first_name="Ture", last_name="Fiktivberg")
    save_check_in_draft(opened, answers={"happened": "Tures text"}, number=0, actor=other, at=AT)
    with pytest.raises(ConflictError) as refusal:
        save_check_in_draft(opened, answers={"happened": "Karins text"}, number=0, actor=actor, at=AT)
    assert refusal.value.fields == ["happened"]
    assert refusal.value.messages == [
        "Ture Fiktivberg ändrade avstämningen 22 november kl. 10.00. Välj vilken text som ska gälla."
    ]
    assert refusal.value.stored.happened == CheckIn.objects.get().happened == "Tures text"


def test_save_check_in_draft_of_what_was_done_opens_it_again_and_says_so(opened, actor):
    done = mark_check_in_done(opened, answers=DONE, number=0, actor=actor, at=AT)
    save_check_in_draft(done, answers={"happened": "Mer"}, number=1, actor=actor, at=AT)
    assert CheckIn.objects.get().state == "reopened"
    assert CheckInVersion.objects.get().happened == "Styrgruppen är utsedd."
    save_check_in_draft(done, answers={"happened": "Mer igen"}, number=2, actor=actor, at=AT)
    assert verbs() == ["check_in.done", "check_in.reopened"]


@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        (date(2026, 12, 1), "Månaden har inte börjat än."),
        (OCTOBER, "Månaden är låst. Be MÄN låsa upp den."),
        (date(2026, 7, 1), "Ingen avstämning ska göras för den här månaden."),
        (date(2026, 1, 1), "Ingen avstämning ska göras för den här månaden."),
    ],
)
@pytest.mark.parametrize("action", [save_check_in_draft, mark_check_in_done])
def test_a_month_in_which_nothing_may_be_written_is_refused(participation, actor, action, month, sentence):
    check_in = open_check_in(participation, month=month, actor=actor, at=AT)
    with pytest.raises(ValidationError) as refusal:
        action(check_in, answers=DONE, number=0, actor=actor, at=AT)
    assert sentences(refusal) == [sentence]
    assert CheckIn.objects.count() == 0


def test_a_month_locks_on_the_tenth_working_day_of_the_next(participation, actor):
    check_in = open_check_in(participation, month=OCTOBER, actor=actor, at=AT)
    last_open, locked = datetime(2026, 11, 12, 22, 59, tzinfo=UTC), datetime(2026, 11, 12, 23, 0, tzinfo=UTC)
    save_check_in_draft(check_in, answers={"happened": "Nu"}, number=0, actor=actor, at=last_open)
    with pytest.raises(ValidationError):
        save_check_in_draft(check_in, answers={"happened": "Sen"}, number=1, actor=actor, at=locked)


# --- Marking as done ------------------------------------------------------------------------------------


def test_mark_check_in_done_freezes_a_version(opened, actor):
    obstacle = Obstacle.objects.get(name="Tid")
    answers = DONE | {"steps": {1: "ongoing"}, "obstacles": [obstacle]}
    done = mark_check_in_done(opened, answers=answers, number=0, actor=actor, at=AT)
    version = CheckInVersion.objects.get()
    assert (done.state, done.done_at, done.number) == ("done", AT, 1)
    assert (version.version, version.done_by, version.done_at) == (1, actor, AT)
    assert (version.progress, version.happened) == ("on_track", "Styrgruppen är utsedd.")
    assert version.obstacles == ["Tid"]
    assert version.steps[0] == {"number": 1, "title": "Initiera samverkan", "status": "ongoing"}
    assert [step["status"] for step in version.steps[1:]] == ["not_started"] * 4
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.object_id) == ("check_in.done", actor, str(done.pk))
    assert event.data == {"version": 1, "progress": "on_track", "support": ""}


def test_mark_check_in_done_twice_makes_one_version(opened, actor):
    for _time in range(2):
        mark_check_in_done(opened, answers=DONE, number=0, actor=actor, at=AT)
    assert (CheckInVersion.objects.count(), CheckIn.objects.get().number) == (1, 1)
    assert verbs() == ["check_in.done"]


def test_mark_check_in_done_with_a_change_makes_the_next_version(opened, actor):
    done = mark_check_in_done(opened, answers=DONE, number=0, actor=actor, at=AT)
    mark_check_in_done(done, answers={"progress": "stuck"}, number=1, actor=actor, at=AT)
    found = CheckInVersion.objects.order_by("version").values_list("version", "progress", "happened")
    assert list(found) == [(1, "on_track", DONE["happened"]), (2, "stuck", DONE["happened"])]


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({}, {"progress", "happened"}),
        ({"progress": "on_track", "happened": "  "}, {"happened"}),
        ({"happened": "Ett möte"}, {"progress"}),
        (DONE | {"need": "Metodstöd"}, {"need_area"}),
        (DONE | {"need_offer_text": "En halvdag"}, {"need_area", "need", "need_offer"}),
    ],
)
def test_mark_check_in_done_says_all_that_is_missing_and_saves_nothing(opened, actor, answers, missing):
    with pytest.raises(ValidationError) as refusal:
        mark_check_in_done(opened, answers=answers, number=0, actor=actor, at=AT)
    assert set(refusal.value.message_dict) == missing
    assert (CheckIn.objects.count(), verbs()) == (0, [])


@pytest.mark.parametrize(
    "answers", [{"progress": "no_contact"}, {"progress": "on_track", "nothing_new": True}]
)
def test_no_contact_and_nothing_new_are_complete_answers(opened, actor, answers):
    assert mark_check_in_done(opened, answers=answers, number=0, actor=actor, at=AT).is_done


def test_mark_check_in_done_conflicts_with_a_text_that_came_meanwhile(opened, actor):
    save_check_in_draft(opened, answers={"happened": "Tures text"}, number=0, actor=actor, at=AT)
    with pytest.raises(ConflictError) as refusal:
        mark_check_in_done(opened, answers=DONE, number=0, actor=actor, at=AT)
    assert refusal.value.fields == ["progress", "happened"]
    assert CheckIn.objects.get().state == "draft"


# --- Needs and support ----------------------------------------------------------------------------------


def test_a_need_becomes_a_support_case_and_an_offer_moves_it(opened, actor):
    area = DevelopmentArea.objects.first()
    need = {"need_area": area, "need": "Metodstöd"}
    done = mark_check_in_done(opened, answers=DONE | need, number=0, actor=actor, at=AT)
    case = SupportCase.objects.get()
    assert (case.state, done.needs.get().case, case.area, case.need) == ("need", case, area, "Metodstöd")
    offer = SupportOffer.objects.create(name="Processtöd på plats")
    offered = {"need_offer": offer, "need_offer_text": "En halvdag"}
    later = AT + timedelta(days=1)
    mark_check_in_done(done, answers=offered, number=1, actor=actor, at=later)
    case = SupportCase.objects.get()
    assert (case.state, case.offer, case.offer_text) == ("offered", offer, "En halvdag")
    assert (case.raised_at, case.offered_at) == (AT, later)
    assert AuditEvent.objects.order_by("-pk").first().data["support"] == "offered"


def test_an_offer_answers_the_need_of_an_earlier_month(opened, participation, actor):
    area = DevelopmentArea.objects.first()
    waiting = SupportCase.objects.create(
        participation=participation, area=area, need="Metodstöd", raised_at=AT - timedelta(days=30)
    )
    offer = SupportOffer.objects.create(name="Processtöd på plats")
    answers = DONE | {"need_area": area, "need": "Metodstöd", "need_offer": offer}
    mark_check_in_done(opened, answers=answers, number=0, actor=actor, at=AT)
    case = SupportCase.objects.get()
    assert (case, case.state, case.raised_at) == (waiting, "offered", AT - timedelta(days=30))


def test_what_the_municipality_has_answered_stays(opened, actor):
    area = DevelopmentArea.objects.first()
    offer = SupportOffer.objects.create(name="Processtöd på plats")
    answers = DONE | {"need_area": area, "need": "Metodstöd", "need_offer": offer}
    done = mark_check_in_done(opened, answers=answers, number=0, actor=actor, at=AT)
    SupportCase.objects.update(state="accepted", answered_at=AT)
    told = {"number": 1, "actor": actor, "at": AT}
    with pytest.raises(ValidationError) as refusal:
        mark_check_in_done(done, answers={"need": "Något annat"}, **told)
    assert refusal.value.message_dict == {"need_same": ["Välj om det är samma behov"]}
    case = SupportCase.objects.get()
    mark_check_in_done(done, answers={"need": "Något annat", "need_same": str(case.pk)}, **told)
    case = SupportCase.objects.get()
    assert (case.state, case.need) == ("accepted", "Metodstöd")
    assert case.entries.values_list("kind", "text").get() == ("need", "Något annat")


# --- Unlocking ------------------------------------------------------------------------------------------


def test_unlock_check_in_lets_a_locked_month_be_written_even_if_nobody_began_it(participation, actor):
    staff = factories.make_staff()
    october = open_check_in(participation, month=OCTOBER, actor=staff, at=AT)
    unlocked = unlock_check_in(october, reason="late_contact", actor=staff, at=AT)
    assert (unlocked.unlocked_at, unlocked.number) == (AT, 0)
    mark_check_in_done(unlocked, answers=DONE, number=0, actor=actor, at=AT)
    assert verbs() == ["check_in.unlocked", "check_in.done"]
    assert AuditEvent.objects.get(verb="check_in.unlocked").data == {"reason": "late_contact"}


def test_unlock_check_in_keeps_what_is_carried_forward(participation, actor):
    september = factories.make_check_in(participation, date(2026, 9, 1), state="done")
    steps = [{"number": 1, "title": "x", "status": "done"}]
    factories.make_check_in_version(september, steps=steps, obstacles=["Tid"])
    october = open_check_in(participation, month=OCTOBER, actor=actor, at=AT)
    before = answers_of(october)
    unlocked = unlock_check_in(october, reason="absence", actor=factories.make_staff(), at=AT)
    assert answers_of(unlocked) == before
    assert before.steps == {1: "done"}
    assert before.obstacles == [Obstacle.objects.get(name="Tid")]
    mark_check_in_done(unlocked, answers=DONE, number=0, actor=actor, at=AT)
    version = CheckInVersion.objects.get(check_in__expected__month=OCTOBER)
    assert (version.steps[0]["status"], version.obstacles) == ("done", ["Tid"])


def test_unlock_check_in_is_refused(participation, actor):
    staff = factories.make_staff()
    october = open_check_in(participation, month=OCTOBER, actor=staff, at=AT)
    november = open_check_in(participation, month=NOVEMBER, actor=staff, at=AT)
    cases = [
        (october, "correction", actor, ["Bara MÄN kan låsa upp en månad."]),
        (october, "för att", staff, {"reason": ["Välj varför månaden låses upp"]}),
        (november, "correction", staff, ["Månaden är inte låst."]),
    ]
    for check_in, reason, who, sentence in cases:
        with pytest.raises(ValidationError) as refusal:
            unlock_check_in(check_in, reason=reason, actor=who, at=AT)
        assert sentences(refusal) == sentence
    unlock_check_in(october, reason="correction", actor=staff, at=AT)
    with pytest.raises(ValidationError):  # done twice
        unlock_check_in(october, reason="correction", actor=staff, at=AT)
    assert verbs() == ["check_in.unlocked"]


# --- Many at once ---------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("action", [save_check_in_draft, mark_check_in_done])
def test_of_twenty_writers_one_is_saved_and_all_others_are_told(action):
    participation = make_participation()
    actors = [factories.make_user(email=f"writer{number}@example.org") for number in range(20)]
    outcomes = []

    def write(number):
        try:
            check_in = open_check_in(participation, month=NOVEMBER, actor=actors[number], at=AT)
            answers = {"progress": "on_track", "happened": f"Text {number}"}
            action(check_in, answers=answers, number=0, actor=actors[number], at=AT)
            outcomes.append(("saved", number))
        except ConflictError as conflict:
            outcomes.append(("told", conflict.stored.happened))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    saved = [number for outcome, number in outcomes if outcome == "saved"]
    assert len(saved) == 1
    assert [text for outcome, text in outcomes if outcome == "told"] == [f"Text {saved[0]}"] * 19
    assert CheckIn.objects.values_list("happened", "number").get() == (f"Text {saved[0]}", 1)
