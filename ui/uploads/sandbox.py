"""Starts the inspector: a process of its own reads what a stranger wrote, and may take only so much."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import File

from ui.uploads.verdicts import RefusedError

logger = logging.getLogger("portal.uploads")
ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 20  # seconds
AT_ONCE = threading.BoundedSemaphore(2)  # in each web process; the others wait their turn
KEPT_VARIABLES = ("PATH", "LANG", "LD_LIBRARY_PATH", "TMPDIR", "COVERAGE_", "COV_")


@dataclass(frozen=True)
class Findings:
    """The inspector's verdict on a file: its ending, and the content where it was written anew."""

    ending: str
    whole: bytes | None = None
    small: bytes | None = None


def without_authors(stored: File, ending: str) -> bytes:
    """Return the content without authors' names, for a file that is shown to more than its own readers.

    A signed file is returned as it is: what a signature covers must not change.
    """
    shared = inspect(stored, ending, deed="share").whole
    assert shared is not None
    return shared


def inspect(upload: File, ending: str, *, deed: str = "check") -> Findings:
    """Let the inspector read the upload; raise ``RefusedError`` for what it refuses or cannot finish."""
    with AT_ONCE, tempfile.TemporaryDirectory(prefix="upload-") as folder:
        return _findings(_path_of(upload, Path(folder)), ending, Path(folder), deed)


def _path_of(upload: File, folder: Path) -> Path:
    if hasattr(upload, "temporary_file_path"):
        return Path(upload.temporary_file_path())
    path = folder / "given"
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    upload.seek(0)
    return path


def _findings(path: Path, ending: str, folder: Path, deed: str) -> Findings:
    told = _told_by_inspector(path, ending, folder, deed)
    if "reason" in told:
        raise RefusedError(str(told["reason"]), str(told.get("found", "")))
    if not told["redrawn"]:
        return Findings(ending)
    small = folder / "small"
    return Findings(
        str(told["ending"]), (folder / "whole").read_bytes(), small.read_bytes() if small.exists() else None
    )


def _told_by_inspector(path: Path, ending: str, folder: Path, deed: str) -> dict[str, object]:
    command = [sys.executable, "-m", "ui.uploads.inspector", deed, str(path), ending, str(folder)]
    known = {name: value for name, value in os.environ.items() if name.startswith(KEPT_VARIABLES)}
    try:
        ran = subprocess.run(
            command,
            cwd=ROOT,
            env=known,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RefusedError("heavy") from None
    if ran.returncode:
        last = ran.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        logger.warning("inspector ended with %d for a .%s: %s", ran.returncode, ending, *last or [""])
        raise RefusedError("heavy")
    return json.loads(ran.stdout)
