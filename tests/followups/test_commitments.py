"""Commitments: made in a check-in, answered in the next or beside it, shown where their owner looks."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from audit.models import AuditEvent
from followups.actions.check_in import mark_check_in_done, open_check_in, save_check_in_draft
from followups.actions.commitments import change_commitment
from followups.actions.commitments import make_commitment as make_commitment_beside
from followups.models import CheckIn, CheckInVersion, Commitment
from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories
from tests.commitments import make_commitment, promise, rows, said
from ui.conflicts import ConflictError

pytestmark = pytest.mark.django_db
AT, ON = factories.AT, factories.ON  # 22 November 2026
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
DONE = {"progress": "on_track", "happened": "Styrgruppen är utsedd."}


def make_participation():
    cohort = factories.make_cohort()
    factories.make_session(cohort, starts_at=datetime(2026, 1, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    return factories.make_participation(cohort)


@pytest.fixture
def participation():
    return make_participation()


@pytest.fixture
def actor():
    return factories.make_user(first_name="Karin", last_name="Berg")


@pytest.fixture
def november(participation, actor):
    return open_check_in(participation, month=NOVEMBER, actor=actor, at=AT)


@pytest.fixture
def commitment(participation, actor):
    """Agreed on in October, to be done by the end of November."""
    return make_commitment(participation, actor, due_on=date(2026, 11, 30))


def verbs(prefix="commitment"):
    return list(
        AuditEvent.objects.filter(verb__startswith=prefix).order_by("pk").values_list("verb", flat=True)
    )


# --- Made in a check-in ---------------------------------------------------------------------------------


def test_what_is_agreed_in_a_draft_is_no_promise_yet(november, actor):
    saved = save_check_in_draft(november, answers={"agreed": [promise()]}, number=0, actor=actor, at=AT)
    assert CheckIn.objects.get(pk=saved.pk).agreed == [promise()]
    assert (Commitment.objects.count(), verbs()) == (0, [])


def test_marking_done_makes_each_promise_once(november, actor):
    answers = DONE | {"agreed": [promise(due_on="2026-12-03"), promise("Skicka mallen", "county_board")]}
    done = mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    mark_check_in_done(done, answers=answers, number=1, actor=actor, at=AT)
    assert rows("position", "text", "owner", "due_on", "state", "created_at", "changed_by") == [
        (1, "Ring skolchefen", "municipality", date(2026, 12, 3), "open", AT, actor.pk),
        (2, "Skicka mallen", "county_board", None, "open", AT, actor.pk),
    ]
    assert verbs() == ["commitment.made"] * 2
    version = CheckInVersion.objects.get()
    assert version.commitments == [
        promise(due_on="2026-12-03") | {"outcome": "", "word": ""},
        promise("Skicka mallen", "county_board") | {"outcome": "", "word": ""},
    ]


def test_a_promise_is_changed_dropped_and_taken_up_again_in_its_own_check_in(november, actor):
    answers = DONE | {"agreed": [promise(), promise("Skicka mallen", "man")]}
    done = mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    for number, agreed in enumerate(
        (
            [promise("Ring rektorn"), promise("Skicka mallen", "man")],
            [promise(""), promise("Skicka mallen", "man")],
            [promise("Ring rektorn"), promise("Skicka mallen", "man")],
        ),
        start=1,
    ):
        mark_check_in_done(done, answers={"agreed": agreed}, number=number, actor=actor, at=AT)
        state = "dropped" if not agreed[0]["text"] else "open"
        assert rows("text", "state") == [("Ring rektorn", state), ("Skicka mallen", "open")]
    assert verbs() == [
        "commitment.made",
        "commitment.made",
        "commitment.changed",
        "commitment.answered",
        "commitment.changed",
    ]


def test_a_promise_that_was_kept_meanwhile_is_not_opened_by_a_new_version(november, actor):
    done = mark_check_in_done(november, answers=DONE | {"agreed": [promise()]}, number=0, actor=actor, at=AT)
    change_commitment(Commitment.objects.get(), state="done", word="Gjort", actor=actor, at=AT)
    mark_check_in_done(done, answers={"agreed": [promise("Ett annat")]}, number=1, actor=actor, at=AT)
    assert rows("text", "state", "word") == [("Ring skolchefen", "done", "Gjort")]


# --- Answered in the next check-in ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "state", "due_on"),
    [
        (said("done", "Bokat"), "done", date(2026, 11, 30)),
        (said("dropped", "Bokat"), "dropped", date(2026, 11, 30)),
        (said("open", "Bokat", "2026-12-15"), "open", date(2026, 12, 15)),
        (said("open", "Bokat"), "open", date(2026, 11, 30)),
    ],
)
def test_the_next_check_in_says_what_became_of_it(november, commitment, actor, one, state, due_on):
    answers = DONE | {"commitment_answers": {str(commitment.pk): one}}
    done = mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    assert rows("state", "due_on", "word", "reviewed_in") == [(state, due_on, "Bokat", done.pk)]
    assert CheckInVersion.objects.get().commitments == [
        promise("Boka möte", due_on=due_on.isoformat()) | {"outcome": one["outcome"], "word": "Bokat"}
    ]
    event = AuditEvent.objects.get(verb="commitment.answered")
    assert (event.data, event.object_id) == ({"outcome": one["outcome"]}, str(commitment.pk))


def test_what_the_check_in_closed_it_opens_again_and_what_is_said_twice_is_done_once(
    november, commitment, actor
):
    key = str(commitment.pk)
    first = DONE | {"commitment_answers": {key: said("done")}}
    done = mark_check_in_done(november, answers=first, number=0, actor=actor, at=AT)
    mark_check_in_done(done, answers=first, number=1, actor=actor, at=AT)
    assert (CheckInVersion.objects.count(), verbs()) == (1, ["commitment.answered"])
    again = {"commitment_answers": {key: said("dropped")}}
    mark_check_in_done(done, answers=again, number=1, actor=actor, at=AT)
    assert rows("state") == [("dropped",)]
    mark_check_in_done(done, answers={"commitment_answers": {}}, number=2, actor=actor, at=AT)
    assert rows("state", "word") == [("open", "")]


def test_a_word_about_a_promise_needs_an_answer(november, commitment, actor):
    answers = DONE | {"commitment_answers": {str(commitment.pk): said("", "Bokat")}}
    with pytest.raises(ValidationError) as refusal:
        mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    assert refusal.value.message_dict == {f"commitment_{commitment.pk}": ["Välj hur det gick med åtagandet"]}
    assert (rows("state"), CheckIn.objects.filter(expected__month=NOVEMBER).count()) == ([("open",)], 0)


@pytest.mark.parametrize(("answer", "frozen"), [(None, ""), ("open", "open")])
def test_version_tells_of_a_commitment_only_what_was_answered(november, commitment, actor, answer, frozen):
    """Nobody's silence becomes "not done yet", and who says that has said something."""
    answers = DONE | ({"commitment_answers": {str(commitment.pk): said(answer)}} if answer else {})
    done = mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    assert rows("state", "reviewed_in") == [("open", done.pk if answer else None)]
    assert [each["outcome"] for each in CheckInVersion.objects.get().commitments] == [frozen]


