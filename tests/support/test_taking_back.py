"""An offer is changed or withdrawn, an answer comes by phone, and what was done is taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from notifications.models import Message
from support.actions.cases import (
    answer_support,
    change_offer,
    deliver_support,
    evaluate_support,
    note_answer,
    offer_support,
    start_support,
    take_back,
    tell_outcome,
    withdraw_offer,
    withdraw_support,
)
from support.kinds import KINDS
from support.models import SupportCase, SupportOffer
from tests import factories
from tests.check_ins import said
from tests.factories import AT, ON

pytestmark = pytest.mark.django_db
STILL_DUE = {kind.name: kind.still_due for kind in KINDS}
DAY = timedelta(days=1)


def verbs():
    found = AuditEvent.objects.filter(verb__startswith="support_case").order_by("pk")
    return [verb.removeprefix("support_case.") for verb in found.values_list("verb", flat=True)]


def entries(case):
    return list(case.entries.values_list("kind", "text"))


def waiting(kind="support_offered"):
    mails = Message.objects.filter(kind=kind).order_by("pk")
    return [STILL_DUE[kind](mail, at=AT) for mail in mails]


# --- The offer --------------------------------------------------------------------------------------------


def test_a_changed_offer_is_told_again_and_the_first_is_kept(offered, offer, actor):
    other, at = SupportOffer.objects.create(name="Mallar"), AT + DAY
    for _time in range(2):
        case = change_offer(offered, offer=other, offer_text="I maj", actor=actor, at=at)
    assert (case.state, case.offer, case.offer_text, case.offered_at) == ("offered", other, "I maj", at)
    kept = case.entries.get()
    assert (kept.kind, kept.offer, kept.text, kept.said_on) == ("offered", offer, "En halvdag", ON)
    assert verbs() == ["offered", "offer_changed"]
    assert waiting() == [False, True]


def test_only_an_offer_in_the_county_that_waits_can_be_changed(case, offer, actor, leader):
    asked = {"offer": offer, "offer_text": "Ny rad", "actor": actor, "at": AT}
    with pytest.raises(ValidationError, match="inget erbjudande att ändra"):
        change_offer(case, **asked)
    offer_support(case, **asked | {"offer_text": ""})
    gone = SupportOffer.objects.create(name="Mallar", is_active=False)
    with pytest.raises(ValidationError, match="erbjuds inte längre"):
        change_offer(case, **asked | {"offer": gone})
    answer_support(case, accept=True, text="", actor=leader, at=AT)
    with pytest.raises(ValidationError, match="redan besvarat"):
        change_offer(case, **asked)


def test_a_withdrawn_offer_leaves_the_need_as_it_was(offered, offer, actor, leader):
    for _time in range(2):
        case = withdraw_offer(offered, word="Kursen är inställd", actor=actor, at=AT)
    assert (case.state, case.offer, case.offered_at, case.need) == ("need", None, None, "Råd")
    assert entries(case) == [("offered", "En halvdag"), ("offer_withdrawn", "Kursen är inställd")]
    assert (verbs(), waiting()) == (["offered", "offer_withdrawn"], [False])
    again = offer_support(case, offer=offer, offer_text="", actor=actor, at=AT + DAY)
    assert waiting() == [False, True]
    answer_support(again, accept=True, text="", actor=leader, at=AT + DAY)
    with pytest.raises(ValidationError, match="redan besvarat"):
        withdraw_offer(case, word="Nej", actor=actor, at=AT)


def test_an_offer_that_has_changed_is_not_answered_unread(offered, actor, leader):
    seen = offered.offered_at.isoformat()
    change_offer(offered, offer=offered.offer, offer_text="En timme", actor=actor, at=AT + DAY)
    with pytest.raises(ValidationError, match="Erbjudandet har ändrats"):
        answer_support(offered, accept=True, text="", actor=leader, at=AT + DAY, seen=seen)


# --- The answer by phone ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("accept", "state"), [(True, "accepted"), (False, "declined")])
def test_an_answer_by_phone_says_who_and_when(offered, actor, accept, state):
    colleague = factories.make_coordinator().user
    told = {"text": "En tisdag", "said_by": "Bo Ek", "said_on": ON, "actor": actor, "at": AT + DAY}
    for _time in range(2):
        case = note_answer(offered, accept=accept, **told)
    assert (case.state, case.answered_by, case.answer_said_by, case.answered_on) == (
        state,
        actor,
        "Bo Ek",
        ON,
    )
    assert verbs() == ["offered", "answered"]
    assert list(Message.objects.filter(kind="support_answered").values_list("recipient", flat=True)) == [
        colleague.pk
    ]


@pytest.mark.parametrize("day", [ON - DAY, ON + 2 * DAY])
def test_an_answer_by_phone_lies_between_the_offer_and_today(offered, actor, day):
    told = {"text": "", "said_by": "Bo Ek", "actor": actor, "at": AT + DAY}
    with pytest.raises(ValidationError) as refusal:
        note_answer(offered, accept=True, said_on=day, **told)
    assert set(refusal.value.message_dict) == {"said_on"}
    assert SupportCase.objects.get().state == "offered"


def test_an_answer_by_phone_needs_an_offer(case, actor):
    told = {"text": "", "said_by": "Bo Ek", "said_on": ON, "actor": actor, "at": AT}
    with pytest.raises(ValidationError, match="inget erbjudande"):
        note_answer(case, accept=True, **told)


# --- Taking back ------------------------------------------------------------------------------------------


def test_each_step_is_taken_back_to_the_one_before(accepted, actor, leader):
    step = {"is_board": True, "actor": actor, "at": AT}
    start_support(accepted, started_on=ON, actor=actor, at=AT)
    deliver_support(accepted, delivered_on=ON, text="En dag", actor=actor, at=AT)
    tell_outcome(accepted, outcome="yes", text="Mycket", actor=leader, at=AT)
    evaluate_support(accepted, outcome="partly", text="Lite", actor=actor, at=AT)
    for seen, before in (("done", "in_progress"), ("in_progress", "accepted")):
        for _time in range(2):
            case = take_back(accepted, seen=seen, **step)
        assert case.state == before
    case = take_back(case, seen="accepted", is_board=False, actor=leader, at=AT)
    assert (case.state, case.answered_at, case.started_on, case.delivered_on) == ("offered", None, None, None)
    assert (case.outcome, case.board_outcome) == ("", "")
    assert [kind for kind, _text in entries(case)] == [
        *("delivered", "outcome", "board_outcome", "taken_back", "started", "taken_back"),
        *("accepted", "taken_back"),
    ]
    assert verbs()[-3:] == ["taken_back"] * 3


@pytest.mark.parametrize("state", ["need", "offered", "accepted"])
def test_a_closed_need_is_opened_as_it_stood(case, offer, actor, leader, state):
    if state != "need":
        case = offer_support(case, offer=offer, offer_text="", actor=actor, at=AT)
    if state == "accepted":
        case = answer_support(case, accept=True, text="", actor=leader, at=AT)
    withdraw_support(case, seen=state, word="Löst", actor=actor, at=AT)
    for _time in range(2):
        case = take_back(case, seen="withdrawn", is_board=True, actor=actor, at=AT)
    assert (case.state, case.withdrawn_at, case.withdrawn_by, case.withdrawn_text) == (state, None, None, "")
    assert entries(case) == [("closed", "Löst"), ("taken_back", "")]
    assert verbs()[-2:] == ["withdrawn", "taken_back"]


def test_who_did_it_takes_it_back(offered, actor, leader):
    declined = answer_support(offered, accept=False, text="Nej", actor=leader, at=AT)
    with pytest.raises(ValidationError, match="Bara den som gjorde det"):
        take_back(declined, seen="declined", is_board=True, actor=actor, at=AT)
    case = take_back(declined, seen="declined", is_board=False, actor=leader, at=AT)
    assert (case.state, waiting("support_answered")) == ("offered", [False])
    withdraw_support(case, seen="offered", word="Löst", actor=actor, at=AT)
    with pytest.raises(ValidationError, match="Bara den som gjorde det"):
        take_back(case, seen="withdrawn", is_board=False, actor=leader, at=AT)


def test_both_sides_take_back_an_answer_by_phone(offered, actor, leader):
    told = {"text": "", "said_by": "Bo Ek", "said_on": ON, "actor": actor, "at": AT}
    for user, is_board in ((actor, True), (leader, False)):
        note_answer(offered, accept=False, **told)
        case = take_back(offered, seen="declined", is_board=is_board, actor=user, at=AT)
        assert (case.state, case.answer_said_by, case.answer_said_on) == ("offered", "", None)
    assert case.entries.filter(said_by="Bo Ek").count() == 2


def test_there_is_nothing_to_take_back_of_a_need(case, actor):
    with pytest.raises(ValidationError, match="inget att ta tillbaka"):
        take_back(case, seen="need", is_board=True, actor=actor, at=AT)


# --- Did it help? -----------------------------------------------------------------------------------------


def test_the_municipality_says_whether_it_helped_and_the_county_board_has_a_view(accepted, actor, leader):
    said = {"actor": leader, "at": AT}
    with pytest.raises(ValidationError):
        tell_outcome(accepted, outcome="yes", text="", **said)
    deliver_support(accepted, delivered_on=ON, text="", actor=actor, at=AT)
    with pytest.raises(ValidationError):
        tell_outcome(accepted, outcome="kanske", text="", **said)
    for _time in range(2):
        case = tell_outcome(accepted, outcome="yes", text="Mycket", **said)
    case = evaluate_support(case, outcome="no", text="", actor=actor, at=AT)
    assert (case.outcome, case.outcome_by, case.board_outcome) == ("yes", leader, "no")
    case = tell_outcome(case, outcome="partly", text="", **said)
    assert (case.outcome, entries(case)) == ("partly", [("outcome", "Mycket")])
    assert verbs()[-3:] == ["outcome_told", "evaluated", "outcome_told"]


# --- The pages --------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, actor, sunday):
    """The coordinator, logged in."""
    client.force_login(actor)
    return client


def test_page_for_an_answer_by_phone(desk, offered):
    url = f"/stod/{offered.pk}/svar/"
    form = desk.get(url).context["form"]
    assert [form[name].value() for name in ("answer", "said_by", "said_on")] == [None, None, None]
    assert set(desk.post(url, {"deed": "phone"}).context["form"].errors) == {"answer", "said_by", "said_on"}
    asked = {"deed": "phone", "answer": "yes", "said_by": "Bo Ek", "said_on": "2026-11-22"}
    assert said(desk.post(url, asked, follow=True)) == [
        (
            "Svaret är antecknat. Kommunen ser det i portalen. "
            "Ingen får mejl: länsstyrelsen har ingen annan samordnare i portalen."
        )
    ]
    assert said(desk.post(url, asked, follow=True)) == ["Det finns inget erbjudande som väntar på svar."]
    text = desk.get(f"/stod/{offered.pk}/").content.decode()
    assert "Kommunen tackade ja per telefon (Bo Ek)" in text


@pytest.mark.parametrize("page", ["svar", "erbjudande"])
def test_what_comes_after_a_colleagues_answer_names_no_text_as_saved(desk, offered, actor, page):
    note_answer(offered, accept=True, text="", said_by="Bo Ek", said_on=ON, actor=actor, at=AT)
    answer = desk.post(f"/stod/{offered.pk}/{page}/", {"deed": "change", "text": "Lång", "draft": "draft:x#"})
    assert (answer.status_code, "saved" in answer.cookies) == (302, False)


def test_what_comes_after_a_colleagues_deed_names_no_text_as_saved(desk, offered):
    answer = desk.post(f"/stod/{offered.pk}/", {"deed": "offer", "text": "Lång", "draft": "draft:x#"})
    assert (answer.status_code, "saved" in answer.cookies) == (302, False)


def test_page_that_changes_and_withdraws_an_offer(desk, offered, offer):
    url = f"/stod/{offered.pk}/erbjudande/"
    assert desk.get(url).context["page"].change["offer"].value() == offer.pk
    assert set(desk.post(url, {"deed": "withdraw_offer"}).context["form"].errors) == {"word"}
    desk.post(url, {"deed": "change", "offer": offer.pk, "offer_text": "En heldag"}, follow=True)
    assert SupportCase.objects.get().offer_text == "En heldag"
    asked = {"deed": "withdraw_offer", "word": "Inställt"}
    assert said(desk.post(url, asked, follow=True)) == [
        "Erbjudandet är tillbakadraget. Ingen får mejl om det här. Det syns i portalen."
    ]
    assert said(desk.post(url, asked, follow=True)) == ["Det finns inget erbjudande som väntar på svar."]
    told = [event.text for event in desk.get(f"/stod/{offered.pk}/").context["page"].events]
    assert told == [
        "Behovet kom fram i månadens avstämning",
        "Länsstyrelsen Västernorrland erbjöd: Processtöd på plats",
        "Länsstyrelsen Västernorrland erbjöd: Processtöd på plats",
        "Länsstyrelsen Västernorrland drog tillbaka erbjudandet: Processtöd på plats",
    ]


def test_button_that_takes_back(desk, case, actor):
    withdraw_support(case, seen="need", word="Löst", actor=actor, at=AT)
    page = desk.get(f"/stod/{case.pk}/").context["page"]
    assert (page.can_take_back, page.take_back_words) == (True, "Öppna behovet igen")
    for _time in range(2):
        response = desk.post(f"/stod/{case.pk}/oppna/", {"seen": "withdrawn"}, follow=True)
        assert response.redirect_chain[-1][0] == f"/stod/{case.pk}/"
    assert (SupportCase.objects.get().state, verbs()) == ("need", ["withdrawn", "taken_back"])


def test_the_municipality_opens_what_it_closed_alone(client, case, actor, leader, sunday):
    client.force_login(leader)
    url, answer = f"/stod/{case.pk}/oppna/", f"/min-kommun/stod/{case.pk}/"
    withdraw_support(case, seen="need", word="Löst", actor=actor, at=AT)
    assert not client.get(answer).context["page"].can_take_back
    assert said(client.post(url, {"seen": "withdrawn"}, follow=True)) == [
        "Bara den som gjorde det kan ta tillbaka det."
    ]
    SupportCase.objects.update(withdrawn_by=leader)
    assert client.get(answer).context["page"].can_take_back
    client.post(url, {"seen": "withdrawn"})
    assert SupportCase.objects.get().state == "need"
    client.force_login(factories.make_enrolment(case.participation).user)
    assert client.post(url, {"seen": "need"}).status_code == 404


def test_the_process_leader_says_whether_it_helped(client, accepted, actor, leader, sunday):
    deliver_support(accepted, delivered_on=ON, text="", actor=actor, at=AT)
    client.force_login(leader)
    url = f"/min-kommun/stod/{accepted.pk}/"
    assert "Hjälpte det? Svara om: Processtöd på plats" in client.get("/min-kommun/").content.decode()
    assert set(client.post(url, {"deed": "tell"}).context["form"].errors) == {"outcome"}
    asked = {"deed": "tell", "outcome": "yes", "text": "Mycket"}
    for _time in range(2):
        response = client.post(url, asked, follow=True)
        assert said(response) == ["Ditt svar är sparat. Länsstyrelsen läser det i portalen."]
    assert (SupportCase.objects.get().outcome, verbs()[-1]) == ("yes", "outcome_told")
    client.force_login(factories.make_enrolment(accepted.participation).user)
    assert client.get(url).context["page"].form is None
    assert client.post(url, asked).status_code == 404
