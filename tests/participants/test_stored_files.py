"""Uploaded files: good ones are kept, pictures are shown, waiting ones are shut, old ones are removed."""

import errno
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from audit.models import AuditEvent
from participants.actions.storing import forget_unheld_files, scan_waiting_files
from participants.models import MandateEntry, StoredFile, Submission, SubmissionVersion
from tests.factories import (
    AT,
    make_coordinator,
    make_enrolment,
    make_homework,
    make_participation,
    make_staff,
    make_stored_file,
    make_submission,
    make_user,
    make_version,
)
from tests.made_files import HEIC, content_for, office, picture
from ui.uploads import scanning

pytestmark = pytest.mark.django_db
FULL = OSError(errno.ENOSPC, "No space left on device")
MACROS = office(more=[("word/vbaProject.bin", b"1")])


@pytest.fixture
def homework(client):
    participation = make_participation()
    client.force_login(make_enrolment(participation).user)
    return make_homework(participation.cohort)


def upload(name="karta.pdf", content=None):
    return SimpleUploadedFile(name, content_for(name) if content is None else content)


def send(client, homework, *files, **fields):
    fields = {"text": "Våra svar", "number": "0", "names_nobody": "on", "deed": "hand_in"} | fields
    return client.post(homework.get_absolute_url(), fields | {"attachments": files})


def on_disk():
    return {path for path in Path(settings.PRIVATE_FILES).rglob("*") if path.is_file()}


def names(files):
    return [file.name for file in files.all()]


def test_refused_file_keeps_the_good_ones_and_the_text(client, homework):
    answer = send(client, homework, upload(), upload("plan.docx", MACROS))
    page = answer.content.decode()
    draft = Submission.objects.get()
    assert (draft.draft_text, names(draft.draft_files)) == ("Våra svar", ["karta.pdf"])
    assert draft.versions.count() == 0
    assert "Det du har skrivit och de filer som gick bra är sparade i utkastet." in page
    assert "plan.docx: Filen innehåller makron, det vill säga små program. Spara den som pdf" in page
    assert 'name="number" value="1"' in page
    assert "karta.pdf (pdf, 1 kB)" in page
    assert send(client, homework, number="1").status_code == 302
    assert names(SubmissionVersion.objects.get().files) == ["karta.pdf"]


def test_saving_with_a_refused_file_does_not_say_that_nothing_is_saved(client, homework):
    page = send(client, homework, upload("plan.docx", MACROS), deed="save").content.decode()
    assert "Allt är inte sparat" in page
    assert "Utkastet är inte sparat än" not in page
    assert Submission.objects.get().draft_text == "Våra svar"


def test_refused_file_beside_too_many_keeps_the_text(client, homework):
    send(client, homework, *(upload(f"{n}.pdf") for n in range(4)), deed="save")
    answer = send(
        client, homework, upload("5.pdf"), upload("6.pdf"), upload("a.exe"), text="Nytt", number="1"
    )
    draft = Submission.objects.get()
    assert (draft.draft_text, draft.draft_files.count()) == ("Nytt", 4)
    assert "Välj filerna igen" in answer.content.decode()


def test_forgotten_tick_keeps_the_files(client, homework):
    answer = send(client, homework, upload(), upload("bild.jpg"), names_nobody="")
    assert list(answer.context["form"].errors) == ["names_nobody"]
    assert names(Submission.objects.get().draft_files) == ["karta.pdf", "bild.jpg"]
    assert "Välj filerna igen" not in answer.content.decode()


def test_text_that_may_not_be_stored_leaves_the_draft_its_own(client, homework):
    send(client, homework, text="Först", deed="save")
    answer = send(client, homework, upload(), text="Hon heter Siri, 640823-3234", number="1")
    draft = Submission.objects.get()
    assert (draft.draft_text, names(draft.draft_files)) == ("Först", ["karta.pdf"])
    assert "Hon heter Siri, 640823-3234" in answer.content.decode()


def test_refused_form_overwrites_nobody(client, homework):
    send(client, homework, text="Först", deed="save")
    files = (upload(), upload("plan.docx", MACROS))
    answer = send(client, homework, *files, names_nobody="", text="Sedan", number="0")
    draft = Submission.objects.get()
    assert (answer.status_code, draft.draft_text, names(draft.draft_files)) == (409, "Först", ["karta.pdf"])
    assert "Sedan" in answer.content.decode()
    assert "plan.docx: Filen innehåller makron" in answer.content.decode()


def test_four_photos_of_one_name_can_be_told_apart(client, homework):
    send(client, homework, *(upload("image.jpg", picture(size=(90 + n, 60))) for n in range(4)))
    expected = ["image.jpg", "image (2).jpg", "image (3).jpg", "image (4).jpg"]
    assert names(SubmissionVersion.objects.get().files) == expected


def test_same_photo_handed_in_twice_is_one_version(client, homework):
    for _time in range(2):
        assert send(client, homework, upload("bild.heic", HEIC)).status_code == 302
    assert SubmissionVersion.objects.count() == 1


