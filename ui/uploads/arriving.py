"""A form with files arrives whole, or not at all: a file that was announced is never silently dropped."""

import io
import re
from typing import IO, Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    TemporaryFileUploadHandler,
)
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from ui.uploads.receiving import NAMELESS


class WholeForm(FileUploadHandler):
    """Parses the body in place of Django's own parser, which passes over what it cannot name."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 -- Django's name
        content_length: int,  # noqa: ARG002
        boundary: Any,
        encoding: str | None = None,
    ) -> tuple[Any, Any]:
        """Return the fields and files; raise ``MultiPartParserError`` (400) when a part is missing."""
        others = [one for one in getattr(self.request, "upload_handlers", ()) if one is not self]
        counted = _Counted(input_data, boundary)
        fields, files = _Parser(META, counted, others, encoding).parse()  # type: ignore[arg-type]
        arrived = sum(len(values) for found in (fields, files) for _name, values in found.lists())
        if not counted.is_closed or counted.parts != arrived:
            for _name, found in files.lists():
                for file in found:
                    file.close()
            raise MultiPartParserError("The form did not arrive whole.")
        return fields, files

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        """Leave it to the other handlers."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the other handlers."""


class _Parser(MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str:
        """Give a file with no usable name ("..", "a/") a name that is refused with a sentence."""
        return super().sanitize_file_name(file_name) or NAMELESS


class _Counted:
    """The body, which counts how many parts it announces while it is read."""

    def __init__(self, body: IO[bytes], boundary: bytes) -> None:
        self._body = body
        self._mark = re.compile(re.escape(b"--" + boundary) + b"(?P<closes>--)?")
        self._longest = len(boundary) + 4
        self._rest = b""
        self.parts = 0
        self.is_closed = False

    def read(self, size: int = -1) -> bytes:
        chunk = self._body.read(size)
        self._count(self._rest + chunk, is_last=not chunk)
        return chunk

    def _count(self, seen: bytes, *, is_last: bool) -> None:
        """Count the marks that are there whole; the possible beginning of one waits for more."""
        after = 0
        for mark in self._mark.finditer(seen):
            if not is_last and mark.start() + self._longest > len(seen):
                break
            after = mark.end()
            if mark["closes"]:
                self.is_closed = True
            else:
                self.parts += 1
        self._rest = b"" if is_last else seen[max(after, len(seen) - self._longest + 1) :]


class MemoryFile(MemoryFileUploadHandler):
    """A small upload, kept in memory."""


class TemporaryFile(TemporaryFileUploadHandler):
    """A large upload in a temporary file; where the disk is full the file is refused, not the whole form."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.failed = False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self.failed = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.failed:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self.failed = True
            self.file.close()

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file, marked when its content could not be kept."""
        if not self.failed:
            return super().file_complete(file_size)
        lost = InMemoryUploadedFile(io.BytesIO(), self.field_name, self.file_name, "", 0, None)
        lost.did_not_arrive = True  # type: ignore[attr-defined]
        return lost
