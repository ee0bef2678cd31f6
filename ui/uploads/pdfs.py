"""PDF files: nothing in them runs, starts a program or carries a file. They are read, never rewritten."""

import re
from collections.abc import Iterator
from pathlib import Path

from ui.uploads.verdicts import END_OF_ZIP, PDF, RefusedError

STRINGS = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
NAMES = re.compile(rb"/[^\s/<>\[\](){}%]+")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAMS = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
REFUSED_NAMES = {
    b"/JS": "script",
    b"/XFA": "script",
    b"/Launch": "launches",
    b"/ImportData": "launches",
    b"/SubmitForm": "launches",
    b"/GoToE": "carries",
    b"/EF": "carries",
    b"/EmbeddedFile": "carries",
    b"/RichMedia": "carries",
}
JUNK_AT_END = 1024
BLANKS = b" \t\r\n\x00\x1a"


def check_pdf(path: Path) -> None:
    """Refuse a PDF that is locked, broken or something else as well, or that does more than be read."""
    import pikepdf  # noqa: PLC0415 -- a quarter of a second, for a PDF alone

    whole = path.read_bytes()
    _refuse_two_in_one(whole)
    try:
        with pikepdf.open(path, suppress_warnings=True, inherit_page_attributes=False) as pdf:
            if not len(pdf.pages):
                raise RefusedError("damaged")
            found = {reason for one in _dictionaries(pdf) for reason in _reasons(STRINGS.sub(b"()", one))}
            if pdf.get_warnings():  # another reader may mend it in another way
                found |= _reasons(STREAMS.sub(b"", whole))
    except pikepdf.PasswordError as fault:
        raise RefusedError("password") from fault
    except (pikepdf.PdfError, RuntimeError, ValueError) as fault:
        raise RefusedError("damaged") from fault
    for reason in ("script", "launches", "carries"):
        if reason in found:
            raise RefusedError(reason)


def _refuse_two_in_one(whole: bytes) -> None:
    start = whole[:1024].find(PDF)
    if start < 0:
        raise RefusedError("other_content")
    if whole[:start].removeprefix(b"\xef\xbb\xbf").strip(BLANKS):
        raise RefusedError("polyglot")
    end = whole.rfind(b"%%EOF")
    after = whole[end + 5 :].strip(BLANKS) if end >= 0 else b""
    if len(after) > JUNK_AT_END or END_OF_ZIP in whole[-(22 + 0xFFFF) :]:
        raise RefusedError("polyglot")


def _dictionaries(pdf: object) -> Iterator[bytes]:
    """Yield each object as it would be written, without the content of streams."""
    import pikepdf  # noqa: PLC0415

    yield pdf.trailer.unparse(resolved=True)  # type: ignore[attr-defined]
    for found in pdf.objects:  # type: ignore[attr-defined]
        if isinstance(found, pikepdf.Stream):
            yield found.stream_dict.unparse(resolved=True)
        elif isinstance(found, pikepdf.Object):
            yield found.unparse(resolved=True)


def _reasons(written: bytes) -> set[str]:
    """Return why the names in it are refused; a name may hide letters as #4A."""
    names = {ESCAPED.sub(lambda hit: bytes([int(hit[1], 16)]), name) for name in NAMES.findall(written)}
    return {REFUSED_NAMES[name] for name in names & REFUSED_NAMES.keys()}
