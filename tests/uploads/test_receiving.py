"""The way in: the inspector in a process of its own, names, sentences, and what is stored."""

import re
import time
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db.models import FileField
from django.urls import get_resolver
from django.utils import translation

from tests.made_files import HEIC, content_for, office, pdf
from ui.file_fields import CheckedFileField, MultipleFileField
from ui.files import ACCEPT, ALLOWED_TYPES, REDRAWN, numbered
from ui.uploads import sandbox
from ui.uploads.receiving import CleanFile, received
from ui.uploads.sentences import ADVICE, REASONS
from ui.uploads.verdicts import RefusedError

pytestmark = pytest.mark.once


def upload(name, content=None):
    return SimpleUploadedFile(name, content_for(name) if content is None else content)


def sentence(name, content=None):
    with pytest.raises(ValidationError) as refused:
        received(upload(name, content))
    return refused.value.messages


@pytest.mark.parametrize("ending", [*ALLOWED_TYPES, *REDRAWN])
def test_good_file_of_each_kind_is_received(ending):
    name = f"karta.{ending}"
    content = b"Text" if ending == "txt" else HEIC if ending == "heif" else content_for(name)
    clean = received(upload(name, content))
    stored_as = {"jfif": "jpg", "webp": "jpg", "heic": "jpg", "heif": "jpg", "gif": "png"}.get(ending, ending)
    is_picture = stored_as in {"jpg", "jpeg", "png"}
    assert (clean.name, clean.waits, clean.small is not None) == (f"karta.{stored_as}", False, is_picture)
    assert clean.size == len(clean.read())
    assert (clean.read() == content) is False
    clean.seek(0)
    assert (clean.read() == content) is not is_picture


def test_checked_file_is_not_checked_again(monkeypatch):
    clean = received(upload("karta.pdf"))
    monkeypatch.setattr("ui.uploads.receiving.inspect", None)
    assert received(clean) is clean
    assert isinstance(clean, CleanFile)


@pytest.mark.parametrize("name", ["blad.docx", "blad.pdf", "blad.jpg"])
def test_shared_file_names_nobody_and_is_the_same_each_time(name):
    given = content_for(name)  # once: the archive of a document says when it was made
    first, again = (received(upload(name, given), shared=True) for _ in range(2))
    content = first.read()
    assert content == again.read()
    assert b"Berit" not in content
    assert (first.name, first.size, first.is_shared) == (name, len(content), True)
    assert received(first, shared=True) is first


def test_large_file_is_read_where_it_lies():
    given = TemporaryUploadedFile("karta.pdf", "application/pdf", 0, None)
    given.write(pdf())
    given.flush()
    given.size = len(pdf())
    given.seek(0)
    assert received(given).read() == pdf()
    given.close()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "a.pages",
            None,
            "Filen är i formatet .pages. Öppna den på din Mac, iPad eller iPhone, välj Exportera",
        ),
        ("a.DOC", None, "Filen är i formatet .doc. Öppna den i Word, välj Spara som och sedan Word-dokument"),
        (
            "a.xls",
            None,
            "Filen är i formatet .xls. Öppna den i Excel, välj Spara som och sedan Excel-arbetsbok",
        ),
        ("a.ppt", None, "Filen är i formatet .ppt. Öppna den i PowerPoint"),
        ("a.tiff", None, "Filen är i formatet .tiff. Spara bilden som jpg eller png"),
        ("a.zip", None, "Filen är i formatet .zip. Packa upp den"),
        ("a.mp4", None, "Filen är i formatet .mp4. Film och ljud går inte att bifoga"),
        ("a.exe", None, "Filen är i formatet .exe. Spara den som pdf eller Word och försök igen."),
        ("plan", None, "Filens namn har ingen ändelse som .pdf eller .docx."),
        ("~$ndlingsplan.docx", None, "Det här är bara Words märke för att dokumentet är öppet"),
        (".~lock.plan.odt", None, "Det här är bara Words märke"),
        (
            "a.docx",
            office(more=[("word/vbaProject.bin", b"1")]),
            "Filen innehåller makron, det vill säga små program.",
        ),
        (
            "a.docx",
            pdf(),
            "Innehållet är något annat än namnet säger. Den verkar vara en .pdf-fil: döp om den",
        ),
        (
            "a.pdf",
            b"%PDF-1.4",
            "Filen är trasig eller blev inte färdigsparad. Öppna den, spara den en gång till",
        ),
        ("a.jpg", b"MZ", "Innehållet är något annat än namnet säger. Spara den igen från programmet"),
        ("?", b"x", "En fil kom inte fram, för namnet går inte att läsa. Byt namn på den"),
        ("811228-9874.pdf", None, "Texten verkar innehålla ett personnummer. Ta bort ”811228-9874”."),
    ],
)
def test_refusal_says_what_to_do(name, content, told):
    assert sentence(name, content)[0].startswith(told)