def test_another_municipalitys_promise_cannot_be_answered(november, actor):
    factories.make_user()
    other = factories.make_participation(november.participation.cohort, "kramfors")
    theirs = make_commitment(other, actor)
    answers = DONE | {"commitment_answers": {str(theirs.pk): said("done")}}
    mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    assert rows("state") == [("open",)]


def test_asked_about_in_earlier_open_ones_that_are_due_and_its_own_answers(participation, november, actor):
    open_one = make_commitment(participation, actor)
    make_commitment(participation, actor, state="done")
    saved = save_check_in_draft(november, answers=DONE, number=0, actor=actor, at=AT)
    answered = make_commitment(participation, actor, state="done", reviewed_in=saved)
    make_commitment(participation, actor, month=NOVEMBER)
    beside = factories.make_commitment(participation, due_on=date(2026, 11, 30))
    later = factories.make_commitment(participation, due_on=DECEMBER)
    factories.make_commitment(participation, created_at=datetime(2026, 12, 1, 9, tzinfo=UTC))
    stored = CheckIn.objects.get(pk=saved.pk)
    earlier = {each: each.is_asked_about_in(stored) for each in Commitment.objects.before(stored)}
    assert earlier == {open_one: True, answered: True, beside: True, later: False}


def test_version_keeps_what_is_for_later_and_knows_the_next_step(participation, november, actor):
    for text, due_on in (("Sedan", None), ("I december", DECEMBER)):
        factories.make_commitment(participation, text=text, due_on=due_on)
    mark_check_in_done(november, answers=DONE, number=0, actor=actor, at=AT)
    version = CheckInVersion.objects.get()
    assert [(each["text"], each["outcome"]) for each in version.commitments] == [
        ("I december", ""),
        ("Sedan", ""),
    ]
    assert version.next_step["text"] == "I december"


