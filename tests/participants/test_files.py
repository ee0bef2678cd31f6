"""Files leave through one view each, in scope, as attachments; no other path serves them."""

import pytest

from tests.factories import (
    make_coordinator,
    make_county_board,
    make_enrolment,
    make_homework,
    make_material,
    make_participation,
    make_session,
    make_staff,
    make_stored_file,
    make_submission,
    make_user,
    make_version,
)
from ui.files import described

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    """Somebody in the group of Härnösand."""
    return make_enrolment(make_participation())


@pytest.fixture
def draft(enrolment):
    """The group's draft with a file."""
    submission = make_submission(make_homework(enrolment.cohort), enrolment.participation)
    submission.draft_files.add(make_stored_file("våra kartor.pdf", b"%PDF-1.4 draft"))
    return submission


@pytest.fixture
def others(enrolment):
    """People who may see nothing of it."""
    neighbour = make_enrolment(make_participation(enrolment.cohort, "timra")).user
    return [neighbour, make_coordinator(county_board=make_county_board("gavleborg")).user, make_user()]


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("a.PDF", 1, "pdf, 1 kB"),
        ("a.docx", 240 * 1024, "docx, 240 kB"),
        ("a.jpg", 3_565_158, "jpg, 3,4 MB"),
        ("a.pdf", None, "pdf"),
    ],
)
def test_described(name, size, words):
    assert described(name, size) == words


def test_stored_file_of_a_draft_goes_to_the_group_alone(client, draft, enrolment, others):
    url = draft.draft_files.get().get_absolute_url()
    client.force_login(enrolment.user)
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 draft"
    for person in (*others, make_coordinator().user, make_staff()):
        client.force_login(person)
        assert client.get(url).status_code == 404


def test_stored_file_comes_as_an_attachment(client, draft, enrolment):
    client.force_login(enrolment.user)
    answer = client.get(draft.draft_files.get().get_absolute_url())
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 draft"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''v%C3%A5ra%20kartor.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store, private"


def test_stored_file_of_a_version_goes_to_the_county_and_staff(client, draft, enrolment, others):
    file = draft.draft_files.get()
    make_version(draft).files.add(file)
    for person in (enrolment.user, make_coordinator().user, make_staff()):
        client.force_login(person)
        assert b"".join(client.get(file.get_absolute_url()).streaming_content) == b"%PDF-1.4 draft"
    for person in others:
        client.force_login(person)
        assert client.get(file.get_absolute_url()).status_code == 404


def test_stored_file_that_nothing_holds_is_out_of_reach(client, enrolment):
    client.force_login(enrolment.user)
    assert client.get(make_stored_file(user=enrolment.user).get_absolute_url()).status_code == 404


def test_stored_file_that_is_gone_answers_404(client, draft, enrolment):
    file = draft.draft_files.get()
    file.file.storage.delete(file.file.name)
    client.force_login(enrolment.user)
    assert client.get(file.get_absolute_url()).status_code == 404


def test_material_file_goes_to_those_who_see_the_cohort(client, enrolment, others):
    material = make_material(make_session(enrolment.cohort), content=b"%PDF-1.4 blad")
    neighbour, *outside = others
    for person in (enrolment.user, neighbour, make_coordinator().user, make_staff()):
        client.force_login(person)
        assert b"".join(client.get(material.get_absolute_url()).streaming_content) == b"%PDF-1.4 blad"
    for person in outside:
        client.force_login(person)
        assert client.get(material.get_absolute_url()).status_code == 404


def test_material_file_that_is_gone_or_a_link_answers_404(client, enrolment):
    session = make_session(enrolment.cohort)
    gone, link = make_material(session), make_material(session, url="https://film.example/1")
    gone.file.storage.delete(gone.file.name)
    client.force_login(enrolment.user)
    assert client.get(gone.get_absolute_url()).status_code == 404
    assert client.get(f"/material/{link.pk}/fil/").status_code == 404


def test_files_need_a_login_and_a_reading_request(client, draft, enrolment):
    urls = [
        draft.draft_files.get().get_absolute_url(),
        make_material(make_session(enrolment.cohort)).get_absolute_url(),
    ]
    for url in urls:
        assert client.get(url).url == f"/logga-in/?next={url}"
    client.force_login(enrolment.user)
    assert [client.post(url).status_code for url in urls] == [405, 405]


def test_the_storage_has_no_address_of_its_own(client, draft, enrolment):
    file = draft.draft_files.get().file
    client.force_login(make_staff())
    for path in (
        file.url,
        *(f"{folder}/{file.name}" for folder in ("", "/media", "/files", "/static", "/filer")),
    ):
        assert client.get(path).status_code == 404
