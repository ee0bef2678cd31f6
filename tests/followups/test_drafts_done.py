"""The drafts of a month, read once more and marked as done together."""

from datetime import date

import pytest
from django.urls import resolve
from zeal import zeal_ignore

from followups.models import CheckIn, CheckInVersion
from municipalities.models import Municipality
from support.models import DevelopmentArea, SupportCase, SupportOffer
from tests import factories
from tests.check_ins import month, said, short

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
NOVEMBER = date(2026, 11, 1)
PATH = "/avstamningar/2026-11/utkast/"


@pytest.fixture
def drafts(coordinator, participations):
    """Härnösand and Kramfors are complete, Sundsvall lacks the status."""
    texts = [
        {"progress": "on_track", "happened": "Kartläggningen har börjat. Mer står här."},
        {"progress": "no_contact"},
        {"happened": "Ett samtal.", "need": "Hjälp", "need_area": DevelopmentArea.objects.first()},
    ]
    return [
        factories.make_check_in(each, NOVEMBER, number=1, **text)
        for each, text in zip(participations, texts, strict=True)
    ]


@pytest.fixture(autouse=True)
def _each_draft_by_itself():
    with zeal_ignore():
        yield


def states():
    rows = CheckIn.objects.filter(expected__month=NOVEMBER).order_by(
        "expected__participation__municipality__name"
    )
    return list(rows.values_list("state", flat=True))


def test_no_municipality_stands_in_the_way_of_the_page():
    assert resolve(PATH).view_name == "followups:drafts_done"
    assert not Municipality.objects.filter(slug="utkast").exists()


def test_drafts_done_shows_what_is_complete_and_what_is_missing(client, drafts):
    assert (
        f'<a class="btn btn--2" href="{PATH}">Klarmarkera 2 utkast</a>'
        in client.get(month()).content.decode()
    )
    text = client.get(PATH).content.decode()
    assert "2 utkast är kompletta" in text
    assert "I fas. Kartläggningen har börjat." in text
    assert "Mer står här" not in text
    assert "Texterna ska inte innehålla uppgifter om enskilda personer." in text
    assert "I ett utkast saknas något" in text
    assert "Välj hur det går för kommunen" in text
    assert '<a href="/avstamningar/2026-11/sundsvall/">Fortsätt med Sundsvall</a>' in text
    assert ('name="kramfors"' in text, 'name="sundsvall"' in text) == (True, False)


def test_drafts_done_marks_what_was_shown(client, drafts):
    answer = client.post(PATH, {"harnosand": 1, "kramfors": 1})
    assert answer.url == month()
    assert said(client.get(answer.url)) == ["2 utkast för november är klarmarkerade."]
    assert states() == ["done", "done", "draft"]
    client.post(PATH, {"harnosand": 1, "kramfors": 1})  # done twice: nothing more
    assert CheckInVersion.objects.filter(check_in__expected__month=NOVEMBER).count() == 2


def test_drafts_done_leaves_what_changed_meanwhile_and_says_so(client, drafts):
    CheckIn.objects.filter(pk=drafts[1].pk).update(number=2, happened="Nytt")
    answer = client.post(f"{PATH}?lan=vasternorrland", {"harnosand": 1, "kramfors": 1})
    assert answer.url == f"{month()}?lan=vasternorrland"
    assert said(client.get(answer.url)) == [
        "1 utkast för november är klarmarkerat.",
        "Någon ändrade Kramfors medan du läste. Läs det utkastet igen.",
    ]
    assert states() == ["done", "draft", "draft"]


def test_drafts_done_refuses_one_and_goes_on_with_the_next(client, drafts):
    answer = client.post(PATH, {"sundsvall": 1, "harnosand": 1, "kramfors": ""})
    assert said(client.get(answer.url)) == [
        "Sundsvall: Välj hur det går för kommunen",
        "1 utkast för november är klarmarkerat.",
    ]
    assert states() == ["done", "draft", "draft"]


@pytest.mark.parametrize("sent", [{"harnosand": "x"}, {"harnosand": "1e9999"}])
def test_drafts_done_that_is_not_numbers_changes_nothing(client, drafts, sent):
    assert client.post(PATH, sent).status_code == 200
    assert states() == ["draft", "draft", "draft"]


def test_drafts_done_of_another_county_are_out_of_reach(client, drafts):
    elsewhere = factories.make_coordinator(county_board=factories.make_county_board("kalmar"))
    client.force_login(elsewhere.user)
    assert client.get(f"{PATH}?lan=vasternorrland").status_code == 404
    assert client.post(PATH, {"harnosand": 1}).status_code == 302  # a month of their own, without the row
    assert states() == ["draft", "draft", "draft"]


def test_drafts_done_is_not_for_those_who_read(client, drafts, staff):
    for path in (PATH, f"{PATH}?lan=vasternorrland"):
        assert (client.get(path).status_code, client.post(path, {"harnosand": 1}).status_code) == (404, 404)


def test_drafts_done_without_drafts_leads_back(client, coordinator, participations):
    text = client.get(PATH).content.decode()
    assert "Det finns inga utkast att klarmarkera." in text


def test_drafts_done_locks_with_the_month(client, coordinator, participations):
    factories.make_check_in(participations[0], date(2026, 8, 1), number=1, progress="no_contact")
    text = client.get("/avstamningar/2026-09/utkast/").content.decode()
    assert "Det finns inga utkast att klarmarkera." in text


RETIRED = "”Halvdag” erbjuds inte längre. Öppna avstämningen och välj ett annat stöd."


@pytest.fixture
def retired(drafts):
    """Härnösand's draft offers support that left the catalogue meanwhile."""
    offer = SupportOffer.objects.create(name="Halvdag", is_active=False)
    drafts[0].need_area, drafts[0].need, drafts[0].need_offer = DevelopmentArea.objects.first(), "Stöd", offer
    drafts[0].save()
    return drafts[0]


def test_drafts_done_lists_retired_support_as_lacking(client, retired):
    text = client.get(PATH).content.decode()
    assert RETIRED in text
    assert 'name="harnosand"' not in text


def test_drafts_done_refuses_support_that_was_retired_while_one_read(client, retired):
    answer = client.post(PATH, {"harnosand": 1})
    assert said(client.get(answer.url)) == [f"Härnösand: {RETIRED}"]
    assert states() == ["draft", "draft", "draft"]
    assert not SupportCase.objects.exists()


def test_a_row_of_the_month_refuses_retired_support_too(client, retired):
    assert RETIRED in client.post(month(), short(number=1)).content.decode()
    assert states() == ["draft", "draft", "draft"]


def test_drafts_done_refuses_a_development_area_that_is_used_no_more(client, drafts):
    area = DevelopmentArea.objects.create(name="Gammalt", is_active=False)
    CheckIn.objects.filter(pk=drafts[0].pk).update(need_area=area, need="Stöd")
    answer = client.post(PATH, {"harnosand": 1})
    assert said(client.get(answer.url)) == [
        "Härnösand: Området ”Gammalt” används inte längre. Öppna avstämningen och välj ett annat."
    ]
    assert states() == ["draft", "draft", "draft"]
