"""The folder of uploaded files, in which a file is whole or not there."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """A folder in which no half file is left when the disk is full."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return super()._save(name, content)  # type: ignore[misc]
        except OSError:
            with suppress(OSError):
                Path(self.path(name)).unlink()
            raise
