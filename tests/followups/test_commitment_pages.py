"""Commitments as their owners see them: the lines, the page, the form of the check-in."""

from datetime import date, timedelta

import pytest

from followups.models import CheckIn, Commitment
from followups.pages.commitments import open_commitments
from programmes.models import Participation
from tests import factories
from tests.check_ins import edit, whole
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
    found = open_commitments("municipality", Participation.objects.all(), on=ON)
    assert [(each.commitment, each.is_late, each.when, each.url) for each in found] == [
        (late, True, "skulle vara klart den 21 november", ""),
        (today, False, "senast den 22 november", ""),
        (some_day, False, "ingen dag bestämd", ""),
    ]
    [own] = open_commitments("man", [participation], on=ON, can_answer=True)
    assert own.url == f"/ataganden/{own.commitment.pk}/"


@pytest.mark.usefixtures("sunday")
def test_commitment_edit_is_answered_by_the_county_and_staff_alone(client, coordinator, participations):
    commitment = make_commitment(participations[0], coordinator)
    url = f"/ataganden/{commitment.pk}/"
    text = client.get(url).content.decode()
    assert "Boka möte" in text
    assert "Välj hur det gick med åtagandet" in client.post(url, {}).content.decode()
    assert "Välj den nya dagen" in client.post(url, {"outcome": "moved"}).content.decode()
    response = client.post(url, {"outcome": "done", "word": "Bokat"})
    assert (response.status_code, response.url) == (302, "/")
    assert rows("state", "word", "changed_by") == [("done", "Bokat", coordinator.pk)]
    leader = factories.make_enrolment(commitment.participation, role="process_leader").user
    other = factories.make_coordinator(county_board=factories.make_county_board("gavleborg")).user
    for user in (leader, other):
        client.force_login(user)
        assert client.get(url).status_code == client.post(url, {"outcome": "dropped"}).status_code == 404
    client.force_login(factories.make_staff())
    assert client.post(url, {"outcome": "remaining"}).status_code == 302
    assert rows("state") == [("open",)]


@pytest.mark.usefixtures("sunday")
def test_check_in_edit_asks_about_promises_and_keeps_what_is_written(client, coordinator, participations):
    near = make_commitment(participations[0], coordinator, text="Boka lokal", due_on=date(2026, 11, 30))
    later = make_commitment(participations[0], coordinator, text="Skriv planen", due_on=date(2027, 2, 1))
    text = client.get(edit()).content.decode()
    assert text.index("Det vi kom överens om tidigare") < text.index("Boka lokal")
    assert text.index("1 åtagande för senare – visa") < text.index(f'name="commitment_{later.pk}"')
    assert f'name="commitment_{near.pk}" value="remaining"' in text
    fields = {
        f"commitment_{near.pk}": "moved",
        f"commitment_{near.pk}_word": "Upptaget",
        "agreed_1_text": "Ring rektorn",
        "agreed_1_owner": "county_board",
        "agreed_1_due_on": "2026-12-03",
        "next_step_owner": "man",
    }
    client.post(edit(), whole(action="draft", **fields))
    draft = CheckIn.objects.get(expected__month=NOVEMBER)
    assert draft.agreed == [promise("Ring rektorn", "county_board", "2026-12-03")]
    assert draft.commitment_answers == {str(near.pk): said("moved", "Upptaget")}
    assert draft.next_step_owner == "man"
    text = client.get(edit()).content.decode()
    assert [each in text for each in ('value="Upptaget"', 'value="Ring rektorn"')] == [True] * 2
    refused = client.post(edit(), whole(number=1, **fields)).content.decode()
    assert f'<a href="#id_commitment_{near.pk}_due_on">Välj den nya dagen</a>' in refused
    client.post(edit(), whole(number=1, **fields | {f"commitment_{near.pk}_due_on": "2026-12-10"}))
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
        "Boka möte: Inte aktuellt, Onödigt",
    ):
        assert words in text
    chosen = {"number": 1, "conflicts": "agreed,commitment_answers", "keep_agreed": "mine"}
    client.post(edit(), whole(**tures) | chosen | {"keep_commitment_answers": "theirs"})
    earlier.refresh_from_db()
    assert (earlier.state, rows("text")) == ("done", [("Boka möte",), ("Tures löfte",)])