def test_picture_is_shown_small_to_writer_and_reader(client, homework):
    send(client, homework, upload("bild.heic", HEIC), upload())
    photo, document = StoredFile.objects.order_by("name")
    assert (photo.name, bool(photo.small), bool(document.small)) == ("bild.jpg", True, False)
    address = f"/filer/{photo.pk}/liten/"
    for user in (photo.uploaded_by, make_staff(), make_coordinator().user):
        client.force_login(user)
        page = client.get(homework.get_absolute_url()).content.decode()
        assert f'<img src="{address}" alt="" loading="lazy">' in page
        assert f"/filer/{document.pk}/liten/" not in page
        answer = client.get(address)
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        with Image.open(io.BytesIO(b"".join(answer.streaming_content))) as small:
            assert small.size == (96, 64)
    client.force_login(make_user())
    assert client.get(address).status_code == 404
    assert client.get(f"/filer/{document.pk}/liten/").status_code == 404


def test_full_disk_is_a_sentence_and_the_text_is_saved(client, homework, monkeypatch):
    before = on_disk()

    def chunks(_self, chunk_size=None):
        yield b"%PDF"
        raise FULL

    monkeypatch.setattr("participants.actions.storing.sha256_of", lambda _file: "0" * 64)
    monkeypatch.setattr("participants.actions.submitting.sha256_of", lambda _file: "0" * 64)
    monkeypatch.setattr("ui.uploads.receiving.is_scanned", lambda _chunks: True)
    monkeypatch.setattr("ui.uploads.receiving.CleanFile.chunks", chunks)
    answer = send(client, homework, upload())
    assert "Filen gick inte att spara just nu. Försök igen om en liten stund." in answer.content.decode()
    assert (Submission.objects.get().draft_text, StoredFile.objects.count()) == ("Våra svar", 0)
    assert on_disk() == before


def test_folder_that_cannot_be_written_is_a_sentence(client, homework, monkeypatch):
    def refused(*_args, **_more):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("django.core.files.storage.filesystem.os.makedirs", refused)
    answer = send(client, homework, upload())
    assert "Filen gick inte att spara just nu." in answer.content.decode()
    assert Submission.objects.get().draft_text == "Våra svar"


def test_waiting_file_is_shut_until_it_is_scanned(client, homework, settings, monkeypatch):
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    monkeypatch.setitem(scanning._silent, "until", 0.0)
    assert send(client, homework, upload("bild.jpg")).status_code == 302
    file = StoredFile.objects.get()
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "bild.jpg" in page
    assert "Filen kontrolleras" in page
    assert file.get_absolute_url() not in page
    assert {client.get(f"/filer/{file.pk}/{more}").status_code for more in ("", "liten/")} == {404}
    assert scan_waiting_files(at=AT) == 0
    monkeypatch.setattr(scanning, "_answer", lambda _chunks: "stream: OK")
    assert scan_waiting_files(at=AT) == 1
    opened = client.get(file.get_absolute_url())
    assert b"".join(opened.streaming_content).startswith(b"\xff\xd8")
    assert scan_waiting_files(at=AT) == 0


def test_waiting_file_that_is_infected_is_removed_and_recorded(client, homework, settings, monkeypatch):
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    monkeypatch.setitem(scanning._silent, "until", 0.0)
    before = on_disk()
    send(client, homework, upload("bild.jpg"))
    monkeypatch.setattr(scanning, "_answer", lambda _chunks: "stream: Eicar FOUND")
    assert scan_waiting_files(at=AT) == 1
    assert on_disk() == before
    page = client.get(homework.get_absolute_url()).content.decode()
    assert "Borttagen av viruskontrollen" in page
    assert AuditEvent.objects.filter(verb="stored_file.infected").count() == 1
    call_command("check_files", stdout=io.StringIO())


def test_uploads_that_nothing_holds_are_forgotten_after_a_week():
    participation = make_participation()
    submission = make_submission(make_homework(participation.cohort), participation)
    old = {"uploaded_at": AT - timedelta(days=8)}
    drafted, handed_in, decided = (make_stored_file(f"{n}.pdf", **old) for n in range(3))
    submission.draft_files.add(drafted)
    make_version(submission).files.add(handed_in)
    MandateEntry.objects.create(
        participation=participation, kind="decision", decided_on=AT.date(), recorded_at=AT, file=decided
    )
    before = on_disk()
    unheld = make_stored_file("bort.pdf", **old)
    young = make_stored_file("ny.pdf", uploaded_at=AT - timedelta(days=6))
    assert forget_unheld_files(at=AT) == 1
    assert not StoredFile.objects.filter(pk=unheld.pk).exists()
    assert set(StoredFile.objects.all()) == {drafted, handed_in, decided, young}
    assert on_disk() == before | {Path(young.file.path), Path(young.small.path)}
    assert forget_unheld_files(at=AT) == 0


def checked(*options):
    out = io.StringIO()
    try:
        call_command("check_files", *options, stdout=out)
    except CommandError as fault:
        out.write(str(fault))
    return out.getvalue()


def test_check_files_lists_orphans_and_missing_files():
    kept, gone = make_stored_file("a.pdf"), make_stored_file("b.pdf")
    orphan = Path(settings.PRIVATE_FILES) / "participants.storedfile/zz/orphan.pdf"
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"%PDF")
    before = checked()
    assert "orphan: participants.storedfile/zz/orphan.pdf" in before
    assert kept.file.name not in before
    Path(gone.file.path).unlink()
    told = checked("--delete")
    assert f"missing: {gone.file.name} (participants.StoredFile {gone.pk})" in told
    assert "Some files are missing" in told
    assert orphan.exists()
    month_ago = (timezone.now() - timedelta(days=30)).timestamp()
    os.utime(orphan, (month_ago, month_ago))
    assert "deleted: participants.storedfile/zz/orphan.pdf" in checked("--delete")
    assert not orphan.exists()
