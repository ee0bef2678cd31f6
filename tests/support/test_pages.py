"""The pages of support: lists, one case, the municipality's answer, and the catalogue."""

import pytest

from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories
from tests.check_ins import said
from tests.factories import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]


@pytest.fixture
def leader(client, participations):
    """Härnösand's process leader, logged in."""
    user = factories.make_enrolment(participations[0], role="process_leader").user
    client.force_login(user)
    return user


def listed(lists):
    return {each.key: [line.case for line in each.lines] for each in lists}


# --- The lists --------------------------------------------------------------------------------------------


def test_support_list_says_what_waits_the_oldest_first(client, coordinator, make_case):
    young, old = make_case(days=3), make_case(place=1, days=20)
    offered, begun = make_case("offered", days=14), make_case("in_progress", 2)
    done, declined = make_case("done"), make_case("declined")
    response = client.get("/stod/")
    page = response.context["page"]
    assert listed(page.lists) == {"behov": [old, young], "erbjudet": [offered], "pagar": [begun]}
    assert listed(page.over) == {"klart": [done], "tackat-nej": [declined], "inte-aktuellt": []}
    needs = page.lists[0].lines
    assert [(line.days, str(line.waited.word), line.waited.kind) for line in needs] == [
        (20, "20 dagar", "warn"),
        (3, "3 dagar", ""),
    ]
    assert str(page.lists[2].lines[0].waited.word) == "i dag"
    text = "2 behov väntar på erbjudande, 1 erbjudande väntar på svar och 1 stöd pågår."
    assert page.sentence == text
    assert text in response.content.decode()


def test_support_list_is_calm_when_nothing_is_open(client, coordinator):
    page = client.get("/stod/").context["page"]
    assert page.sentence == "Inga öppna behov just nu."


def test_support_list_by_area_and_county(client, staff, make_case):
    other = DevelopmentArea.objects.last()
    mine = make_case(area=other)
    make_case(place=1)
    elsewhere = factories.make_participation(
        factories.make_cohort(county_board=factories.make_county_board("gavleborg")), "bollnas"
    )
    away = SupportCase.objects.create(participation=elsewhere, area=other, need="Råd", raised_at=AT)
    assert set(listed(client.get(f"/stod/?omrade={other.pk}").context["page"].lists)["behov"]) == {mine, away}
    found = client.get(f"/stod/?omrade={other.pk}&lan=gavleborg").context["page"]
    assert (listed(found.lists)["behov"], found.can_write) == ([away], False)


# --- Noting a need and offering ---------------------------------------------------------------------------


def test_support_create_begins_with_the_municipality_of_the_address(client, coordinator, participations):
    form = client.get("/stod/nytt/?kommun=kramfors").context["form"]
    assert form.initial["participation"] == participations[1]
    assert client.get("/stod/nytt/?kommun=bollnas").context["form"].initial["participation"] is None


def test_support_create_notes_a_need_and_offers(client, coordinator, participations, area, offer):
    asked = {"participation": participations[1].pk, "area": area.pk, "need": "Råd"}
    response = client.post("/stod/nytt/", asked | {"offer": offer.pk, "offer_text": "I maj"})
    case = SupportCase.objects.get()
    assert (response.url, case.state, case.offer_text, case.raised_by) == (
        f"/stod/{case.pk}/",
        "offered",
        "I maj",
        coordinator,
    )


def test_support_create_shows_what_is_on_offer_by_area(client, coordinator, area, offer):
    retired = DevelopmentArea.objects.create(name="Förr", is_active=False)
    old = SupportOffer.objects.create(name="Förr i tiden")
    old.areas.add(retired)
    other = SupportOffer.objects.create(name="Annat")
    choices = client.get("/stod/nytt/").context["form"].fields["offer"].choices
    assert list(choices)[1:] == [
        (str(area), [(offer.pk, str(offer))]),
        ("Annat stöd", [(other.pk, "Annat"), (old.pk, "Förr i tiden")]),
    ]


def test_support_create_says_what_is_missing(client, coordinator):
    errors = client.post("/stod/nytt/", {"offer_text": "I maj"}).context["form"].errors
    assert set(errors) == {"participation", "area", "need", "offer"}
    assert SupportCase.objects.count() == 0


def test_personal_number_is_stopped(client, coordinator, participations, area):
    asked = {"participation": participations[1].pk, "area": area.pk, "need": "Stöd till 19121212-1212"}
    assert set(client.post("/stod/nytt/", asked).context["form"].errors) == {"need"}


