"""The county board asks MÄN to open a locked month again, and MÄN answers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from followups.actions.check_in import open_check_in, save_check_in_draft
from followups.actions.unlocking import decline_unlock, request_unlock, unlock_check_in
from followups.models import CheckIn, UnlockRequest
from notifications import kinds
from notifications.models import Message
from tests import factories
from tests.check_ins import NOW, edit, make_done, said

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
PATH = f"{edit(text='2026-10')}las-upp/"


@pytest.fixture
def contact(cohort):
    """The cohort's contact at MÄN."""
    cohort.contact = factories.make_staff()
    cohort.save()
    return cohort.contact


@pytest.fixture
def role(cohort, contact):
    return factories.make_coordinator(user=factories.make_user(first_name="Alva", last_name="Provlund"))


@pytest.fixture
def october(cohort, role):
    participation = factories.make_participation(cohort, "harnosand")
    return open_check_in(participation, month=OCTOBER, actor=role.user, at=NOW)


def ask(check_in, actor, **fields):
    return request_unlock(check_in, **{"reason": "late_contact", "actor": actor, "at": NOW} | fields)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def mails():
    return [(mail.kind, mail.recipient) for mail in Message.objects.order_by("pk")]


# --- Deeds ----------------------------------------------------------------------------------------------


def test_request_unlock_tells_the_contact(october, role, contact):
    request = ask(october, role.user)
    assert list(UnlockRequest.objects.waiting()) == [request]
    assert verbs() == ["unlock_request.made"]
    assert mails() == [("unlock_requested", contact)]
    assert Message.objects.get().subject == "Lås upp oktober 2026 för Härnösand?"
    assert "Skälet: Kontakten kom efter att månaden låstes." in Message.objects.get().text


def test_request_unlock_twice_is_one_request(october, role):
    assert ask(october, role.user) == ask(october, factories.make_user(), reason="absence")
    assert (UnlockRequest.objects.count(), Message.objects.count(), len(verbs())) == (1, 1, 1)


def test_request_unlock_without_a_contact_waits_on_the_overview(october, role):
    october.participation.cohort.__class__.objects.update(contact=None)
    ask(october, role.user)
    assert (UnlockRequest.objects.waiting().count(), mails()) == (1, [])


def test_request_unlock_is_refused(october, role):
    november = open_check_in(october.participation, month=NOVEMBER, actor=role.user, at=NOW)
    june = open_check_in(october.participation, month=date(2026, 6, 1), actor=role.user, at=NOW)
    cases = [
        (november, "absence", "Månaden är inte låst."),
        (june, "absence", "Ingen avstämning ska göras för den här månaden."),
        (october, "för att", "Välj varför månaden låses upp"),
    ]
    for check_in, reason, sentence in cases:
        with pytest.raises(ValidationError) as refusal:
            ask(check_in, role.user, reason=reason)
        assert refusal.value.messages == [sentence]
    assert (verbs(), UnlockRequest.objects.count()) == ([], 0)


def test_unlock_check_in_grants_what_waits(october, role, contact):
    request = ask(october, role.user)
    unlock_check_in(october, reason="late_contact", actor=contact, at=NOW)
    request.refresh_from_db()
    assert (request.state, request.answered_at) == ("granted", NOW)
    assert verbs() == ["unlock_request.made", "check_in.unlocked", "unlock_request.granted"]
    mail = Message.objects.get(kind="unlock_answered")
    assert (mail.recipient, mail.subject) == (role.user, "Upplåst: Härnösand oktober 2026")
    assert "Du kan skriva i den till och med torsdag 3 december." in mail.text


def test_an_unlocked_month_locks_again(october, role, contact):
    unlock_check_in(october, reason="absence", actor=contact, at=NOW)
    last, locked = datetime(2026, 12, 3, 22, 59, tzinfo=UTC), datetime(2026, 12, 3, 23, 0, tzinfo=UTC)
    save_check_in_draft(october, answers={"happened": "Nu"}, number=0, actor=role.user, at=last)
    with pytest.raises(ValidationError):
        save_check_in_draft(october, answers={"happened": "Sen"}, number=1, actor=role.user, at=locked)
    unlock_check_in(october, reason="absence", actor=contact, at=locked)
    save_check_in_draft(october, answers={"happened": "Igen"}, number=1, actor=role.user, at=locked)


def test_decline_unlock_answers_and_twice_changes_nothing(october, role, contact):
    request = ask(october, role.user)
    for _twice in range(2):
        assert decline_unlock(request, actor=contact, at=NOW).is_declined
    assert verbs() == ["unlock_request.made", "unlock_request.declined"]
    assert mails() == [("unlock_requested", contact), ("unlock_answered", role.user)]
    assert Message.objects.get(kind="unlock_answered").subject == "Fortfarande låst: Härnösand oktober 2026"
    assert ask(october, role.user, at=NOW + timedelta(days=1)) != request  # one may ask again