# --- Did it help? ---------------------------------------------------------------------------------------


@pytest.fixture
def delivered(participation):
    return SupportCase.objects.create(
        participation=participation,
        area=DevelopmentArea.objects.first(),
        need="Råd",
        offer=SupportOffer.objects.create(name="Processtöd på plats"),
        state="done",
        raised_at=AT,
        offered_at=AT,
        answered_at=AT,
        delivered_on=date(2026, 11, 3),
    )


def test_the_check_in_says_whether_delivered_support_helped(november, delivered, actor):
    answers = DONE | {"outcome_answers": {str(delivered.pk): {"outcome": "partly", "word": "Mer tid"}}}
    done = mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    mark_check_in_done(done, answers=answers, number=1, actor=actor, at=AT)
    delivered.refresh_from_db()
    assert (delivered.board_outcome, delivered.board_outcome_text, delivered.evaluated_month) == (
        "partly",
        "Mer tid",
        done.month,
    )
    assert verbs("support_case") == ["support_case.evaluated"]
    assert CheckInVersion.objects.get().outcomes == [
        {"area": str(delivered.area), "offer": "Processtöd på plats", "outcome": "partly", "word": "Mer tid"}
    ]


def test_a_word_without_an_answer_is_asked_about(november, delivered, actor):
    answers = DONE | {"outcome_answers": {str(delivered.pk): {"outcome": "", "word": "Mer tid"}}}
    with pytest.raises(ValidationError) as refusal:
        mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    assert refusal.value.message_dict == {f"outcome_{delivered.pk}": ["Välj om stödet hjälpte"]}


# --- Beside a check-in ----------------------------------------------------------------------------------


def test_change_commitment_done_refused_and_twice(commitment, actor):
    for _time in range(2):
        change_commitment(commitment, state="open", word="Sjuk", due_on=DECEMBER, actor=actor, at=AT)
    assert rows("state", "due_on", "word", "changed_at") == [("open", DECEMBER, "Sjuk", AT)]
    assert verbs() == ["commitment.answered"]
    with pytest.raises(ValidationError) as refusal:
        change_commitment(commitment, state="kanske", word="", actor=actor, at=AT)
    assert set(refusal.value.message_dict) == {"state"}
    change_commitment(commitment, state="done", word="", actor=actor, at=AT)
    change_commitment(commitment, state="open", word="", text="Boka salen", actor=actor, at=AT)
    assert rows("state", "due_on", "text") == [("open", DECEMBER, "Boka salen")]
    change_commitment(commitment, state="open", word="", owner="man", actor=actor, at=AT)
    assert verbs() == ["commitment.answered"] * 3 + ["commitment.changed"]


def test_change_commitment_needs_a_text_and_a_session_of_the_cohort(commitment, actor):
    with pytest.raises(ValidationError, match="Fyll i det här"):
        change_commitment(commitment, state="open", word="", text="", actor=actor, at=AT)
    other = factories.make_session(factories.make_cohort())
    with pytest.raises(ValidationError, match="Välj ett tillfälle i omgången"):
        change_commitment(commitment, state="open", word="", session=other, actor=actor, at=AT)
    with pytest.raises(ValidationError, match="Välj vilket tillfälle det kommer från"):
        change_commitment(commitment, state="open", word="", is_shared=True, actor=actor, at=AT)
    assert verbs() == []