# --- One case ---------------------------------------------------------------------------------------------


def test_support_case_proposes_what_fits_the_area_first(client, coordinator, make_case, offer):
    other = SupportOffer.objects.create(name="Annat")
    SupportOffer.objects.create(name="Utgånget", is_active=False)
    form = client.get(f"/stod/{make_case().pk}/").context["page"].form
    groups = list(form.fields["offer"].choices)[1:]
    assert [choices for _name, choices in groups] == [[(offer.pk, str(offer))], [(other.pk, "Annat")]]


def test_support_case_goes_from_need_to_outcome(client, coordinator, make_case, offer):
    case = make_case()
    url = f"/stod/{case.pk}/"
    client.post(url, {"deed": "offer", "offer": offer.pk, "offer_text": "I maj"})
    assert client.get(url).context["page"].is_waiting
    SupportCase.objects.update(state="accepted", answered_at=AT)
    client.post(url, {"deed": "start", "started_on": "2026-11-20"})
    client.post(url, {"deed": "deliver", "delivered_on": "2026-11-21", "text": "En halv dag"})
    client.post(url, {"deed": "evaluate", "outcome": "yes", "text": "Mycket"})
    case.refresh_from_db()
    assert (case.state, case.board_outcome, case.delivery_text) == ("done", "yes", "En halv dag")
    told = [event.text for event in client.get(url).context["page"].events]
    assert told == [
        "Behovet kom fram i månadens avstämning",
        "Länsstyrelsen Västernorrland erbjöd: Processtöd på plats",
        "Kommunen tackade ja",
        "Stödet påbörjades",
        "Stödet genomfördes",
        "Hjälpte det? Länsstyrelsen Västernorrland: Ja",
    ]


def test_support_case_delivered_at_once(client, coordinator, make_case):
    case = make_case("accepted")
    client.post(f"/stod/{case.pk}/", {"deed": "deliver", "delivered_on": "2026-11-22", "text": ""})
    assert SupportCase.objects.get().state == "done"


def test_support_case_pressed_twice_is_calm(client, coordinator, make_case):
    case = make_case("in_progress", started_on=ON)
    response = client.post(f"/stod/{case.pk}/", {"deed": "start", "started_on": "2026-11-22"}, follow=True)
    assert said(response) == ["Det är redan noterat. Här ser du hur det står till nu."]


def test_support_case_says_a_refusal_in_the_form(client, coordinator, make_case):
    case = make_case("accepted")
    response = client.post(f"/stod/{case.pk}/", {"deed": "start", "started_on": "2026-12-24"})
    assert response.context["form"].non_field_errors() == ["Välj i dag eller en dag som har varit."]
    assert "Välj i dag" in response.content.decode()


def test_support_case_is_read_by_staff(client, staff, make_case):
    case = make_case()
    assert client.get(f"/stod/{case.pk}/").context["page"].form is None
    assert client.post(f"/stod/{case.pk}/", {"deed": "offer"}).status_code == 404


def test_support_case_declined_leads_to_another_offer(client, coordinator, make_case):
    case = make_case("declined")
    page = client.get(f"/stod/{case.pk}/").context["page"]
    again = {"participation": case.participation_id, "area": case.area_id, "need": "Råd"}
    assert client.get(page.again_url).context["form"].initial == again
    open_case = make_case()
    for asked in (open_case.pk, "9" * 30, "9" * 5000, "x"):
        assert client.get(f"/stod/nytt/?igen={asked}").context["form"].initial == {"participation": None}


@pytest.mark.parametrize("state", ["need", "offered", "accepted"])
def test_support_case_no_longer_needed_is_closed(client, coordinator, make_case, state):
    case = make_case(state)
    url, close = f"/stod/{case.pk}/", {"deed": "withdraw", "seen": case.state}
    response = client.post(url, close | {"word": " "})
    assert response.context["form"].errors == {"word": ["Skriv varför det inte längre är aktuellt"]}
    refused = client.post(url, close | {"word": "Gäller 19121212-1212"}).context["form"]
    assert set(refused.errors) == {"word"}
    assert refused.visible_to["word"] == "Länsstyrelsen Västernorrland, MÄN och kommunen."
    told = [client.post(url, close | {"word": "Löst internt"}, follow=True) for _time in range(2)]
    assert [said(each) for each in told] == [
        ["Behovet är avslutat. Ingen får mejl om det här. Det syns i portalen."],
        ["Det är redan noterat. Här ser du hur det står till nu."],
    ]
    case.refresh_from_db()
    assert (case.state, case.withdrawn_by, case.withdrawn_text) == ("withdrawn", coordinator, "Löst internt")
    page = client.get("/stod/").context["page"]
    assert not any(listed(page.lists).values())
    assert listed(page.over)["inte-aktuellt"] == [case]
    text = client.get(url).content.decode()
    assert "Löst internt" in text
    assert "Du behöver inte göra något mer." in text


