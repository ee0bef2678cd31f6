"""Support from the need to the answer whether it helped."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from followups.actions.check_in import mark_check_in_done, open_check_in
from notifications.models import Message
from support.actions.cases import (
    NEW,
    answer_support,
    deliver_support,
    evaluate_support,
    offer_support,
    open_support,
    raise_need,
    start_support,
)
from support.actions.catalogue import (
    add_support_offer,
    change_support_offer,
    restore_support_offer,
    retire_support_offer,
)
from support.actions.telling import queue_need_reminders
from support.kinds import KINDS
from support.models import SupportCase, SupportOffer
from tests import factories
from tests.factories import AT, ON

pytestmark = pytest.mark.django_db
STILL_DUE = {kind.name: kind.still_due for kind in KINDS}
DAY = timedelta(days=1)


@pytest.fixture
def done(accepted, actor):
    return deliver_support(accepted, delivered_on=ON, text="En dag i Härnösand", actor=actor, at=AT)


def events():
    found = AuditEvent.objects.order_by("pk").filter(verb__startswith="support")
    return [(event.verb, event.data) for event in found]


def mails():
    return set(Message.objects.values_list("kind", "recipient"))


def is_due(kind, *, at=AT):
    return STILL_DUE[kind](Message.objects.get(kind=kind), at=at)


# --- The need ---------------------------------------------------------------------------------------------


def test_raise_need_tells_the_coordinators_when_the_municipality_asks(participation, area, actor, leader):
    asked = {"area": area, "need": "Råd", "origin": "municipality", "actor": leader, "at": AT}
    case = raise_need(participation, **asked)
    assert (case.state, case.origin, case.raised_by, case.raised_at) == ("need", "municipality", leader, AT)
    assert events() == [("support_case.raised", {"origin": "municipality"})]
    assert mails() == {("need_raised", actor.pk)}
    assert is_due("need_raised")
    assert raise_need(participation, **asked) == case
    assert (SupportCase.objects.count(), len(events()), Message.objects.count()) == (1, 1, 1)


def test_need_raised_is_no_news_once_something_is_offered(participation, area, actor, leader, offer):
    asked = {"area": area, "need": "Råd", "origin": "municipality", "actor": leader, "at": AT}
    offer_support(raise_need(participation, **asked), offer=offer, offer_text="", actor=actor, at=AT)
    assert not is_due("need_raised")


def test_mail_holds_nothing_of_what_was_written(participation, area, actor, leader, offer):
    asked = {"area": area, "need": "Hemligt behov", "origin": "municipality", "actor": leader, "at": AT}
    case = raise_need(participation, **asked)
    case = offer_support(case, offer=offer, offer_text="Hemlig rad", actor=actor, at=AT)
    answer_support(case, accept=False, text="Hemligt svar", actor=leader, at=AT)
    assert {kind for kind, _person in mails()} == {"need_raised", "support_offered", "support_answered"}
    assert not [mail for mail in Message.objects.all() if "emlig" in mail.subject + mail.text]


def test_open_support_notes_a_need_alone_or_offers_at_once(participation, area, actor, leader, offer):
    asked = {"area": area, "actor": actor, "at": AT}
    need = open_support(participation, **asked, need="Råd", offer=None, offer_text="")
    both = open_support(participation, **asked, need="Tid", offer=offer, offer_text="Maj", same=NEW)
    assert (need.state, both.state, both.offer_text) == ("need", "offered", "Maj")
    assert {need.origin, both.origin} == {"county_board"}
    assert mails() == {("support_offered", leader.pk)}
    assert open_support(participation, **asked, need="Tid", offer=offer, offer_text="Maj") == both
    assert SupportCase.objects.count() == 2


# --- The offer and its answer -----------------------------------------------------------------------------


def test_offer_support_tells_the_process_leaders(offered, offer, leader, participation):
    factories.make_enrolment(participation)
    assert (offered.state, offered.offer, offered.offered_at) == ("offered", offer, AT)
    assert events() == [("support_case.offered", {"offer": offer.pk})]
    assert mails() == {("support_offered", leader.pk)}
    assert is_due("support_offered")
    leader.enrolments.update(role="member")
    assert not is_due("support_offered")


def test_offer_support_twice_is_once_and_another_offer_waits_for_the_answer(offered, offer, actor):
    again = {"offer_text": "En halvdag", "actor": actor, "at": AT}
    offer_support(offered, offer=offer, **again)
    assert len(events()) == 1
    other = SupportOffer.objects.create(name="Mallar")
    with pytest.raises(ValidationError, match="redan"):
        offer_support(offered, offer=other, **again)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"county_board": "gavleborg"}])
def test_offer_support_refuses_what_is_not_on_offer_in_the_county(case, actor, fields):
    if board := fields.get("county_board"):
        fields = {"county_board": factories.make_county_board(board)}
    offer = SupportOffer.objects.create(name="Mallar", **fields)
    with pytest.raises(ValidationError):
        offer_support(case, offer=offer, offer_text="", actor=actor, at=AT)
    assert events() == []


@pytest.mark.parametrize(("accept", "state"), [(True, "accepted"), (False, "declined")])
def test_answer_support(offered, leader, actor, accept, state):
    answered = answer_support(offered, accept=accept, text="Ett ord", actor=leader, at=AT)
    assert (answered.state, answered.answered_by, answered.answer_text) == (state, leader, "Ett ord")
    assert events()[-1] == ("support_case.answered", {"answer": state})
    assert ("support_answered", actor.pk) in mails()
    assert (is_due("support_answered"), is_due("support_offered")) == (True, False)
    answer_support(offered, accept=accept, text="", actor=leader, at=AT)
    assert len(events()) == 2
    with pytest.raises(ValidationError, match="besvarat"):
        answer_support(offered, accept=not accept, text="", actor=leader, at=AT)


def test_answer_support_refuses_when_nothing_is_offered(case, leader):
    with pytest.raises(ValidationError):
        answer_support(case, accept=True, text="", actor=leader, at=AT)


def test_answer_is_no_news_to_who_has_left_or_gone_on(accepted, actor):
    start_support(accepted, started_on=ON, actor=actor, at=AT)
    assert not is_due("support_answered")


# --- The support ------------------------------------------------------------------------------------------


def test_start_support(accepted, actor):
    for _time in range(2):
        started = start_support(accepted, started_on=ON, actor=actor, at=AT)
    assert (started.state, started.started_on) == ("in_progress", ON)
    assert [verb for verb, _data in events()][2:] == ["support_case.started"]


@pytest.mark.parametrize("state", ["need", "offered", "declined"])
def test_start_and_deliver_refuse_what_is_not_accepted(case, offer, actor, state):
    fields = {} if state == "need" else {"offer": offer, "offered_at": AT, "answered_at": AT}
    SupportCase.objects.filter(pk=case.pk).update(state=state, **fields)
    with pytest.raises(ValidationError):
        start_support(case, started_on=ON, actor=actor, at=AT)
    with pytest.raises(ValidationError):
        deliver_support(case, delivered_on=ON, text="", actor=actor, at=AT)


def test_a_day_to_come_is_refused(accepted, actor):
    with pytest.raises(ValidationError):
        start_support(accepted, started_on=ON + DAY, actor=actor, at=AT)
    with pytest.raises(ValidationError):
        deliver_support(accepted, delivered_on=ON + DAY, text="", actor=actor, at=AT)


def test_deliver_support_after_it_began_or_at_once(accepted, actor):
    start_support(accepted, started_on=ON - DAY, actor=actor, at=AT)
    with pytest.raises(ValidationError):
        deliver_support(accepted, delivered_on=ON - 2 * DAY, text="", actor=actor, at=AT)
    for _time in range(2):
        done = deliver_support(accepted, delivered_on=ON, text="En dag", actor=actor, at=AT)
    assert (done.state, done.delivered_on, done.delivery_text) == ("done", ON, "En dag")
    assert [verb for verb, _data in events()][2:] == ["support_case.started", "support_case.delivered"]
    with pytest.raises(ValidationError):
        deliver_support(accepted, delivered_on=ON - DAY, text="", actor=actor, at=AT)


# --- Did it help? -----------------------------------------------------------------------------------------


def test_evaluate_support_and_think_again(done, actor, participation):
    month = date(2026, 11, 1)
    for _time in range(2):
        told = evaluate_support(done, outcome="partly", text="Lite", month=month, actor=actor, at=AT)
    assert (told.board_outcome, told.board_outcome_text, told.evaluated_month) == ("partly", "Lite", month)
    again = evaluate_support(done, outcome="yes", text="", month=None, actor=actor, at=AT)
    assert (again.board_outcome, again.board_outcome_text, again.evaluated_month) == ("yes", "", month)
    assert events()[3:] == [
        ("support_case.evaluated", {"outcome": "partly", "month": "2026-11-01"}),
        ("support_case.evaluated", {"outcome": "yes", "month": None}),
    ]


def test_evaluate_support_refuses_what_was_not_given_and_no_answer(accepted, actor):
    asked = {"text": "", "month": None, "actor": actor, "at": AT}
    with pytest.raises(ValidationError):
        evaluate_support(accepted, outcome="yes", **asked)
    deliver_support(accepted, delivered_on=ON, text="", actor=actor, at=AT)
    with pytest.raises(ValidationError):
        evaluate_support(accepted, outcome="kanske", **asked)


# --- What comes out of a check-in -------------------------------------------------------------------------


def check_in_with(participation, actor, at=AT, **answers):
    opened = open_check_in(participation, month=date(2026, 11, 1), actor=actor, at=at)
    given = {"progress": "on_track", "happened": "Ett möte"} | answers
    return mark_check_in_done(opened, answers=given, number=opened.number, actor=actor, at=at)


def test_an_offer_in_a_check_in_tells_the_process_leader_once(participation, actor, leader, area, offer):
    need = {"need_area": area, "need": "Råd", "need_offer": offer}
    check_in_with(participation, actor, **need)
    check_in_with(participation, actor, **need, internal_note="Boka")
    case = SupportCase.objects.get()
    assert (case.origin, case.raised_by, case.state) == ("check_in", actor, "offered")
    assert mails() == {("support_offered", leader.pk)}
    assert Message.objects.count() == 1


def test_a_check_in_keeps_the_words_of_the_municipality(participation, actor, leader, area, offer):
    asked = {"area": area, "need": "Våra ord", "origin": "municipality", "actor": leader, "at": AT}
    case = raise_need(participation, **asked)
    same = {"need_area": area, "need_same": str(case.pk), "need_offer": offer}
    check_in_with(participation, actor, need="Andra ord", **same)
    kept = SupportCase.objects.get()
    assert (kept.pk, kept.need, kept.state) == (case.pk, "Våra ord", "offered")


def test_an_answered_need_is_not_raised_again_when_the_check_in_is_changed(
    participation, actor, leader, area, offer
):
    asked = {"area": area, "need": "Råd", "origin": "municipality", "actor": leader, "at": AT}
    case = raise_need(participation, **asked)
    need = {"need_area": area, "need": "Råd", "need_offer": offer}
    check_in_with(participation, actor, **need)
    answer_support(case, accept=True, text="", actor=leader, at=AT)
    check_in_with(participation, actor, **need, internal_note="Boka")
    assert SupportCase.objects.values_list("pk", "state").get() == (case.pk, "accepted")


# --- Needs that wait --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "count"), [(13, 0), (14, 1), (20, 1), (27, 1), (28, 0)])
def test_need_reminder_after_two_weeks(case, actor, days, count):
    at = AT + days * DAY
    assert queue_need_reminders(at=at) == count
    assert queue_need_reminders(at=at) == 0


def test_need_reminder_is_due_until_something_is_offered(case, actor, offer):
    at = AT + 14 * DAY
    queue_need_reminders(at=at)
    assert is_due("need_waiting", at=at)
    offer_support(case, offer=offer, offer_text="", actor=actor, at=at)
    assert not is_due("need_waiting", at=at)


# --- The catalogue ----------------------------------------------------------------------------------------


def test_add_support_offer(actor, area):
    asked = {"name": "Mallar", "description": "Beslutstext", "areas": [area], "actor": actor, "at": AT}
    board = factories.make_county_board()
    for _time in range(2):
        offer = add_support_offer(board, **asked)
    assert (offer.name, offer.county_board, list(offer.areas.all())) == ("Mallar", board, [area])
    assert events() == [("support_offer.added", {"county_board": board.pk})]
    with pytest.raises(ValidationError):
        add_support_offer(board, **asked | {"description": "Något annat"})


def test_change_support_offer(actor, area):
    board = factories.make_county_board()
    offer = SupportOffer.objects.create(name="Mallar", county_board=board)
    SupportOffer.objects.create(name="Råd", county_board=board)
    asked = {"name": "Exempel", "description": "", "areas": [area], "actor": actor, "at": AT}
    for _time in range(2):
        change_support_offer(offer, **asked)
    assert SupportOffer.objects.filter(name="Exempel", areas=area).count() == 1
    assert events() == [("support_offer.changed", {})]
    with pytest.raises(ValidationError):
        change_support_offer(offer, **asked | {"name": "Råd"})


def test_retired_support_stays_where_it_is_used_and_can_come_back(offered, offer, actor):
    for _time in range(2):
        retire_support_offer(offer, actor=actor, at=AT)
    board = factories.make_county_board()
    assert list(SupportOffer.objects.offered_in(board)) == []
    assert SupportCase.objects.get().offer == offer
    restore_support_offer(offer, actor=actor, at=AT)
    assert list(SupportOffer.objects.offered_in(board)) == [offer]
    assert [verb for verb, _data in events()][1:] == ["support_offer.retired", "support_offer.restored"]
