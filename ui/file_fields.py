"""A form field for several files at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ui.files import ACCEPT, MAX_FILES, file_validators
from ui.personal_numbers import refuse_personal_numbers


class MultipleFileInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, "accept": ACCEPT} | (attrs or {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:  # noqa: ARG002
        """Return all files of the field, not only the last."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class MultipleFileField(forms.FileField):
    """Several files, each validated by itself; an error begins with the file's name."""

    widget = MultipleFileInput

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, **options)

    def clean(self, data: list[UploadedFile] | None, initial: Any = None) -> list[UploadedFile]:  # noqa: ARG002
        """Validate every file, and refuse too many at once; the action also counts those already stored."""
        files = data or []
        errors = [f"{one.name}: {' '.join(refusal)}" for one in files if (refusal := self._refusals_of(one))]
        if len(files) > MAX_FILES:
            errors.insert(0, _("You can attach at most %(most)s files.") % {"most": MAX_FILES})
        if errors:
            raise ValidationError(errors)
        return files

    def _refusals_of(self, file: UploadedFile) -> list[str]:
        refusals: list[str] = []
        for check in (*file_validators, lambda one: refuse_personal_numbers(one.name or "")):
            try:
                check(file)
            except ValidationError as refusal:
                refusals += refusal.messages
        return refusals
