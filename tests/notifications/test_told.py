"""A receipt says who is told and when, from what stands in the outbox."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from notifications.actions.queueing import Mail, foreseen, queue_many
from notifications.models import Message
from notifications.summaries import receipt, told
from tests.factories import make_user

pytestmark = pytest.mark.django_db

# A Wednesday at ten, the evening after, and the Friday evening.
OPEN = datetime(2026, 11, 25, 9, tzinfo=UTC)
EVENING = datetime(2026, 11, 25, 20, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 20, tzinfo=UTC)


@pytest.fixture
def people():
    return [make_user(first_name=name, last_name="Test") for name in ("Ada", "Bo")]


def mail(person, key="deed/1"):
    return Mail(kind="account_test", key=f"{key}/{person.pk}", recipient=person, context={})


def still_due(_message, **_at):
    return True


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """A kind whose text needs nothing."""
    from notifications import kinds  # noqa: PLC0415
    from notifications.actions import letters  # noqa: PLC0415

    made = kinds.MailKind(name="account_test", still_due=still_due)
    monkeypatch.setitem(kinds._kinds, "account_test", made)
    letter = letters.Letter(subject="Ämne", text="Text", html="<p>Text</p>")
    monkeypatch.setattr(letters, "render", lambda *_args, **_options: letter)


@pytest.mark.parametrize(
    ("at", "when"), [(OPEN, "."), (EVENING, " (i morgon kl. 8)."), (FRIDAY, " (på måndag kl. 8).")]
)
def test_one_person_is_named_and_the_time_is_that_of_the_sending_hours(people, at, when):
    mails = queue_many([mail(people[0])], at=at)
    assert told(mails, reader=people[1], at=at) == f"Ada Test får mejl{when}"
    assert told(mails, reader=people[0], at=at) == f"Du får mejl{when}"


def test_several_are_counted(people):
    mails = queue_many([mail(person) for person in people], at=EVENING)
    assert receipt("Klart.", mails, reader=None, at=EVENING) == "Klart. 2 personer får mejl (i morgon kl. 8)."


def test_later_the_same_day_is_said(people):
    early = datetime(2026, 11, 25, 4, tzinfo=UTC)
    mails = queue_many([mail(people[0])], at=early)
    assert told(mails, reader=None, at=early) == "Ada Test får mejl (i dag kl. 8)."


def test_nobody_is_said_with_the_reason(people):
    assert receipt("Klart.", [], reader=None, at=OPEN) == "Klart."
    assert receipt("Klart.", [], reader=None, at=OPEN, nobody="Ingen får mejl.") == "Klart. Ingen får mejl."


def test_the_name_of_a_protected_person_is_withheld(people):
    people[0].protected_identity = True
    people[0].save()
    assert told(queue_many([mail(people[0])], at=OPEN), reader=None, at=OPEN) == "1 person får mejl."


def test_only_the_mails_of_this_deed_are_counted(people):
    row = Message(pk=1)
    queue_many(
        [mail(people[0]), mail(people[1], key="deed/11"), mail(people[1], key="deed/1/later")], at=OPEN
    )
    assert {each.recipient for each in Message.objects.about("deed", row, "later")} == {people[1]}
    queued = Message.objects.about("deed", row)
    assert len(queued) == 2


def test_what_is_foreseen_is_not_stored(people):
    people[1].is_active = False
    mails = foreseen([mail(person) for person in people], at=OPEN + timedelta(minutes=10))
    assert told(mails, reader=None, at=timezone.localtime(OPEN)) == "Ada Test får mejl (i dag kl. 10.10)."
    assert not Message.objects.exists()
