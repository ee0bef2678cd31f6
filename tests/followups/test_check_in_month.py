"""The county's month, and who may see the pages at all."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.models import CheckIn, CheckInVersion
from tests import factories
from tests.check_ins import NOW, edit, make_done, month, said, short, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]


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
    assert CheckIn.objects.filter(expected__month=date(2026, 11, 1)).count() == 0


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
    assert text.count("data-shortcut") == 1  # only the row that is open has a form
    assert text.count("data-open") == 1  # the one that is done has nothing to fill in
    assert "I fas i oktober. Styrgruppen är utsedd." in text
    assert '<i class="on"></i><i class="half"></i><i></i>' in text


def test_check_in_month_marks_done_and_opens_the_next(client, coordinator, participations):
    response = client.post(month(), short("harnosand"))
    assert response.url == f"{month()}?klar=harnosand"
    text = client.get(response.url).content.decode()
    assert ">Härnösand är klar för november. 2 kommuner kvar.</li>" in text
    assert '<details id="kramfors" open><summary autofocus aria-describedby="receipt">' in text
    assert text.count(" open>") == text.count("autofocus") == 1
    version = CheckInVersion.objects.get(check_in__expected__month=date(2026, 11, 1))
    assert (version.happened, version.check_in.participation) == ("Ett möte.", participations[0])
    assert (
        '<details id="kramfors" open>'
        in client.get(client.post(month(), short("sundsvall")).url).content.decode()
    )
    response = client.post(f"{month()}?lan=vasternorrland", short("kramfors"))
    assert response.url == f"{month()}?lan=vasternorrland&klar=kramfors"
    text = client.get(response.url).content.decode()
    assert "Kramfors är klar för november. Alla kommuner är klara." in text
    assert "Alla 3 avstämningar för november är klara." in text
    assert " open>" not in text


@pytest.mark.parametrize("slug", ["harnosand", "finns-inte", "%00", "<b>"])
def test_check_in_month_announces_only_what_is_done(client, coordinator, participations, slug):
    text = client.get(f"{month()}?klar={slug}").content.decode()
    assert "är klar för november" not in text
    assert '<details id="harnosand" open><summary>' in text


def test_check_in_month_opens_the_row_that_is_asked_for(client, coordinator, participations):
    make_done(participations[0], date(2026, 11, 1))
    text = client.get(month()).content.decode()
    assert '<a href="?oppna=sundsvall" data-open>Fyll i för Sundsvall</a>' in text
    text = client.get(f"{month()}?lan=vasternorrland&oppna=sundsvall").content.decode()
    assert '<details id="sundsvall" open><summary autofocus>' in text
    assert 'name="sundsvall-happened"' in text
    assert '<a href="?lan=vasternorrland&amp;oppna=kramfors" data-open>' in text
    assert text.count(" open>") == text.count("autofocus") == text.count("data-shortcut") == 1
    text = client.get(f"{month()}?oppna=harnosand").content.decode()
    assert '<details id="harnosand" open>' in text  # done: it is read
    assert "data-shortcut" not in text


@pytest.mark.parametrize("slug", ["finns-inte", "%00", "<b>"])
def test_check_in_month_opens_nothing_that_is_not_there(client, coordinator, participations, slug):
    text = client.get(f"{month()}?oppna={slug}").content.decode()
    assert '<details id="harnosand" open><summary>' in text


def test_check_in_month_keeps_what_the_short_form_does_not_ask(client, coordinator, participations):
    CheckInVersion.objects.update(steps=[{"number": 1, "title": "x", "status": "done"}], obstacles=["Tid"])
    client.post(month(), short(agreed_1_text="Boka möte"))
    version = CheckInVersion.objects.get(check_in__expected__month=date(2026, 11, 1))
    assert [step["status"] for step in version.steps] == ["done"] + ["not_started"] * 4
    assert (version.obstacles, version.next_step["text"]) == (["Tid"], "Boka möte")


def test_check_in_month_keeps_what_was_written_when_something_is_missing(client, coordinator, participations):
    response = client.post(month(), short("kramfors", progress="", happened="", agreed_1_text="Ringa"))
    text = response.content.decode()
    assert response.status_code == 200
    assert "Avstämningen är inte klar än. Rätta 2 saker" in text
    assert text.count("Välj hur det går för kommunen") == 2
    assert text.count("Skriv vad som har hänt, eller välj Inget nytt sedan sist") == 2
    assert '<details id="kramfors" open>' in text
    assert 'value="Ringa"' in text
    assert text.startswith("<!DOCTYPE html>")
    assert "<title>Fel: " in text
    assert CheckIn.objects.filter(expected__month=date(2026, 11, 1)).count() == 0


def test_check_in_month_of_july_is_empty_and_of_a_coming_month_closed(
    client, coordinator, cohort, participations
):
    factories.make_session(cohort, starts_at=datetime(2026, 5, 14, 8, tzinfo=UTC))
    july = client.get(month("2026-07")).content.decode()
    assert "Inga avstämningar i juli." in july
    assert "Skriv ut månaden" not in july
    december = client.get(month("2026-12")).content.decode()
    assert "Avstämningarna för december öppnar 1 december." in december
    assert "data-shortcut" not in december
    assert client.post(month("2026-12"), short()).status_code == 200
    assert CheckIn.objects.filter(expected__month=date(2026, 12, 1)).count() == 0


def test_check_in_month_that_is_locked_is_read(client, coordinator, participations):
    CheckInVersion.objects.filter(
        check_in__expected__participation=participations[2], check_in__expected__month=date(2026, 10, 1)
    ).delete()
    CheckIn.objects.filter(
        expected__participation=participations[2], expected__month=date(2026, 10, 1)
    ).delete()
    text = client.get(month("2026-10")).content.decode()
    assert "data-shortcut" not in text
    assert "Styrgruppen är utsedd. Mer." in text
    assert (
        "Oktober låstes den 13 november och kan bara läsas. "
        "Behöver något rättas? Öppna kommunen och be MÄN låsa upp."
    ) in text
    assert text.count("Månaden låstes innan avstämningen blev klar.") == 1
    factories.make_check_in(participations[2], date(2026, 10, 1), unlocked_at=NOW)
    text = client.get(month("2026-10")).content.decode()
    assert "Oktober låstes den 13 november. MÄN har låst upp den för Sundsvall." in text
    assert text.count("data-shortcut") == 1


def test_check_in_month_leads_on(client, coordinator, participations):
    text = client.get(f"{month()}?lan=vasternorrland").content.decode()
    assert '<a href="/rapport/2026-11/?lan=vasternorrland">Skriv ut månaden</a>' in text
    assert '<a href="/uppfoljning/">Visa som matris</a>' in text
    assert "/avstamningar/2026-11/utkast/" not in text


def test_check_in_month_tags_a_municipality_that_lacks_an_earlier_month(client, coordinator, participations):
    CheckInVersion.objects.filter(check_in__expected__participation=participations[2]).delete()
    CheckIn.objects.filter(expected__participation=participations[2]).delete()
    text = client.get(month()).content.decode()
    assert "Sundsvall saknar avstämning för september och oktober." in text
    assert "2 månader saknas" in text
    make_done(participations[2], date(2026, 11, 1))
    row = client.get(month()).content.decode().partition('id="sundsvall"')[2].partition("</summary>")[0]
    assert [words in row for words in ("I fas", "2 månader saknas")] == [True, True]


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


# --- Staff ----------------------------------------------------------------------------------------------


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
    assert client.get(f"{month()}?lan=%00").status_code == 200  # read as if nothing was asked
    assert client.get(month("2030-01")).status_code == 404
    october = client.get(f"{month('2026-10')}?lan=vasternorrland").content.decode()
    assert 'href="/avstamningar/2026-11/?lan=vasternorrland"' in october


def test_staff_do_not_write(client, staff, participations):
    assert client.post(edit(), whole()).status_code == 200
    assert client.post(f"{month()}?lan=vasternorrland", short()).status_code == 404
    assert CheckIn.objects.filter(expected__month=date(2026, 11, 1)).count() == 0


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
            check_in = make_done(participation, date(2026, 10, 1), happened="Text")
            check_in.versions.update(obstacles=["Tid"])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20


def test_a_row_marked_done_is_asked_about_gently(client, coordinator, participations):
    page = client.post(month(), short(progress="stuck"), follow=True)
    assert said(page) == [
        'Härnösand: Vad skulle hjälpa? <a href="/avstamningar/2026-11/harnosand/#need">Öppna avstämningen</a>'
    ]
    html = page.content.decode()
    assert html.index('id="receipt"') < html.index("Vad skulle hjälpa?") < html.index('id="month"')
    assert html.count('class="messages') == 1  # what was done and what is asked are one receipt
    assert said(client.post(month(), short("kramfors"), follow=True)) == []


def test_what_is_wrong_stands_in_the_row_that_it_is_about(client, coordinator, participations):
    text = client.post(month(), short("kramfors", progress="")).content.decode()
    assert text.count('id="kramfors-errors"') == 1
    row = text.partition('<details id="kramfors" open')[2].partition("</details>")[0]
    assert 'id="kramfors-errors"' in row