def test_make_commitment_done_refused_and_twice(participation, actor):
    session = participation.cohort.sessions.first()
    facts = {"owner": "municipality", "text": "Prova samtal", "due_on": DECEMBER}
    facts |= {"session": session, "is_shared": True, "actor": actor, "at": AT}
    for _time in range(2):
        made = make_commitment_beside(participation, **facts)
    assert rows("participation", "session", "is_shared", "check_in", "state") == [
        (participation.pk, session.pk, True, None, "open")
    ]
    event = AuditEvent.objects.get(verb="commitment.made")
    assert (event.object_id, event.data) == (str(made.pk), {"owner": "municipality"})
    participation.ended_on = ON
    participation.save()
    with pytest.raises(ValidationError, match="Kommunen deltar inte längre"):
        make_commitment_beside(participation, **facts | {"text": "Mer"})
    assert len(rows("pk")) == 1


def test_a_commitment_is_a_municipalitys_or_a_persons(participation, actor):
    enrolment = factories.make_enrolment(participation)
    made = make_commitment_beside(enrolment, owner="man", text="Ring", due_on=None, actor=actor, at=AT)
    assert (made.participation, made.enrolment, made.whose) == (None, enrolment, enrolment.user.shown_name)
    for both in ({"participation": participation}, {"enrolment": None}):
        made.refresh_from_db()
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.update(**both)
        for name, value in both.items():
            setattr(made, name, value)
        with pytest.raises(ValidationError, match="antingen en kommuns eller en deltagares"):
            made.full_clean()


# --- A later save undoes no earlier one -----------------------------------------------------------------


def test_what_was_changed_beside_stands_when_the_check_in_is_marked_done_again(november, commitment, actor):
    key = str(commitment.pk)
    answers = DONE | {"agreed": [promise()], "commitment_answers": {key: said("open", "Snart")}}
    done = mark_check_in_done(november, answers=answers, number=0, actor=actor, at=AT)
    made = Commitment.objects.get(check_in=done)
    change_commitment(made, state="open", word="", text="Ring rektorn", due_on=DECEMBER, actor=actor, at=AT)
    change_commitment(commitment, state="done", word="Bokat", actor=actor, at=AT)
    done = mark_check_in_done(done, answers={"happened": "Mer."}, number=1, actor=actor, at=AT)
    assert rows("text", "state", "word", "due_on") == [
        ("Boka möte", "done", "Bokat", date(2026, 11, 30)),
        ("Ring rektorn", "open", "", DECEMBER),
    ]
    mark_check_in_done(done, answers={"agreed": [promise(owner="man")]}, number=2, actor=actor, at=AT)
    made.refresh_from_db()
    assert (made.owner, made.text, made.due_on) == ("man", "Ring rektorn", DECEMBER)


# --- Many at once ---------------------------------------------------------------------------------------


def write(participation, earlier, number, outcomes):
    """Mark November as done with a promise of one's own, and note what came of it."""
    actor = earlier.changed_by
    try:
        check_in = open_check_in(participation, month=NOVEMBER, actor=actor, at=AT)
        answers = DONE | {
            "agreed": [promise(f"Löfte {number}")],
            "commitment_answers": {str(earlier.pk): said("done", f"Ord {number}")},
        }
        mark_check_in_done(check_in, answers=answers, number=0, actor=actor, at=AT)
        outcomes.append(("saved", number))
    except ConflictError as conflict:
        outcomes.append(("told", conflict.stored.agreed[0]["text"]))
    finally:
        connection.close()


def answer_beside(earlier):
    try:
        change_commitment(earlier, state="done", word="Bredvid", actor=earlier.changed_by, at=AT)
    finally:
        connection.close()


def at_once(deeds):
    threads = [threading.Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_twenty_who_mark_done_each_promise_is_made_and_answered_once():
    participation, karin = make_participation(), factories.make_user()
    earlier = make_commitment(participation, karin)
    outcomes = []
    writers = [lambda number=number: write(participation, earlier, number, outcomes) for number in range(20)]
    at_once([*writers, lambda: answer_beside(earlier)])
    [winner] = [number for outcome, number in outcomes if outcome == "saved"]
    assert [text for outcome, text in outcomes if outcome == "told"] == [f"Löfte {winner}"] * 19
    assert rows("text", "state")[1:] == [(f"Löfte {winner}", "open")]
    earlier.refresh_from_db()
    assert (earlier.state, earlier.word in {f"Ord {winner}", "Bredvid"}) == ("done", True)
    assert CheckInVersion.objects.filter(check_in__expected__month=NOVEMBER).count() == 1
