"""Every kind of document five times good, and every bad twin of it; every kind of picture in five ways."""

import subprocess
import sys

import pytest
from PIL import Image

from tests.made_files import DTD, ODF, OLE, PARTS, office, opendocument, picture, rels
from tests.uploads.judging import verdict
from ui.uploads import inspector, sandbox

pytestmark = pytest.mark.once
FOLDERS = {ending: part.partition("/")[0] for ending, (part, _kind) in PARTS.items()}
HREF = 'xlink:href="{}"'


def linked(ending, kind, target):
    folder = FOLDERS[ending]
    return office(ending, more=[(f"{folder}/_rels/more.xml.rels", rels((kind, target, True)))])


def with_member(name, content):
    return lambda ending: office(ending, more=[(name.format(FOLDERS[ending]), content)])


GOOD_OFFICE = {
    "plain": office,
    "a link": lambda ending: linked(ending, "hyperlink", "https://kolada.se/"),
    "a neighbour": lambda ending: linked(ending, "externalLinkPath", "budget.xlsx"),
    "a chart": with_member("{}/embeddings/book.xlsx", office("xlsx")),
    "a label": with_member("docMetadata/LabelInfo.xml", '<clbl:l xmlns:clbl="l"/>'),
}
BAD_OFFICE = {
    "macros": with_member("{}/vbaProject.bin", b"1"),
    "controls": with_member("{}/activeX/activeX1.xml", "<a/>"),
    "objects": with_member("{}/embeddings/oleObject1.bin", OLE),
    "dtd": with_member("{}/more.xml", f"{DTD}<a>&e;</a>"),
    "bomb": with_member("{}/more.xml", b" " * 30_000_000),
    "template": lambda ending: linked(ending, "attachedTemplate", "http://evil.example/a"),
    "fetches": lambda ending: linked(ending, "image", r"\\evil.example\a.png"),
    "polyglot": lambda ending: office(ending) + b"<html>",
    "damaged": lambda ending: office(ending)[:-30],
    "password": lambda _ending: OLE + "EncryptedPackage".encode("utf-16-le"),
    "old_office": lambda _ending: OLE,
    "other_content": lambda _ending: b"MZ" + bytes(200),
}
GOOD_ODF = {
    "plain": opendocument,
    "a link": lambda ending: opendocument(ending, body=f"<text:a {HREF.format('https://kolada.se/')}/>"),
    "a picture": lambda ending: opendocument(ending, body=f"<draw:image {HREF.format('Pictures/1.png')}/>"),
    "a chart": lambda ending: opendocument(ending, more=[("Object 1/content.xml", "<a/>")]),
    "an empty list": lambda ending: opendocument(ending, more=[("Configurations2/a.xml", "")]),
}
BAD_ODF = {
    "macros": lambda ending: opendocument(ending, more=[("Basic/Standard/Module1.xml", "<a/>")]),
    "objects": lambda ending: opendocument(ending, more=[("Object 1", OLE)]),
    "dtd": lambda ending: opendocument(ending, more=[("styles.xml", f"{DTD}<a/>")]),
    "bomb": lambda ending: opendocument(ending, more=[("more.xml", b" " * 30_000_000)]),
    "fetches": lambda ending: opendocument(
        ending, body=f"<draw:object {HREF.format('http://evil.example')}/>"
    ),
    "password": lambda ending: opendocument(ending, manifest="<manifest:encryption-data/>"),
    "polyglot": lambda ending: opendocument(ending) + b"<html>",
    "damaged": lambda ending: opendocument(ending)[:-30],
    "other_content": lambda _ending: b"MZ" + bytes(200),
}
PICTURES = {
    "small": {"size": (40, 30)},
    "high": {"size": (300, 900)},
    "upside down": {"size": (90, 60), "turned": 3},
    "from the side": {"size": (90, 60), "turned": 8},
    "large": {"size": (2700, 300)},
}
SIZES = {
    "small": (40, 30),
    "high": (300, 900),
    "upside down": (90, 60),
    "from the side": (60, 90),
    "large": (2560, 284),
}


@pytest.mark.parametrize("name", GOOD_OFFICE)
@pytest.mark.parametrize("ending", PARTS)
def test_good_document_of_office(tmp_path, ending, name):
    assert verdict(tmp_path, GOOD_OFFICE[name](ending), ending) == ending


@pytest.mark.parametrize("why", BAD_OFFICE)
@pytest.mark.parametrize("ending", PARTS)
def test_bad_document_of_office(tmp_path, ending, why):
    assert verdict(tmp_path, BAD_OFFICE[why](ending), ending) == (why, "")


@pytest.mark.parametrize("name", GOOD_ODF)
@pytest.mark.parametrize("ending", ODF)
def test_good_document_of_libreoffice(tmp_path, ending, name):
    assert verdict(tmp_path, GOOD_ODF[name](ending), ending) == ending


@pytest.mark.parametrize("why", BAD_ODF)
@pytest.mark.parametrize("ending", ODF)
def test_bad_document_of_libreoffice(tmp_path, ending, why):
    assert verdict(tmp_path, BAD_ODF[why](ending), ending) == (why, "")


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_in_five_ways(tmp_path, kind, name):
    assert isinstance(verdict(tmp_path, picture(kind, **PICTURES[name]), kind.lower()), str)
    with Image.open(tmp_path / "whole") as drawn:
        assert drawn.size == SIZES[name]
        assert not drawn.getexif()


@pytest.mark.parametrize("change", [lambda made: made[: len(made) // 3], lambda made: b"MZ" + made])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_bad_picture(tmp_path, kind, change):
    told = verdict(tmp_path, change(picture(kind, size=(400, 400))), kind.lower())
    assert told[0] in {"picture", "other_content"}


@pytest.mark.parametrize(
    ("deed", "dies_of"),
    [("bytearray(3 << 30)", "MemoryError"), ("open('given', 'wb').write(bytes(80 << 20))", "File too large")],
)
def test_inspector_takes_no_more_than_its_share(tmp_path, deed, dies_of):
    code = f"import sys; sys.path.insert(0, {str(sandbox.ROOT)!r}); from ui.uploads import inspector; "
    code += f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); inspector.limit_itself(); {deed}"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, dies_of in ran.stderr) == (1, True)


def test_inspector_ends_when_it_computes_too_long(tmp_path):
    code = f"import sys; sys.path.insert(0, {str(sandbox.ROOT)!r}); from ui.uploads import inspector; "
    code += "inspector.MOST_SECONDS = 1; inspector.limit_itself()\nwhile True: pass"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=False)
    assert ran.returncode < 0


def test_inspector_prints_a_verdict_as_json(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(inspector, "limit_itself", lambda: None)
    (tmp_path / "given").write_bytes(office())
    inspector.main("check", str(tmp_path / "given"), "docx", str(tmp_path))
    inspector.main("check", str(tmp_path / "given"), "pdf", str(tmp_path))
    inspector.main("share", str(tmp_path / "given"), "docx", str(tmp_path))
    monkeypatch.setattr(inspector, "check", _too_much)
    inspector.main("check", str(tmp_path / "given"), "docx", str(tmp_path))
    told = capsys.readouterr().out
    assert told.count("{") == 4
    assert '"reason": "other_content", "found": "docx"' in told
    assert told.endswith('{"reason": "heavy", "found": ""}')


def _too_much(*_arguments):
    raise MemoryError
