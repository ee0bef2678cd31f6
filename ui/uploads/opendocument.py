"""Documents of LibreOffice: the same rules as for Office."""

from typing import BinaryIO

from ui.uploads.archives import Archive, is_xml, opened
from ui.uploads.links import is_remote
from ui.uploads.verdicts import OLE, RefusedError

MEDIA_TYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
EMPTY_LIBRARIES = {"script-lc.xml", "script-lb.xml"}  # lists of macros, written also where there are none
FETCHED = {
    "image", "object", "object-ole", "floating-frame", "applet", "section-source", "table-source",
    "cell-range-source", "background-image", "fill-image", "font-face-uri", "sound",
}  # fmt: skip
MACROS = {"event-listener", "script"}
DDE = {"dde-source", "dde-link", "dde-connection-decl"}


def check_opendocument(file: BinaryIO, ending: str) -> None:
    """Refuse a document with macros, foreign objects or a lock, or of another kind than its name says."""
    archive = opened(file)
    if (found := kind_of(archive)) != ending:
        raise RefusedError("other_content", found)
    if "META-INF/manifest.xml" not in archive.names:
        raise RefusedError("damaged")
    archive.read_xml("META-INF/manifest.xml", _refuse_lock)
    for name in archive.names:
        _check_member(archive, name)


def kind_of(archive: Archive) -> str:
    """Return the ending that fits the document, or an empty text."""
    told = archive.read("mimetype", 200).decode("ascii", "replace").strip()
    return next((ending for ending, kind in MEDIA_TYPES.items() if told == kind), "")


def _refuse_lock(name: str, _attributes: dict[str, str]) -> None:
    if name.endswith(("encryption-data", "encrypted-key")):
        raise RefusedError("password")


def _check_member(archive: Archive, name: str) -> None:
    folder, _slash, base = name.rpartition("/")
    top = name.partition("/")[0]
    if top == "Scripts" and base:
        raise RefusedError("macros")
    if top in {"Basic", "Dialogs"} and base and base not in EMPTY_LIBRARIES:
        raise RefusedError("macros")
    if is_xml(name):
        archive.read_xml(name, _check_element)
    elif base and archive.read(name, len(OLE)).startswith(OLE) and folder != "Thumbnails":
        raise RefusedError("objects")


def _check_element(name: str, attributes: dict[str, str]) -> None:
    space, _blank, local = name.rpartition(" ")
    if local in MACROS and (local == "event-listener" or space.endswith(":office:1.0")):
        raise RefusedError("macros")
    if local in DDE:
        raise RefusedError("fetches")
    if local in FETCHED:
        target = attributes.get("http://www.w3.org/1999/xlink href", "")
        if target and is_remote(target):
            raise RefusedError("fetches")
