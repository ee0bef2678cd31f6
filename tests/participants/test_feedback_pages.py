"""The queue of hand-ins and the page where MÄN answers one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.actions.reviewing import publish_decisions
from participants.models import Feedback, Review, Submission
from tests.factories import (
    make_coordinator,
    make_enrolment,
    make_feedback,
    make_homework,
    make_participation,
    make_staff,
    make_stored_file,
    make_submission,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db

QUEUE = reverse("participants:feedback_queue")


@pytest.fixture
def staff(client):
    person = make_staff()
    client.force_login(person)
    return person


def hand_in(participation, days_ago=1, **fields):
    """Add a hand-in of a new homework of the municipality, that many days old."""
    submission = make_submission(make_homework(participation.cohort), participation)
    make_version(submission, submitted_at=timezone.now() - timedelta(days=days_ago), **fields)
    return submission


def edit(submission):
    return reverse("participants:feedback_edit", args=[submission.pk])


def send(client, submission, outcome="approved", **fields):
    fields = {"version_number": 1, "outcome": outcome, "text": "Bra.", "revise_by": ""} | fields
    return client.post(edit(submission), fields)


def test_feedback_queue_is_empty_with_a_sentence(client, staff):
    assert "Inget att läsa just nu" in client.get(QUEUE).content.decode()


def test_feedback_queue_lists_the_oldest_first(client, staff):
    participation = make_participation()
    newer, older = hand_in(participation, 1), hand_in(participation, 6)
    make_submission(make_homework(participation.cohort), participation)
    rows = client.get(QUEUE).context["rows"]
    assert [row.submission for row in rows] == [older, newer]
    assert rows[0].waited == "för 6 dagar sedan"


def test_feedback_queue_of_one_homework(client, staff):
    participation = make_participation()
    waiting, _other = hand_in(participation), hand_in(participation)
    page = client.get(QUEUE, {"hemuppgift": waiting.homework_id})
    assert [row.submission for row in page.context["rows"]] == [waiting]
    assert f'href="{QUEUE}">Visa alla</a>' in page.content.decode()
    for rubbish in ("x", "9" * 40, "0"):
        assert len(client.get(QUEUE, {"hemuppgift": rubbish}).context["rows"]) == 2


@pytest.mark.parametrize("item_count", [1, 3])
def test_feedback_queue_asks_the_same_for_any_number(client, staff, item_count, django_assert_num_queries):
    participation = make_participation()
    for _number in range(item_count):
        hand_in(participation)
    with django_assert_num_queries(5):
        client.get(QUEUE)


def test_feedback_pages_exist_for_staff_alone(client):
    participation = make_participation()
    member = make_enrolment(participation).user
    coordinator = make_coordinator(county_board=participation.cohort.county_board).user
    submission = hand_in(participation)
    for person in (member, coordinator, make_user()):
        client.force_login(person)
        assert [client.get(url).status_code for url in (QUEUE, edit(submission))] == [404, 404]
        assert send(client, submission).status_code == 404
    client.logout()
    assert [client.get(url).status_code for url in (QUEUE, edit(submission))] == [302, 302]
    submission.refresh_from_db()
    assert submission.state == Submission.State.SUBMITTED


def test_feedback_edit_shows_the_place_in_the_queue_and_the_text(client, staff):
    participation = make_participation()
    make_feedback(hand_in(participation).versions.get())
    hand_in(participation, 6)
    submission = hand_in(participation, 2, text="Vi har kartlagt.")
    submission.versions.get().files.add(make_stored_file("karta.pdf"))
    content = client.get(edit(submission)).content.decode()
    assert "2 av 2" in content
    assert "Vi har kartlagt." in content
    assert "karta.pdf" in content
    assert "Härnösand" in content


def test_feedback_edit_never_shows_the_draft(client, staff):
    participation = make_participation()
    submission = hand_in(participation, text="Inlämnat")
    Submission.objects.update(draft_text="Kanarietext")
    assert "Kanarietext" not in client.get(edit(submission)).content.decode()
    draft = make_submission(make_homework(participation.cohort), participation)
    assert client.get(edit(draft)).status_code == 404


def test_feedback_edit_approves_and_goes_to_the_next(client, staff):
    participation = make_participation()
    first, second = hand_in(participation, 6), hand_in(participation, 2)
    assert send(client, first).url == edit(second)
    assert send(client, second).url == QUEUE
    publish_decisions(at=timezone.now() + Review.TO_UNDO)
    assert set(Feedback.objects.values_list("outcome", "given_by")) == {("approved", staff.pk)}


def test_feedback_edit_skips_to_the_first_again(client, staff):
    participation = make_participation()
    first, last = hand_in(participation, 6), hand_in(participation, 2)
    assert client.get(edit(last)).context["page"].following == first.pk


def test_feedback_edit_asks_for_text_and_day_of_a_revision(client, staff):
    submission = hand_in(make_participation())
    response = send(client, submission, "needs_revision", text="")
    assert response.context["form"].errors == {
        "text": ["Skriv vad som behöver kompletteras"],
        "revise_by": ["Välj senaste dag för kompletteringen"],
    }
    day = timezone.localdate() + timedelta(days=14)
    send(client, submission, "needs_revision", revise_by=f"{day:%Y-%m-%d}")
    assert Review.objects.get().revise_by == day


def test_feedback_edit_keeps_the_text_when_a_newer_version_came(client, staff):
    submission = hand_in(make_participation())
    make_version(submission)
    content = send(client, submission, text="Det här skrev jag.").content.decode()
    assert "En nyare version har lämnats in under tiden" in content
    assert "Det här skrev jag." in content
    assert '<input type="hidden" name="version_number" value="2">' in content


def test_feedback_edit_twice_shows_that_there_is_feedback(client, staff):
    submission = hand_in(make_participation())
    send(client, submission)
    content = send(client, submission, text="Igen").content.decode()
    assert "Den här versionen har redan fått återkoppling" in content
    publish_decisions(at=timezone.now() + Review.TO_UNDO)
    assert Feedback.objects.count() == 1
    assert "Den här versionen har fått återkoppling." in client.get(edit(submission)).content.decode()


def test_feedback_edit_stops_personal_numbers_and_a_missing_choice(client, staff):
    submission = hand_in(make_participation())
    response = send(client, submission, "", text="Det gäller 811228-9874.")
    assert set(response.context["form"].errors) == {"outcome", "text"}


def test_feedback_edit_folds_earlier_versions_with_their_feedback(client, staff):
    submission = hand_in(make_participation(), text="Första")
    make_feedback(submission.versions.get(), Feedback.Outcome.NEEDS_REVISION, text="Skriv mer.")
    make_version(submission, text="Andra")
    content = client.get(edit(submission)).content.decode()
    assert "1 tidigare version med återkoppling" in content
    assert "Skriv mer." in content


@pytest.mark.parametrize("version_count", [1, 3])
def test_feedback_edit_asks_the_same_for_any_number(client, staff, version_count, django_assert_num_queries):
    submission = hand_in(make_participation())
    for _number in range(version_count):
        make_feedback(make_version(submission))
    with django_assert_num_queries(8):
        client.get(edit(submission))
