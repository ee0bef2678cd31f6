"""Files of each kind as tests need them, good and bad, made when they are asked for."""

import base64
import io
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from PIL import Image, PngImagePlugin

from demo.files import small_pdf

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
DTD = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VND = "application/vnd.openxmlformats-officedocument."
PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
WORD_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
ODF_NS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "script", "manifest", "meta")
)
ODF_NS += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
ODF_NS += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
# 96 × 64 pixels with a position, 618 bytes: no encoder of HEIC has a licence that suits us.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRp"
    "bG9jAAAAAERAAAIAAQAAAAABuwABAAAAAAAAAEEAAgAAAAAB/AABAAAAAAAAAG4AAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABo"
    "dmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA"
    "/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMA"
    "yAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBwaXhpAAAAAAMICAgAAAAX"
    "aXBtYQAAAAAAAAABAAEEgQIDBAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAt21kYXQAAAA9KAGvGYD3fdrzfYvrIrWvjeKXIUzM"
    "LF45/vMp6ziaz/UtIYJqJAbGRnn4XFW1EOSWkLkK6zyXLiXCN2GqQAAAAAZFeGlmAABNTQAqAAAACAACAQ8AAgAAAAgAAAAmiCUABAAA"
    "AAEAAAAuAAAAAEthbWVyYW4AAAIAAQACAAAAAk4AAAAAAgAFAAAAAwAAAEwAAAAAAAAAOwAAAAEAAAAUAAAAAQAAAAAAAAAB"
)


def zipped(members, *, packed=ZIP_DEFLATED):
    """Return a zip file of names (or ZipInfo) and contents, in that order."""
    to = io.BytesIO()
    with ZipFile(to, "w", packed) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return to.getvalue()


def rels(*found):
    """Return a part with relationships: (type, target, external)."""
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE_RELS}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if external else "/>")
        for number, (kind, target, external) in enumerate(found)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELS}">{rows}</Relationships>'


def office(ending="docx", *, more=(), main=None, body="", author="Berit Testperson", types=""):
    """Return a small document of Word, Excel or PowerPoint with further members."""
    part, kind = PARTS[ending]
    content_types = (
        f'<?xml version="1.0"?><Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{part}" ContentType="{VND}{main or kind}"/>{types}</Types>'
    )
    core = f'<c xmlns:dc="d" xmlns:cp="c"><dc:creator>{author}</dc:creator></c>'
    return zipped(
        [
            ("[Content_Types].xml", content_types),
            ("_rels/.rels", rels(("officeDocument", part, False))),
            (part, f'<?xml version="1.0"?><w:document {WORD_NS}>{body}</w:document>'),
            ("docProps/core.xml", core),
            *more,
        ]
    )


def opendocument(ending="odt", *, more=(), body="", manifest="", kind=None):
    """Return a small document of LibreOffice with further members."""
    stored = ZipInfo("mimetype")
    stored.compress_type = ZIP_STORED
    meta = f"<office:document-meta {ODF_NS}><dc:creator>Berit Testperson</dc:creator></office:document-meta>"
    return zipped(
        [
            (stored, kind or ODF[ending]),
            ("META-INF/manifest.xml", f"<manifest:manifest {ODF_NS}>{manifest}</manifest:manifest>"),
            ("content.xml", f"<office:document-content {ODF_NS}>{body}</office:document-content>"),
            ("meta.xml", meta),
            *more,
        ]
    )


def pdf(words="karta", **objects):
    """Return a one-page PDF; ``catalog`` is written into its first object, ``page`` into its third."""
    made = small_pdf(words, words)
    for name, mark in (("catalog", b"/Lang (sv)"), ("page", b"/Parent 2 0 R")):
        if name in objects:
            made = made.replace(mark, mark + b" " + objects[name], 1)
    return _with_right_places(made)


def _with_right_places(made):
    """Let the table at the end tell where the objects begin now."""
    head, _mark, _tail = made.partition(b"xref\n0 ")
    places = []
    while (at := head.find(b"\n%d 0 obj" % (len(places) + 1)) + 1) > 0:
        places.append(at)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    table += b"".join(b"%010d 00000 n \n" % at for at in places)
    table += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(head))
    return head + table


def picture(kind="JPEG", size=(96, 64), mode="RGB", *, turned=1, position=True, **options):
    """Return a picture with a camera, a position and a comment in it; its left half is red."""
    drawn = Image.new(mode, size)
    red = {"L": 200, "CMYK": (0, 255, 255, 0)}.get(mode, (255, 0, 0, 255)[: len(mode)])
    drawn.paste(red, (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kameran", turned
    if position:
        exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 20.0, 0.0)})
    if kind in {"JPEG", "PNG", "WEBP", "MPO"}:
        options["exif"] = exif.tobytes()
    if kind in {"JPEG", "GIF"}:
        options["comment"] = b"Hemlig plats"
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", "Hemlig plats")
    to = io.BytesIO()
    drawn.save(to, kind, **options)
    return to.getvalue()


def huge_png(side=50_000):
    """Return a PNG of a few kB that says it is that many pixels wide and high."""

    def chunk(name, content):
        packed = name + content
        return len(content).to_bytes(4, "big") + packed + zlib.crc32(packed).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def content_for(name):
    """Return good content for a file of that name."""
    ending = name.rpartition(".")[2]
    if ending in PARTS:
        return office(ending)
    if ending in ODF:
        return opendocument(ending)
    drawn = {"jpg": "JPEG", "jpeg": "JPEG", "jfif": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
    if ending in drawn:
        return picture(drawn[ending])
    return HEIC if ending == "heic" else pdf(name)
