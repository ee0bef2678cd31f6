"""A check-in that saves itself: what the page's script is told, and what it never does."""

from datetime import date
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from followups.models import CheckIn, CheckInVersion
from tests import factories
from tests.check_ins import edit, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]
MONTH = date(2026, 11, 1)


def draft(slug="harnosand", text="2026-11"):
    return f"{edit(slug, text)}utkast/"


def told(response):
    return response.status_code, response.json()["text"]


def test_check_in_draft_keeps_what_is_written_and_gives_the_new_number(client, coordinator, participations):
    response = client.post(draft(), whole(progress="", happened="Halvt", step_1="ongoing"))
    assert (response.status_code, response.headers["Cache-Control"].split(",")[0]) == (200, "max-age=0")
    assert response.json() == {"number": 1, "text": "Utkast sparat kl. 10.00"}
    stored = CheckIn.objects.get(expected__month=MONTH)
    assert (stored.state, stored.happened, stored.progress, stored.number) == ("draft", "Halvt", "", 1)
    assert client.post(draft(), whole(number=1, happened="Helt")).json()["number"] == 2
    assert CheckIn.objects.get(expected__month=MONTH).happened == "Helt"


def test_check_in_draft_sent_twice_is_saved_once(client, coordinator, participations):
    """A lost answer costs nothing: the same text from the old number gets the new one."""
    first = client.post(draft(), whole(happened="Halvt")).json()
    assert client.post(draft(), whole(happened="Halvt")).json() == first
    assert CheckIn.objects.get(expected__month=MONTH).number == 1


def test_check_in_draft_leaves_no_row_in_the_trail_and_marks_nothing_done(
    client, coordinator, participations
):
    before = AuditEvent.objects.count()
    client.post(draft(), whole(action="done"))
    client.post(draft(), whole(action="done", number=1, happened="Mer"))
    assert AuditEvent.objects.count() == before
    assert CheckIn.objects.get(expected__month=MONTH).state == "draft"
    assert CheckInVersion.objects.filter(check_in__expected__month=MONTH).count() == 0


def test_check_in_draft_does_not_open_what_is_done(client, coordinator, participations):
    client.post(edit(), whole())
    before = AuditEvent.objects.count()
    assert told(client.post(draft(), whole(number=1, happened="Mer"))) == (
        423,
        "Inte sparat. Avstämningen är klarmarkerad. Tryck på Spara utkast för att öppna den för ändringar.",
    )
    stored = CheckIn.objects.get(expected__month=MONTH)
    assert (stored.state, stored.happened, AuditEvent.objects.count()) == ("done", "Ett möte.", before)
    client.post(edit(), whole(number=1, happened="Mer", action="draft"))
    assert client.post(draft(), whole(number=2, happened="Ännu mer")).status_code == 200
    assert CheckIn.objects.get(expected__month=MONTH).state == "reopened"


def test_check_in_draft_tells_who_was_faster_and_overwrites_nothing(client, coordinator, participations):
    client.post(draft(), whole(happened="Alvas text"))
    client.force_login(factories.make_coordinator().user)
    response = client.post(draft(), whole(happened="Tures text"))
    sentence = (
        "Alva Provlund ändrade avstämningen 22 november kl. 10.00. "
        "Tryck på Spara utkast för att se båda texterna."
    )
    assert told(response) == (409, sentence)
    assert (response.json()["who"], response.json()["when"]) == ("Alva Provlund", "2026-11-22T09:00:00Z")
    assert CheckIn.objects.get(expected__month=MONTH).happened == "Alvas text"


def test_check_in_draft_says_which_field_is_wrong(client, coordinator, participations):
    response = client.post(draft(), whole(internal_note="19121212-1212", step_1="klart"))
    assert response.status_code == 422
    assert set(response.json()["errors"]) == {"internal_note", "step_1"}
    assert response.json()["text"].startswith(
        "Inte sparat. Intern anteckning: Texten verkar innehålla ett personnummer. "
        "Ta bort ”19121212-1212”. 1. "
    )
    assert CheckIn.objects.filter(expected__month=MONTH).count() == 0


def test_check_in_draft_is_refused_when_the_month_is_locked(client, coordinator, participations):
    response = client.post(draft(text="2026-10"), whole(number=0, happened="Kom för sent"))
    assert told(response) == (423, "Inte sparat. Månaden är låst. Be MÄN låsa upp den.")


def test_check_in_draft_leads_whoever_is_logged_out_to_the_login(client, coordinator, participations):
    client.logout()
    for path in (draft(), draft("finns-inte")):
        response = client.post(path, whole(happened="Halvt"))
        assert told(response) == (401, "Inte sparat. Du har loggats ut, men din text finns kvar här.")
        assert response.json()["label"] == "Logga in igen"
        assert response.json()["url"] == f"/logga-in/?next={path.removesuffix('utkast/')}"
    assert CheckIn.objects.filter(expected__month=MONTH).count() == 0


def test_check_in_draft_is_not_there_for_others(client, staff, participations):
    assert client.post(draft(), whole()).status_code == 404
    client.force_login(factories.make_coordinator(county_board=factories.make_county_board("gavleborg")).user)
    assert client.post(draft(), whole()).status_code == 404
    assert CheckIn.objects.filter(expected__month=MONTH).count() == 0


def test_check_in_draft_asks_as_much_with_more_municipalities(client, coordinator, cohort, participations):
    asked = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.post(draft(), whole(number=number, happened=f"{number}")).status_code == 200
        asked.append(len(queries))
        for slug in ("ange", "timra"):
            factories.make_participation(cohort, slug) if number == 0 else None
    with CaptureQueriesContext(connection) as queries:
        client.post(draft(), whole(number=2, happened="Mer"))
    assert len(queries) == asked[1]
    assert len([each for each in queries if "SAVEPOINT" not in each["sql"]]) <= 10


@pytest.mark.parametrize(
    ("prepare", "url"),
    [(None, draft()), (whole(action="draft"), draft()), (whole(), "")],
    ids=["new", "draft", "done"],
)
def test_check_in_edit_saves_by_itself_until_it_is_marked_done(
    client, coordinator, participations, prepare, url
):
    if prepare:
        client.post(edit(), prepare)
    text = client.get(edit()).content.decode()
    assert f'data-draft data-draft-url="{url}">' in text


def test_check_in_edit_tells_the_window_which_text_is_saved(client, coordinator, participations):
    copy = f"draft:{edit()}#"
    for action in ("draft", "done"):
        response = client.post(edit(), whole(number=0, action=action, draft=copy))
        assert unquote(response.cookies["saved"].value) == copy


def test_check_in_edit_that_is_refused_tells_no_window_that_a_text_is_saved(
    client, coordinator, participations
):
    refused = whole(progress="", action="done", draft=f"draft:{edit()}#")
    assert "saved" not in client.post(edit(), refused).cookies
    client.logout()
    response = client.post(edit(), refused)
    assert (response.status_code, "saved" in response.cookies) == (302, False)


def test_check_in_draft_from_the_months_row_changes_only_what_the_row_asks(
    client, coordinator, participations
):
    client.post(draft(), whole(internal_note="Ring rektorn", step_1="ongoing"))
    row = {"municipality": "harnosand", "harnosand-number": 1, "harnosand-progress": "stuck"}
    assert client.post(draft(), row | {"harnosand-happened": "Från raden"}).json()["number"] == 2
    stored = CheckIn.objects.get(expected__month=MONTH)
    assert (stored.happened, stored.progress, stored.internal_note) == ("Från raden", "stuck", "Ring rektorn")
    assert stored.steps.get(step__number=1).status == "ongoing"