def test_decline_unlock_after_it_was_granted_is_refused(october, role, contact):
    request = ask(october, role.user)
    unlock_check_in(october, reason="absence", actor=contact, at=NOW)
    with pytest.raises(ValidationError) as refusal:
        decline_unlock(request, actor=contact, at=NOW)
    assert refusal.value.messages == ["Begäran är redan besvarad."]


def test_mails_leave_only_while_there_is_a_reason(october, role, contact):
    from notifications import kinds  # noqa: PLC0415

    def due():
        found = Message.objects.order_by("pk")
        return [kinds.get(mail.kind).still_due(mail, at=NOW) for mail in found]

    request = ask(october, role.user)
    assert due() == [True]
    decline_unlock(request, actor=contact, at=NOW)
    assert due() == [False, True]
    role.__class__.objects.filter(pk=role.pk).update(ends_on=date(2026, 11, 20))
    assert due() == [False, False]


# --- Page -----------------------------------------------------------------------------------------------


def read(client, text="2026-10"):
    return client.get(edit(text=text)).content.decode()


@pytest.mark.usefixtures("sunday", "october")
def test_check_in_read_says_kindly_that_the_month_is_locked(client, role, cohort):
    client.force_login(role.user)
    text = read(client)
    assert (
        "Oktober låstes den 13 november innan avstämningen blev klar. "
        "Det är inte för sent: be MÄN låsa upp den."
    ) in text
    assert ">Sen<" not in text
    make_done(cohort.participations.get(), OCTOBER)
    assert "Oktober låstes den 13 november. Behöver något rättas? Be MÄN låsa upp den." in read(client)


@pytest.mark.usefixtures("sunday", "october")
def test_check_in_unlock_asks_waits_and_is_granted(client, role, contact):
    client.force_login(role.user)
    assert "Välj varför månaden låses upp" in client.post(PATH, {}).content.decode()
    assert client.post(PATH, {"reason": "absence"}).url == edit(text="2026-10")
    page = client.get(edit(text="2026-10"))
    assert said(page) == ["MÄN har fått din begäran. Du får ett mejl när den är besvarad."]
    assert "Du bad MÄN låsa upp månaden den 22 november och väntar på svar." in page.content.decode()
    assert 'id="las-upp"' not in page.content.decode()
    client.force_login(contact)
    text = read(client)
    assert "Alva Provlund bad MÄN låsa upp månaden den 22 november och väntar på svar." in text
    assert text.count(" checked") == 1  # the reason that was given
    assert client.post(PATH, {"reason": "absence"}).url == edit(text="2026-10")
    assert said(client.get(edit(text="2026-10"))) == [
        "Månaden är upplåst för länsstyrelsen till och med 3 december."
    ]
    assert CheckIn.objects.get(expected__month=OCTOBER).unlocked_at == NOW
    client.force_login(role.user)
    assert "data-draft-url" in read(client)
    late = client.post(PATH, {"reason": "absence", "draft": "draft:x#"})
    assert (late.status_code, "saved" in late.cookies) == (302, False)  # open already: nothing to ask
    assert UnlockRequest.objects.count() == 1


@pytest.mark.usefixtures("sunday")
def test_check_in_unlock_declines(client, role, contact, october):
    ask(october, role.user)
    client.force_login(role.user)
    client.post(PATH, {"action": "decline"})
    assert said(client.get(edit(text="2026-10"))) == ["Det finns ingen begäran att svara på."]
    assert UnlockRequest.objects.waiting().count() == 1
    client.force_login(contact)
    assert "Avslå begäran" in read(client)
    client.post(PATH, {"action": "decline"})
    assert said(client.get(edit(text="2026-10"))) == [
        "Månaden är fortfarande låst. Den som frågade får ett mejl."
    ]
    assert "Avslå begäran" not in read(client)
    client.force_login(role.user)
    text = read(client)
    assert "Du bad MÄN låsa upp månaden den 22 november. MÄN avslog begäran." in text
    assert 'id="las-upp"' in text


@pytest.mark.usefixtures("sunday", "october")
def test_check_in_unlock_is_not_there_for_others(client, role):
    elsewhere = factories.make_coordinator(county_board=factories.make_county_board("kalmar"))
    for user in (elsewhere.user, factories.make_user()):
        client.force_login(user)
        assert client.post(PATH, {"reason": "absence"}).status_code == 404
    client.force_login(role.user)
    assert client.get(PATH).url == edit(text="2026-10")
    assert UnlockRequest.objects.count() == 0


def test_whoever_left_man_gets_no_mail_about_a_request(october, role, contact):
    ask(october, role.user)
    message = Message.objects.get(kind="unlock_requested")
    assert kinds.get("unlock_requested").still_due(message, at=NOW)
    message.recipient.is_staff = False
    assert not kinds.get("unlock_requested").still_due(message, at=NOW)
