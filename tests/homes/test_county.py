"""The coordinator's home."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from followups.models import CheckIn, Commitment
from homes.pages.county import county_sections
from programmes.models import Enquiry, Programme
from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 22)


@pytest.fixture
def user():
    return factories.make_coordinator().user


@pytest.fixture
def participations():
    cohort = factories.make_cohort()
    factories.make_session(cohort, starts_at=datetime(2026, 9, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC), theme="Avslutning")
    return [factories.make_participation(cohort, slug) for slug in ("harnosand", "kramfors")]


def to_do(user, *, on=ON):
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    [section] = county_sections(user, on=on, at=at)
    return [(item.text, item.hint, item.tag.word) for item in section.to_do]


def make_done(participation, month):
    factories.make_check_in_version(factories.make_check_in(participation, month, state="done"))


def test_to_do_has_late_months_first_then_this_months(user, participations):
    make_done(participations[0], date(2026, 10, 1))
    factories.make_check_in(participations[1], date(2026, 11, 1))
    locked = "Månaden är låst. Be MÄN låsa upp den."
    assert to_do(user) == [
        ("Kramfors: avstämning för oktober", locked, "Sen"),
        ("Härnösand: avstämning för november", "", "Att göra"),
        ("Kramfors: avstämning för november", "", "Utkast"),
    ]
    hint = "Har ni inte fått kontakt? Välj Ingen kontakt."
    assert to_do(user, on=date(2026, 11, 2))[0] == ("Kramfors: avstämning för oktober", hint, "Sen")


def test_the_hint_of_a_late_month_follows_what_was_asked_and_answered(user, participations):
    late = "Kramfors: avstämning för oktober"
    make_done(participations[0], date(2026, 10, 1))
    asked = factories.make_unlock_request(participations[1], date(2026, 10, 1))
    assert to_do(user)[0] == (late, "MÄN har fått frågan om att låsa upp månaden.", "Sen")
    asked.delete()
    factories.make_check_in(participations[1], date(2026, 10, 1), unlocked_at=NOW)
    hint = "Månaden är upplåst för länsstyrelsen till och med 3 december."
    assert to_do(user)[0] == (late, hint, "Sen")


def test_to_do_has_what_was_opened_again(user, participations):
    for participation in participations:
        for month in (date(2026, 10, 1), date(2026, 11, 1)):
            make_done(participation, month)
    assert to_do(user) == []
    CheckIn.objects.filter(
        expected__participation=participations[0], expected__month=date(2026, 10, 1)
    ).update(state="reopened")
    assert to_do(user) == [
        ("Härnösand: avstämning för oktober", "Ändring som inte är klarmarkerad", "Utkast")
    ]


@pytest.mark.parametrize(("days", "waits"), [(13, False), (14, True)])
def test_to_do_has_needs_that_waited_two_weeks_for_an_offer(user, participations, days, waits):
    area = DevelopmentArea.objects.get(name="Föräldraskapsstöd")
    raised_at = NOW - timedelta(days=days)
    SupportCase.objects.create(participation=participations[0], area=area, need="Metod", raised_at=raised_at)
    found = [item for item in to_do(user) if "behöver stöd" in item[0]]
    wanted = ("Härnösand behöver stöd: Föräldraskapsstöd", f"Har väntat i {days} dagar", "Behöver stöd")
    assert found == ([wanted] if waits else [])


def test_county_shows_sentence_sessions_and_enquiries(client, user, participations, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    Enquiry.objects.create(
        programme=Programme.objects.get(kind="process_training"),
        municipality=factories.make_municipality("solleftea"),
        name="Ville Exempelberg",
        email="ville@example.org",
        message="HEMLIG TEXT",
        received_at=NOW,
    )
    client.force_login(user)
    text = client.get("/mitt-lan/").content.decode()
    assert "0 av 2 avstämningar för november är klara." in text
    assert "Fortsätt med november" in text
    assert 'href="/avstamningar/2026-11/harnosand/"' in text
    assert "Onsdag 9 juni 2027 kl. 9.00–12.00 · Folkets hus" in text
    assert "Ville Exempelberg, Sollefteå" in text
    assert "HEMLIG TEXT" not in text


def test_county_without_municipalities_says_who_adds_them(client, user):
    client.force_login(user)
    text = client.get("/mitt-lan/").content.decode()
    assert "Inga kommuner i ditt län än. MÄN lägger till dem." in text
    assert "Inga utbildningstillfällen är planerade." in text


def test_county_when_all_is_done_says_so(client, user, participations, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    for participation in participations:
        for month in (date(2026, 10, 1), date(2026, 11, 1)):
            make_done(participation, month)
    client.force_login(user)
    text = client.get("/mitt-lan/").content.decode()
    assert "Alla 2 avstämningar för november är klara." in text
    assert "Du har inget att göra just nu." in text
    assert "Fortsätt med november" not in text


def test_a_draft_cohort_is_unknown(user):
    cohort = factories.make_cohort(state="draft")
    factories.make_session(cohort, starts_at=datetime(2026, 9, 14, 8, tzinfo=UTC))
    factories.make_participation(cohort)
    [section] = county_sections(user, on=ON, at=NOW)
    assert (section.county.participations, section.to_do, section.sessions) == ([], [], [])


def test_to_do_has_offers_that_wait_for_an_answer_and_no_support_of_who_has_left(user, participations):
    area = DevelopmentArea.objects.get(name="Föräldraskapsstöd")
    offer = SupportOffer.objects.create(name="Processtöd")
    facts = {"area": area, "need": "Metod", "offer": offer, "state": SupportCase.State.OFFERED}
    times = {"raised_at": NOW - timedelta(days=9), "offered_at": NOW - timedelta(days=3)}
    case = SupportCase.objects.create(participation=participations[0], **facts, **times)
    SupportCase.objects.create(participation=participations[1], **facts, **times)
    participations[1].__class__.objects.filter(pk=participations[1].pk).update(ended_on=ON)
    [section] = county_sections(user, on=ON, at=NOW)
    found = [item for item in section.to_do if "erbjudandet" in item.text]
    assert [(item.url, item.text, item.hint, item.tag.word) for item in found] == [
        (
            f"/stod/{case.pk}/",
            "Härnösand har inte svarat på erbjudandet: Processtöd",
            "Har väntat i 3 dagar",
            "Erbjudet",
        )
    ]
    SupportCase.objects.filter(pk=case.pk).update(offered_at=NOW)
    [section] = county_sections(user, on=ON, at=NOW)
    assert [item.hint for item in section.to_do if "erbjudandet" in item.text] == ["Erbjudet i dag"]


def test_county_shows_what_the_county_board_has_promised(client, user, participations, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    check_in = factories.make_check_in(participations[0], date(2026, 10, 1), state="done")
    for position, owner in enumerate(("county_board", "municipality")):
        Commitment.objects.create(
            participation=participations[0], check_in=check_in, position=position, owner=owner,
            text=f"Löfte av {owner}", due_on=ON, created_at=NOW, changed_at=NOW, changed_by=user,
        )  # fmt: skip
    client.force_login(user)
    text = client.get("/mitt-lan/").content.decode()
    assert "Löfte av county_board" in text
    assert "Löfte av municipality" not in text


def test_county_shows_the_last_six_months_of_those_who_take_part(client, user, participations, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    check_in = factories.make_check_in(participations[0], date(2026, 10, 1), state="done", progress="stuck")
    steps = [{"number": number, "title": "Steg", "status": "not_started"} for number in range(1, 6)]
    steps[1]["status"] = "ongoing"
    factories.make_check_in_version(check_in, steps=steps)
    client.force_login(user)
    response = client.get("/mitt-lan/")
    [group] = response.context["page"].followup.groups
    assert [line.name for line in group.lines] == ["Kramfors", "Härnösand"]
    assert [line.step for line in group.lines] == ["–", "steg 2 av 5"]
    text = response.content.decode()
    assert "En kommun behöver hjälp nu: Härnösand" in text
    assert 'href="/avstamningar/2026-10/harnosand/"' in text


@pytest.mark.parametrize("name", ["installningar", "samordnare", "overlamning"])
def test_county_leads_to_its_other_pages(client, user, name):
    client.force_login(user)
    assert f'href="/mitt-lan/{name}/?lan=vasternorrland"' in client.get("/mitt-lan/").content.decode()


def test_county_asks_at_most_twelve_questions(client, user, participations):
    for participation in participations:
        make_done(participation, date(2026, 10, 1))
    client.force_login(user)
    client.get("/mitt-lan/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/mitt-lan/")
    assert len([each for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]) <= 12
