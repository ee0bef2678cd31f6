"""Two voices: a process leader answers the month's questions, the county board reads both."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from audit.models import AuditEvent
from followups.actions.replies import save_reply
from followups.models import CheckIn, MunicipalReply
from followups.months import county_months
from followups.pages.check_in import check_in_page
from participants.models import Enrolment
from tests import check_ins
from tests.check_ins import NOW, make_done, said
from tests.factories import (
    make_check_in,
    make_coordinator,
    make_county_board,
    make_enrolment,
    make_municipal_reply,
    make_staff,
    make_user,
)
from ui.conflicts import ConflictError

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
ANSWERS = {"progress": "needs_support", "happened": "Två möten.", "need": "Mer tid."}
PAGE = "/min-kommun/harnosand/2026-11/"
LEADER = Enrolment.Role.PROCESS_LEADER


@pytest.fixture
def group(participations):
    return participations[0]


@pytest.fixture
def leader(group):
    return make_enrolment(group, make_user(first_name="Petra", last_name="Ask"), role=LEADER).user


@pytest.fixture
def page(client, leader, sunday):
    """The process leader's browser on 22 November."""
    client.force_login(leader)
    return client


def send(group, leader, number=0, at=NOW, month=NOVEMBER, **answers):
    return save_reply(group, month=month, answers=ANSWERS | answers, number=number, actor=leader, at=at)


def page_of(user, slug):
    """Return the page of the municipality's month as the person sees it, if there is one."""
    try:
        return check_in_page(user, NOVEMBER, slug, on=NOW.date(), at=NOW)
    except Http404:
        return None


def test_save_reply_keeps_the_answers_and_one_row_in_the_trail(group, leader):
    reply = send(group, leader)
    reply.refresh_from_db()
    stored = {name: getattr(reply, name) for name in ANSWERS}
    assert (stored, reply.number, reply.saved_at, reply.saved_by) == (ANSWERS, 1, NOW, leader)
    [event] = AuditEvent.objects.all()
    assert (event.actor, event.verb, event.data) == (
        leader,
        "municipal_reply.sent",
        {"progress": "needs_support"},
    )


def test_save_reply_twice_changes_nothing(group, leader):
    send(group, leader)
    again = send(group, leader, at=NOW + timedelta(hours=1))
    assert (again.number, again.saved_at, AuditEvent.objects.count()) == (1, NOW, 1)


def test_save_reply_again_changes_what_is_new(group, leader):
    send(group, leader)
    later = NOW + timedelta(hours=1)
    reply = send(group, leader, number=1, need="Pengar.", at=later)
    assert (reply.need, reply.number, reply.saved_at, MunicipalReply.objects.count()) == (
        "Pengar.",
        2,
        later,
        1,
    )


def test_save_reply_from_an_older_text_is_refused_and_nothing_is_lost(group, leader):
    colleague = make_enrolment(group, make_user(first_name="Omar", last_name="Lo"), role=LEADER).user
    send(group, colleague)
    with pytest.raises(ConflictError) as refusal:
        send(group, leader, need="Pengar.")
    assert refusal.value.fields == ["need"]
    assert refusal.value.messages == [
        "Omar Lo ändrade svaren den 22 november kl. 10.00. Dina svar är inte skickade än."
    ]
    assert MunicipalReply.objects.get().need == "Mer tid."


@pytest.mark.parametrize(
    ("month", "at", "sentence"),
    [
        (date(2026, 8, 1), NOW, "Ingen avstämning ska göras för den här månaden."),
        (date(2026, 12, 1), NOW, "Månaden har inte börjat än."),
        (
            date(2026, 10, 1),
            NOW,
            "Länsstyrelsen har klarmarkerat avstämningen. Svaren går inte längre att ändra.",
        ),
        (
            NOVEMBER,
            datetime(2026, 12, 14, 9, tzinfo=UTC),
            "Månaden är stängd. Svaren går inte längre att ändra.",
        ),
    ],
)
def test_save_reply_is_refused_when_nobody_asks(group, leader, month, at, sentence):
    with pytest.raises(ValidationError) as refusal:
        send(group, leader, month=month, at=at)
    assert refusal.value.messages == [sentence]
    assert not MunicipalReply.objects.exists()