def test_every_reason_has_swedish_sentences_that_say_what_to_do():
    with translation.override("sv"):
        swedish = [f"{what} {then}" for what, then in REASONS.values()]
        advice = [str(one) for one in ADVICE.values()]
    with translation.override("en"):
        english = [f"{what} {then}" for what, then in REASONS.values()]
    assert not set(swedish) & set(english)
    assert all(one.endswith(".") for one in swedish + advice)
    used = set()
    for path in Path(sandbox.ROOT, "ui/uploads").glob("*.py"):
        used |= set(re.findall(r'(?:RefusedError|refusal)\("(\w+)"', path.read_text()))
    assert used <= REASONS.keys()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("A\u030akarp.pdf", "Åkarp.pdf"),
        ("k\u202earta\u200b.pdf", "karta.pdf"),
        ("  karta \t 1.pdf ", "karta 1.pdf"),
        ("bild.JPG", "bild.JPG"),
        ("bild.HEIC", "bild.jpg"),
    ],
)
def test_name_is_kept_in_one_form(given, kept):
    content = HEIC if given.endswith("HEIC") else content_for(given.strip().lower())
    assert received(upload(given, content)).name == kept


def test_equal_names_get_a_number():
    taken = set()
    for name in ("image.jpg", "image.jpg", "IMAGE.jpg", "image (2).jpg", "image.png"):
        taken.add(numbered(name, taken))
    assert taken == {"image.jpg", "image (2).jpg", "IMAGE (3).jpg", "image (2) (2).jpg", "image.png"}


def test_phones_are_not_told_of_heic():
    assert ".heic" not in ACCEPT
    assert {".jpg", ".png", ".webp", ".jfif", ".gif"} <= set(ACCEPT.split(","))


def test_inspector_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(sandbox, "LONGEST", 0.01)
    began = time.monotonic()
    assert sentence("a.pdf")[0].startswith("Filen tar för lång tid att kontrollera.")
    assert time.monotonic() - began < 5


def test_inspector_that_dies_refuses(monkeypatch):
    monkeypatch.setattr(sandbox.sys, "executable", "/bin/false")
    assert sentence("a.pdf")[0].startswith("Filen tar för lång tid att kontrollera.")


def test_inspector_knows_no_secrets(monkeypatch, tmp_path):
    asked = {}

    def run(command, *, env, **_more):
        asked.update(env)
        raise OSError

    monkeypatch.setenv("SECRET_KEY", "hemlig")
    monkeypatch.setenv("DATABASE_URL", "postgres://hemlig")
    monkeypatch.setattr(sandbox.subprocess, "run", run)
    assert sentence("a.pdf")[0].startswith("Filen gick inte att spara just nu.")
    assert asked
    assert not {"SECRET_KEY", "DATABASE_URL"} & asked.keys()


def test_authors_are_taken_away_in_the_inspector_too():
    assert b"Berit" not in sandbox.without_authors(upload("a.docx"), "docx")
    assert sandbox.without_authors(upload("a.txt", b"Berit"), "txt") == b"Berit"
    with pytest.raises(RefusedError, match="damaged"):
        sandbox.without_authors(upload("a.docx", b"PK"), "docx")


def every(kind):
    for one in kind.__subclasses__():
        yield one
        yield from every(one)


def test_every_field_for_a_file_checks_it(rf, admin_user):
    """Forms and the admin's forms, also those that nobody has written yet."""
    get_resolver().url_patterns  # noqa: B018 -- loads every form
    request = rf.get("/")
    request.user = admin_user
    of_admin = {
        page.get_form(request)
        for page in admin.site._registry.values()
        if any(isinstance(field, FileField) for field in page.model._meta.fields)
        and page.has_add_permission(request)
    }
    ours = {one for one in every(forms.BaseForm) if one.__module__.split(".")[0] in settings.OUR_APPS}
    fields = [
        field
        for form in of_admin | ours
        for field in getattr(form, "base_fields", {}).values()
        if isinstance(field, forms.FileField)
    ]
    assert len(fields) >= 3
    assert all(isinstance(field, (CheckedFileField, MultipleFileField)) for field in fields)
