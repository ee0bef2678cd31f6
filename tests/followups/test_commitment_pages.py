"""Commitments as their owners see them: the lines, the page, the form of the check-in."""

from datetime import date, timedelta

import pytest

from followups.models import CheckIn, Commitment
from followups.pages.commitments import open_commitments
from programmes.models import Participation
from tests import factories
from tests.check_ins import edit, month, short, whole
from tests.commitments import make_commitment, promise, rows, said

pytestmark = pytest.mark.django_db
ON = factories.ON  # 22 November 2026
NOVEMBER = date(2026, 11, 1)


def test_open_commitments_of_an_owner_due_first_and_late_said_kindly():
    participation, actor = factories.make_participation(), factories.make_user()
    late = make_commitment(participation, actor, due_on=ON - timedelta(days=1))
    today = make_commitment(participation, actor, due_on=ON)
    some_day = make_commitment(participation, actor)
    make_commitment(participation, actor, state="done")
    make_commitment(participation, actor, owner="man")
    found = open_commitments(Participation.objects.all(), owner="municipality", on=ON)
    assert [(each.commitment, each.is_late, each.when, each.url) for each in found] == [
        (late, True, "skulle vara klart den 21 november", ""),
        (today, False, "senast den 22 november", ""),
        (some_day, False, "ingen dag bestämd", ""),
    ]
    [own] = open_commitments([participation], owner="man", on=ON, user=factories.make_staff())
    assert own.url == f"/ataganden/{own.commitment.pk}/"
    found = open_commitments([participation], on=ON, user=factories.make_staff(email="s@example.org"))
    assert [each.url for each in found if each.commitment.owner == "municipality"] == ["", "", ""]


@pytest.mark.usefixtures("sunday")
def test_commitment_edit_is_answered_by_the_county_and_the_process_leader(
    client, coordinator, participations
):
    commitment = make_commitment(participations[0], coordinator)
    url = f"/ataganden/{commitment.pk}/"
    text = client.get(url).content.decode()
    assert "Boka möte" in text
    assert "Välj hur det gick med åtagandet" in client.post(url, {}).content.decode()
    fields = {"text": "Boka möte", "owner": "municipality", "word": "Bokat"}
    response = client.post(url, fields | {"state": "done"})
    assert (response.status_code, response.url) == (302, "/")
    assert rows("state", "word", "changed_by") == [("done", "Bokat", coordinator.pk)]
    leader = factories.make_enrolment(commitment.participation, role="process_leader").user
    other = factories.make_coordinator(county_board=factories.make_county_board("gavleborg")).user
    member = factories.make_enrolment(commitment.participation).user
    for user in (other, member, factories.make_staff()):
        client.force_login(user)
        assert client.get(url).status_code == client.post(url, {"state": "dropped"}).status_code == 404
    client.force_login(leader)
    response = client.post(url, {"state": "open", "text": "Boka salen", "owner": "man"})
    assert (response.status_code, response.url) == (302, "/min-kommun/")
    assert rows("state", "text", "owner") == [("open", "Boka salen", "municipality")]


@pytest.mark.usefixtures("sunday")
def test_staff_answer_for_man_alone(client, staff, participations):
    ours = factories.make_commitment(participations[0], owner="man")
    url = f"/ataganden/{ours.pk}/"
    assert 'name="owner"' not in client.get(url).content.decode()
    assert client.post(url, {"state": "dropped", "text": "Boka möte"}).status_code == 302
    assert rows("state", "owner") == [("dropped", "man")]


@pytest.mark.usefixtures("sunday")
@pytest.mark.parametrize(
    ("who", "owner", "url"),
    [
        ("coordinator", "county_board", "/kommuner/harnosand/"),
        ("staff", "man", "/kommuner/harnosand/"),
        ("leader", "municipality", "/min-kommun/"),
    ],
)
def test_commitment_new_is_made_beside_a_check_in(client, participations, request, who, owner, url):
    if who == "leader":
        client.force_login(factories.make_enrolment(participations[0], role="process_leader").user)
    else:
        request.getfixturevalue(who)
    new = "/ataganden/nytt/?kommun=harnosand"
    assert "Vad har ni kommit överens om?" in client.get(new).content.decode()
    assert "Skriv vad ni har kommit överens om" in client.post(new, {"owner": owner}).content.decode()
    fields = {"text": "Ring rektorn", "owner": owner, "due_on": "2026-12-03"}
    for _time in range(2):
        response = client.post(new, fields)
    assert (response.status_code, response.url) == (302, url)
    assert rows("text", "owner", "due_on") == [("Ring rektorn", owner, date(2026, 12, 3))]
    assert "Ring rektorn" in client.get(url).content.decode()


