"""Form fields for files. What they return has been checked; see ``ui.uploads.receiving``."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from ui.files import ACCEPT
from ui.text import one_line
from ui.uploads.receiving import NAMELESS, CleanFile, received, refuse_too_many


class FileInput(forms.FileInput):
    """A file input that notices a file which came without its name."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPT} | (attrs or {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the file; one whose name is empty arrives among the texts, and is refused later."""
        return super().value_from_datadict(data, files, name) or _nameless(data, name)


class MultipleFileInput(FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True} | (attrs or {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """Return all files of the field, not only the last."""
        lost = _nameless(data, name)
        found = files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])
        return [*found, *([lost] if lost else [])]


def _nameless(data: Any, name: str) -> UploadedFile | None:
    return SimpleUploadedFile(NAMELESS, b"") if data.get(name) else None


class CheckedFileField(forms.FileField):
    """One file, checked. ``may_wait`` takes one that cannot be scanned now; the caller keeps it shut."""

    widget = FileInput
    is_shared = False

    def __init__(self, *, may_wait: bool = False, **options: Any) -> None:
        self.may_wait = may_wait
        super().__init__(**options | {"allow_empty_file": True, "max_length": None})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the checked file, what was there before, or nothing."""
        given = super().clean(data, initial)
        is_new = isinstance(given, UploadedFile)
        return received(given, may_wait=self.may_wait, shared=self.is_shared) if is_new else given


class SharedFileField(CheckedFileField):
    """One file for others than those it was written for: its authors' names are taken away."""

    is_shared = True


class SeveralFiles(list[CleanFile]):
    """The files of a field that were good, and the sentences about those that were not."""

    def __init__(self, good: list[CleanFile], refusals: list[str]) -> None:
        super().__init__(good)
        self.refusals = refusals


class MultipleFileField(forms.FileField):
    """Several files, each checked by itself; a sentence about one begins with its name.

    The form raises the refusals in its ``clean_…`` method, so that it can keep the good files.
    """

    widget = MultipleFileInput

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, **options)

    def clean(self, data: list[UploadedFile] | None, initial: Any = None) -> SeveralFiles:  # noqa: ARG002
        """Check every file, unless there are too many; the action also counts those already stored."""
        files = data or []
        refuse_too_many(len(files))
        good: list[CleanFile] = []
        refusals: list[str] = []
        for one in files:
            try:
                good.append(received(one))
            except ValidationError as refused:
                refusals.append(f"{one_line(one.name or '')}: {' '.join(refused.messages)}")
        return SeveralFiles(good, refusals)
