"""A change to a check-in that was done: what was done stands until the change is done or thrown away."""

from datetime import date

import pytest

from audit.models import AuditEvent
from followups.models import CheckIn, CheckInVersion
from tests.check_ins import edit, month, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday", "participations")]
PENDING = "Ändring som inte är klarmarkerad"


@pytest.fixture
def changed(client, coordinator):
    """Härnösand's check-in of November, done and then changed."""
    client.post(edit(), whole(happened="Ett möte.", step_1="ongoing", agreed_1_text="Ring rektorn"))
    client.post(edit(), whole(number=1, happened="Två möten.", step_1="done", action="draft"))
    return CheckIn.objects.get(expected__month=date(2026, 11, 1))


def read(client, path):
    return client.get(path).content.decode()


def test_done_stays_done_while_it_is_changed(client, changed):
    assert (changed.state, changed.happened) == ("reopened", "Två möten.")
    html = read(client, month())
    assert "1 av 3 avstämningar för november är klara" in html
    assert "Det finns en ändring som inte är klarmarkerad." in html
    assert CheckInVersion.objects.get(check_in=changed).happened == "Ett möte."


def test_form_says_that_the_change_is_not_done(client, changed):
    html = read(client, edit())
    assert f"{PENDING}. Det som klarmarkerades den 22 november gäller" in html
    assert ">Spara ändringen</button>" in html


def test_reading_page_shows_what_is_done_and_leads_on(client, changed):
    html = read(client, f"{edit()}las/")
    assert "Ett möte." in html
    assert "Två möten." not in html
    assert f'href="{edit()}">Fortsätt med ändringen</a>' in html


def test_reading_page_of_what_was_never_done_is_the_form(client, coordinator):
    assert client.get(f"{edit()}las/").url == edit()


def test_change_that_is_thrown_away_leaves_what_was_done(client, changed):
    response = client.post(edit(), {"action": "discard", "number": changed.number})
    assert response.url == f"{edit()}las/"
    stored = CheckIn.objects.get(pk=changed.pk)
    assert (stored.state, stored.happened, stored.agreed[0]["text"]) == ("done", "Ett möte.", "Ring rektorn")
    assert stored.steps.get(step__number=1).status == "ongoing"
    assert AuditEvent.objects.filter(verb="check_in.change_discarded").count() == 1
    assert CheckInVersion.objects.filter(check_in=changed).count() == 1


def test_change_is_thrown_away_once(client, changed):
    for _time in range(2):
        client.post(edit(), {"action": "discard", "number": changed.number})
    assert AuditEvent.objects.filter(verb="check_in.change_discarded").count() == 1


def test_newer_change_of_a_colleague_is_not_thrown_away(client, changed):
    late = client.post(edit(), {"action": "discard", "number": changed.number - 1, "draft": "draft:x#"})
    assert "saved" not in late.cookies
    assert CheckIn.objects.get(pk=changed.pk).happened == "Två möten."


def test_change_that_is_done_is_a_new_version(client, changed):
    client.post(edit(), whole(number=changed.number, happened="Två möten.", step_1="done"))
    stored = CheckIn.objects.get(pk=changed.pk)
    assert (stored.state, stored.versions.count()) == ("done", 2)
    assert PENDING not in read(client, edit())
