"""Reads one upload in a process of its own: ``python -m ui.uploads.inspector check FILE ENDING FOLDER``.

Prints the verdict as JSON, and writes a picture that was drawn anew into the folder. It knows no settings,
no secrets and no database, and may use so much memory and time and no more.
"""

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path

from ui.uploads.archives import opened
from ui.uploads.authors import without_authors
from ui.uploads.office import MAIN_TYPES, check_office
from ui.uploads.office import kind_of as office_kind
from ui.uploads.opendocument import check_opendocument
from ui.uploads.opendocument import kind_of as opendocument_kind
from ui.uploads.pdfs import check_pdf
from ui.uploads.pictures import is_picture, redrawn
from ui.uploads.verdicts import MEGABYTE, OLE, PDF, ZIP, RefusedError

MOST_MEMORY = 1024 * MEGABYTE  # of addresses; what is really used is far less
MOST_SECONDS = 10
MOST_WRITTEN = 64 * MEGABYTE
PICTURES = {"jpg", "jpeg", "jfif", "jpe", "png", "webp", "gif", "heic", "heif"}
TEXT_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
CONTROLS = {*range(0x20)} - {0x09, 0x0A, 0x0C, 0x0D, 0x1A}


def check(path: Path, ending: str, folder: Path) -> dict[str, object]:
    """Return the ending that the content has; raise ``RefusedError`` for what may not be kept."""
    with path.open("rb") as file:
        head = file.read(32)
    if ending in PICTURES:
        if not is_picture(head):
            raise RefusedError("other_content", found(path, head))
        ending, whole, small = redrawn(path)
        (folder / "whole").write_bytes(whole)
        (folder / "small").write_bytes(small)
        return {"ending": ending, "redrawn": True}
    if ending == "txt":
        check_text(path)
    elif ending == "pdf":
        if PDF not in head and is_other(head):
            raise RefusedError("other_content", found(path, head))
        check_pdf(path)
    else:
        check_document(path, ending, head)
    return {"ending": ending, "redrawn": False}


def check_document(path: Path, ending: str, head: bytes) -> None:
    """Refuse what is no document of that kind, or one with active content."""
    if head.startswith(OLE):
        raise RefusedError(_ole_reason(path))
    if not head.startswith(ZIP):
        raise RefusedError("other_content", found(path, head))
    check = check_office if ending in MAIN_TYPES else check_opendocument
    try:
        with path.open("rb") as file:
            check(file, ending)
    except RefusedError as refusal:
        if refusal.reason != "other_content":
            raise
        raise RefusedError("other_content", found(path, head)) from refusal


def _ole_reason(path: Path) -> str:
    """Return why an old container was found: a document with a password, or one of before 2007."""
    whole = path.read_bytes()
    locks = ("EncryptedPackage", "DRMEncrypted", "DataSpaces")
    return "password" if any(lock.encode("utf-16-le") in whole for lock in locks) else "old_office"


def check_text(path: Path) -> None:
    """Refuse a text file whose bytes are no text."""
    whole = path.read_bytes()
    coding = next((name for mark, name in TEXT_MARKS.items() if whole.startswith(mark)), "utf-8")
    try:
        text = whole.decode(coding)
    except UnicodeDecodeError:
        text = whole.decode("cp1252", "replace")
    if any(ord(character) in CONTROLS for character in text) or is_other(whole[:32]):
        raise RefusedError("other_content", found(path, whole[:32]))


def is_other(head: bytes) -> bool:
    """Say whether content begins as something that has an ending of its own."""
    return is_picture(head) or head.startswith((OLE, PDF, ZIP, b"MZ", b"\x7fELF"))


def found(path: Path, head: bytes) -> str:
    """Return the ending that would have fitted, or an empty text."""
    if head.startswith(PDF):
        return "pdf"
    if is_picture(head):
        return "png" if head.startswith(b"\x89PNG") else "jpg"
    if head.startswith(ZIP):
        with suppress(RefusedError), path.open("rb") as file:
            archive = opened(file)
            return office_kind(archive) or opendocument_kind(archive)
    return ""


def limit_itself() -> None:
    """Limit memory, time and what is written; a machine without such limits goes without."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main(deed: str, file: str, ending: str, folder: str) -> None:
    """Print what was found, or why the file is refused."""
    limit_itself()
    told: dict[str, object]
    try:
        if deed == "check":
            told = check(Path(file), ending, Path(folder))
        else:
            (Path(folder) / "whole").write_bytes(without_authors(Path(file), ending))
            told = {"ending": ending, "redrawn": True}
    except RefusedError as refusal:
        told = {"reason": refusal.reason, "found": refusal.found}
    except (MemoryError, RecursionError):
        told = {"reason": "heavy", "found": ""}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