def test_support_that_has_begun_is_not_closed(client, coordinator, make_case):
    case = make_case("in_progress")
    assert client.get(f"/stod/{case.pk}/").context["page"].withdraw is None
    client.post(f"/stod/{case.pk}/", {"deed": "withdraw", "seen": case.state, "word": "Nej"})
    case.refresh_from_db()
    assert case.state == "in_progress"


def test_support_is_closed_by_the_county_alone(client, staff, make_case):
    case = make_case()
    assert client.get(f"/stod/{case.pk}/").context["page"].withdraw is None
    asked = {"deed": "withdraw", "seen": case.state, "word": "Nej"}
    assert client.post(f"/stod/{case.pk}/", asked).status_code == 404


# --- The municipality -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "state"), [("yes", "accepted"), ("no", "declined")])
def test_support_answer(client, leader, make_case, answer, state):
    case = make_case("offered")
    url = f"/min-kommun/stod/{case.pk}/"
    assert "En halv dag." in client.get(url).content.decode()
    for _time in range(2):
        assert client.post(url, {"answer": answer, "text": "Tack"}).url == url
    case.refresh_from_db()
    assert (case.state, case.answered_by, case.answer_text) == (state, leader, "Tack")


def test_home_leads_the_process_leader_to_the_oldest_offer(client, leader, make_case, participations):
    make_case(days=30)
    make_case("offered", days=2)
    old = make_case("offered", days=9)
    make_case("offered", place=1, days=20)
    link = f'<a href="/min-kommun/stod/{old.pk}/">Svara på erbjudandet: Processtöd på plats</a>'
    assert link in client.get("/min-sida/").content.decode()
    SupportCase.objects.filter(participation=participations[0]).delete()
    assert "Svara på erbjudandet" not in client.get("/min-sida/").content.decode()


def test_support_answer_other_way_round_is_refused(client, leader, make_case):
    case = make_case("declined")
    form = client.post(f"/min-kommun/stod/{case.pk}/", {"answer": "yes"}).context["form"]
    assert form.non_field_errors() == ["Erbjudandet är redan besvarat."]


def test_process_leader_closes_a_need_of_the_own_municipality(client, leader, make_case):
    case = make_case(origin="municipality")
    url = f"/min-kommun/stod/{case.pk}/"
    assert "Ta tillbaka behovet" in client.get(url).content.decode()
    assert set(
        client.post(url, {"deed": "withdraw", "seen": case.state, "word": ""}).context["form"].errors
    ) == {"word"}
    asked = {"deed": "withdraw", "seen": case.state, "word": "Vi löste det själva"}
    assert [said(client.post(url, asked, follow=True)) for _time in range(2)] == [
        ["Behovet är avslutat. Ingen får mejl om det här. Det syns i portalen."],
        ["Det är redan noterat. Här ser du hur det står till nu."],
    ]
    case.refresh_from_db()
    assert (case.state, case.withdrawn_by) == ("withdrawn", leader)
    form = client.post(url, {"answer": "yes"}).context["form"]
    assert form.non_field_errors() == ["Behovet är avslutat. Det är inte längre aktuellt."]


@pytest.mark.parametrize(("state", "origin"), [("need", "check_in"), ("offered", "municipality")])
def test_process_leader_closes_nothing_else(client, leader, make_case, state, origin):
    case = make_case(state, origin=origin)
    url = f"/min-kommun/stod/{case.pk}/"
    assert client.get(url).context["page"].withdraw is None
    client.post(url, {"deed": "withdraw", "seen": case.state, "word": "Nej"})
    case.refresh_from_db()
    assert case.state == state


def test_member_closes_no_need(client, make_case, participations):
    case = make_case(origin="municipality")
    client.force_login(factories.make_enrolment(participations[0]).user)
    assert client.get(f"/min-kommun/stod/{case.pk}/").context["page"].withdraw is None
    asked = {"deed": "withdraw", "word": "Nej"}
    assert client.post(f"/min-kommun/stod/{case.pk}/", asked).status_code == 404