@pytest.mark.usefixtures("sunday")
def test_commitment_new_is_not_there_for_others(client, participations):
    new = "/ataganden/nytt/?kommun=harnosand"
    member = factories.make_enrolment(participations[0]).user
    neighbour = factories.make_enrolment(participations[1], role="process_leader").user
    other = factories.make_coordinator(county_board=factories.make_county_board("gavleborg")).user
    for user in (member, neighbour, other):
        client.force_login(user)
        assert client.get(new).status_code == client.post(new, {"text": "Ring"}).status_code == 404
    assert rows("text") == []


@pytest.mark.usefixtures("sunday")
def test_what_a_group_tries_is_shown_to_the_cohort_only_with_its_tick(client, participations):
    session = participations[0].cohort.sessions.first()
    leader = factories.make_enrolment(participations[0], role="process_leader").user
    neighbour = factories.make_enrolment(participations[1]).user
    new = f"/ataganden/nytt/?kommun=harnosand&tillfalle={session.number}"
    client.force_login(leader)
    assert f'<option value="{session.pk}" selected>' in client.get(new).content.decode()
    refused = client.post(new, {"text": "Utan tillfälle", "is_shared": "on"}).content.decode()
    assert "Välj vilket tillfälle det kommer från" in refused
    client.post(new, {"text": "För oss själva", "session": session.pk})
    client.post(new, {"text": "För alla", "session": session.pk, "is_shared": "on"})
    client.force_login(neighbour)
    text = client.get("/min-kommun/").content.decode()
    assert ("För alla" in text, "För oss själva" in text) == (True, False)
    shared = Commitment.objects.get(text="För alla")
    client.force_login(leader)
    client.post(shared.get_absolute_url(), {"state": "open", "text": "För alla", "session": session.pk})
    client.force_login(neighbour)
    assert "För alla" not in client.get("/min-kommun/").content.decode()


@pytest.mark.usefixtures("sunday")
def test_month_row_asks_about_promises_and_answers_all_at_once(client, coordinator, participations):
    first, second = (make_commitment(participations[0], coordinator, text=text) for text in ("Ett", "Två"))
    make_commitment(participations[0], coordinator, text="Långt fram", due_on=date(2027, 2, 1))
    text = client.get(month()).content.decode()
    assert f'name="harnosand-commitment_{first.pk}" value="open"' in text
    assert text.index("Vad kom ni överens om?") < text.index("1 åtagande för senare – visa")
    assert text.index("1 åtagande för senare – visa") < text.index("Långt fram")
    about = {f"commitment_{first.pk}": "done", "progress": "on_track"}
    response = client.post(month(), short(**about) | {"all_open": "1"})
    assert response.url == f"{month()}?oppna=harnosand"
    draft = CheckIn.objects.get(expected__month=NOVEMBER)
    assert draft.state == "draft"
    assert draft.commitment_answers == {str(first.pk): said("done"), str(second.pk): said("open")}
    client.post(month(), short(number=1, **about, **{f"commitment_{second.pk}": "dropped"}))
    assert rows("text", "state") == [("Ett", "done"), ("Två", "dropped"), ("Långt fram", "open")]


