"""Storing uploaded files: checked, whole or not at all, and removed when nothing holds them."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from audit.actions import locked, record
from participants.models import StoredFile
from ui.files import numbered
from ui.uploads.receiving import received
from ui.uploads.scanning import is_scanned
from ui.uploads.sentences import refusal
from ui.uploads.verdicts import RefusedError

logger = logging.getLogger("portal.uploads")
MOST_UNANSWERED = 2  # then the scanner is away, and not only unable to read one file


class NotStoredError(ValidationError):
    """The disk did not take a file; nothing of it is left there."""


@contextmanager
def no_orphans() -> Iterator[list[StoredFile]]:
    """Yield a list for new files, and delete these from the disk when the transaction fails."""
    stored: list[StoredFile] = []
    try:
        yield stored
    except BaseException:
        for one in stored:
            one.remove_content()
        raise


def add_file(
    stored: list[StoredFile], upload: UploadedFile, *, actor: User, at: datetime, taken: Iterable[str] = ()
) -> StoredFile:
    """Check the upload, store it and add it to the list of ``no_orphans``; return the row.

    Its name gets a number when it is among those that are taken.
    """
    clean = received(upload)
    new = StoredFile(
        file=clean,
        name=numbered(clean.name or "", taken),
        size=clean.size or 0,
        sha256=sha256_of(clean),
        scan=StoredFile.Scan.WAITING if clean.waits else StoredFile.Scan.DONE,
        uploaded_by=actor,
        uploaded_at=at,
    )
    if clean.small:
        new.small = ContentFile(clean.small, "small.jpg")
    new.full_clean()
    stored.append(new)
    try:
        for content in (new.file, new.small):
            if content:
                content.save(str(content.name), content.file, save=False)
    except OSError as fault:
        logger.exception("a file could not be stored")
        stored.remove(new)
        new.remove_content()
        raise NotStoredError(refusal("not_stored").message, code="not_stored") from fault
    new.save()
    return new


def keep_upload(upload: UploadedFile, *, actor: User, at: datetime) -> StoredFile:
    """Store the good file of a form that was refused; its sender need not choose it again within a week."""
    with no_orphans() as stored, transaction.atomic():
        return add_file(stored, upload, actor=actor, at=at)


def sha256_of(upload: UploadedFile) -> str:
    """Return the SHA-256 of the content in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def scan_waiting_files(*, at: datetime) -> int:
    """Ask the scanner about the files that wait; return how many it settled."""
    settled = unanswered = 0
    for waiting in StoredFile.objects.waiting():
        if unanswered > MOST_UNANSWERED:
            break
        try:
            with waiting.file.open("rb") as file:
                if not is_scanned(file.chunks(), patient=True):
                    unanswered += 1
                    continue
        except FileNotFoundError:
            continue
        except RefusedError:
            _settle(waiting, StoredFile.Scan.INFECTED, at=at)
            waiting.remove_content()
        else:
            _settle(waiting, StoredFile.Scan.DONE, at=at)
        settled += 1
    return settled


@transaction.atomic
def _settle(waiting: StoredFile, to: str, *, at: datetime) -> None:
    file = locked(waiting)
    if file.scan != StoredFile.Scan.WAITING:  # another worker was faster
        return
    file.scan = to
    file.save(update_fields=["scan"])
    if to == StoredFile.Scan.INFECTED:
        record(actor=None, verb="stored_file.infected", target=file, at=at)


def forget_unheld_files(*, at: datetime) -> int:
    """Remove uploads that no draft, version or mandate entry has held for seven days; return how many."""
    old = StoredFile.objects.forgettable(at=at)
    forgotten = 0
    for one in old:
        forgotten += bool(old.filter(pk=one.pk).delete()[0])
        one.remove_content()
    return forgotten
