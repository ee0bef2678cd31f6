"""Uploaded files: the types that are kept, and the random name under which a file is stored.

Files lie outside every public path (``settings.PRIVATE_FILES``). They are served only as attachments, by
views that fetch within the reader's scope. What is in them is checked in ``ui.uploads``.
"""

import secrets
from collections.abc import Iterable
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import MaxLengthValidator
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.formats import number_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from ui.uploads.sentences import wrong_ending

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 20 * MEGABYTE
MAX_FILES = 5
MAX_NAME_LENGTH = 200
# Ending -> media type of what is kept; the media type is never taken from the upload.
ALLOWED_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "txt": "text/plain",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
# Pictures that become jpg or png. A phone that is not told of .heic sends jpg by itself.
REDRAWN = ("jfif", "webp", "gif", "heic", "heif")
ACCEPT = ",".join(f".{ending}" for ending in (*ALLOWED_TYPES, *REDRAWN) if ending not in {"heic", "heif"})


def ending_of(name: str) -> str:
    """Return the ending of a file name in lower case, without the dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def random_name(instance: Model, name: str) -> str:
    """Return a storage path that cannot be guessed and keeps only the ending of the given name."""
    token = secrets.token_urlsafe(32)
    return f"{instance._meta.label_lower}/{token[:2]}/{token}.{ending_of(name)}"


def validate_file_type(file: File) -> None:
    """Refuse endings that are not on the list, and say what to do instead."""
    ending = ending_of(file.name or "")
    if ending not in ALLOWED_TYPES and ending not in REDRAWN:
        raise wrong_ending(ending)


def validate_file_size(file: File) -> None:
    """Refuse files over 20 MB and empty ones."""
    if file.size > MAX_FILE_BYTES:
        raise ValidationError(
            _("The file is %(size)s MB. It may be at most %(most)s MB."),
            code="file_size",
            params={"size": -(-file.size // MEGABYTE), "most": MAX_FILE_BYTES // MEGABYTE},
        )
    if not file.size:
        raise ValidationError(_("The file is empty. Choose another file."), code="file_empty")


def validate_file_name(file: File) -> None:
    """Refuse names that are too long to store."""
    MaxLengthValidator(MAX_NAME_LENGTH, _("The file's name is too long. Shorten it and try again."))(
        file.name or ""
    )


file_validators = [validate_file_name, validate_file_type, validate_file_size]


def numbered(name: str, taken: Iterable[str]) -> str:
    """Return the name, with a number when it is taken: every photo from a phone may be "image.jpg"."""
    known = {one.casefold() for one in taken}
    stem, dot, ending = name.rpartition(".")
    count, new = 1, name
    while new.casefold() in known:
        count += 1
        new = f"{stem} ({count}){dot}{ending}"
    return new


def described(name: str, size: int | None) -> str:
    """Return type and size for a link's text: "pdf, 240 kB"; only the type when the size is None."""
    if size is None:
        return ending_of(name)
    if size < MEGABYTE:
        return f"{ending_of(name)}, {max(round(size / 1024), 1)} kB"
    return f"{ending_of(name)}, {number_format(round(size / MEGABYTE, 1), 1)} MB"


def as_attachment(stored: FieldFile, *, name: str) -> FileResponse:
    """Return the file as a download that a browser neither opens nor runs.

    Raises ``FileNotFoundError`` when the file is missing from the storage; the view answers 404.
    """
    response = FileResponse(
        stored.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=ALLOWED_TYPES.get(ending_of(name), "application/octet-stream"),
    )
    _keep_shut(response)
    return response


def as_picture(stored: FieldFile) -> FileResponse:
    """Return a small picture to be shown on a page; the portal drew it itself.

    Raises ``FileNotFoundError`` when the file is missing from the storage; the view answers 404.
    """
    response = FileResponse(stored.open("rb"), content_type="image/jpeg")
    _keep_shut(response)
    return response


def as_download(content: bytes, *, name: str) -> HttpResponse:
    """Return generated content as a download that a browser neither opens nor runs."""
    response = HttpResponse(
        content, content_type=ALLOWED_TYPES.get(ending_of(name), "application/octet-stream")
    )
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    _keep_shut(response)
    return response


def _keep_shut(response: HttpResponseBase) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
