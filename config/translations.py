"""Compiles translations when the portal is set up: ``.mo`` files are not in the repository.

It uses Babel, so that a machine without gettext can run the portal.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_translations(folder: Path = LOCALE) -> list[Path]:
    """Compile every catalogue that is newer than its ``.mo``; return the written files."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        _compile(source, target)
        written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    """Write beside the target and rename, so that a running portal never reads half a file."""
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=source.parts[-3])
    unfinished = target.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as stream:
        write_mo(stream, catalogue)
    unfinished.replace(target)


if __name__ == "__main__":
    compile_translations()
