"""Bodies of forms: what was announced arrives, or the form is not carried out."""

import errno

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from participants.models import StoredFile, Submission
from tests.factories import make_enrolment, make_homework, make_participation
from tests.made_files import pdf

pytestmark = pytest.mark.django_db
NAMELESS = "En fil kom inte fram, för namnet går inte att läsa. Byt namn på den och välj den igen."
FIELDS = {"text": "Våra svar", "number": "0", "names_nobody": "on", "deed": "hand_in"}


@pytest.fixture
def homework(client):
    participation = make_participation()
    client.force_login(make_enrolment(participation).user)
    return make_homework(participation.cohort)


def part(head, content):
    return b"--BOUNDARY\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + content + b"\r\n"


def body(file_head, content=None, end=b"--BOUNDARY--\r\n"):
    fields = b"".join(part(f'name="{name}"'.encode(), value.encode()) for name, value in FIELDS.items())
    return fields + part(b'name="attachments"; ' + file_head, pdf() if content is None else content) + end


def post(client, homework, content):
    kind = "multipart/form-data; boundary=BOUNDARY"
    return client.post(homework.get_absolute_url(), content, content_type=kind)


@pytest.mark.parametrize(
    "head",
    [
        b'filename=".."',
        b'filename="."',
        b'filename="/"',
        b'filename="a/"',
        b'filename="a.docx/"',
        b'filename=""',
    ],
)
def test_file_without_a_usable_name_is_an_error(client, homework, head):
    answer = post(client, homework, body(head))
    assert answer.context["form"].errors == {"attachments": [f"?: {NAMELESS}"]}
    assert Submission.objects.get().draft_text == "Våra svar"
    assert StoredFile.objects.count() == 0


def test_no_file_chosen_is_no_error(client, homework):
    assert post(client, homework, body(b'filename=""', b"")).status_code == 302


def test_file_arrives(client, homework):
    assert post(client, homework, body(b'filename="karta.pdf"')).status_code == 302
    with StoredFile.objects.get().file.open("rb") as stored:
        assert stored.read() == pdf()


@pytest.mark.parametrize(
    "content",
    [
        body(b'filename="a\xff.docx"'),
        body(b'filename="karta.pdf"', end=b""),
        body(b'filename="karta.pdf"')[:-20],
        body(b'filename="karta.pdf"')[:200],
        part(b'filename="karta.pdf"', pdf()) + body(b'filename="karta.pdf"'),
    ],
    ids=["bytes that are no text", "no end", "half an end", "half a file", "no field"],
)
def test_form_that_did_not_arrive_whole_is_not_carried_out(client, homework, content):
    assert post(client, homework, content).status_code == 400
    assert (Submission.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("read", [1, 7, 64, 1000])
def test_parts_are_counted_however_the_body_is_read(read):
    from io import BytesIO  # noqa: PLC0415

    from ui.uploads.arriving import _Counted  # noqa: PLC0415

    counted = _Counted(BytesIO(body(b'filename="karta.pdf"')), b"BOUNDARY")
    while counted.read(read):
        pass
    assert (counted.parts, counted.is_closed) == (len(FIELDS) + 1, True)


def test_full_disk_while_a_large_file_arrives_is_a_sentence(client, homework, settings, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    answer = post(client, homework, body(b'filename="karta.pdf"'))
    assert answer.context["form"].errors["attachments"][0].startswith("karta.pdf: Filen gick inte att spara")
    assert Submission.objects.get().draft_text == "Våra svar"
