"""The month's list and one check-in's page, as each kind of user meets them."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from followups.models import CheckIn, CheckInVersion, DevelopmentArea, Obstacle, SupportCase
from programmes.models import ParticipationPause
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The pages' clock stands still on Sunday 22 November 2026."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def cohort():
    cohort = factories.make_cohort()
    factories.make_session(cohort, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    factories.make_session(cohort, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    return cohort


@pytest.fixture
def participations(cohort):
    """Härnösand, Kramfors and Sundsvall; all have September and October."""
    found = [factories.make_participation(cohort, slug) for slug in ("harnosand", "kramfors", "sundsvall")]
    for participation in found:
        for month in (date(2026, 9, 1), date(2026, 10, 1)):
            make_done(participation, month, happened="Styrgruppen är utsedd. Mer.", next_step="Boka möte")
    return found


def make_done(participation, month, **answers):
    check_in = factories.make_check_in(participation, month, state="done", **answers)
    factories.make_check_in_version(
        check_in, happened=check_in.happened, internal_note=check_in.internal_note
    )
    return check_in


@pytest.fixture
def coordinator(client):
    role = factories.make_coordinator(user=factories.make_user(first_name="Alva", last_name="Provlund"))
    client.force_login(role.user)
    return role.user


def month(text="2026-11"):
    return f"/avstamningar/{text}/"


def edit(slug="harnosand", text="2026-11"):
    return f"/avstamningar/{text}/{slug}/"


def short(slug="harnosand", number=0, **answers):
    fields = {"number": number, "progress": "on_track", "happened": "Ett möte.", "next_step": ""} | answers
    return {"municipality": slug} | {f"{slug}-{name}": value for name, value in fields.items()}


def whole(number=0, action="done", **answers):
    steps = {f"step_{step}": "not_started" for step in range(1, 6)}
    outcome = {"previous_next_step_outcome": "remaining"}
    fields = {"number": number, "progress": "on_track", "happened": "Ett möte.", "action": action}
    return fields | steps | outcome | answers


def said(response):
    return [str(message) for message in response.context["messages"]]


# --- Who ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/mitt-lan/", "/avstamningar/", month(), edit()])
def test_anonymous_people_log_in_first(client, path):
    response = client.get(path)
    assert (response.status_code, response.url.split("?")[0]) == (302, "/logga-in/")


@pytest.mark.parametrize("path", ["/mitt-lan/", month(), edit()])
def test_the_pages_do_not_exist_for_others(client, participations, path):
    elsewhere = factories.make_coordinator(county_board=factories.make_county_board("kalmar"))
    ended = factories.make_coordinator(ends_on=date(2026, 11, 21))
    leader = factories.make_enrolment(participations[0], role="process_leader")
    for user in (ended.user, leader.user, factories.make_user()):
        client.force_login(user)
        assert client.get(path).status_code == 404
    client.force_login(elsewhere.user)
    assert client.get(edit()).status_code == 404
    assert client.post(edit(), whole()).status_code == 404
    assert client.post(month(), short()).status_code == 404
    assert client.get(f"{month()}?lan=vasternorrland").status_code == 404
    assert CheckIn.objects.filter(month=date(2026, 11, 1)).count() == 0


def test_check_in_month_current_leads_to_the_month(client, coordinator):
    assert client.get("/avstamningar/").url == month()


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-06", "2027-07", "0000-01", "november"])
def test_a_month_that_is_none_or_out_of_range_does_not_exist(client, coordinator, participations, text):
    assert client.get(month(text)).status_code == 404


@pytest.mark.parametrize(
    "path", [edit("solleftea"), edit("harnosand", "2026-08"), edit("harnosand", "2027-07")]
)
def test_a_check_in_that_nobody_expects_does_not_exist(client, coordinator, participations, path):
    assert client.get(path).status_code == 404


# --- The month ------------------------------------------------------------------------------------------


def test_check_in_month_says_how_it_stands_and_opens_the_first_undone(client, coordinator, participations):
    make_done(participations[0], date(2026, 11, 1), happened="Klart här.")
    factories.make_check_in(participations[2], date(2026, 11, 1))
    text = client.get(month()).content.decode()
    assert "1 av 3 avstämningar för november är klara. " in text
    assert "Alla ska vara klara senast måndag 30 november, om 8 dagar." in text
    assert text.count("<details") == 3
    assert '<details id="kramfors" open>' in text
    assert text.count(" open>") == 1
    assert text.count("data-shortcut") == 2  # the one that is done has no form
    assert "I fas i oktober. Styrgruppen är utsedd." in text
    assert '<i class="on"></i><i class="half"></i><i></i>' in text


def test_check_in_month_marks_done_and_goes_to_the_next(client, coordinator, participations):
    response = client.post(month(), short("harnosand"))
    assert response.url == f"{month()}#kramfors"
    page = client.get(month())
    assert said(page) == ["Härnösand är klar för november. 2 kommuner kvar."]
    version = CheckInVersion.objects.get(check_in__month=date(2026, 11, 1))
    assert (version.happened, version.check_in.participation) == ("Ett möte.", participations[0])
    client.post(month(), short("sundsvall"))
    assert client.post(month(), short("kramfors")).url == f"{month()}#kramfors"
    assert "Alla 3 avstämningar för november är klara." in client.get(month()).content.decode()


def test_check_in_month_keeps_what_the_short_form_does_not_ask(client, coordinator, participations):
    CheckInVersion.objects.update(steps=[{"number": 1, "title": "x", "status": "done"}], obstacles=["Tid"])
    client.post(month(), short(next_step="Boka möte"))
    version = CheckInVersion.objects.get(check_in__month=date(2026, 11, 1))
    assert [step["status"] for step in version.steps] == ["done"] + ["not_started"] * 4
    assert (version.obstacles, version.next_step) == (["Tid"], "Boka möte")
    assert (version.previous_next_step, version.previous_next_step_outcome) == ("Boka möte", "remaining")


def test_check_in_month_keeps_what_was_written_when_something_is_missing(client, coordinator, participations):
    response = client.post(month(), short("kramfors", progress="", happened="", next_step="Ringa"))
    text = response.content.decode()
    assert response.status_code == 200
    assert "Avstämningen är inte klar än. Rätta 2 saker" in text
    assert text.count("Välj hur det går för kommunen") == 2
    assert text.count("Skriv vad som har hänt, eller välj Inget nytt sedan sist") == 2
    assert '<details id="kramfors" open>' in text
    assert 'value="Ringa"' in text
    assert text.startswith("<!DOCTYPE html>")
    assert "<title>Fel: " in text
    assert CheckIn.objects.filter(month=date(2026, 11, 1)).count() == 0


def test_check_in_month_of_july_is_empty_and_of_a_coming_month_closed(
    client, coordinator, cohort, participations
):
    factories.make_session(cohort, starts_at=datetime(2026, 5, 14, 8, tzinfo=UTC))
    july = client.get(month("2026-07")).content.decode()
    assert "Inga avstämningar i juli." in july
    december = client.get(month("2026-12")).content.decode()
    assert "Avstämningarna för december öppnar 1 december." in december
    assert "data-shortcut" not in december
    assert client.post(month("2026-12"), short()).status_code == 200
    assert CheckIn.objects.filter(month=date(2026, 12, 1)).count() == 0


def test_check_in_month_that_is_locked_is_read(client, coordinator, participations):
    text = client.get(month("2026-10")).content.decode()
    assert "data-shortcut" not in text
    assert "Styrgruppen är utsedd. Mer." in text


def test_check_in_month_tags_a_municipality_that_lacks_an_earlier_month(client, coordinator, participations):
    CheckInVersion.objects.filter(check_in__participation=participations[2]).delete()
    CheckIn.objects.filter(participation=participations[2]).delete()
    text = client.get(month()).content.decode()
    assert "Sundsvall saknar september och oktober." in text
    assert "2 månader saknas" in text


def test_check_in_month_has_a_section_for_each_board(client, coordinator, participations):
    kalmar = factories.make_county_board("kalmar")
    factories.make_coordinator(user=coordinator, county_board=kalmar)
    other = factories.make_cohort(county_board=kalmar)
    factories.make_session(other, starts_at=datetime(2026, 8, 14, 8, tzinfo=UTC))
    factories.make_session(other, starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    factories.make_participation(other, "emmaboda")
    text = client.get(month()).content.decode()
    assert [name in text for name in ("Kalmar län", "Västernorrlands län", "Emmaboda", "Kramfors")] == [
        True
    ] * 4
    home = client.get("/mitt-lan/").content.decode()
    assert [name in home for name in ("Kalmar län", "Västernorrlands län")] == [True, True]


# --- One check-in ---------------------------------------------------------------------------------------


def test_check_in_edit_is_prefilled_and_asks_how_it_goes_anew(client, coordinator, participations):
    factories.make_enrolment(
        participations[0],
        role="process_leader",
        user=factories.make_user(first_name="Eva", last_name="Lind", phone="070-174 06 05"),
    )
    factories.make_homework(participations[0].cohort)
    text = client.get(edit()).content.decode()
    assert "Avstämning 1 av 3 · november 2026 · klar senast måndag 30 november" in text
    assert "Nästa steg från oktober: ”Boka möte”" in text
    assert "(oktober)" in text
    assert (
        'name="progress" value="on_track" id="id_progress_0" aria-describedby="id_progress_0_hint">' in text
    )
    assert 'value="remaining"' in text
    assert "Klarmarkera och gå till Kramfors" in text
    assert '<a href="tel:070-174 06 05">' in text
    assert "0 av 1 inlämnade" in text
    assert "Syns för: Bara Länsstyrelsen Västernorrland." in text
    assert CheckIn.objects.filter(month=date(2026, 11, 1)).count() == 0


def test_check_in_edit_hides_a_protected_identity(client, coordinator, participations):
    user = factories.make_user(first_name="Eva", last_name="Hemlig", phone="070-1", protected_identity=True)
    factories.make_enrolment(participations[0], role="process_leader", user=user)
    text = client.get(edit()).content.decode()
    assert [secret in text for secret in ("Hemlig", "070-1", user.email)] == [False] * 3


def test_check_in_edit_marks_done_and_goes_to_the_next_municipality(client, coordinator, participations):
    response = client.post(edit("kramfors"), whole())
    assert response.url == f"{edit('sundsvall')}#content"
    assert said(client.get(edit("sundsvall"))) == ["Kramfors är klar för november. 2 kommuner kvar."]
    assert client.post(edit("sundsvall"), whole()).url == f"{edit('harnosand')}#content"
    client.get(edit("harnosand"))
    response = client.post(edit("harnosand"), whole())
    assert response.url == month()
    assert said(client.get(month())) == ["Härnösand är klar för november. Alla kommuner är klara."]


def test_check_in_edit_saves_a_draft_without_asking_for_more(client, coordinator, participations):
    response = client.post(edit(), whole(action="draft", progress="", happened="Halvt"))
    assert response.url == edit()
    draft = CheckIn.objects.get(month=date(2026, 11, 1))
    assert (draft.state, draft.happened, draft.progress) == ("draft", "Halvt", "")
    text = client.get(edit()).content.decode()
    assert "Utkast sparat 22 november 2026 kl. 10.00 av Alva Provlund" in text
    assert "Halvt</textarea>" in text


def test_check_in_edit_keeps_what_was_written_when_something_is_missing(client, coordinator, participations):
    response = client.post(
        edit(), whole(progress="", happened="", need="Metodstöd", next_step="19121212-1212")
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert "Texten verkar innehålla ett personnummer. Ta bort det." in text
    response = client.post(edit(), whole(progress="", happened="", need="Metodstöd"))
    text = response.content.decode()
    assert "Avstämningen är inte klar än. Rätta 3 saker" in text
    assert "Metodstöd</textarea>" in text
    assert '<a href="#id_need_area">Välj utvecklingsområde för behovet</a>' in text
    assert CheckIn.objects.filter(month=date(2026, 11, 1)).count() == 0


def test_check_in_edit_of_what_is_done_makes_a_new_version(client, coordinator, participations):
    client.post(edit(), whole())
    text = client.get(edit()).content.decode()
    assert "Klarmarkerad 22 november. Det du ändrar blir en ny version." in text
    client.post(edit(), whole(number=1, progress="stuck"))
    client.post(edit(), whole(number=1, progress="stuck"))  # a double click
    versions = CheckInVersion.objects.filter(check_in__month=date(2026, 11, 1)).order_by("version")
    assert [(version.version, version.progress) for version in versions] == [(1, "on_track"), (2, "stuck")]


def test_check_in_edit_shows_the_open_need(client, coordinator, participations):
    area = DevelopmentArea.objects.first()
    SupportCase.objects.create(participation=participations[0], area=area, need="Metodstöd", raised_at=NOW)
    text = client.get(edit()).content.decode()
    assert "Behov och stöd: 1 öppet behov – ändra" in text
    assert f"<li>{area}: Behov</li>" in text


def test_a_conflict_shows_both_texts_and_overwrites_nothing(client, coordinator, participations):
    client.post(edit(), whole(happened="Alvas text", action="draft"))
    other = factories.make_coordinator(user=factories.make_user(first_name="Ture", last_name="Fiktivberg"))
    client.force_login(other.user)
    response = client.post(edit(), whole(happened="Tures text", next_step="Ringa"))
    text = response.content.decode()
    assert response.status_code == 409
    assert "Alva Provlund ändrade avstämningen 22 november kl. 10.00. Välj vilken text som ska gälla." in text
    assert text.count("Alvas text") == 1
    assert text.count("Tures text") == 2  # beside the other text, and kept in its field
    assert 'name="keep_happened"' in text
    assert 'name="keep_next_step"' in text
    assert 'name="number" value="1"' in text
    assert CheckIn.objects.get(month=date(2026, 11, 1)).happened == "Alvas text"


def test_after_a_conflict_each_answer_is_chosen(client, coordinator, participations):
    client.post(edit(), whole(happened="Alvas text", next_step="Alvas steg", action="draft"))
    entered = whole(happened="Tures text", next_step="Tures steg")
    assert client.post(edit(), entered).status_code == 409
    again = entered | {"number": 1, "conflicts": "happened,next_step", "keep_happened": "theirs"}
    response = client.post(edit(), again)
    assert "Välj vilken text som ska gälla" in response.content.decode()
    assert response.status_code == 200
    client.post(edit(), again | {"keep_next_step": "mine"})
    version = CheckInVersion.objects.get(check_in__month=date(2026, 11, 1))
    assert (version.happened, version.next_step) == ("Alvas text", "Tures steg")


def test_a_conflict_in_the_months_list_leads_to_both_texts(client, coordinator, participations):
    client.post(edit(), whole(happened="Alvas text", action="draft"))
    response = client.post(month(), short(happened="Tures text"))
    assert response.status_code == 409
    assert response.content.decode().count("Tures text") == 2


def test_a_locked_month_is_read_with_its_versions(client, coordinator, participations):
    steps = [{"number": 1, "title": "Initiera samverkan", "status": "ongoing"}]
    CheckInVersion.objects.update(internal_note="Bara för oss", steps=steps)
    response = client.get(edit(text="2026-10"))
    text = response.content.decode()
    assert "Månaden är låst och går inte att ändra." in text
    assert "Styrgruppen är utsedd. Mer." in text
    assert "Bara för oss" in text
    assert "<dt>1. Initiera samverkan</dt><dd>Pågår</dd>" in text
    assert "<textarea" not in text
    assert client.post(edit(text="2026-10"), whole()).status_code == 200
    assert CheckInVersion.objects.filter(check_in__month=date(2026, 10, 1)).count() == 3


def test_a_conflict_names_every_kind_of_answer_in_words(client, coordinator, participations):
    tid = Obstacle.objects.get(name="Tid")
    theirs = {
        "progress": "stuck",
        "nothing_new": "on",
        "previous_next_step_outcome": "done",
        "step_1": "done",
        "obstacles": [tid.pk],
        "next_step_on": "2026-12-03",
        "contact_kind": "call",
        "internal_note": "Ring igen",
    }
    client.post(edit(), whole(**theirs))
    response = client.post(edit(), whole())
    text = response.content.decode()
    assert response.status_code == 409
    assert set(response.context["form"].conflicting) == {
        "progress",
        "previous_next_step_outcome",
        "nothing_new",
        "next_step_on",
        "contact_kind",
        "internal_note",
        "steps",
        "obstacles",
    }
    words = ("Har fastnat", "1. Initiera samverkan: Klart", ">Ja<", ">Nej<", ">(tomt)<", "3 december 2026")
    assert [word in text for word in words] == [True] * len(words)


def test_a_pause_that_begins_while_one_writes_closes_the_month(client, coordinator, participations):
    assert client.get(edit()).status_code == 200
    ParticipationPause.objects.create(
        participation=participations[0], starts_on=date(2026, 11, 30), reason="Omorganisation"
    )
    assert client.post(edit(), whole()).status_code == 404
    assert client.post(month(), short()).status_code == 404


def test_check_in_month_refuses_a_row_that_is_not_there(client, coordinator, participations):
    assert client.post(month(), short("gavle")).status_code == 404
    assert client.post(month(), {}).status_code == 404


# --- Staff ----------------------------------------------------------------------------------------------


@pytest.fixture
def staff(client):
    user = factories.make_staff()
    client.force_login(user)
    return user


def test_staff_see_the_counties_and_one_countys_rows_to_read(client, staff, participations):
    make_done(participations[0], date(2026, 11, 1), happened="Offentlig text", internal_note="HEMLIG")
    factories.make_check_in(participations[1], date(2026, 11, 1), happened="UTKASTTEXT")
    factories.make_cohort()  # a second cohort of the county does not list it twice
    text = client.get(month()).content.decode()
    assert text.count("Västernorrlands län") == 1
    assert "1 av 3" in text
    text = client.get(f"{month()}?lan=vasternorrland").content.decode()
    assert "Offentlig text" in text
    assert "data-shortcut" not in text
    for path in (f"{month()}?lan=vasternorrland", edit("harnosand"), edit("kramfors")):
        text = client.get(path).content.decode()
        assert [secret in text for secret in ("HEMLIG", "UTKASTTEXT")] == [False, False]
    assert "Det finns ett utkast." in client.get(edit("kramfors")).content.decode()
    assert client.get(f"{month()}?lan=finns-inte").status_code == 404
    assert client.get(month("2030-01")).status_code == 404
    october = client.get(f"{month('2026-10')}?lan=vasternorrland").content.decode()
    assert 'href="/avstamningar/2026-11/?lan=vasternorrland"' in october


def test_staff_do_not_write(client, staff, participations):
    assert client.post(edit(), whole()).status_code == 200
    assert client.post(f"{month()}?lan=vasternorrland", short()).status_code == 404
    assert CheckIn.objects.filter(month=date(2026, 11, 1)).count() == 0


def test_staff_unlock_a_locked_month_with_a_reason(client, staff, participations):
    path = edit(text="2026-10")
    assert "Lås upp avstämningen" in client.get(path).content.decode()
    assert "Välj varför månaden låses upp" in client.post(path, {}).content.decode()
    assert client.post(path, {"reason": "correction"}).url == path
    assert said(client.get(path)) == ["Månaden är upplåst för länsstyrelsen."]
    assert CheckIn.objects.get(participation=participations[0], month=date(2026, 10, 1)).unlocked_at == NOW


# --- Queries --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/mitt-lan/", month(), edit()])
@pytest.mark.parametrize("who", ["coordinator", "staff"])
def test_pages_ask_as_much_for_three_municipalities_as_for_one(client, cohort, path, who, request):
    request.getfixturevalue(who)
    if who == "staff" and path == "/mitt-lan/":
        assert client.get(path).status_code == 404
        return
    path = f"{path}?lan=vasternorrland" if who == "staff" and path == month() else path
    asked = []
    for slugs in (["harnosand"], ["kramfors", "sundsvall"]):
        for slug in slugs:
            participation = factories.make_participation(cohort, slug)
            factories.make_enrolment(participation, role="process_leader")
            check_in = make_done(participation, date(2026, 10, 1), happened="Text", next_step="Steg")
            check_in.versions.update(obstacles=["Tid"])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20