@pytest.mark.usefixtures("sunday")
def test_month_row_keeps_what_the_whole_form_said_of_promises(client, coordinator, participations):
    earlier = make_commitment(participations[0], coordinator)
    fields = {
        f"commitment_{earlier.pk}": "open",
        f"commitment_{earlier.pk}_word": "Upptaget",
        f"commitment_{earlier.pk}_due_on": "2026-12-10",
        "agreed_1_text": "Ett",
        "agreed_2_text": "Två",
    }
    client.post(edit(), whole(action="draft", **fields))
    row = {f"commitment_{earlier.pk}": "open", "agreed_1_text": "Ett till", "agreed_1_owner": "man"}
    client.post(month(), short(number=1, **row))
    assert rows("text", "owner", "word") == [
        ("Boka möte", "municipality", "Upptaget"),
        ("Ett till", "man", ""),
        ("Två", "municipality", ""),
    ]
    earlier.refresh_from_db()
    assert earlier.due_on == date(2026, 12, 10)


@pytest.mark.usefixtures("sunday")
def test_check_in_edit_asks_about_promises_and_keeps_what_is_written(client, coordinator, participations):
    near = make_commitment(participations[0], coordinator, text="Boka lokal", due_on=date(2026, 11, 30))
    later = make_commitment(participations[0], coordinator, text="Skriv planen", due_on=date(2027, 2, 1))
    text = client.get(edit()).content.decode()
    assert text.index("Det vi har kommit överens om") < text.index("Boka lokal")
    assert text.index("1 åtagande för senare – visa") < text.index("Skriv planen")
    assert f'name="commitment_{later.pk}"' not in text
    assert f'name="commitment_{near.pk}" value="open"' in text
    fields = {
        f"commitment_{near.pk}": "",
        f"commitment_{near.pk}_word": "Upptaget",
        "agreed_1_text": "Ring rektorn",
        "agreed_1_owner": "county_board",
        "agreed_1_due_on": "2026-12-03",
    }
    client.post(edit(), whole(action="draft", **fields))
    draft = CheckIn.objects.get(expected__month=NOVEMBER)
    assert draft.agreed == [promise("Ring rektorn", "county_board", "2026-12-03")]
    assert draft.commitment_answers == {str(near.pk): said("", "Upptaget")}
    text = client.get(edit()).content.decode()
    assert [each in text for each in ('value="Upptaget"', 'value="Ring rektorn"')] == [True] * 2
    refused = client.post(edit(), whole(number=1, **fields)).content.decode()
    assert f'<a href="#id_commitment_{near.pk}_0">Välj hur det gick med åtagandet</a>' in refused
    fields |= {f"commitment_{near.pk}": "open", f"commitment_{near.pk}_due_on": "2026-12-10"}
    client.post(edit(), whole(number=1, **fields))
    near.refresh_from_db()
    assert (near.due_on, near.word) == (date(2026, 12, 10), "Upptaget")
    assert Commitment.objects.filter(text="Ring rektorn", check_in__expected__month=NOVEMBER).count() == 1


@pytest.mark.usefixtures("sunday")
def test_two_who_agree_on_different_things_see_both(client, coordinator, participations):
    earlier = make_commitment(participations[0], coordinator)
    alvas = {"agreed_1_text": "Alvas löfte", "agreed_1_owner": "man", f"commitment_{earlier.pk}": "done"}
    client.post(edit(), whole(action="draft", **alvas))
    tures = {
        "agreed_1_text": "Tures löfte",
        "agreed_1_owner": "municipality",
        "agreed_1_due_on": "2026-12-03",
        f"commitment_{earlier.pk}": "dropped",
        f"commitment_{earlier.pk}_word": "Onödigt",
    }
    response = client.post(edit(), whole(**tures))
    text = response.content.decode()
    assert response.status_code == 409
    assert set(response.context["form"].conflicting) == {"agreed", "commitment_answers"}
    for words in (
        "Alvas löfte (MÄN)",
        "Tures löfte (Kommunen, senast den 3 december)",
        "Boka möte: Klart",
        "Boka möte: Inte aktuellt längre, Onödigt",
    ):
        assert words in text
    chosen = {"number": 1, "conflicts": "agreed,commitment_answers", "keep_agreed": "mine"}
    client.post(edit(), whole(**tures) | chosen | {"keep_commitment_answers": "theirs"})
    earlier.refresh_from_db()
    assert (earlier.state, rows("text")) == ("done", [("Boka möte",), ("Tures löfte",)])
