"""The public form: what it keeps, whom it tells, what it refuses."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from municipalities.actions import appoint_coordinator
from municipalities.models import CountyBoard, Municipality
from notifications.kinds import get
from notifications.models import Message
from programmes.actions.enquiries import (
    answer_enquiry,
    clear_enquiry,
    close_enquiry,
    receive_enquiry,
    reopen_enquiry,
)
from programmes.models import Enquiry, Programme

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
TODAY = AT.date()


@pytest.fixture
def process_training():
    return Programme.objects.get(slug="processutbildning")


@pytest.fixture
def leader_training():
    return Programme.objects.get(slug="processledarutbildning")


@pytest.fixture
def bollnas():
    return Municipality.objects.get(slug="bollnas")


def coordinator(email: str, county: str = "21", **fields: object) -> User:
    user = User.objects.create_user(email, first_name="Lena", last_name="Ek")
    appoint_coordinator(
        CountyBoard.objects.get(code=county),
        user=user,
        **{"starts_on": date(2026, 1, 1), "ends_on": None, **fields},
        actor=None,
        at=AT,
    )
    return user


def answers(programme: Programme, municipality: Municipality | None, **changed: object) -> dict:
    return {
        "programme": programme.pk,
        "municipality": municipality.pk if municipality else "",
        "name": "Åsa Öberg",
        "email": "asa@example.org",
        "phone": "",
        "organisation": "",
        "message": "Hur mycket tid tar det?",
        **changed,
    }


def received(programme: Programme, municipality: Municipality | None = None, **changed: object) -> Enquiry:
    answers = {"name": "Åsa Öberg", "email": "asa@example.org", "message": "HEMLIGT i frågan", "at": AT}
    return receive_enquiry(programme=programme, municipality=municipality, **answers | changed)


def mails() -> set[tuple[str, str]]:
    return {
        (message.kind, message.address)
        for message in Message.objects.select_related("recipient").filter(kind__startswith="enquiry")
    }


def test_enquiry_about_process_training_reaches_sender_staff_and_current_coordinators(
    process_training, bollnas
):
    coordinator("lena@example.org")
    coordinator("slutade@example.org", ends_on=date(2026, 11, 22))
    coordinator("annat@example.org", county="08")
    enquiry = received(process_training, bollnas)
    assert mails() == {
        ("enquiry_receipt", "asa@example.org"),
        ("enquiry_for_staff", settings.CONTACT_EMAIL),
        ("enquiry_for_coordinator", "lena@example.org"),
    }
    assert AuditEvent.objects.about(enquiry).get().verb == "enquiry.received"


def test_enquiry_about_leader_training_needs_no_municipality_and_no_coordinator(leader_training):
    coordinator("lena@example.org")
    received(leader_training)
    assert {kind for kind, _address in mails()} == {"enquiry_receipt", "enquiry_for_staff"}


def test_enquiry_mails_hold_nothing_of_what_was_written(process_training, bollnas):
    coordinator("lena@example.org")
    received(process_training, bollnas)
    for message in Message.objects.filter(kind__startswith="enquiry"):
        assert "HEMLIGT" not in message.text + message.html + message.subject
        assert message.text.count("http") == 1


def test_enquiry_about_process_training_is_refused_without_municipality(process_training):
    with pytest.raises(ValidationError, match="Välj vilken kommun"):
        received(process_training)
    assert not Enquiry.objects.exists()
    assert not Message.objects.exists()


def test_enquiry_is_answered_then_closed_and_never_twice(leader_training):
    enquiry = received(leader_training)
    answer_enquiry(enquiry, actor=None, at=AT)
    with pytest.raises(ValidationError, match="redan besvarad"):
        answer_enquiry(enquiry, actor=None, at=AT)
    close_enquiry(enquiry, actor=None, at=AT)
    with pytest.raises(ValidationError, match="redan avslutad"):
        close_enquiry(enquiry, actor=None, at=AT)
    verbs = set(AuditEvent.objects.about(enquiry).values_list("verb", flat=True))
    assert verbs == {"enquiry.received", "enquiry.answered", "enquiry.closed"}


@pytest.mark.parametrize("answered", [False, True])
def test_a_closed_enquiry_is_opened_again_as_it_was_before(leader_training, answered):
    enquiry = received(leader_training)
    if answered:
        answer_enquiry(enquiry, actor=None, at=AT)
    close_enquiry(enquiry, actor=None, at=AT)
    reopen_enquiry(enquiry, actor=None, at=AT)
    enquiry.refresh_from_db()
    assert enquiry.state == ("answered" if answered else "new")
    with pytest.raises(ValidationError, match="redan"):
        reopen_enquiry(enquiry, actor=None, at=AT)
    assert AuditEvent.objects.about(enquiry).latest("pk").verb == "enquiry.reopened"


def test_what_a_person_sends_again_without_the_trap_is_no_longer_suspected(process_training, bollnas):
    coordinator("lena@example.org")
    trapped = received(process_training, bollnas, is_suspected=True)
    assert mails() == {("enquiry_receipt", "asa@example.org")}
    again = received(process_training, bollnas, at=AT + timedelta(minutes=5))
    assert (again.pk, again.is_suspected) == (trapped.pk, False)
    assert mails() == {
        ("enquiry_receipt", "asa@example.org"),
        ("enquiry_for_staff", settings.CONTACT_EMAIL),
        ("enquiry_for_coordinator", "lena@example.org"),
    }
    received(process_training, bollnas, is_suspected=True, at=AT + timedelta(minutes=6))
    assert not Enquiry.objects.get().is_suspected


def test_enquiry_mail_to_staff_is_no_longer_due_when_answered(leader_training):
    enquiry = received(leader_training)
    due = {message.kind: get(message.kind).still_due(message, at=AT) for message in Message.objects.all()}
    assert due == {"enquiry_receipt": True, "enquiry_for_staff": True}
    close_enquiry(enquiry, actor=None, at=AT)
    due = {message.kind: get(message.kind).still_due(message, at=AT) for message in Message.objects.all()}
    assert due == {"enquiry_receipt": True, "enquiry_for_staff": False}


def test_enquiries_are_seen_by_staff_and_by_the_county(process_training, leader_training, bollnas):
    ours, other = coordinator("lena@example.org"), coordinator("annat@example.org", county="08")
    staff = User.objects.create_user("mod@example.org", is_staff=True)
    seen = received(process_training, bollnas)
    general = received(leader_training, bollnas)
    assert set(Enquiry.objects.visible_to(ours, on=TODAY)) == {seen}
    assert set(Enquiry.objects.visible_to(other, on=TODAY)) == set()
    assert set(Enquiry.objects.visible_to(staff, on=TODAY)) == {seen, general}
    assert set(Enquiry.objects.waiting()) == {seen, general}


def test_no_browser_keeps_the_page_on_which_one_writes(client):
    page = client.get(reverse("programmes:enquiry_create"))
    assert "data-draft" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_enquiry_create_keeps_it_and_thanks(client, process_training, bollnas):
    page = client.post(reverse("programmes:enquiry_create"), answers(process_training, bollnas), follow=True)
    assert page.redirect_chain == [("/intresseanmalan/tack/", 302)]
    assert "Tack för din intresseanmälan" in page.content.decode()
    kept = Enquiry.objects.get()
    assert (kept.name, kept.municipality, kept.state) == ("Åsa Öberg", bollnas, "new")
    assert (Message.objects.get(kind="enquiry_receipt").to_email) == "asa@example.org"


@pytest.mark.parametrize("path", ["/intresseanmalan/", "/en/intresseanmalan/", "/intresseanmalan/tack/"])
def test_enquiry_pages_are_public(client, path):
    assert client.get(path).status_code == 200


def test_enquiry_create_asks_for_the_municipality(client, process_training):
    page = client.post(reverse("programmes:enquiry_create"), answers(process_training, None))
    assert page.context["form"].errors.keys() == {"municipality"}
    assert "Hur mycket tid tar det?" in page.content.decode()
    assert not Enquiry.objects.exists()


def test_enquiry_create_with_the_trap_filled_in_is_kept_for_staff_alone(client, process_training, bollnas):
    lena = coordinator("lena@example.org")
    robot = answers(process_training, bollnas, website="http://spam.example")
    page = client.post(reverse("programmes:enquiry_create"), robot)
    assert (page.status_code, page.headers["Location"]) == (302, "/intresseanmalan/tack/")
    enquiry = Enquiry.objects.get()
    assert enquiry.is_suspected
    assert mails() == {("enquiry_receipt", "asa@example.org")}  # as the page promises
    assert list(Enquiry.objects.waiting()) == [enquiry]
    assert not Enquiry.objects.visible_to(lena, on=TODAY).exists()


def test_an_enquiry_that_is_no_spam_reaches_those_who_were_not_told(process_training, bollnas):
    lena = coordinator("lena@example.org")
    enquiry = received(process_training, bollnas, is_suspected=True)
    clear_enquiry(enquiry, actor=None, at=AT)
    assert mails() == {
        ("enquiry_receipt", "asa@example.org"),
        ("enquiry_for_staff", settings.CONTACT_EMAIL),
        ("enquiry_for_coordinator", "lena@example.org"),
    }
    assert list(Enquiry.objects.visible_to(lena, on=TODAY)) == [enquiry]
    with pytest.raises(ValidationError, match="är inte misstänkt"):
        clear_enquiry(enquiry, actor=None, at=AT)
    assert len(mails()) == 3
    verbs = AuditEvent.objects.about(enquiry).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["enquiry.received", "enquiry.cleared"]


def test_the_same_enquiry_within_a_quarter_of_an_hour_is_one(process_training, bollnas):
    first = received(process_training, bollnas)
    assert (
        received(process_training, bollnas, email="Asa@example.org\u200b", at=AT + timedelta(minutes=15))
        == first
    )
    assert (Enquiry.objects.count(), Message.objects.count()) == (1, 2)
    assert received(process_training, bollnas, message="Något annat") != first
    assert received(process_training, bollnas, at=AT + timedelta(minutes=16)) != first
    assert AuditEvent.objects.about(first).count() == 1


def test_enquiry_create_stops_the_sixth_in_an_hour_and_keeps_the_text(client, leader_training):
    for number in range(5):
        mail = f"person-{number}@example.org"
        client.post(reverse("programmes:enquiry_create"), answers(leader_training, None, email=mail))
    page = client.post(
        reverse("programmes:enquiry_create"), answers(leader_training, None, email="ny@example.org")
    )
    assert page.status_code == 200
    assert "Vänta en timme" in page.content.decode()
    assert "Hur mycket tid tar det?" in page.content.decode()
    assert Enquiry.objects.count() == 5


def test_enquiry_create_stops_many_mails_to_one_address_from_many_connections(client, leader_training):
    for number in range(7):
        client.post(
            reverse("programmes:enquiry_create"),
            answers(leader_training, None, message=f"Fråga {number}"),
            REMOTE_ADDR=f"192.0.2.{number}",
        )
    assert Enquiry.objects.count() == 5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "asa@example.org\r\nBcc: alla@example.org"),
        ("email", "asa@example.org, bo@example.org"),
        ("email", '"<script>"@example.org'),
        ("email", "asa@[127.0.0.1]"),
        ("email", f"{'a' * 65}@example.org"),
        ("name", "\u200b\u2800"),
        ("message", "x" * 3001),
        ("message", "Jag heter Åsa, 811228-9874."),
        ("phone", "7" * 41),
        ("programme", "abc"),
        ("programme", "9" * 5000),
        ("municipality", "\x00"),
        ("municipality", "-1"),
    ],
)
def test_enquiry_create_refuses_bad_input_with_a_sentence(client, leader_training, field, value):
    page = client.post(reverse("programmes:enquiry_create"), answers(leader_training, None) | {field: value})
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {field}
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("name", "A\u030asa\r\nBcc: alla@example.org\u200b", "Åsa Bcc: alla@example.org"),
        ("name", "Åsa\x00", "Åsa"),
        ("message", "Hej\x00\x0bdå", "Hej\ndå"),
        ("email", "Asa@xn--malm-8qa.se\u200b", "asa@malmö.se"),
        ("phone", "0701740607", "0701740607"),
        ("phone", "8507099805", "8507099805"),
    ],
)
def test_enquiry_create_keeps_what_was_pasted_in_its_normal_form(client, leader_training, field, value, kept):
    client.post(reverse("programmes:enquiry_create"), answers(leader_training, None) | {field: value})
    assert getattr(Enquiry.objects.get(), field) == kept


def test_enquiry_create_offers_all_municipalities_in_swedish_order(client):
    page = client.get(reverse("programmes:enquiry_create"))
    names = [str(name) for _value, name in page.context["form"].fields["municipality"].choices][1:]
    assert len(names) == 290
    assert (names[0], names[-1]) == ("Ale", "Övertorneå")


def test_enquiry_about_a_training_that_is_not_offered_is_refused(client, leader_training):
    leader_training.is_active = False
    leader_training.save()
    page = client.post(reverse("programmes:enquiry_create"), answers(leader_training, None))
    assert page.context["form"].errors.keys() == {"programme"}