def test_support_answer_is_read_by_members_and_by_no_other_municipality(client, make_case, participations):
    case = make_case("offered")
    client.force_login(factories.make_enrolment(participations[0]).user)
    assert client.get(f"/min-kommun/stod/{case.pk}/").context["form"] is None
    assert client.post(f"/min-kommun/stod/{case.pk}/", {"answer": "yes"}).status_code == 404
    client.force_login(factories.make_enrolment(participations[1], role="process_leader").user)
    assert client.get(f"/min-kommun/stod/{case.pk}/").status_code == 404


def test_need_create(client, leader, area):
    url = "/min-kommun/harnosand/behov/"
    assert set(client.post(url, {}).context["form"].errors) == {"area", "need"}
    for _time in range(2):
        client.post(url, {"area": area.pk, "need": "Hjälp med enkäten"})
    case = SupportCase.objects.get()
    assert (case.origin, case.raised_by, case.need) == ("municipality", leader, "Hjälp med enkäten")


def test_need_create_is_for_the_own_municipality(client, leader, participations):
    assert client.get("/min-kommun/kramfors/behov/").status_code == 404
    participations[0].__class__.objects.update(ended_on=ON)
    assert client.get("/min-kommun/harnosand/behov/").status_code == 404


# --- The catalogue ----------------------------------------------------------------------------------------


def test_support_offer_list_by_area_with_use(client, coordinator, make_case, area, offer):
    make_case("offered")
    make_case("declined", 1)
    factories.make_county_board("gavleborg").support_offers.create(name="Ett annat läns")
    own = factories.make_county_board().support_offers.create(name="Nätverksdag")
    page = client.get("/stod/katalog/").context["page"]
    lines = {
        group.area: [(line.offer, line.offer.offered, line.url) for line in group.lines]
        for group in page.groups
    }
    assert lines == {area: [(offer, 2, "")], None: [(own, 0, f"/stod/katalog/{own.pk}/")]}


def test_support_offer_create_and_edit(client, coordinator, area):
    client.post("/stod/katalog/nytt/", {"name": "Mallar", "areas": [area.pk]})
    offer = SupportOffer.objects.get(county_board=factories.make_county_board())
    url = f"/stod/katalog/{offer.pk}/"
    client.post(url, {"name": "Mallar och exempel", "description": "Beslut"})
    offer.refresh_from_db()
    assert (offer.name, offer.description, offer.areas.count()) == ("Mallar och exempel", "Beslut", 0)
    client.post(url, {"action": "retire"})
    assert [line.offer for line in client.get("/stod/katalog/").context["page"].retired] == [offer]
    client.post(url, {"action": "restore"})
    assert client.get("/stod/katalog/").context["page"].retired == []


def test_support_offer_create_says_that_a_name_is_taken(client, coordinator):
    factories.make_county_board().support_offers.create(name="Mallar", description="Beslut")
    assert set(client.post("/stod/katalog/nytt/", {"name": "Mallar"}).context["form"].errors) == {"name"}


def test_national_support_is_not_the_countys_to_change(client, coordinator, offer):
    assert client.get(f"/stod/katalog/{offer.pk}/").status_code == 404


# --- Who is told ------------------------------------------------------------------------------------------


def test_each_receipt_names_who_is_told_and_when(client, coordinator, make_case, offer, leader):
    case = make_case()
    client.force_login(coordinator)
    offered = {"deed": "offer", "offer": offer.pk, "offer_text": "En dag"}
    response = client.post(f"/stod/{case.pk}/", offered, follow=True)
    assert said(response) == [f"Stödet är erbjudet. {leader} får mejl (i morgon kl. 8)."]
    client.force_login(leader)
    case.refresh_from_db()
    answer = {"answer": "yes", "text": "", "seen": case.offered_at.isoformat()}
    response = client.post(f"/min-kommun/stod/{case.pk}/", answer, follow=True)
    assert said(response) == [f"Ert svar är sparat. {coordinator} får mejl (i morgon kl. 8)."]


def test_an_offer_to_a_municipality_without_a_process_leader_says_that_nobody_is_told(
    client, coordinator, make_case, offer
):
    case = make_case()
    client.force_login(coordinator)
    response = client.post(
        f"/stod/{case.pk}/", {"deed": "offer", "offer": offer.pk, "offer_text": "En dag"}, follow=True
    )
    assert said(response) == [
        "Stödet är erbjudet. Ingen får mejl: kommunen har ingen processledare i portalen."
    ]
