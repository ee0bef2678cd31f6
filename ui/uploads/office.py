"""Documents of Word, Excel and PowerPoint: no macros, no foreign objects, nothing fetched when opened."""

import io
import re
from typing import BinaryIO

from ui.uploads.archives import Archive, Budget, is_xml, opened
from ui.uploads.links import is_remote
from ui.uploads.verdicts import MEGABYTE, OLE, ZIP, RefusedError

MAIN_TYPES = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
MACRO_TYPES = (
    "macroenabled",
    "vbaproject",
    "vbadata",
    "ms-office.vba",
    "macrosheet",
    "ms-excel.sheet.binary",
)
FOLLOWED_BY_HAND = {"hyperlink", "video", "audio", "media"}  # fetched when somebody presses it, not before
REFUSED_MEMBERS = {
    "/activex/": "controls",
    "/macrosheets/": "macros",
    "/vbaproject": "macros",
    "/vbadata": "macros",
    "/xl/connections.xml": "fetches",
}
FOREIGN = {"afchunk", "control", "vbaproject", "activexcontrolbinary"}
DDE = re.compile(r"\s*DDE(AUTO)?\b", re.IGNORECASE)
VML_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
DEEPEST = 3
MOST_FIELD_TEXT = 100_000
MOST_WITHIN = 50 * MEGABYTE


def check_office(file: BinaryIO, ending: str, budget: Budget | None = None, depth: int = 0) -> None:
    """Refuse a document with active or foreign content, or of another kind than its name says."""
    archive = opened(file, budget)
    _check_types(archive, ending)
    for name in archive.names:
        _check_member(archive, name, depth)


def kind_of(archive: Archive) -> str:
    """Return the ending that fits the document, or an empty text."""
    types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    return next((ending for ending, main in MAIN_TYPES.items() if main in types), "")


def _check_types(archive: Archive, ending: str) -> None:
    if "[Content_Types].xml" not in archive.names:
        raise RefusedError("other_content")
    found: set[str] = set()

    def start(_name: str, attributes: dict[str, str]) -> None:
        found.add(attributes.get("ContentType", "").lower())

    archive.read_xml("[Content_Types].xml", start)
    if any(mark in kind for kind in found for mark in MACRO_TYPES):
        raise RefusedError("macros")
    if not any(kind.endswith(MAIN_TYPES[ending]) for kind in found):
        raise RefusedError("other_content", kind_of(archive))


def _check_member(archive: Archive, name: str, depth: int) -> None:
    where = f"/{name.lower()}"
    for mark, reason in REFUSED_MEMBERS.items():
        if mark in where:
            raise RefusedError(reason)
    if where.endswith(".rels"):
        archive.read_xml(name, _check_relationship)
    elif where.startswith("/xl/externallinks/") and is_xml(name):
        archive.read_xml(name, _refuse_dde)
    elif where.startswith("/word/") and is_xml(name):
        _check_fields(archive, name)
    elif is_xml(name):
        archive.read_xml(name)
    elif where.endswith(".vml"):  # Office itself writes some that are no XML
        if VML_DOCTYPE.search(archive.read(name)):
            raise RefusedError("dtd")
    elif not where.endswith("/"):
        _check_binary(archive, name, depth + 1 if "/embeddings/" in where else 0)


def _check_relationship(_name: str, attributes: dict[str, str]) -> None:
    kind = attributes.get("Type", "").rpartition("/")[2].lower()
    target = attributes.get("Target", "")
    if kind in FOREIGN:
        raise RefusedError("macros" if kind == "vbaproject" else "objects")
    if attributes.get("TargetMode") == "External" and kind not in FOLLOWED_BY_HAND and is_remote(target):
        raise RefusedError("template" if kind == "attachedtemplate" else "fetches")


def _refuse_dde(name: str, _attributes: dict[str, str]) -> None:
    if name.rpartition(" ")[2] in {"ddeLink", "oleLink"}:
        raise RefusedError("fetches")


def _check_fields(archive: Archive, name: str) -> None:
    """Refuse a field that starts another program; its words may be spread over several elements."""
    written: list[str] = []
    inside = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        local = element.rpartition(" ")[2]
        inside = local == "instrText"
        if local == "fldChar":
            written.append("\n")
        if local == "fldSimple":
            told = next((value for key, value in attributes.items() if key.endswith("instr")), "")
            written.append(f"\n{told}\n")

    def text(words: str) -> None:
        if inside and len(written) < MOST_FIELD_TEXT:
            written.append(words)

    archive.read_xml(name, start, text)
    if any(DDE.match(line) for line in "".join(written).splitlines()):
        raise RefusedError("fetches")


def _check_binary(archive: Archive, name: str, depth: int) -> None:
    head = archive.read(name, len(OLE))
    if head.startswith(OLE):
        raise RefusedError("objects")
    if not depth:
        return
    if not head.startswith(ZIP) or depth > DEEPEST:
        raise RefusedError("objects")
    inner = io.BytesIO(archive.read(name, MOST_WITHIN))  # the workbook behind a chart
    ending = kind_of(opened(inner))
    if not ending:
        raise RefusedError("objects")
    check_office(inner, ending, archive.budget, depth)