def test_save_reply_is_open_while_the_check_in_is_a_draft_and_closed_when_it_was_done_once(group, leader):
    check_in = make_done(group, NOVEMBER)
    CheckIn.objects.filter(pk=check_in.pk).update(state="reopened")
    with pytest.raises(ValidationError, match="klarmarkerat"):
        send(group, leader)
    check_in.versions.all().delete()
    CheckIn.objects.filter(pk=check_in.pk).update(state="draft", told="", first_done_on=None)
    assert send(group, leader).number == 1


def test_reply_edit_carries_nothing_forward(page, group):
    make_municipal_reply(group, date(2026, 10, 1), **ANSWERS)
    form = page.get(PAGE).context["form"]
    assert form.initial == {"progress": "", "happened": "", "need": "", "number": 0}
    assert form.visible_to["need"] == (
        "Länsstyrelsen Västernorrland, och MÄN när avstämningen är klar. Kan bli allmän handling."
    )


def test_reply_edit_sends_and_says_so(page, group):
    response = page.post(PAGE, ANSWERS | {"number": 0}, follow=True)
    assert response.redirect_chain == [("/min-kommun/", 302)]
    assert said(response) == [
        (
            "Svaren är skickade till Länsstyrelsen Västernorrland. "
            "Du kan ändra dem tills avstämningen är klar. "
            "Ingen får mejl: länsstyrelsen läser dem i portalen."
        )
    ]
    html = response.content.decode()
    assert "Ni lämnade era svar för november den 22 november." in html
    assert "Ändra svaren för november" in html
    assert MunicipalReply.objects.get().happened == "Två möten."


def test_reply_edit_asks_how_it_is_going(page):
    response = page.post(PAGE, {"number": 0})
    assert response.context["form"].errors == {"progress": ["Välj hur det går för er"]}
    assert "Svaren är inte skickade än" in response.content.decode()


@pytest.mark.parametrize("name", ["happened", "need"])
def test_reply_edit_stops_personal_numbers(page, name):
    response = page.post(PAGE, ANSWERS | {"number": 0, name: "Ring 19811218-9876"})
    assert response.context["form"].errors == {
        name: ["Texten verkar innehålla ett personnummer. Ta bort ”19811218-9876”."]
    }
    assert not MunicipalReply.objects.exists()


def test_reply_edit_shows_both_texts_and_goes_on_from_what_is_saved(page, group):
    send(group, make_enrolment(group, role=LEADER).user)
    response = page.post(PAGE, ANSWERS | {"number": 0, "need": "Pengar."})
    html = response.content.decode()
    assert response.status_code == 409
    assert [(side.theirs, side.mine) for side in response.context["sides"]] == [("Mer tid.", "Pengar.")]
    assert 'name="number" value="1"' in html
    assert ">\nPengar.</textarea>" in html
    page.post(PAGE, ANSWERS | {"number": 1, "need": "Tid och pengar."})
    assert MunicipalReply.objects.get().need == "Tid och pengar."


def test_reply_edit_is_read_only_when_the_check_in_is_done(page, group, leader):
    send(group, leader)
    make_done(group, NOVEMBER)
    html = page.get(PAGE).content.decode()
    assert "Länsstyrelsen har klarmarkerat avstämningen. Svaren går inte längre att ändra." in html
    assert "Två möten." in html
    assert "<textarea" not in html
    late = page.post(PAGE, ANSWERS | {"number": 1, "happened": "Sent skrivet."})
    assert "Länsstyrelsen har klarmarkerat" in late.content.decode()
    assert "Sent skrivet." in late.content.decode()
    assert MunicipalReply.objects.get().happened == "Två möten."


