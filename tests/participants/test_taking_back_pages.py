"""The buttons for taking back and beginning to read, and what the pages say of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participants.models import Submission, SubmissionVersion
from tests.factories import (
    make_coordinator,
    make_enrolment,
    make_feedback,
    make_homework,
    make_participation,
    make_staff,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]


@pytest.fixture
def homework():
    return make_homework(make_participation().cohort)


@pytest.fixture
def group(homework):
    participation = homework.cohort.participations.get()
    names = ("Lova", "Exempelsson"), ("Omar", "Låtsas")
    people = [make_user(first_name=first, last_name=last) for first, last in names]
    return [make_enrolment(participation, person).user for person in people]


def send(client, homework, deed="hand_in", **fields):
    fields = {"text": "Våra svar", "number": "0", "names_nobody": "on", "deed": deed} | fields
    return client.post(homework.get_absolute_url(), fields, follow=True)


def take_back(client, homework):
    return client.post(f"/hemuppgifter/{homework.pk}/ta-tillbaka/", follow=True).content.decode()


def begin(client, submission, number=1):
    url = f"/oversikt/aterkoppling/{submission.pk}/las/"
    return client.post(url, {"version_number": number}, follow=True).content.decode()


def test_the_group_takes_back_and_hands_in_again(client, homework, group):
    client.force_login(group[0])
    page = send(client, homework).content.decode()
    assert "Hemuppgiften är inlämnad. 2 personer får mejl (1 nu, 1 i morgon kl. 8)." in page
    assert ">Ta tillbaka inlämningen</button>" in page
    client.force_login(group[1])
    page = take_back(client, homework)
    assert (
        "Inlämningen är tillbakadragen. Texten finns kvar som utkast. "
        "Lova Exempelsson får mejl (i morgon kl. 8)." in page
    )
    assert "– Tillbakadragen" in page
    assert "Våra svar</textarea>" in page
    page = send(client, homework, number="1").content.decode()
    assert "Din hemuppgift är inlämnad" in page
    assert [version.number for version in SubmissionVersion.objects.all()] == [2, 1]


def test_taking_back_is_refused_with_the_readers_name(client, homework, group):
    client.force_login(group[0])
    send(client, homework)
    submission = Submission.objects.get()
    client.force_login(make_staff())
    begin(client, submission)
    client.force_login(group[0])
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "Lena Ek på MÄN har börjat läsa den, så den går inte längre att ändra." in page
    assert ("Ta tillbaka inlämningen" in page, "<textarea" in page) == (False, False)
    assert "Lena Ek på MÄN har börjat läsa, så inlämningen går inte längre att ändra." in take_back(
        client, homework
    )
    submission.refresh_from_db()
    assert submission.state == Submission.State.SUBMITTED


def test_taking_back_does_not_exist_for_others(client, homework, group):
    client.force_login(group[0])
    send(client, homework)
    others = [make_user(), make_staff(), make_coordinator(county_board=homework.cohort.county_board).user]
    others.append(make_enrolment(make_participation(homework.cohort, "timra")).user)
    for person in others:
        client.force_login(person)
        assert client.post(f"/hemuppgifter/{homework.pk}/ta-tillbaka/").status_code == 404
    client.force_login(group[0])
    assert client.get(f"/hemuppgifter/{homework.pk}/ta-tillbaka/").status_code == 405
    assert Submission.objects.get().state == Submission.State.SUBMITTED


def test_a_late_draft_is_kept_and_shown_beside_what_is_handed_in(client, homework, group):
    client.force_login(group[0])
    send(client, homework, text="Lova: kort.")
    client.force_login(group[1])
    page = send(client, homework, "save", text="Omars långa text").content.decode()
    assert "Utkastet är sparat. Det som är inlämnat ändras inte förrän ni lämnar in igen." in page
    assert "Det finns ett utkast som inte är inlämnat. Omar Låtsas skrev det i dag kl. 10.00." in page
    assert "Omars långa text</textarea>" in page


def test_a_late_hand_in_shows_both_and_can_be_put_together(client, homework, group):
    client.force_login(group[0])
    send(client, homework, text="Lova: kort.")
    client.force_login(group[1])
    answer = send(client, homework, text="Omars långa text")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lova Exempelsson lämnade in hemuppgiften i dag kl. 10.00. Din text är sparad som utkast." in page
    assert ("Lova: kort." in page, "kasta min" in page, 'name="number" value="2"' in page) == (
        True,
        False,
        True,
    )


def test_a_conflict_names_whose_text_stays(client, homework, group):
    client.force_login(group[0])
    send(client, homework, "save", text="Lovas")
    client.force_login(group[1])
    assert (
        "Behåll texten av Lova Exempelsson och kasta min"
        in send(client, homework, text="Omars").content.decode()
    )


def test_what_is_written_after_the_approval_is_shown_as_a_draft(client, homework, group):
    client.force_login(group[0])
    send(client, homework)
    make_feedback(SubmissionVersion.objects.get())
    page = send(client, homework, text="Sent tillägg", number="1").content.decode()
    assert (
        "Hemuppgiften är godkänd och går inte längre att ändra. Det du har skrivit är sparat som utkast."
        in page
    )
    page = client.get(homework.get_absolute_url()).content.decode()
    assert ("Utkast som inte är inlämnat" in page, "Sent tillägg" in page) == (True, True)


def test_the_reader_begins_before_the_form_is_there(client, homework, group):
    client.force_login(group[0])
    send(client, homework)
    submission = Submission.objects.get()
    reader = make_staff()
    client.force_login(reader)
    url = f"/oversikt/aterkoppling/{submission.pk}/"
    page = client.get(url).content.decode()
    assert ("Börja läsa</button>" in page, 'name="revise_by"' in page) == (True, False)
    page = begin(client, submission)
    assert "Du läser. Andra på MÄN lämnar den åt dig till kl. 11.00." in page
    assert 'name="revise_by"' in page
    answer = client.post(url, {"version_number": 1, "outcome": "approved", "text": "Bra."}, follow=True)
    assert (
        "Härnösand: hemuppgiften är godkänd. Det syns från kl. 10.10 och går att ångra till dess. "
        "2 personer får mejl (i morgon kl. 8)." in answer.content.decode()
    )


def test_the_second_reader_is_told_who_reads(client, homework, group):
    client.force_login(group[0])
    send(client, homework)
    submission = Submission.objects.get()
    client.force_login(make_staff())
    begin(client, submission)
    client.force_login(make_staff(first_name="Robin", last_name="Test", email="robin@example.org"))
    assert "Lena Ek läser</span>" in client.get("/oversikt/aterkoppling/").content.decode()
    page = client.get(f"/oversikt/aterkoppling/{submission.pk}/").content.decode()
    assert "Lena Ek läser den här inlämningen, som längst till kl. 11.00." in page
    assert ("Börja läsa</button>" in page, 'name="revise_by"' in page) == (False, False)
    assert "Lena Ek läser den här inlämningen, som längst till i dag kl. 11.00." in begin(client, submission)
    Submission.objects.update(reader_until=timezone.now() - timedelta(minutes=1))
    assert "Du läser." in begin(client, submission)


def test_beginning_to_read_says_that_it_was_taken_back(client, homework, group):
    client.force_login(group[0])
    send(client, homework)
    take_back(client, homework)
    client.force_login(make_staff())
    page = begin(client, Submission.objects.get())
    assert "Inlämningen är tillbakadragen. Den kommer hit när den lämnas in igen." in page
    assert "<strong>Tillbakadragen</strong>" in page
    assert "Inget att läsa just nu" in client.get("/oversikt/aterkoppling/").content.decode()


@pytest.mark.parametrize("number", ["", "x", "99999999999999999999", "²"])
def test_beginning_to_read_takes_no_odd_number(client, homework, group, number):
    client.force_login(group[0])
    send(client, homework)
    client.force_login(make_staff())
    assert "En nyare version" in begin(client, Submission.objects.get(), number)
