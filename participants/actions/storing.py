"""Storing uploaded files: validation, and removal from the disk when the action fails."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from participants.models import StoredFile
from ui.personal_numbers import refuse_personal_numbers


@contextmanager
def no_orphans() -> Iterator[list[StoredFile]]:
    """Yield a list for new files, and delete these from the disk when the transaction fails."""
    stored: list[StoredFile] = []
    try:
        yield stored
    except BaseException:
        for one in stored:
            one.file.storage.delete(str(one.file.name))
        raise


def described(upload: UploadedFile, *, actor: User, at: datetime) -> StoredFile:
    """Return the upload as a validated row, not saved."""
    name = upload.name or ""
    refuse_personal_numbers(name)
    stored = StoredFile(
        file=upload,
        name=name,
        size=upload.size or 0,
        sha256=sha256_of(upload),
        uploaded_by=actor,
        uploaded_at=at,
    )
    stored.full_clean()
    return stored


def sha256_of(upload: UploadedFile) -> str:
    """Return the SHA-256 of the content in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