def test_reply_edit_of_a_month_that_nobody_answered_says_so(page):
    assert "Ni svarade inte den här månaden." in page.get("/min-kommun/harnosand/2026-10/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["kramfors/2026-11/", "harnosand/2026-12/", "harnosand/2026-08/", "harnosand/2026-13/", "x/2026-11/"],
)
def test_reply_edit_exists_for_the_own_municipality_and_its_months(page, address):
    assert page.get(f"/min-kommun/{address}").status_code == 404
    assert page.post(f"/min-kommun/{address}", ANSWERS | {"number": 0}).status_code == 404


@pytest.mark.parametrize("who", ["member", "coordinator", "staff", "ended"])
def test_reply_edit_is_for_process_leaders(client, group, sunday, who):
    people = {
        "member": lambda: make_enrolment(group).user,
        "coordinator": lambda: make_coordinator().user,
        "staff": make_staff,
        "ended": lambda: make_enrolment(group, role=LEADER, ends_on=date(2026, 11, 21)).user,
    }
    client.force_login(people[who]())
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, ANSWERS | {"number": 0}).status_code == 404
    assert not MunicipalReply.objects.exists()


def test_check_in_page_shows_the_municipalitys_answers_beside_the_form(
    client, coordinator, group, leader, sunday
):
    assert "Kommunens egna svar" not in client.get(check_ins.edit()).content.decode()
    send(group, leader)
    html = client.get(check_ins.edit()).content.decode()
    for text in ("Kommunens egna svar", "Två möten.", "Mer tid.", "av Petra Ask"):
        assert text in html


def test_staff_read_the_municipalitys_answers_when_the_check_in_is_done(client, staff, group, leader, sunday):
    send(group, leader)
    assert "Två möten." not in client.get(check_ins.edit()).content.decode()
    make_done(group, NOVEMBER)
    assert "Två möten." in client.get(check_ins.edit()).content.decode()


def test_staff_who_coordinate_the_county_read_its_answers_at_once(staff, group, leader):
    make_coordinator(user=staff)
    send(group, leader)
    assert MunicipalReply.objects.visible_to(staff, on=date(2026, 11, 22)).count() == 1
    elsewhere = make_staff()
    make_coordinator(user=elsewhere, county_board=make_county_board("gavleborg"))
    assert MunicipalReply.objects.visible_to(elsewhere, on=date(2026, 11, 22)).count() == 0


@pytest.mark.parametrize(
    ("ours", "sentence"),
    [
        ("", "I oktober skrev du ”I fas”, nu skriver kommunen ”Behöver stöd”. Börja gärna samtalet där."),
        ("needs_support", ""),
        ("on_track", "Kommunens bild är en annan. Börja gärna samtalet där."),
        ("no_contact", "Kommunen har svarat här. Det kan vara en väg till kontakt."),
    ],
)
def test_voices_turn_a_gap_into_something_to_talk_about(group, leader, ours, sentence):
    send(group, leader)
    alva = make_coordinator().user
    if ours:
        make_check_in(group, NOVEMBER, alva, progress=ours)
    assert page_of(alva, group.municipality.slug).talking_point == sentence


def test_voices_are_the_own_countys(group, leader):
    send(group, leader)
    slug = group.municipality.slug
    readers = {
        "own county": make_coordinator().user,
        "other county": make_coordinator(county_board=make_county_board("gavleborg")).user,
        "staff": make_staff(),
        "member": make_enrolment(group).user,
    }
    pages = {who: page_of(user, slug) for who, user in readers.items()}
    assert {who for who, page in pages.items() if page and page.reply} == {"own county"}


def test_rows_of_a_month_know_who_has_answered_it(participations, leader):
    make_municipal_reply(participations[0], NOVEMBER, leader)
    make_municipal_reply(participations[1], date(2026, 10, 1), leader)
    [county] = county_months([participations[0].county_board], NOVEMBER, on=NOW.date())
    assert {row.participation for row in county.rows if row.reply} == {participations[0]}
