"""A decision about a hand-in is seen ten minutes later, and can be undone until then."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from audit.models import AuditEvent
from notifications.models import Message
from participants.actions.reviewing import begin_reading, give_feedback, publish_decisions, undo_feedback
from participants.actions.taking_back import take_back
from participants.models import Feedback, Review, Submission
from tests.factories import (
    AT,
    make_coordinator,
    make_enrolment,
    make_homework,
    make_participation,
    make_staff,
    make_submission,
    make_version,
)

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
SECRET = "Kanarietext om återkopplingen"


@pytest.fixture
def author():
    """Somebody whose group has handed in."""
    participation = make_participation()
    user = make_enrolment(participation).user
    make_version(make_submission(make_homework(participation.cohort), participation), user)
    return user


@pytest.fixture
def submission(author):
    """The hand-in of that group, being read."""
    return begin_reading(
        Submission.objects.get(), version_number=1, actor=make_staff(email="lena@example.org"), at=AT
    )


def decide(submission, *, at=AT, outcome="needs_revision", **fields):
    revise_by = timezone.localdate(at) + timedelta(days=20) if outcome == "needs_revision" else None
    fields = {
        "version_number": 1,
        "text": SECRET,
        "revise_by": revise_by,
        "actor": submission.reader,
    } | fields
    return give_feedback(submission, outcome=outcome, at=at, **fields)


def without_tokens(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def row_of(submission):
    return Submission.objects.filter(pk=submission.pk).values().get()


def test_the_hand_in_is_as_it_was_until_ten_minutes_have_gone(submission):
    before = row_of(submission)
    review = decide(submission)
    assert review.visible_at == AT + 10 * MINUTE
    assert publish_decisions(at=AT + 10 * MINUTE - timedelta(seconds=1)) == 0
    assert (row_of(submission), Feedback.objects.count(), Message.objects.count()) == (before, 0, 0)
    assert publish_decisions(at=AT + 10 * MINUTE) == 1
    submission.refresh_from_db()
    feedback = Feedback.objects.get()
    assert (submission.state, feedback.text, feedback.given_at) == ("needs_revision", SECRET, AT)
    assert (Message.objects.count(), Review.objects.count()) == (1, 0)
    assert publish_decisions(at=AT + 11 * MINUTE) == 0
    assert Message.objects.count() == 1


def test_an_undone_decision_leaves_the_state_of_before_and_the_text_as_a_draft(submission):
    before = row_of(submission)
    decide(submission)
    undo_feedback(submission, actor=submission.reader, at=AT + 9 * MINUTE)
    assert row_of(submission) == before
    review = Review.objects.get()
    assert (review.text, review.outcome, review.visible_at) == (SECRET, "", None)
    assert publish_decisions(at=AT + 60 * MINUTE) == 0
    assert (Feedback.objects.count(), Message.objects.count()) == (0, 0)
    verbs = AuditEvent.objects.about(submission).order_by("pk").values_list("verb", "actor")
    reader = submission.reader_id
    assert list(verbs) == [
        ("submission.reading_began", reader),
        ("feedback.given", reader),
        ("feedback.undone", reader),
    ]
    decide(submission, at=AT + 12 * MINUTE, outcome="approved", text="Bra.", number=review.number)
    assert publish_decisions(at=AT + 22 * MINUTE) == 1
    assert Feedback.objects.get().outcome == "approved"


def test_undoing_twice_changes_nothing_more(submission):
    decide(submission)
    for _time in range(2):
        undo_feedback(submission, actor=submission.reader, at=AT + MINUTE)
    assert AuditEvent.objects.about(submission).filter(verb="feedback.undone").count() == 1


@pytest.mark.parametrize("is_published", [False, True])
def test_what_is_visible_is_not_undone(submission, is_published):
    decide(submission)
    if is_published:
        publish_decisions(at=AT + 10 * MINUTE)
    with pytest.raises(ValidationError, match="går inte längre att ångra"):
        undo_feedback(submission, actor=submission.reader, at=AT + 10 * MINUTE)
    assert Review.objects.count() + Feedback.objects.count() == 1


def test_what_was_decided_without_beginning_to_read_cannot_be_changed_meanwhile(author):
    submission = Submission.objects.get()
    decide(submission, actor=make_staff(email="lena@example.org"))
    with pytest.raises(ValidationError, match="har börjat läsa"):
        take_back(submission, actor=author, at=AT + MINUTE)
    submission.refresh_from_db()
    assert not submission.can_be_changed


def test_a_decision_is_made_once(submission):
    decide(submission)
    with pytest.raises(ValidationError, match="har redan fått återkoppling"):
        decide(submission, outcome="approved")
    with pytest.raises(ValidationError, match="har redan fått återkoppling"):
        begin_reading(submission, version_number=1, actor=submission.reader, at=AT + MINUTE)


@pytest.mark.usefixtures("sunday")
@pytest.mark.parametrize("outcome", ["approved", "needs_revision"])
def test_nobody_outside_sees_a_decision_before_its_time(client, author, submission, outcome):
    """Compare every page of the authors and the county board before the decision, after it and undone."""
    at = timezone.now()
    coordinator = make_coordinator(county_board=submission.homework.cohort.county_board).user
    begin_reading(submission, version_number=1, actor=submission.reader, at=at)
    homework = submission.homework.get_absolute_url()
    pages = {
        author: ("/hemuppgifter/", homework, "/min-sida/"),
        coordinator: (homework, "/mitt-lan/", "/uppfoljning/"),
    }

    def seen():
        texts = []
        for person, addresses in pages.items():
            client.force_login(person)
            texts += [without_tokens(client.get(address).content.decode()) for address in addresses]
        return texts

    before = seen()
    decide(submission, at=at, outcome=outcome)
    assert seen() == before
    publish_decisions(at=at + 10 * MINUTE)
    after = seen()
    assert any(SECRET in text for text in after)
    assert before != after


@pytest.mark.usefixtures("sunday")
def test_the_page_says_until_when_and_undoes(client, submission):
    submission = begin_reading(submission, version_number=1, actor=submission.reader, at=timezone.now())
    client.force_login(submission.reader)
    page = f"/oversikt/aterkoppling/{submission.pk}/"
    answer = {"version_number": 1, "number": 0, "outcome": "approved", "text": SECRET}
    told = client.post(page, answer, follow=True).content.decode()
    assert "hemuppgiften är godkänd. Det syns från kl. 10.10 och går att ångra till dess." in told
    assert "får mejl (i morgon kl. 8)." in told
    assert "Nyss beslutat, syns inte än" in told
    shown = client.get(page).content.decode()
    assert "Ingen utanför MÄN ser det här före kl. 10.10" in shown
    assert SECRET in shown
    undone = client.post(f"{page}angra/", follow=True).content.decode()
    assert "Beslutet är ångrat. Texten finns kvar som utkast, och ingen har fått veta något." in undone
    assert f">\n{SECRET}</textarea>" in undone
    again = client.post(f"{page}angra/", follow=True).content.decode()
    assert "Ångra beslutet" not in again


@pytest.mark.usefixtures("sunday")
def test_undoing_too_late_says_so(client, submission):
    decide(submission, at=timezone.now() - 10 * MINUTE)
    client.force_login(submission.reader)
    page = client.post(f"/oversikt/aterkoppling/{submission.pk}/angra/", follow=True).content.decode()
    assert "Mottagarna ser återkopplingen nu, så den går inte längre att ångra." in page


@pytest.mark.usefixtures("sunday")
def test_what_a_reader_writes_is_saved_on_the_server_for_readers_alone(client, author, submission):
    client.force_login(submission.reader)
    address = f"/oversikt/aterkoppling/{submission.pk}/"
    begin_reading(submission, version_number=1, actor=submission.reader, at=timezone.now())
    fields = {"version_number": 1, "number": 0, "text": SECRET, "revise_by": "2026-12-18"}
    saved = client.post(f"{address}utkast/", fields)
    assert (saved.status_code, saved.json()) == (200, {"number": 1, "text": "Utkast sparat kl. 10.00"})
    assert client.post(f"{address}utkast/", fields).json()["number"] == 1
    page = client.get(address).content.decode()
    assert f'data-draft-url="{address}utkast/"' in page
    assert (SECRET in page, 'value="2026-12-18"' in page) == (True, True)
    assert "Senast ändrat av Lena Ek i dag kl. 10.00." in page
    client.force_login(author)
    assert SECRET not in client.get(submission.homework.get_absolute_url()).content.decode()
    assert client.post(f"{address}utkast/", fields).status_code == 404
    client.logout()
    assert client.post(f"{address}utkast/", fields).status_code == 401


@pytest.mark.usefixtures("sunday")
def test_an_older_text_neither_overwrites_a_newer_one_nor_decides(client, submission):
    client.force_login(submission.reader)
    address = f"/oversikt/aterkoppling/{submission.pk}/"
    begin_reading(submission, version_number=1, actor=submission.reader, at=timezone.now())
    common = {"version_number": 1, "number": 0, "revise_by": ""}
    client.post(f"{address}utkast/", common | {"text": "Det nyare."})
    stale = common | {"text": "Det äldre."}
    assert client.post(f"{address}utkast/", stale).status_code == 409
    both = client.post(address, stale | {"outcome": "approved"})
    text = both.content.decode()
    assert (both.status_code, "Det nyare." in text, "Det äldre.</textarea>" in text) == (409, True, True)
    assert 'name="number" value="1"' in text
    assert not Review.objects.decided().exists()
    client.post(address, stale | {"outcome": "approved", "number": 1})
    assert Review.objects.decided().get().text == "Det äldre."
    assert client.post(f"{address}utkast/", stale).status_code == 423


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_decision_undone_at_its_last_moment_is_either_seen_or_undone(submission):
    decide(submission)
    start, refused = threading.Barrier(10), []

    def press(number):
        try:
            start.wait()
            if number % 2:
                publish_decisions(at=AT + 10 * MINUTE)
            else:
                undo_feedback(submission, actor=submission.reader, at=AT + 9 * MINUTE)
        except ValidationError as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[number]) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    is_seen = Feedback.objects.exists()
    undone = AuditEvent.objects.filter(verb="feedback.undone").count()
    assert (Feedback.objects.count() + undone, Message.objects.count()) == (1, int(is_seen))
    assert Submission.objects.get().state == ("needs_revision" if is_seen else "submitted")
    assert len(refused) == (5 if is_seen else 0)
