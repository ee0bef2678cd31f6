"""A homework that saves itself: what the page's script is told, and what it never does."""

import pytest

from participants.models import Submission, SubmissionVersion
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sunday")]


@pytest.fixture
def homework():
    """A joint homework."""
    return factories.make_homework(factories.make_cohort())


@pytest.fixture
def group(homework):
    """Two people who write it together."""
    participation = factories.make_participation(homework.cohort)
    names = ("Lova", "Exempelsson"), ("Omar", "Låtsas")
    people = [factories.make_user(first_name=first, last_name=last) for first, last in names]
    return [factories.make_enrolment(participation, person).user for person in people]


@pytest.fixture
def save(client, homework, group):
    """Save as the first of the group; gives the status and the answer."""
    client.force_login(group[0])

    def post(**fields):
        response = client.post(
            f"/hemuppgifter/{homework.pk}/utkast/", {"number": 0, "text": "Halvt"} | fields
        )
        return response.status_code, response.json()

    return post


def test_homework_draft_keeps_what_is_written_and_gives_the_new_number(save, group):
    assert save() == (200, {"number": 1, "text": "Utkast sparat kl. 10.00"})
    assert save(number=1, text="Helt\r\nfärdigt")[1]["number"] == 2
    stored = Submission.objects.get()
    assert (stored.draft_text, stored.drafted_by, stored.state) == ("Helt\nfärdigt", group[0], "draft")


def test_homework_draft_sent_twice_is_saved_once(save):
    assert save() == save()
    assert Submission.objects.get().draft_number == 1


def test_homework_draft_hands_nothing_in_and_removes_no_file(save, homework, group):
    assert save(deed="hand_in", names_nobody="on")[0] == 200
    kept = factories.make_stored_file()
    Submission.objects.get().draft_files.add(kept)
    assert save(number=1, text="Mer", remove=kept.pk)[0] == 200
    assert list(Submission.objects.get().draft_files.all()) == [kept]
    assert not SubmissionVersion.objects.exists()


def test_homework_draft_tells_who_was_faster_and_overwrites_nothing(save, client, group):
    save(text="Lovas text")
    client.force_login(group[1])
    status, answer = save(text="Omars text")
    assert status == 409
    assert answer["text"] == (
        "Lova Exempelsson ändrade utkastet 22 november kl. 10.00. "
        "Tryck på Spara utkast för att se båda texterna."
    )
    assert Submission.objects.get().draft_text == "Lovas text"


def test_homework_draft_says_what_is_wrong(save):
    status, answer = save(text="Ring 19121212-1212")
    assert (status, set(answer["errors"])) == (422, {"text"})
    assert answer["text"].startswith("Inte sparat. ")
    assert not Submission.objects.exists()


def test_homework_draft_is_kept_beside_what_is_handed_in(save, client, homework):
    client.post(
        homework.get_absolute_url(), {"number": 0, "text": "Svar", "names_nobody": "on", "deed": "hand_in"}
    )
    assert save(number=1, text="Mer")[0] == 200
    assert (SubmissionVersion.objects.get().text, Submission.objects.get().draft_text) == ("Svar", "Mer")
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "Det finns ett utkast som inte är inlämnat. Lova Exempelsson skrev det i dag kl. 10.00." in page


def test_homework_draft_leads_whoever_is_logged_out_to_the_login(save, client, homework):
    client.logout()
    status, answer = save()
    assert (status, answer["label"]) == (401, "Logga in igen")
    assert answer["url"] == f"/logga-in/?next=/hemuppgifter/{homework.pk}/"
    assert not Submission.objects.exists()


def test_homework_detail_asks_the_browser_to_save_until_it_is_approved(save, client, homework):
    url = f'data-draft data-draft-url="/hemuppgifter/{homework.pk}/utkast/"'
    assert url in client.get(homework.get_absolute_url()).content.decode()
    sent = {"number": 0, "text": "Svar", "names_nobody": "on", "deed": "hand_in"}
    client.post(homework.get_absolute_url(), sent)
    assert url in client.get(homework.get_absolute_url()).content.decode()
    factories.make_feedback(SubmissionVersion.objects.get())
    assert "data-draft-url" not in client.get(homework.get_absolute_url()).content.decode()
