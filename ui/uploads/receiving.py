"""The one way in for a file: its name, size and content are checked, and pictures are drawn anew.

Fields of forms and the actions that store files both call ``received``; nothing else makes a ``CleanFile``.
"""

import io
import logging

from allauth.core import context
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from audit.security import note
from ui.files import ALLOWED_TYPES, MAX_FILES, ending_of, file_validators
from ui.personal_numbers import refuse_personal_numbers
from ui.text import one_line
from ui.uploads.sandbox import Findings, inspect, without_authors
from ui.uploads.scanning import is_scanned
from ui.uploads.sentences import refusal, refusal_of
from ui.uploads.verdicts import RefusedError

logger = logging.getLogger("portal.uploads")
NAMELESS = "?"  # the name of a file whose own name was no name
LOCK_FILES = ("~$", ".~lock.")


class CleanFile(UploadedFile):
    """A checked upload. ``small`` is a small picture of it; it ``waits`` until it is scanned for viruses.

    One that ``is_shared`` names no author any more.
    """

    def __init__(self, given: UploadedFile, name: str, findings: Findings) -> None:
        self.given = given  # keeps the temporary file until the request ends
        self.small = findings.small
        self.waits = False
        self.is_shared = False
        file = given.file if findings.whole is None else io.BytesIO(findings.whole)
        size = given.size if findings.whole is None else len(findings.whole)
        super().__init__(file, name, ALLOWED_TYPES[ending_of(name)], size)


def refuse_too_many(count: int) -> None:
    """Refuse more files than may be attached.

    Raises:
        ValidationError: there are more.
    """
    if count <= MAX_FILES:
        return
    if context.request is not None:
        note("upload.refused", why="too_many_files", files=count)
    raise ValidationError(_("You can attach at most %(most)s files."), params={"most": MAX_FILES})


def received(upload: UploadedFile, *, may_wait: bool = True, shared: bool = False) -> CleanFile:
    """Return the upload checked, or raise ``ValidationError`` with sentences that say what to do.

    A file that cannot be scanned now ``waits``: kept, shown to nobody. Without ``may_wait`` it is refused.
    One that is ``shared`` with others than those it was written for loses its authors' names.
    """
    if isinstance(upload, CleanFile):
        clean = upload
    else:
        name = one_line(upload.name or "")
        try:
            clean = _checked(upload, name)
        except ValidationError as refused:
            codes = ",".join(error.code or "" for error in refused.error_list)
            if context.request is not None:  # a form; the actions check once more
                note("upload.refused", why=codes, ending=ending_of(name), bytes=upload.size)
            raise
    if clean.waits and not may_wait:
        raise refusal("unchecked")
    return _without_authors(clean) if shared and not clean.is_shared else clean


def _checked(upload: UploadedFile, name: str) -> CleanFile:
    upload.name = name or NAMELESS
    _refuse_by_name_and_size(upload)
    try:
        findings = inspect(upload, ending_of(name))
        clean = CleanFile(upload, _name_with(name, findings.ending), findings)
        clean.waits = not is_scanned(clean.chunks())
        clean.seek(0)
    except RefusedError as refused:
        raise refusal_of(refused) from refused
    except OSError as fault:
        logger.exception("an upload could not be read")
        raise refusal("not_stored") from fault
    return clean


def _without_authors(clean: CleanFile) -> CleanFile:
    ending = ending_of(clean.name or "")
    try:
        findings = Findings(ending, without_authors(clean, ending), clean.small)
    except RefusedError as refused:
        raise refusal_of(refused) from refused
    shared = CleanFile(clean, clean.name or "", findings)
    shared.waits, shared.is_shared = clean.waits, True
    return shared


def _refuse_by_name_and_size(upload: UploadedFile) -> None:
    name = upload.name or ""
    if name == NAMELESS:
        raise refusal("nameless")
    if getattr(upload, "did_not_arrive", False):
        raise refusal("not_stored")
    if name.startswith(LOCK_FILES):
        raise refusal("lock_file")
    errors: list[ValidationError] = []
    for check in (*file_validators, lambda one: refuse_personal_numbers(one.name or "")):
        try:
            check(upload)
        except ValidationError as refused:
            errors += refused.error_list
    if errors:
        raise ValidationError(errors)


def _name_with(name: str, ending: str) -> str:
    """Return the name with the ending of what was found; .jpeg and .jpg are the same."""
    told = ending_of(name)
    if ALLOWED_TYPES.get(told) == ALLOWED_TYPES[ending]:
        return name
    return f"{name[: -len(told) - 1]}.{ending}"
