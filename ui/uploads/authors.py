"""Take the author's name away from a file that is shared with others than those it was written for.

What a signature covers stays as it is: a signed file is returned unchanged.
"""

import io
import re
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from ui.uploads.archives import opened
from ui.uploads.verdicts import RefusedError

NOBODY = "-"
SIGNATURES = ("_xmlsignatures/", "META-INF/documentsignatures.xml")
NAMING = "creator|lastModifiedBy|initial-creator|printed-by|Company|Manager|author|lpwstr"
ELEMENT = re.compile(rf"(<(?:[\w-]+:)?(?:{NAMING})(?:\s[^>]*)?>)[^<]*(</)")
ATTRIBUTE = re.compile(r'(\s(?:w\d*:)?(?:author|initials|userId|providerId|displayName|name)=)"[^"]*"')
WORD_ATTRIBUTE = re.compile(r'(\sw\d*:(?:author|initials|userId|providerId)=)"[^"]*"')
PROPERTIES = re.compile(r"docProps/[^/]*\.xml|meta\.xml|content\.xml|styles\.xml|xl/comments[^/]*\.xml")
PEOPLE = re.compile(r"ppt/(commentAuthors|authors)\.xml|xl/persons/[^/]*\.xml")
WORD = re.compile(r"word/[^/]*\.xml")


def without_authors(path: Path, ending: str) -> bytes:
    """Return the content without names in properties, comments and tracked changes.

    Pictures carry none, as they were drawn anew when they came; text files have no place for one.
    """
    if ending == "pdf":
        return _pdf(path)
    if ending in {"docx", "xlsx", "pptx", "odt", "ods", "odp"}:
        return _document(path)
    return path.read_bytes()


def _document(path: Path) -> bytes:
    with path.open("rb") as file:
        archive = opened(file)
        if any(name.startswith(SIGNATURES) for name in archive.names):
            return path.read_bytes()
        to = io.BytesIO()
        with ZipFile(to, "w", ZIP_DEFLATED) as written:
            for member in archive.zip.infolist():
                content = archive.zip.read(member)
                written.writestr(member, _renamed(member.filename, content))
        return to.getvalue()


def _renamed(name: str, content: bytes) -> bytes:
    rules = ((PROPERTIES, ELEMENT), (PEOPLE, ATTRIBUTE), (WORD, WORD_ATTRIBUTE))
    found = [rule for where, rule in rules if where.fullmatch(name)]
    if not found:
        return content
    text = content.decode()
    for rule in found:
        into = rf"\g<1>{NOBODY}\g<2>" if rule is ELEMENT else rf'\g<1>"{NOBODY}"'
        text = rule.sub(into, text)
    return text.encode()


def _pdf(path: Path) -> bytes:
    import pikepdf  # noqa: PLC0415 -- a quarter of a second, for a PDF alone

    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            form: Any = pdf.Root.get("/AcroForm", {})
            if int(form.get("/SigFlags", 0)) & 1 or b"/ByteRange" in path.read_bytes():
                return path.read_bytes()
            for key in ("/Author", "/Company", "/Manager"):
                if key in pdf.docinfo:
                    del pdf.docinfo[key]
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
                for key in ("dc:creator", "xmp:Author", "pdf:Author"):
                    if key in told:
                        del told[key]
            to = io.BytesIO()
            pdf.save(to, deterministic_id=True)
            return to.getvalue()
    except pikepdf.PdfError as fault:
        raise RefusedError("damaged") from fault
