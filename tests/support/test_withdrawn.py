"""A need that is no longer one is closed, with a word why."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from followups.actions.check_in import mark_check_in_done, open_check_in
from notifications.models import Message
from support.actions.cases import (
    answer_support,
    deliver_support,
    offer_support,
    raise_need,
    start_support,
    withdraw_support,
)
from support.actions.telling import queue_need_reminders
from support.kinds import KINDS
from support.models import DevelopmentArea, SupportCase
from tests.factories import AT, ON

pytestmark = pytest.mark.django_db
STILL_DUE = {kind.name: kind.still_due for kind in KINDS}
DAY = timedelta(days=1)


def events():
    found = AuditEvent.objects.order_by("pk").filter(verb__startswith="support")
    return [(event.verb, event.data) for event in found]


def is_due(kind):
    return STILL_DUE[kind](Message.objects.get(kind=kind), at=AT)


def make_check_in(participation, actor, **answers):
    opened = open_check_in(participation, month=date(2026, 11, 1), actor=actor, at=AT)
    given = {"progress": "on_track", "happened": "Ett möte"} | answers
    return mark_check_in_done(opened, answers=given, number=opened.number, actor=actor, at=AT)


@pytest.mark.parametrize("state", ["need", "offered", "accepted"])
def test_withdraw_support_says_why_and_the_first_word_stands(case, offer, actor, leader, state):
    if state != "need":
        case = offer_support(case, offer=offer, offer_text="", actor=actor, at=AT)
    if state == "accepted":
        case = answer_support(case, accept=True, text="", actor=leader, at=AT)
    mails = Message.objects.count()
    for word in ("Löst på annat sätt", "Något annat"):
        case = withdraw_support(case, seen=case.state, word=word, actor=actor, at=AT)
    assert (case.state, case.withdrawn_at, case.withdrawn_by) == ("withdrawn", AT, actor)
    assert (case.withdrawn_text, case.ended_on, case.was_accepted) == (
        "Löst på annat sätt",
        ON,
        state == "accepted",
    )
    assert events()[-1] == ("support_case.withdrawn", {"was": state})
    assert [verb for verb, _data in events()].count("support_case.withdrawn") == 1
    assert not SupportCase.objects.open().exists()
    assert Message.objects.count() == mails


def test_withdraw_support_asks_why(case, actor):
    with pytest.raises(ValidationError, match="Skriv varför det inte längre är aktuellt"):
        withdraw_support(case, seen=case.state, word="", actor=actor, at=AT)
    case.refresh_from_db()
    assert (case.state, case.withdrawn_at) == ("need", None)


@pytest.mark.parametrize("state", ["declined", "in_progress", "done"])
def test_withdraw_support_refuses_what_has_begun_or_is_over(case, offer, actor, state):
    fields = {"offer": offer, "offered_at": AT, "answered_at": AT, "delivered_on": ON}
    SupportCase.objects.update(state=state, **fields)
    with pytest.raises(ValidationError, match="Det går inte att avsluta stöd som har börjat"):
        withdraw_support(case, seen=case.state, word="Nej", actor=actor, at=AT)
    assert events() == []


def test_nothing_is_done_with_a_need_that_is_closed(case, offer, actor, leader):
    case = withdraw_support(case, seen=case.state, word="Löst", actor=actor, at=AT)
    for deed, said in (
        (offer_support, {"offer": offer, "offer_text": ""}),
        (answer_support, {"accept": True, "text": ""}),
        (start_support, {"started_on": ON}),
        (deliver_support, {"delivered_on": ON, "text": ""}),
    ):
        with pytest.raises(ValidationError, match="Behovet är avslutat"):
            deed(case, **said, actor=actor, at=AT)


def test_mails_about_a_closed_need_or_offer_are_not_sent(participation, area, offer, actor, leader):
    asked = {"area": area, "need": "Råd", "origin": "municipality", "actor": leader, "at": AT}
    need = raise_need(participation, **asked)
    assert is_due("need_raised")
    withdraw_support(need, seen=need.state, word="Löst", actor=leader, at=AT)
    assert not is_due("need_raised")
    assert queue_need_reminders(at=AT + 15 * DAY) == 0
    again = raise_need(participation, **asked)
    assert again != need
    again = offer_support(again, offer=offer, offer_text="", actor=actor, at=AT)
    assert is_due("support_offered")
    withdraw_support(again, seen=again.state, word="Löst", actor=actor, at=AT)
    assert not is_due("support_offered")


def test_a_need_closed_while_it_stands_in_a_draft_is_not_raised_again(participation, actor, area, case):
    need = {"need_area": area, "need": "Råd"}
    withdraw_support(case, seen=case.state, word="Löst", actor=actor, at=AT)
    make_check_in(participation, actor, **need)
    assert SupportCase.objects.get() == case


def test_a_need_that_was_closed_can_still_be_offered_for_in_a_check_in(
    participation, actor, area, case, offer
):
    withdraw_support(case, seen=case.state, word="Löst", actor=actor, at=AT)
    make_check_in(participation, actor, need_area=area, need="Råd", need_offer=offer)
    assert set(SupportCase.objects.values_list("state", flat=True)) == {"withdrawn", "offered"}


def test_days_count_from_the_last_thing_that_somebody_said(case):
    on = ON + 9 * DAY
    assert case.days(on=on) == 9
    case.offered_at = AT + 2 * DAY
    assert case.days(on=on) == 7
    case.answered_at = AT + 5 * DAY
    assert case.days(on=on) == 4


def test_what_happened_meanwhile_is_not_closed_unread(case, actor):
    with pytest.raises(ValidationError, match="Något har hänt sedan du öppnade sidan"):
        withdraw_support(case, seen="offered", word="Löst", actor=actor, at=AT)
    case.refresh_from_db()
    assert case.state == "need"


@pytest.mark.parametrize("change", ["an offer", "another area", "nothing"])
def test_what_a_reopened_check_in_says_anew_after_its_need_was_closed_is_a_case_of_its_own(
    participation, actor, area, offer, change
):
    said = {"need_area": area, "need": "Råd"}
    make_check_in(participation, actor, **said)
    first = SupportCase.objects.get()
    withdraw_support(first, seen="need", word="Löst", actor=actor, at=AT)
    more = {
        "an offer": {"need_offer": offer},
        "another area": {"need_area": DevelopmentArea.objects.last(), "need": "Något annat"},
        "nothing": {"happened": "Ett möte till"},
    }
    for _turn in range(2):
        make_check_in(participation, actor, **said | more[change])
    others = SupportCase.objects.exclude(pk=first.pk).values_list("state", flat=True)
    assert list(others) == {"an offer": ["offered"], "another area": ["need"], "nothing": []}[change]
