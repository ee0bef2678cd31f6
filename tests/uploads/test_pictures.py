"""Pictures are drawn anew; authors' names are taken out of what is shared."""

import io
from zipfile import ZipFile

import pytest
from PIL import Image

from tests.made_files import HEIC, WORD_NS, office, opendocument, pdf, picture
from tests.uploads.judging import verdict
from ui.uploads.authors import without_authors

pytestmark = pytest.mark.once
SECRETS = (b"Kameran", b"Hemlig plats", b"GPS", b"Exif")


def of_two(colours=("red", "blue")):
    """Return what some phones write: several pictures in one JPEG."""
    first, second = (Image.new("RGB", (96, 64), colour) for colour in colours)
    to = io.BytesIO()
    first.save(to, "MPO", save_all=True, append_images=[second])
    return to.getvalue()


@pytest.mark.parametrize(
    ("ending", "content", "becomes", "kind"),
    [
        ("jpg", picture(), "jpg", "JPEG"),
        ("jfif", picture(), "jpg", "JPEG"),
        ("png", picture("PNG"), "png", "PNG"),
        ("gif", picture("GIF"), "png", "PNG"),
        ("webp", picture("WEBP"), "jpg", "JPEG"),
        ("webp", picture("WEBP", mode="RGBA", lossless=True), "png", "PNG"),
        ("heic", HEIC, "jpg", "JPEG"),
        ("jpg", HEIC, "jpg", "JPEG"),
        ("jpg", picture("PNG"), "png", "PNG"),
        ("jpg", picture(mode="L"), "jpg", "JPEG"),
        ("jpg", of_two(), "jpg", "JPEG"),
        ("jpg", picture(mode="CMYK"), "jpg", "JPEG"),
    ],
)
def test_picture_is_drawn_anew(tmp_path, ending, content, becomes, kind):
    assert verdict(tmp_path, content, ending) == becomes
    whole, small = (tmp_path / "whole").read_bytes(), (tmp_path / "small").read_bytes()
    with Image.open(io.BytesIO(whole)) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == (kind, (96, 64), {})
        is_left_red = drawn.convert("RGB").getpixel((10, 30))[0] > 180
    assert is_left_red
    assert not [secret for secret in SECRETS if secret in whole or secret in small]


def test_picture_is_turned_and_made_smaller(tmp_path):
    assert verdict(tmp_path, picture(size=(3200, 1600), turned=6), "jpg") == "jpg"
    with Image.open(tmp_path / "whole") as drawn, Image.open(tmp_path / "small") as small:
        assert (drawn.size, small.size) == ((1280, 2560), (240, 480))
        assert drawn.getpixel((600, 100))[0] > 200  # the left half is above now
        assert drawn.getpixel((600, 2500))[0] < 60


def test_animated_picture_keeps_its_first_frame(tmp_path):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    to = io.BytesIO()
    frames[0].save(to, "GIF", save_all=True, append_images=frames[1:])
    assert verdict(tmp_path, to.getvalue(), "gif") == "png"
    with Image.open(tmp_path / "whole") as drawn:
        assert (getattr(drawn, "n_frames", 1), drawn.convert("RGB").getpixel((5, 5))) == (1, (255, 0, 0))


def test_signed_pdf_is_taken_as_it_is(tmp_path):
    signed = pdf(
        catalog=b"/AcroForm << /SigFlags 3 /Fields [ << /FT /Sig /V << /ByteRange [ 0 9 9 9 ] >> >> ] >>"
    )
    assert verdict(tmp_path, signed, "pdf") == "pdf"
    (tmp_path / "a.pdf").write_bytes(signed)
    assert without_authors(tmp_path / "a.pdf", "pdf") == signed


NAMED = (
    (
        "docx",
        office(more=[("word/comments.xml", f'<w:c {WORD_NS} w:author="Berit Testperson" w:initials="BT"/>')]),
    ),
    ("xlsx", office("xlsx", more=[("xl/comments1.xml", "<a><author>Berit Testperson</author></a>")])),
    ("pptx", office("pptx", more=[("ppt/commentAuthors.xml", '<a><b name="Berit Testperson"/></a>')])),
    ("odt", opendocument()),
)


@pytest.mark.parametrize(("ending", "content"), NAMED)
def test_authors_are_taken_away(tmp_path, ending, content):
    (tmp_path / "given").write_bytes(content)
    shared = without_authors(tmp_path / "given", ending)
    assert verdict(tmp_path, shared, ending) == ending
    for before, here in ((True, content), (False, shared)):
        with ZipFile(io.BytesIO(here)) as archive:
            assert any("Testperson" in archive.read(name).decode() for name in archive.namelist()) is before


def test_author_of_a_pdf_is_taken_away(tmp_path):
    given = pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Info << /Author (Berit Testperson) >>")
    (tmp_path / "given").write_bytes(given)
    shared = without_authors(tmp_path / "given", "pdf")
    assert b"Testperson" not in shared
    assert verdict(tmp_path, shared, "pdf") == "pdf"
