"""Each need is a case of its own: nothing overwrites the dates or words of another."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from followups.actions.check_in import mark_check_in_done, open_check_in
from followups.models import CheckInNeed
from notifications.models import Message
from support.actions.cases import NEW, answer_support, offer_support, raise_need, say_more
from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories
from tests.check_ins import edit, month, said, short, whole
from tests.factories import AT

pytestmark = pytest.mark.django_db
NEXT_DAY = AT + timedelta(days=1)


def make_check_in(participation, actor, **answers):
    opened = open_check_in(participation, month=date(2026, 11, 1), actor=actor, at=NEXT_DAY)
    given = {"progress": "on_track", "happened": "Ett möte"} | answers
    return mark_check_in_done(opened, answers=given, number=opened.number, actor=actor, at=NEXT_DAY)


def told():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# --- In a check-in ----------------------------------------------------------------------------------------


@pytest.fixture
def offered(case, offer, actor):
    return offer_support(case, offer=offer, offer_text="Två platser", actor=actor, at=AT)


def test_a_check_in_asks_whether_it_is_the_same_need(participation, actor, area, offered):
    with pytest.raises(ValidationError) as refusal:
        make_check_in(participation, actor, need_area=area, need="Pengar till licens")
    assert refusal.value.message_dict == {"need_same": ["Välj om det är samma behov"]}
    assert SupportCase.objects.get() == offered


def test_a_new_need_of_a_check_in_leaves_an_open_offer_as_it_is(participation, actor, area, offered):
    other = SupportOffer.objects.create(name="Medel för metodmaterial")
    need = {"need_area": area, "need": "Pengar till licens", "need_same": NEW, "need_offer": other}
    for _turn in range(2):
        make_check_in(participation, actor, **need)
    rows = SupportCase.objects.order_by("pk").values_list("need", "offer__name", "offer_text", "offered_at")
    assert list(rows) == [
        ("Råd", "Processtöd på plats", "Två platser", AT),
        ("Pengar till licens", "Medel för metodmaterial", "", NEXT_DAY),
    ]


@pytest.mark.parametrize("state", ["need", "offered", "accepted"])
def test_the_same_need_gets_the_words_as_a_line_with_its_day(
    participation, actor, leader, area, case, offer, state
):
    if state != "need":
        case = offer_support(case, offer=offer, offer_text="", actor=actor, at=AT)
    if state == "accepted":
        case = answer_support(case, accept=True, text="", actor=leader, at=AT)
    need = {"need_area": area, "need": "Gärna i vår", "need_same": str(case.pk)}
    done = make_check_in(participation, actor, **need)
    make_check_in(participation, actor, **need, internal_note="Boka")
    kept = SupportCase.objects.get()
    assert (kept.need, kept.state, kept.raised_at, kept.words) == (
        "Råd",
        state,
        AT,
        "Råd\n2026-11-23: Gärna i vår",
    )
    assert CheckInNeed.objects.get().check_in == done
    assert told().count("support_case.said_more") == 1


def test_the_same_need_takes_no_words_and_an_offer(participation, actor, area, case, offer):
    make_check_in(participation, actor, need_area=area, need_same=str(case.pk), need_offer=offer)
    kept = SupportCase.objects.get()
    assert (kept.state, kept.offer, kept.words) == ("offered", offer, "Råd")


def test_a_need_that_has_an_offer_takes_no_other_from_a_check_in(participation, actor, area, offered):
    other = SupportOffer.objects.create(name="Medel för metodmaterial")
    with pytest.raises(ValidationError) as refusal:
        make_check_in(participation, actor, need_area=area, need_same=str(offered.pk), need_offer=other)
    assert set(refusal.value.message_dict) == {"need_offer"}
    offered.refresh_from_db()
    assert offered.offer != other


def test_a_case_that_is_closed_or_of_another_area_is_no_answer(participation, actor, area, case):
    elsewhere = DevelopmentArea.objects.last()
    with pytest.raises(ValidationError) as refusal:
        make_check_in(participation, actor, need_area=elsewhere, need="", need_same=str(case.pk))
    assert refusal.value.message_dict == {"need": ["Skriv vad kommunen behöver"]}


def test_another_area_is_not_asked_about(participation, actor, case):
    make_check_in(participation, actor, need_area=DevelopmentArea.objects.last(), need="Tid")
    assert SupportCase.objects.count() == 2


# --- In the forms -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sunday")
def test_the_check_in_form_asks_without_a_choice_made(client, coordinator, participations, area):
    case = {"participation": participations[0], "area": area, "raised_at": AT}
    first = SupportCase.objects.create(**case, need="Råd")
    url = "/avstamningar/2026-11/harnosand/"
    form = client.get(url).context["form"]
    assert [value for value, _words in form.fields["need_same"].choices] == [str(first.pk), "new"]
    assert form["need_same"].value() in ("", None)
    asked = whole(need_area=area.pk, need="Fritidsledare behöver utbildning")
    assert set(client.post(url, asked).context["form"].errors) == {"need_same"}
    client.post(url, asked | {"need_same": "new"})
    assert list(SupportCase.objects.order_by("pk").values_list("need", flat=True)) == [
        "Råd",
        "Fritidsledare behöver utbildning",
    ]


@pytest.mark.usefixtures("sunday")
def test_a_draft_with_a_need_that_was_closed_since_is_saved(client, coordinator, participations, area):
    case = SupportCase.objects.create(participation=participations[0], area=area, raised_at=AT, need="Råd")
    url = "/avstamningar/2026-11/harnosand/"
    SupportCase.objects.create(participation=participations[0], area=area, raised_at=AT, need="Tid")
    case.state, case.withdrawn_at, case.withdrawn_text = "withdrawn", AT, "Löst"
    case.save()
    asked = whole(need_area=area.pk, need="Mer", need_same=str(case.pk), action="draft")
    assert client.post(url, asked).status_code == 302


@pytest.mark.usefixtures("sunday")
def test_the_municipality_is_asked_and_its_words_are_added(client, participations, area):
    leader = factories.make_enrolment(participations[0], role="process_leader").user
    factories.make_coordinator()
    client.force_login(leader)
    url, asked = "/min-kommun/harnosand/behov/", {"area": area.pk, "need": "Mallar"}
    client.post(url, {"area": area.pk, "need": "Råd"})
    first = SupportCase.objects.get()
    form = client.post(url, asked).context["form"]
    assert (set(form.errors), form["same"].value()) == ({"same"}, None)
    response = client.post(url, asked | {"same": str(first.pk)}, follow=True)
    assert said(response) == ["Det du skrev är tillagt i behovet. Länsstyrelsen läser det i portalen."]
    assert (SupportCase.objects.get(), Message.objects.filter(kind="need_raised").count()) == (first, 1)
    for _time in range(2):
        client.post(url, {"area": area.pk, "need": "Tid", "same": "new"})
    assert list(SupportCase.objects.order_by("pk").values_list("need", flat=True)) == ["Råd", "Tid"]


@pytest.mark.usefixtures("sunday")
def test_the_county_board_is_asked(client, coordinator, participations, area):
    SupportCase.objects.create(participation=participations[0], area=area, raised_at=AT, need="Råd")
    asked = {"participation": participations[0].pk, "area": area.pk, "need": "Tid"}
    assert set(client.post("/stod/nytt/", asked).context["form"].errors) == {"same"}
    client.post("/stod/nytt/", asked | {"same": "new"})
    assert SupportCase.objects.count() == 2
    elsewhere = asked | {"participation": participations[1].pk}
    assert client.post("/stod/nytt/", elsewhere).status_code == 302


# --- The actions ------------------------------------------------------------------------------------------


def test_words_are_added_once_and_to_open_needs_alone(case, actor):
    for _time in range(2):
        say_more(case, text="Mer", actor=actor, at=AT)
    assert case.entries.count() == 1
    SupportCase.objects.update(state="withdrawn", withdrawn_at=AT, withdrawn_text="Löst")
    with pytest.raises(ValidationError):
        say_more(case, text="Ännu mer", actor=actor, at=AT)


def test_raise_need_refuses_to_guess(participation, area, case, actor):
    asked = {"area": area, "need": "Tid", "origin": "county_board", "actor": actor, "at": AT}
    with pytest.raises(ValidationError) as refusal:
        raise_need(participation, **asked)
    assert set(refusal.value.message_dict) == {"same"}
    for _time in range(2):
        raise_need(participation, **asked, same=NEW)
    assert SupportCase.objects.count() == 2


@pytest.mark.usefixtures("sunday")
def test_the_months_row_asks_whether_it_is_the_same_need(client, coordinator, participations, area):
    case = SupportCase.objects.create(participation=participations[0], area=area, need="Råd", raised_at=AT)
    assert "Är det samma behov?" not in client.get(month()).content.decode()
    client.post(edit(), whole(need_area=area.pk, need="Mer råd", action="draft"))
    text = client.get(month()).content.decode()
    assert f'name="harnosand-need_same" value="{case.pk}"' in text
    assert "Mer råd" in text
    refused = client.post(month(), short(number=1)).content.decode()
    assert '<a href="#id_harnosand-need_same_0">Välj om det är samma behov</a>' in refused
    answered = short(number=1, need_same=str(case.pk))
    assert client.post(f"{edit()}utkast/", answered).json()["number"] == 2
    assert "harnosand-need_same" not in client.get(month()).content.decode()  # answered
    client.post(month(), short(number=2))
    assert list(SupportCase.objects.values_list("need", flat=True)) == ["Råd"]
    assert [entry.text for entry in case.entries.all()] == ["Mer råd"]
