"""The outbox in the admin: read, try again, stop."""

from datetime import timedelta

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from audit.models import AuditEvent
from notifications.models import Message
from tests.outbox import TUESDAY, queue_note

LIST = "admin:notifications_message_changelist"


@pytest.fixture
def page(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def failed(wishes, anna):
    message = queue_note(recipient=anna)
    Message.objects.update(state="failed", reason="550 No such user", first_tried_at=TUESDAY)
    return message


def choose(page, action, *messages, **more):
    data = {"action": action, "_selected_action": [message.pk for message in messages]} | more
    response = page.post(reverse(LIST), data, follow=True)
    return response.content.decode()


def test_the_list_shows_what_became_of_each_mail(page, failed):
    html = page.get(reverse(LIST)).content.decode()

    assert "anna@bollnas.example" in html
    assert "550 No such user" in html


@pytest.mark.parametrize(("trouble", "shown"), [("failed", {1}), ("slow", {2}), ("", {1, 2, 3})])
def test_the_list_finds_trouble(page, failed, anna, trouble, shown):
    queue_note(2, recipient=anna)
    queue_note(3, recipient=anna)
    Message.objects.filter(key="note/2").update(first_tried_at=TUESDAY - timedelta(days=999))

    response = page.get(reverse(LIST), {"trouble": trouble} if trouble else {})

    assert {row.facts["number"] for row in response.context["cl"].queryset} == shown


def test_the_list_asks_the_same_number_of_questions_for_one_and_three(
    page, failed, anna, django_assert_max_num_queries
):
    page.get(reverse(LIST))
    with django_assert_max_num_queries(20) as one:
        page.get(reverse(LIST))
    queue_note(2, recipient=anna)
    queue_note(3, recipient=anna)
    with django_assert_max_num_queries(20) as three:
        page.get(reverse(LIST))

    assert len(one) == len(three)


def test_a_mail_can_be_read_but_not_written(page, failed):
    response = page.get(reverse("admin:notifications_message_change", args=[failed.pk]))

    assert "Tack &amp; lov." in response.content.decode()
    assert 'name="_save"' not in response.content.decode()
    assert page.get(reverse("admin:notifications_message_add")).status_code == 403


@pytest.mark.parametrize(
    ("action", "button"), [("retry_chosen", "Skicka 1 mejl igen"), ("cancel_chosen", "Stoppa 1 mejl")]
)
def test_an_action_asks_before_it_does_anything(page, failed, action, button):
    html = choose(page, action, failed)

    assert f'value="{button}"' in html
    assert "Note: prov – anna@bollnas.example" in html
    assert Message.objects.get().state == "failed"


def test_the_question_names_ten_and_counts_the_rest(page, wishes, anna):
    messages = [queue_note(number, recipient=anna) for number in range(12)]

    html = choose(page, "cancel_chosen", *messages)

    assert (html.count("<li>Note: prov"), "<li>och 2 till</li>" in html) == (10, True)


def test_retry_confirmed(page, staff, failed):
    html = choose(page, "retry_chosen", failed, confirmed="Ja")

    assert "1 mejl ändrades." in html
    assert Message.objects.get().state == "queued"
    assert [(event.verb, event.actor) for event in AuditEvent.objects.about(failed)] == [
        ("message.retried", staff)
    ]


def test_cancel_confirmed_and_refused_row_by_row(page, failed, anna):
    sent = queue_note(2, recipient=anna)
    Message.objects.filter(pk=sent.pk).update(state="sent", sent_at=TUESDAY)

    with zeal_ignore():  # each row is locked on its own
        html = choose(page, "cancel_chosen", failed, sent, confirmed="Ja")

    assert "1 mejl ändrades." in html
    assert "Mejlet har läget ”Skickat”" in html
    assert {row.key: row.state for row in Message.objects.all()} == {"note/1": "cancelled", "note/2": "sent"}


def test_when_nothing_could_be_done_it_says_so(page, wishes, anna):
    message = queue_note(recipient=anna)

    html = choose(page, "retry_chosen", message, confirmed="Ja")

    assert "Inget mejl ändrades." in html


def test_the_address_of_a_protected_person_is_in_no_list(page, failed, anna):
    type(anna).objects.filter(pk=anna.pk).update(protected_identity=True)
    html = page.get(reverse(LIST)).content.decode()
    assert "anna@bollnas.example" not in html
    assert "Namnet visas inte" in html


@pytest.mark.parametrize("term", ["orebro", "Örebro", "O\u0308rebro", "\u00f6rebro\u200b"])
def test_a_mail_is_found_without_dots_and_in_any_form(page, failed, term):
    Message.objects.update(subject="Stöd i O\u0308rebro")
    assert Message.objects.get().subject == "Stöd i Örebro"
    assert list(page.get(reverse(LIST), {"q": term}).context["cl"].queryset) == [failed]


def test_a_mail_to_a_bare_address_is_found_by_it(page, wishes):
    message = queue_note(to_email="Asa@Malmö.SE")
    assert message.to_email == "asa@malmö.se"
    assert list(page.get(reverse(LIST), {"q": "malmo.se"}).context["cl"].queryset) == [message]
