"""The list of homework and the one page on which it is read, written and handed in."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participants.models import Feedback, StoredFile, Submission, SubmissionVersion
from programmes.models import Cohort, Homework, TrainingKind
from tests.factories import (
    make_cohort,
    make_enrolment,
    make_feedback,
    make_homework,
    make_participation,
    make_session,
    make_staff,
    make_stored_file,
    make_submission,
    make_version,
)
from tests.made_files import content_for

pytestmark = pytest.mark.django_db
LIST = "/hemuppgifter/"
CANARY = "kanariefågel i utkastet"


@pytest.fixture
def group():
    """Two people of Härnösand and a joint homework."""
    participation = make_participation(make_cohort(contact=make_staff()))
    first, second = make_enrolment(participation), make_enrolment(participation)
    return participation, first.user, second.user, make_homework(participation.cohort)


def send(client, homework, deed="hand_in", **fields):
    fields = {"text": "Våra svar", "number": "0", "names_nobody": "on", "deed": deed} | fields
    return client.post(homework.get_absolute_url(), fields)


def upload(name="karta.pdf", content=None):
    return SimpleUploadedFile(name, content_for(name) if content is None else content)


def test_homework_list_groups_by_what_is_to_do(client, group):
    participation, user, _other, todo = group
    late = make_homework(participation.cohort, title="Sen", due_on=todo.due_on - timedelta(days=60))
    handed_in = make_homework(participation.cohort, title="Inne")
    make_version(make_submission(handed_in, participation))
    revise = make_homework(participation.cohort, title="Mer")
    make_feedback(make_version(make_submission(revise, participation)), Feedback.Outcome.NEEDS_REVISION)
    done = make_homework(participation.cohort, title="Färdig")
    make_feedback(make_version(make_submission(done, participation)))
    draft = make_homework(participation.cohort, title="Börjad", due_on=todo.due_on + timedelta(days=2000))
    make_submission(draft, participation)
    client.force_login(user)
    groups = client.get(LIST).context["groups"]
    assert [(row.homework, row.tag.word) for row in groups["to_do"]] == [
        (revise, "Behöver kompletteras"),
        (late, "Datumet har passerat"),
        (todo, groups["to_do"][2].tag.word),
        (draft, "Utkast"),
    ]
    assert [(row.homework, row.tag.word) for row in groups["handed_in"]] == [(handed_in, "Inlämnad")]
    assert [(row.homework, row.tag.word) for row in groups["done"]] == [(done, "Klar")]


@pytest.mark.parametrize("count", [1, 3])
def test_homework_list_asks_the_same_for_one_and_three(client, django_assert_num_queries, count):
    enrolment = make_enrolment()
    for _number in range(count):
        homework = make_homework(enrolment.cohort, session=make_session(enrolment.cohort))
        make_feedback(make_version(make_submission(homework, enrolment.participation)))
    client.force_login(enrolment.user)
    with django_assert_num_queries(6):
        assert client.get(LIST).status_code == 200


def test_homework_list_says_why_it_is_empty(client):
    client.force_login(make_enrolment().user)
    assert "Den första kommer efter första tillfället" in client.get(LIST).content.decode()


def test_homework_list_needs_a_login(client):
    assert client.get(LIST).url == f"/logga-in/?next={LIST}"


def test_homework_detail_shows_the_form_to_the_group(client, group):
    _participation, user, _other, homework = group
    client.force_login(user)
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "Gemensamt för Härnösand. Alla i gruppen kan skriva och lämna in." in page
    assert "Lena Ek på MÄN" in page
    assert "Syns för: din grupp medan ni skriver." in page
    assert ">Lämna in</button>" in page


def test_homework_detail_saves_a_draft_for_the_colleague(client, group):
    _participation, user, other, homework = group
    client.force_login(user)
    assert send(client, homework, "save", names_nobody="", text="Halvvägs").url == homework.get_absolute_url()
    client.force_login(other)
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "Halvvägs" in page
    assert f"Senast ändrat av {user.get_full_name()} i dag kl." in page


def test_homework_detail_hands_in_text_and_files(client, group):
    _participation, user, other, homework = group
    client.force_login(user)
    answer = send(client, homework, attachments=[upload(), upload("bild.jpg")])
    assert answer.url == f"{homework.get_absolute_url()}#inlamnad"
    version = SubmissionVersion.objects.get()
    assert (version.text, {file.name for file in version.files.all()}) == (
        "Våra svar",
        {"karta.pdf", "bild.jpg"},
    )
    client.force_login(other)
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "Din hemuppgift är inlämnad" in page
    assert f"{user.get_full_name()} lämnade in den i dag" in page
    assert "karta.pdf (pdf, 1 kB)" in page
    assert ">Ta tillbaka inlämningen</button>" in page
    assert "<summary>Ändra och lämna in igen</summary>" in page


def test_homework_detail_refuses_an_empty_answer(client, group):
    _participation, user, _other, homework = group
    client.force_login(user)
    answer = send(client, homework, text="", names_nobody="")
    assert answer.context["form"].errors == {
        "text": ["Skriv ditt svar eller bifoga en fil."],
        "names_nobody": ["Kryssa i när du har kontrollerat att ingen enskild person kan pekas ut."],
    }
    page = answer.content.decode()
    assert "Hemuppgiften är inte inlämnad än" in page
    assert "<title>Fel: " in page
    assert Submission.objects.count() == 0


def test_homework_detail_keeps_the_text_when_a_file_is_refused(client, group):
    _participation, user, _other, homework = group
    client.force_login(user)
    files = [upload("plan.pages"), upload("tom.pdf", b""), upload("640823-3234.pdf")]
    answer = send(client, homework, attachments=files)
    assert answer.context["form"].errors == {
        "attachments": [
            (
                "plan.pages: Filen är i formatet .pages. Öppna den på din Mac, iPad eller iPhone, välj "
                "Exportera och sedan pdf."
            ),
            "tom.pdf: Filen är tom. Välj en annan fil.",
            "640823-3234.pdf: Texten verkar innehålla ett personnummer. Ta bort ”640823-3234”.",
        ]
    }
    page = answer.content.decode()
    assert "Våra svar" in page
    assert "Välj filerna igen" in page
    assert StoredFile.objects.count() == 0


def test_homework_detail_refuses_a_file_over_the_limit(client, group, monkeypatch):
    _participation, user, _other, homework = group
    monkeypatch.setattr("ui.files.MAX_FILE_BYTES", 1024 * 1024)
    client.force_login(user)
    answer = send(client, homework, attachments=[upload("stor.pdf", b"x" * (1024 * 1024 + 1))])
    assert answer.context["form"].errors == {
        "attachments": ["stor.pdf: Filen är 2\xa0MB. Den får vara högst 1\xa0MB."]
    }


def test_homework_detail_refuses_a_sixth_file(client, group):
    participation, user, _other, homework = group
    submission = make_submission(homework, participation)
    submission.draft_files.set(make_stored_file(f"{number}.pdf") for number in range(4))
    client.force_login(user)
    answer = send(client, homework, number="1", attachments=[upload(), upload("bild.jpg")])
    assert answer.context["form"].errors == {"attachments": ["Du kan bifoga högst 5 filer."]}
    assert submission.draft_files.count() == 4


def test_homework_detail_refuses_too_long_a_text_and_a_personal_number(client, group):
    _participation, user, _other, homework = group
    client.force_login(user)
    long = send(client, homework, text="å" * 20_012)
    number = send(client, homework, text="Hon heter Siri, 640823-3234")
    assert long.context["form"].errors["text"] == [
        "Texten är 12 tecken för lång. Korta den till 20\xa0000 tecken."
    ]
    assert number.context["form"].errors["text"] == [
        "Texten verkar innehålla ett personnummer. Ta bort ”640823-3234”."
    ]


def test_homework_detail_answers_many_photos_with_a_sentence(client, group):
    _participation, user, _other, homework = group
    client.force_login(user)
    answer = send(client, homework, attachments=[upload(f"bild{number}.jpg") for number in range(9)])
    assert answer.context["form"].errors == {"attachments": ["Du kan bifoga högst 5 filer."]}


def test_homework_detail_removes_a_file_but_never_anothers(client, group):
    participation, user, _other, homework = group
    mine, foreign = make_stored_file("min.pdf"), make_stored_file("annans.pdf")
    submission = make_submission(homework, participation)
    submission.draft_files.add(mine)
    client.force_login(user)
    refused = send(client, homework, "save", number="1", remove=[foreign.pk])
    assert "remove" in refused.context["form"].errors
    assert list(submission.draft_files.all()) == [mine]
    send(client, homework, "save", number="1", remove=[mine.pk])
    assert list(submission.draft_files.all()) == []


def test_homework_detail_shows_both_texts_to_the_second_writer(client, group):
    _participation, user, other, homework = group
    client.force_login(user)
    send(client, homework, "save", text="Först skrivet")
    client.force_login(other)
    answer = send(client, homework, text="Sedan skrivet", attachments=[upload()])
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{user.get_full_name()} ändrade utkastet i dag kl." in page
    assert (page.count("Först skrivet"), page.count("Sedan skrivet")) == (1, 2)
    assert "karta.pdf" in page
    assert 'name="number" value="2"' in page
    assert Submission.objects.get().draft_text == "Först skrivet"
    assert send(client, homework, text="Ihop", number="2").status_code == 302
    assert SubmissionVersion.objects.get().files.count() == 1


def test_homework_detail_tells_a_writer_of_the_own_other_window(client, group):
    _participation, user, _other, homework = group
    client.force_login(user)
    send(client, homework, "save", text="I ena fönstret")
    answer = send(client, homework, "save", text="I andra fönstret")
    assert answer.status_code == 409
    assert "Du ändrade utkastet i ett annat fönster i dag kl." in answer.content.decode()


def test_homework_detail_tells_who_handed_in_meanwhile(client, group):
    _participation, user, other, homework = group
    client.force_login(user)
    send(client, homework)
    client.force_login(other)
    answer = send(client, homework, text="Mitt")
    assert answer.status_code == 409
    assert f"{user.get_full_name()} lämnade in hemuppgiften i dag" in answer.content.decode()


def test_homework_detail_handed_in_twice_shows_the_first_receipt(client, group):
    _participation, user, _other, homework = group
    client.force_login(user)
    first, second = send(client, homework), send(client, homework)
    assert first.url == second.url
    assert SubmissionVersion.objects.count() == 1


def test_homework_detail_goes_round_with_a_revision(client, group):
    participation, user, _other, homework = group
    version = make_version(make_submission(homework, participation))
    make_feedback(version, Feedback.Outcome.NEEDS_REVISION, text="Skriv mer om skolan.")
    client.force_login(user)
    page = client.get(homework.get_absolute_url()).content.decode()
    assert page.index("Skriv mer om skolan.") < page.index("Uppgiften")
    assert ">Lämna in igen</button>" in page
    send(client, homework, text="Mer om skolan", number="1")
    assert [one.number for one in version.submission.versions.all()] == [2, 1]
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "Version 2, inlämnad" in page
    assert "Version 1, inlämnad" in page


def test_homework_detail_is_kind_about_a_date_gone_by(client, group):
    _participation, user, _other, homework = group
    Homework.objects.update(due_on="2026-01-30")
    client.force_login(user)
    assert (
        "Datumet har passerat. Du kan fortfarande lämna in."
        in client.get(homework.get_absolute_url()).content.decode()
    )


def test_homework_detail_is_read_only_in_a_finished_cohort(client, group):
    _participation, user, _other, homework = group
    Cohort.objects.update(state=Cohort.State.FINISHED)
    client.force_login(user)
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "Omgången är avslutad" in page
    assert "<textarea" not in page
    assert send(client, homework).context["form"].non_field_errors() == [
        "Omgången är avslutad. Skriv till MÄN om du ändå vill lämna in."
    ]


def test_homework_detail_serves_process_leader_training(client):
    enrolment = make_enrolment(cohort=make_cohort(TrainingKind.PROCESS_LEADER_TRAINING))
    homework = make_homework(enrolment.cohort)
    client.force_login(enrolment.user)
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "Av dig själv. Dina kollegor ser inte svaret." in page
    assert "Syns för: MÄN, när du har lämnat in." in page
    send(client, homework, text="Mitt svar")
    assert SubmissionVersion.objects.get().submission.enrolment == enrolment


def test_homework_detail_needs_a_login(client, group):
    *_people, homework = group
    assert client.get(homework.get_absolute_url()).url == f"/logga-in/?next={homework.get_absolute_url()}"


@pytest.mark.parametrize("count", [1, 3])
def test_homework_detail_asks_the_same_for_one_and_three(client, django_assert_num_queries, count):
    participation = make_participation()
    homework = make_homework(participation.cohort)
    submission = make_submission(homework, participation)
    for _number in range(count):
        version = make_version(submission)
        version.files.add(make_stored_file())
        submission.draft_files.add(make_stored_file())
        make_feedback(version, Feedback.Outcome.NEEDS_REVISION)
    client.force_login(make_enrolment(participation).user)
    with django_assert_num_queries(9):
        client.get(homework.get_absolute_url())


def test_homework_detail_saves_a_draft_with_few_questions(client, group):
    _participation, user, _other, homework = group
    client.force_login(user)
    send(client, homework, "draft")
    with CaptureQueriesContext(connection) as asked:
        send(client, homework, "draft", text="Mer", number="1")
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) <= 10


def test_homework_pages_exist_in_english(client, group):
    _participation, user, _other, homework = group
    client.force_login(user)
    page = client.get(f"/en{reverse('participants:homework_detail', args=[homework.pk])}").content.decode()
    assert "Everybody in the group can write and hand in." in page
